"""What the page must say of the work of others that it carries: names, licences, where the sources are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_NAMES = {  # of a wheel: the library's own name, its licence, where its source is
    "babel": "Babel (BSD-3-Clause; CLDR data: Unicode License), https://github.com/python-babel/babel",
    "jinja2": "Jinja (BSD-3-Clause), https://github.com/pallets/jinja",
    "kpisheet": "kpisheet (MIT)",
    "markupsafe": "MarkupSafe (BSD-3-Clause), https://github.com/pallets/markupsafe",
    "msgspec": "msgspec (BSD-3-Clause), https://github.com/msgspec/msgspec",
    "xlsxwriter": "XlsxWriter (BSD-2-Clause), https://github.com/jmcnamara/XlsxWriter",
}
_OF_THE_MACHINE = {  # files of this folder: what Pyodide's package is made of
    "Pyodide (MPL-2.0), https://github.com/pyodide/pyodide": ("pyodide.txt", "MPL-2.0.txt"),
    "Python (PSF-2.0), https://github.com/python/cpython": ("PSF-2.0.txt",),
    "Emscripten, musl and the libraries that Python is built with": ("machine.txt",),
}


def notices(folder: Path, licences: Mapping[str, str]) -> dict[str, str]:
    """Each work's name and the text of its licence; `licences` are those of the wheels, by name."""
    made = {_NAMES[name]: text for name, text in sorted(licences.items(), key=lambda each: each[0])}
    for name, files in _OF_THE_MACHINE.items():
        made[name] = "\n\n".join((folder / file).read_text(encoding="utf-8").strip() for file in files)
    return made
