"""What is released: each part's checksum, and the list of what the page carries."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path

import pytest

from tests.support.built_page import ROOT

WEB = ROOT / "web"
sys.path.append(str(WEB))

from building.parts_list import checksums, parts_list  # noqa: E402 - found from here on
from building.works import LIBRARIES, PYODIDE, PYTHON, carried  # noqa: E402

PINNED = re.findall(r"^([a-z]+)==(\S+)", (WEB / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
WORKS = [
    *(LIBRARIES[name]._replace(version=version, digest=("SHA-256", "0" * 64)) for name, version in PINNED),
    PYODIDE._replace(version="314.0.7", digest=("SHA-512", "0" * 128)),
    PYTHON._replace(version="3.14.2"),
]


def test_the_list_of_parts_is_one_that_other_programs_read_and_names_every_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from cyclonedx.schema import SchemaVersion  # here: slow to load, and all workers would wait for it
    from cyclonedx.validation.json import JsonStrictValidator

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796000000")
    made = parts_list(WORKS, "9.9", b"<!doctype html>")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(made) is None
    said = json.loads(made)
    assert {part["purl"] for part in said["components"]} >= {f"pkg:pypi/{name}@{v}" for name, v in PINNED}
    assert all(part["licenses"] for part in said["components"])
    assert (
        said["metadata"]["component"]["hashes"][0]["content"]
        == hashlib.sha256(b"<!doctype html>").hexdigest()
    )
    assert parts_list(WORKS, "9.9", b"<!doctype html>") == made


@pytest.mark.skipif(not (WEB / "node_modules" / "pyodide").is_dir(), reason="the page hasn't been built here")
def test_what_is_listed_is_what_this_build_pins() -> None:
    works = {work.package: work for work in carried(WEB)}
    assert {f"pypi/{name}" for name, _ in PINNED} <= works.keys()
    assert all(work.version for work in works.values())
    assert len((works["npm/pyodide"].digest or ("", ""))[1]) == 128


def test_the_checksums_are_those_of_the_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(name.encode())
    lines = checksums([tmp_path / "a", tmp_path / "b"]).splitlines()
    assert lines == [f"{hashlib.sha256(name.encode()).hexdigest()}  {name}" for name in ("a", "b")]
