"""Pyodide's two modules as one classic script: a Blob of a page opened from disk can't be a module."""

from __future__ import annotations

import json
import re
from pathlib import Path

from building.fetching import BuildError

_LOADER_EXPORT = re.compile(r"export\{(\w+) as loadPyodide,(\w+) as version\};")
_LOADER_SOURCE_MAP = re.compile(r"//# sourceMappingURL=\S+\s*\Z")
_FACTORY_EXPORT = "export default _createPyodideModule;"
_OWN_ADDRESS = "import.meta.url"
# Pyodide refuses to start in a classic worker, which it knows by trying this function out as it is read
# (against the policy, as Firefox tells); no other kind of worker can come from a page opened from disk.
_NO_CLASSIC_WORKER = "self.importScripts = undefined;\n"
_OWN_ADDRESSES = 3  # in pyodide.asm.mjs


def as_script(pyodide: Path) -> str:
    """Defines `loadPyodide`, `createPyodideModule` and `LOCK_FILE`, which lists no package to fetch.

    Raises `BuildError` where Pyodide is written otherwise than known here.
    """
    return (
        f"{_NO_CLASSIC_WORKER}"
        f"const loadPyodide = (() => {{\n{_loader(pyodide)}\n}})();\n"
        f"const createPyodideModule = (() => {{\n{_factory(pyodide)}\n}})();\n"
        f"const LOCK_FILE = {_lock_file(pyodide)};\n"
    )


def _loader(pyodide: Path) -> str:
    source = (pyodide / "pyodide.mjs").read_text(encoding="utf-8")
    exported = _LOADER_EXPORT.findall(source)
    _expect(len(exported) == 1 and _OWN_ADDRESS not in source, "pyodide.mjs")
    return _LOADER_SOURCE_MAP.sub("", _LOADER_EXPORT.sub(f"return {exported[0][0]};", source))


def _factory(pyodide: Path) -> str:
    source = (pyodide / "pyodide.asm.mjs").read_text(encoding="utf-8")
    _expect(
        source.count(_FACTORY_EXPORT) == 1 and source.count(_OWN_ADDRESS) == _OWN_ADDRESSES,
        "pyodide.asm.mjs",
    )
    source = source.replace(_OWN_ADDRESS, '"embedded:/pyodide.asm.mjs"')
    return source.replace(_FACTORY_EXPORT, "return _createPyodideModule;")


def _lock_file(pyodide: Path) -> str:
    """Pyodide's own list of packages, without the packages: it must be of the same version."""
    listed = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    return json.dumps({"info": listed["info"], "packages": {}})


def _expect(as_known: bool, name: str) -> None:
    if not as_known:
        raise BuildError(f"{name} of this version of Pyodide is written otherwise: see building/scripts.py.")
