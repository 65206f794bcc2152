"""What kpisheet writes outside the page, with the very libraries that the page carries."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from tests.support.built_page import ROOT


def carried_versions() -> dict[str, str]:
    """The libraries that the page carries, but those that are machine code."""
    pinned = (ROOT / "web" / "requirements.txt").read_text(encoding="utf-8")
    found = dict(re.findall(r"^([a-z0-9]+)==(\S+)", pinned, re.MULTILINE))
    return {name: number for name, number in found.items() if name not in {"msgspec", "markupsafe"}}


def python() -> list[str]:
    """Python, with the libraries that the page carries where others are installed here."""
    wanted = carried_versions()
    if all(version(name) == number for name, number in wanted.items()):
        return [sys.executable]
    others = [part for name, number in wanted.items() for part in ("--with", f"{name}=={number}")]
    others += ["--with", "msgspec", "--with", "click"]
    return [
        sys.executable,
        "-m",
        "uv",
        "run",
        "--no-project",
        "--python",
        sys.executable,
        *others,
        "python",
    ]


def written_by_the_command(
    files: dict[str, bytes], folder: Path, day: str, *options: str
) -> dict[str, bytes]:
    """The outputs by name. Each file lies in a folder of its own, as the page lays it."""
    paths = []
    for place, (name, content) in enumerate(files.items()):
        path = folder / "in" / str(place) / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        paths.append(str(path))
    asked = ["report", *paths, "-o", f"{folder}/out/", "--date", day, "--jobs", "1", *options]
    run([*python(), "-m", "kpisheet", *asked], statuses=(0, 2))
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


def run(command: list[str], statuses: tuple[int, ...] = (0,)) -> None:
    """Run it on kpisheet's own source, in English."""
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "LANGUAGE": "en"},
    )
    assert done.returncode in statuses, done.stderr
