"""Builds kpisheet.html, the whole program in one page that needs no installation and no network.

    python web/build.py -o dist/kpisheet.html

Needs Python 3.11 or newer with pip, and Node.js 18 or newer with npm. Two builds give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from building import fetching, packing, scripts, staging
from building.document import document
from building.fetching import BuildError
from building.notices import notices

WEB = Path(__file__).resolve().parent


def main() -> int:
    """Build what the command line asks for; gives the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-o", "--output", type=Path, default=WEB.parent / "dist" / "kpisheet.html")
    output = parser.parse_args().output
    try:
        page = build()
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(page, encoding="utf-8", newline="\n")
    print(f"{output}  {output.stat().st_size / 1e6:.1f} MB")
    return 0


def build() -> str:
    """The page. Raises `BuildError` where a program is missing or a download fails."""
    pyodide = fetching.pyodide(WEB)
    with tempfile.TemporaryDirectory(prefix="kpisheet-page-") as made:
        folder = Path(made)
        (folder / "wheels").mkdir()
        wheels = fetching.libraries(WEB / "requirements.txt", folder / "wheels")
        wheels.append(fetching.own_wheel(WEB.parent, folder))
        stage = folder / "stage"
        licences = staging.unpack(wheels, stage / "site")
        staging.unpack_python(pyodide / "python_stdlib.zip", stage / "python")
        for module in sorted((WEB / "inside").glob("*.py")):
            (stage / "site" / module.name).write_bytes(module.read_bytes())
        fetching.run(
            ["node", str(WEB / "building" / "compile.mjs"), str(stage), str(WEB / "building" / "compile.py")],
            WEB,
        )
        worker = scripts.as_script(pyodide) + (WEB / "inside" / "worker.js").read_text(encoding="utf-8")
        return document(
            WEB / "page",
            facts=json.loads((stage / "facts.json").read_text(encoding="utf-8")),
            parts={
                "worker": packing.packed(worker.encode()),
                "machine": packing.packed((pyodide / "pyodide.asm.wasm").read_bytes()),
                "python": packing.packed(packing.archive(stage / "python")),
                "site": packing.packed(packing.bundle(stage / "site")),
            },
            notices=notices(WEB / "notices", licences),
        )


if __name__ == "__main__":
    sys.exit(main())
