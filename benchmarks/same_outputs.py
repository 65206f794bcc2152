"""Whether two checkouts write the same of every sample, template, trap and feature package.

``python -m benchmarks.same_outputs OTHER_CHECKOUT``: the program of each, by its own ``.venv``, works on the
same inputs. Ends with status 1 and names what differs: an output's bytes, the streams, an exit status.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.support import cell_traps, table_traps
from tests.support.feature_packages import FEATURES
from tests.support.writers import WRITERS

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "tr")
COMMANDS = (("report", "--json", "-o", "out"), ("check", "--json"), ("check",))


def inputs() -> Iterator[tuple[str, bytes]]:
    """A name and the bytes of workbooks of every kind that the tests have."""
    for path in sorted((ROOT / "templates").glob("*.xlsx")):
        yield path.name, path.read_bytes()
    for name, make in FEATURES.items():
        yield f"{name}.xlsx", make()
    writers = list(WRITERS.values())
    for at, (name, make_trap) in enumerate({**cell_traps.TRAPS, **table_traps.TRAPS}.items()):
        for language in LANGUAGES:
            yield f"{name}.{language}.xlsx", writers[at % len(writers)](make_trap(language).book)


def written_by(checkout: Path, folder: Path, names: list[str]) -> dict[str, bytes]:
    """What the checkout's program leaves in `folder` and in the streams, and how it ends, by name."""
    found: dict[str, bytes] = {}
    for command in COMMANDS:
        program = [checkout / ".venv/bin/python", "-P", "-m", "kpisheet"]
        run = subprocess.run([*program, *command, *names], cwd=folder, capture_output=True, check=False)
        found[" ".join(command)] = b"%d\n%s\n%s" % (run.returncode, run.stdout, run.stderr)
    for path in sorted((folder / "out").iterdir()):
        found[path.name] = path.read_bytes()
        path.unlink()
    return found


def main() -> int:
    """Compare, print what differs, and give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("other", type=Path, help="another checkout, with a .venv of its own")
    other = parser.parse_args().other.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = []
        for each, content in inputs():
            (folder / each).write_bytes(content)
            names.append(each)
        (folder / "out").mkdir()
        theirs, ours = (written_by(checkout, folder, names) for checkout in (other, ROOT))
    differing = sorted(key for key in theirs.keys() | ours.keys() if theirs.get(key) != ours.get(key))
    print(f"{len(names)} workbooks, {len(ours)} outputs; {len(differing)} differ", *differing, sep="\n  ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
