"""How the page is built: the same bytes again, a refusal where Pyodide changes, no trace of this machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.support.built_page import ROOT

WEB = ROOT / "web"
LARGEST = 12_000_000  # bytes
sys.path += [str(WEB), str(WEB / "inside")]

import patterns  # noqa: E402 - found from here on
from building import packing, scripts, staging  # noqa: E402 - found from here on
from building.fetching import BuildError  # noqa: E402


def test_the_same_files_give_the_same_bytes_in_whatever_order_a_disk_lists_them(tmp_path: Path) -> None:
    files = {"b.pyc": b"2", "a/c.pyc": b"1", "a.pyc": b"3"}
    for folder, names in (("one", list(files)), ("two", sorted(files))):
        for place, name in enumerate(names):
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])
            os.utime(path, (place, place))
    one, two = tmp_path / "one", tmp_path / "two"
    assert packing.packed(packing.archive(one)) == packing.packed(packing.archive(two))
    assert packing.bundle(one) == packing.bundle(two)
    assert zipfile.ZipFile(BytesIO(packing.archive(one))).read("a/c.pyc") == b"1"


def test_a_pyodide_that_is_written_otherwise_is_refused_not_half_rewritten(tmp_path: Path) -> None:
    (tmp_path / "pyodide.mjs").write_text("export{a as loadPyodide,b as version};", encoding="utf-8")
    (tmp_path / "pyodide-lock.json").write_text('{"info": {}}', encoding="utf-8")
    usual = "import.meta.url " * 3 + "export default _createPyodideModule;"
    (tmp_path / "pyodide.asm.mjs").write_text(usual, encoding="utf-8")
    assert "return a;" in scripts.as_script(tmp_path)
    (tmp_path / "pyodide.asm.mjs").write_text(f"import.meta.url {usual}", encoding="utf-8")
    with pytest.raises(BuildError, match=r"pyodide\.asm\.mjs"):
        scripts.as_script(tmp_path)


def test_patterns_compiled_in_the_build_find_the_same_and_no_other_is_affected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typed: list[tuple[str | bytes, int]] = [
        (r"(?P<day>\d+)\.(?P<month>\d+)", 0),
        (rb"<c r=\"([A-Z]+)\d+\"", 0),
        ("straße|İstanbul", re.IGNORECASE),
    ]
    compiler = re._compiler  # type: ignore[attr-defined]
    re.purge()
    with patterns.recorded() as made:
        usual = [re.compile(pattern, flags) for pattern, flags in typed]
    assert list(made) == [(pattern, int(flags)) for pattern, flags in typed]
    table: dict[str, dict[patterns.Key, patterns.Made]] = {}
    exec(patterns.as_module(made), table)  # noqa: S102 - as the page imports it
    asked: list[object] = []
    compile_usual = compiler.compile

    def noted(pattern: object, flags: int) -> object:
        asked.append(pattern)
        return compile_usual(pattern, flags)

    monkeypatch.setattr(compiler, "compile", noted)
    patterns.use(table["COMPILED"])
    re.purge()
    taken: list[Any] = [re.compile(pattern, flags) for pattern, flags in typed]
    assert asked == []
    assert taken == usual
    found = taken[0].match("31.12")
    assert found is not None
    assert found.groupdict() == {"day": "31", "month": "12"}
    assert taken[1].findall(b'<c r="AB7"') == [b"AB"]
    assert taken[2].search("STRASSE") is None
    assert taken[2].search("STRAßE") is not None
    assert re.compile("another", re.ASCII).match("another")
    assert asked == ["another"]


def test_of_a_wheel_only_what_a_report_needs_is_carried_and_its_licence_kept(tmp_path: Path) -> None:
    wheel = tmp_path / "babel-1.whl"
    with zipfile.ZipFile(wheel, "w") as made:
        for name in ("core.py", "messages/pofile.py", "locale-data/tr.dat", "locale-data/sv.dat", "x.so"):
            made.writestr(f"babel/{name}", b"")
        made.writestr("babel-1.dist-info/licenses/LICENSE", "as is")
    assert staging.unpack([wheel], tmp_path / "site") == {"babel": "as is"}
    carried = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert sorted(path.name for path in carried) == ["core.py", "tr.dat"]


def test_without_node_a_plain_sentence_says_what_to_install(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(WEB / "build.py"), "-o", str(tmp_path / "page.html")],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(tmp_path)},
    )
    assert done.returncode == 2
    assert done.stderr.startswith("node is missing. Install Node.js")
    assert "Traceback" not in done.stderr


def test_the_lock_names_no_registry_and_pins_every_package() -> None:
    text = (WEB / "package-lock.json").read_text(encoding="utf-8")
    assert "http" not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in each for name, each in packages.items() if name)


def test_the_page_is_small_and_names_no_address_to_load_from(built: Path) -> None:
    text = built.read_text(encoding="utf-8")
    assert built.stat().st_size <= LARGEST
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy.startswith("default-src &#x27;none&#x27;; ")
    assert "http" not in policy
    assert not re.findall(r'(?:src|href)="?https?:', text.partition('id="part-worker"')[0])


def test_the_page_carries_the_licences_of_all_that_is_in_it(built: Path) -> None:
    text = built.read_text(encoding="utf-8")
    for name in ("Babel", "Jinja", "MarkupSafe", "msgspec", "XlsxWriter", "Pyodide", "Python", "Emscripten"):
        assert f"<summary>{name}" in text
    for licence in ("Mozilla Public License Version 2.0", "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2"):
        assert licence in text
