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

import pytest

from tests.support.built_page import ROOT

WEB = ROOT / "web"
LARGEST = 12_000_000  # bytes
sys.path.append(str(WEB))

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
