"""The works of others that the page carries: names, licences, sources, and the bytes that are pinned."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_PINNED = re.compile(
    r"^(?P<name>[a-z]+)==(?P<version>\S+) --hash=sha256:(?P<hash>[0-9a-f]{64})$", re.MULTILINE
)


class Work(NamedTuple):
    """One work: `licence` is an SPDX expression. Version and hash (algorithm, hex) as they are pinned."""

    name: str
    licence: str
    source: str
    package: str  # of the index that it comes from: `pypi/babel`
    version: str = ""
    digest: tuple[str, str] | None = None

    @property
    def title(self) -> str:
        """Name, licence and source in a line."""
        return f"{self.name} ({self.licence}), {self.source}"


PYODIDE = Work("Pyodide", "MPL-2.0", "https://github.com/pyodide/pyodide", "npm/pyodide")
PYTHON = Work("Python", "PSF-2.0", "https://github.com/python/cpython", "generic/cpython")
LIBRARIES = {  # by the name of the wheel
    "babel": Work(
        "Babel", "BSD-3-Clause AND Unicode-3.0", "https://github.com/python-babel/babel", "pypi/babel"
    ),
    "jinja2": Work("Jinja", "BSD-3-Clause", "https://github.com/pallets/jinja", "pypi/jinja2"),
    "markupsafe": Work(
        "MarkupSafe", "BSD-3-Clause", "https://github.com/pallets/markupsafe", "pypi/markupsafe"
    ),
    "msgspec": Work("msgspec", "BSD-3-Clause", "https://github.com/msgspec/msgspec", "pypi/msgspec"),
    "xlsxwriter": Work(
        "XlsxWriter", "BSD-2-Clause", "https://github.com/jmcnamara/XlsxWriter", "pypi/xlsxwriter"
    ),
}


def carried(web: Path) -> list[Work]:
    """All of them as this build pins them; Pyodide has to be installed."""
    return [*_libraries(web), *_machine(web)]


def _libraries(web: Path) -> Iterator[Work]:
    for pinned in _PINNED.finditer((web / "requirements.txt").read_text(encoding="utf-8")):
        digest = ("SHA-256", pinned["hash"])
        yield LIBRARIES[pinned["name"]]._replace(version=pinned["version"], digest=digest)


def _machine(web: Path) -> Iterator[Work]:
    lock = json.loads((web / "package-lock.json").read_text(encoding="utf-8"))
    pinned = lock["packages"]["node_modules/pyodide"]
    digest = base64.b64decode(pinned["integrity"].removeprefix("sha512-")).hex()
    yield PYODIDE._replace(version=pinned["version"], digest=("SHA-512", digest))
    inside = json.loads((web / "node_modules" / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    yield PYTHON._replace(version=inside["info"]["python"])
