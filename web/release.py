"""Makes all that is released, in one folder: wheel, sdist, kpisheet.html, what it carries, checksums.

    python web/release.py -o dist

Needs `pip install '.[release]'` and what `web/build.py` needs. With SOURCE_DATE_EPOCH set, two releases of
the same sources are the same bytes. Each part carries its licences inside: the wheel and the sdist in their
metadata, the page in *Licences*.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from build import build
from building.fetching import BuildError, run
from building.parts_list import checksums, parts_list
from building.works import carried

WEB = Path(__file__).resolve().parent


def main() -> int:
    """Make the release that the command line asks for; gives the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-o", "--output", type=Path, default=WEB.parent / "dist")
    folder = parser.parse_args().output
    try:
        for path in release(folder):
            print(f"{path}  {path.stat().st_size / 1e6:.1f} MB")
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def release(folder: Path) -> list[Path]:
    """The files of a release, made in `folder`. Raises `BuildError` where a part can't be built."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "kpisheet.html"
    page.write_text(build(), encoding="utf-8", newline="\n")
    packages = _packages(folder)
    version = packages[0].name.split("-")[1]
    parts = folder / "kpisheet.html.cdx.json"
    parts.write_text(parts_list(carried(WEB), version, page.read_bytes()), encoding="utf-8", newline="\n")
    sums = folder / "SHA256SUMS"
    sums.write_text(checksums([*packages, page, parts]), encoding="utf-8", newline="\n")
    return [*packages, page, parts, sums]


def _packages(folder: Path) -> list[Path]:
    """The wheel, then the sdist that it was built of."""
    for old in (*folder.glob("kpisheet-*.whl"), *folder.glob("kpisheet-*.tar.gz")):
        old.unlink()
    run([sys.executable, "-m", "build", "--outdir", str(folder), str(WEB.parent)], WEB.parent)
    return [*folder.glob("kpisheet-*.whl"), *folder.glob("kpisheet-*.tar.gz")]


if __name__ == "__main__":
    sys.exit(main())
