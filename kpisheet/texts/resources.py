"""Finds the shipped files of `templates/`: the only place in the code that knows where they stand.

A wheel carries them inside the package; an editable install or a clone has them beside it.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_FOLDERS = (_PACKAGE / "templates", _PACKAGE.parent / "templates")


def find(name: str) -> Path:
    """The file or folder `templates/<name>`, such as ``html`` or ``sample.en.xlsx``.

    Raises `FileNotFoundError` where the installation lacks it.
    """
    for folder in _FOLDERS:
        candidate = folder / name
        if candidate.exists():
            return candidate
    raise FileNotFoundError(f"templates/{name}")
