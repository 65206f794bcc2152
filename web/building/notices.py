"""What the page must say of the work of others that it carries: names, licences, where the sources are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from building.works import LIBRARIES, PYODIDE, PYTHON

_OF_THE_MACHINE = {  # files of this folder: what Pyodide's package is made of
    PYODIDE.title: ("pyodide.txt", "MPL-2.0.txt"),
    PYTHON.title: ("PSF-2.0.txt",),
    "Emscripten, musl and the libraries that Python is built with": ("machine.txt",),
}


def notices(folder: Path, licences: Mapping[str, str]) -> dict[str, str]:
    """Each work's name and the text of its licence; `licences` are those of the wheels, by name."""
    titles = {name: work.title for name, work in LIBRARIES.items()} | {"kpisheet": "kpisheet (MIT)"}
    made = {titles[name]: text for name, text in sorted(licences.items(), key=lambda each: each[0])}
    for name, files in _OF_THE_MACHINE.items():
        made[name] = "\n\n".join((folder / file).read_text(encoding="utf-8").strip() for file in files)
    return made
