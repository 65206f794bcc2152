"""Runs in Pyodide: compiles kpisheet's templates and every Python file below `/stage`, in place.

Leaves `/stage/facts.json`: what the page's own document must know of the kpisheet that it carries.
"""

from __future__ import annotations

import json
import pickle
import py_compile
import sys
from pathlib import Path

STAGE = Path("/stage")
SITE = STAGE / "site"


def compile_templates() -> None:
    """Write the compiled templates beside the module that loads them."""
    from kpisheet.html.environment import compiled_templates  # noqa: PLC0415 - found once `SITE` is in the path

    for path, source in compiled_templates():
        path.write_text(source, encoding="utf-8")


def facts() -> dict[str, object]:
    """The version, the words of the page, and the policy's names for the report's own style and script."""
    from kpisheet import __version__  # noqa: PLC0415 - found once `SITE` is in the path
    from kpisheet.html.environment import policy_hash, source  # noqa: PLC0415
    from kpisheet.texts.language import LANGUAGES, table  # noqa: PLC0415

    return {
        "version": __version__,
        "texts": {code: dict(table(code, "web")) for code in LANGUAGES},
        "style": policy_hash(source("page.css")),
        "script": policy_hash(source("page.js")),
    }


def warm_up() -> None:
    """Report on each sample: by then every pattern that a usual report needs has been compiled."""
    import desk  # noqa: PLC0415 - found once `SITE` is in the path

    for language in ("en", "tr"):
        desk.warm_up(language)


def leave_months() -> None:
    """Of languages that only downloads speak, the names of months are all that is needed."""
    from kpisheet.exports.other_languages import MONTHS_OF  # noqa: PLC0415 - found once `SITE` is in the path

    for code in MONTHS_OF:
        path = SITE / "babel" / "locale-data" / f"{code}.dat"
        months = pickle.loads(path.read_bytes())["months"]  # noqa: S301 - Babel's own, pinned by its hash
        path.write_bytes(pickle.dumps({"months": months}, protocol=4))


def compile_file(path: Path, root: Path) -> None:
    """Replace a source file by its code: no docstrings, no time stamp, so that two builds are the same."""
    shown = str(path.relative_to(root))
    py_compile.compile(
        str(path),
        cfile=str(path.with_suffix(".pyc")),
        dfile=shown,
        doraise=True,
        optimize=2,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    path.unlink()


def main() -> None:
    """Everything, in the order in which one step needs another."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(SITE))
    import patterns  # noqa: PLC0415 - found once `SITE` is in the path

    with patterns.recorded() as made:
        compile_templates()
        leave_months()
        warm_up()
    (SITE / "compiled_patterns.py").write_text(patterns.as_module(made), encoding="utf-8")
    (STAGE / "facts.json").write_text(json.dumps(facts(), ensure_ascii=False), encoding="utf-8")
    for root in (SITE, STAGE / "python"):
        for path in sorted(root.rglob("*.py")):
            compile_file(path, root)


main()
