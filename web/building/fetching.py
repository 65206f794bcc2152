"""Brings together what the page is made of: Pyodide from npm, libraries from PyPI, kpisheet's own wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_TAGS = (  # of the wheels in requirements.txt: Pyodide's, and MarkupSafe's that only gives its Python files
    *("--platform", "pyemscripten_2026_0_wasm32", "--platform", "manylinux2014_x86_64"),
    *("--python-version", "3.14", "--implementation", "cp", "--abi", "cp314"),
)
_OF_THE_WHEEL = ("kpisheet", "templates", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE")


class BuildError(Exception):
    """Why the page can't be built, in a sentence for the person who builds it."""


def pyodide(web: Path) -> Path:
    """The folder of the npm package `pyodide`, installed as package-lock.json pins it."""
    for name in ("node", "npm"):
        if shutil.which(name) is None:
            raise BuildError(
                f"{name} is missing. Install Node.js 18 or newer with npm (Debian: apt install nodejs npm), "
                "then build again."
            )
    folder = web / "node_modules" / "pyodide"
    if not _installed(web):
        run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], web)
    return folder


def _installed(web: Path) -> bool:
    """Whether `npm ci` has run since the lock file last changed."""
    record = web / "node_modules" / ".package-lock.json"
    return record.exists() and record.stat().st_mtime >= (web / "package-lock.json").stat().st_mtime


def libraries(requirements: Path, folder: Path) -> list[Path]:
    """The wheels that `requirements` pins, downloaded into `folder`."""
    run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--only-binary=:all:", "--require-hashes", *_TAGS),
            *("--requirement", str(requirements), "--dest", str(folder)),
        ],
        folder,
    )
    return sorted(folder.glob("*.whl"))


def own_wheel(repository: Path, folder: Path) -> Path:
    """The wheel of kpisheet itself, built in a copy: building writes compiled templates there."""
    source = folder / "source"
    source.mkdir()
    for name in _OF_THE_WHEEL:
        if (repository / name).is_dir():
            shutil.copytree(repository / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(repository / name, source / name)
    run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--wheel-dir", str(folder), str(source)),
        ],
        folder,
    )
    (wheel,) = folder.glob("kpisheet-*.whl")
    return wheel


def run(command: Sequence[str], folder: Path) -> str:
    """What the program prints. Raises `BuildError` with its own words where it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"{' '.join(command[:4])} … failed:\n{(done.stdout + done.stderr).strip()}")
    return done.stdout
