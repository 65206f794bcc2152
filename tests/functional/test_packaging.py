"""The wheel and the sdist as built, installed with all that they need into environments of their own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Sequence
from importlib.metadata import metadata, requires, version
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import kpisheet

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_NO_NETWORK = re.compile(
    "ConnectionError|error sending request|Failed to fetch|No matching distribution", re.IGNORECASE
)


def made(command: Sequence[object], **options: Any) -> str:
    """What the command says; skips the test where it needs a network and there is none (fails in CI)."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=300, check=False, **options
    )
    said = done.stdout + done.stderr
    if done.returncode and _NO_NETWORK.search(said) and not os.environ.get("CI"):
        pytest.skip("what is to be installed can't be fetched without a network")
    assert done.returncode == 0, said
    return str(done.stdout)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist and the wheel that was built from that sdist."""
    folder = tmp_path_factory.mktemp("built")
    made([sys.executable, "-m", "build", "--installer", "uv", "--outdir", folder, ROOT])
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


def found(wanted: str) -> str | None:
    """A Python of this version: on the PATH, or among pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [shutil.which(f"python{wanted}"), *pyenv.glob(f"{wanted}.*/bin/python"), sys.executable]
    for candidate in map(str, filter(None, candidates)):  # a shim of pyenv's may stand for nothing
        asked = [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        told = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)
        if told.stdout.strip() == wanted:
            return candidate
    return None


def program_in(environment: Path, name: str) -> Path:
    if sys.platform == "win32":
        return environment / "Scripts" / f"{name}.exe"
    return environment / "bin" / name


def reports(python: Path, folder: Path, *more: str) -> None:
    """The installed command makes both samples' reports; no warning, and nothing from this folder."""
    where = "import kpisheet, pathlib; print(pathlib.Path(kpisheet.__file__).parent)"
    package = Path(made([python, "-c", where], cwd=folder).strip())
    assert not package.is_relative_to(ROOT / "kpisheet")
    for language in ("en", "tr"):
        shutil.copy(package / "templates" / f"sample.{language}.xlsx", folder / f"{language}.xlsx")
    quiet = {**os.environ, "PYTHONWARNINGS": "error", "PYTHONPATH": ""}
    command = [python, "-m", "kpisheet", "report", "en.xlsx", "tr.xlsx", "-o", "out/", *more]
    done = subprocess.run(
        [*map(str, command), "--jobs", "1"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        cwd=folder,
        env=quiet,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "en.kpi.html",
        "en.kpi.xlsx",
        "index.html",
        "index.kpi.xlsx",
        "tr.kpi.html",
        "tr.kpi.xlsx",
    ]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the reports that this very source makes."""
    folder = tmp_path_factory.mktemp("ours")
    for language in ("en", "tr"):
        shutil.copy(ROOT / "templates" / f"sample.{language}.xlsx", folder / f"{language}.xlsx")
    command = [sys.executable, "-m", "kpisheet", "report", "en.xlsx", "tr.xlsx", "--date", "2026-11-30"]
    made([*command, "-o", "out/", "--jobs", "1"], cwd=folder)
    return folder / "out"


@pytest.mark.parametrize("wanted", PYTHONS)
def test_the_wheel_reports_on_every_python(wanted: str, wheel: Path, ours: Path, tmp_path: Path) -> None:
    python = found(wanted)
    if python is None:
        pytest.skip(f"there is no Python {wanted} here")
    environment = tmp_path / "venv"
    made([sys.executable, "-m", "uv", "venv", "--quiet", "--python", python, environment])
    inside = program_in(environment, "python")
    made([sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", inside, wheel])
    assert made([inside, "--version"]).startswith(f"Python {wanted}.")
    reports(inside, tmp_path, "--date", "2026-11-30")
    for page in ours.glob("*.html"):
        assert page.read_bytes() == (tmp_path / "out" / page.name).read_bytes()


def test_the_sdist_is_installed_by_pip_and_reports(built: Path, tmp_path: Path) -> None:
    """As a person does it who has only what Python brings."""
    (sdist,) = built.glob("*.tar.gz")
    venv.create(tmp_path / "venv", with_pip=True)
    python = program_in(tmp_path / "venv", "python")
    made([python, "-m", "pip", "install", "--quiet", sdist])
    reports(python, tmp_path, "--verify")
    command = program_in(tmp_path / "venv", "kpisheet")
    assert made([command, "--version"], cwd=tmp_path).strip() == f"kpisheet {kpisheet.__version__}"


def test_uv_installs_the_command_as_the_readme_says(wheel: Path, tmp_path: Path) -> None:
    folders = {"UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin")}
    install = [sys.executable, "-m", "uv", "tool", "install", "--quiet", "--python", sys.executable, wheel]
    made(install, env={**os.environ, **folders})
    command = next((tmp_path / "bin").iterdir())
    assert made([command, "--version"], cwd=tmp_path).strip() == f"kpisheet {kpisheet.__version__}"
    for name in ("README.md", "README.tr.md"):
        assert "`uv tool install .`" in (ROOT / name).read_text(encoding="utf-8")


def test_the_wheel_carries_templates_words_and_types(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "kpisheet/py.typed",
        "kpisheet/texts/tr/errors.py",
        "kpisheet/templates/sample.tr.xlsx",
        "kpisheet/templates/marketing-channel-roi.en.xlsx",
        "kpisheet/templates/html/page.html.jinja",
    ):
        assert name in names
    assert not [name for name in names if name.startswith("tests/")]


def test_the_version_stands_in_one_place(wheel: Path) -> None:
    number = kpisheet.__version__
    assert wheel.name.startswith(f"kpisheet-{number}-")
    assert version("kpisheet") == number
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" not in project
    assert project["dynamic"] == ["version"]
    told = [
        path.relative_to(ROOT).as_posix()
        for folder in ("kpisheet", "docs", "templates/html", "tests")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".md", ".json", ".jinja"}
        and f'"{number}"' in path.read_text(encoding="utf-8")
    ]
    assert told == ["kpisheet/__init__.py"]


def libraries() -> dict[str, str]:
    """Every library that an installation brings, direct or not, on any system, and its licence as it says."""
    systems = [
        {"sys_platform": system, "platform_system": name, "os_name": kind, "python_version": python}
        for system, name, kind in (("linux", "Linux", "posix"), ("win32", "Windows", "nt"))
        for python in PYTHONS
    ]
    licences, left = {}, ["kpisheet"]
    while left:
        name = left.pop()
        told = metadata(name)
        classifiers = [each for each in told.get_all("Classifier", []) if each.startswith("License")]
        licences[name] = told["License-Expression"] or classifiers[0].rpartition(" :: ")[2].removesuffix(
            " License"
        )
        needed = [Requirement(each) for each in requires(name) or []]
        left += [
            canonicalize_name(each.name)
            for each in needed
            if (each.marker is None or any(each.marker.evaluate({**one, "extra": ""}) for one in systems))
            and canonicalize_name(each.name) not in licences
        ]
    del licences["kpisheet"]
    return licences


@pytest.mark.parametrize(("readme", "start"), [("README.md", "Libraries"), ("README.tr.md", "Dayandığı")])
def test_the_readmes_list_every_library_with_its_licence(readme: str, start: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    (line,) = [each for each in text.split("\n\n") if each.startswith(start)]
    listed: dict[str, str] = {
        canonicalize_name(name): licence for name, licence in re.findall(r"([\w-]+) \(([\w.-]+)\)", line)
    }
    installed = libraries()
    assert listed.keys() == installed.keys()
    for name, licence in installed.items():
        assert listed[name].startswith(licence), name  # where a library says no more than BSD


# A program of somebody else's, as mypy sees it once kpisheet is installed.
OUTSIDE = """
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import kpisheet


def cost_of_a_customer(workbook: Path) -> Decimal | None:
    evaluation: kpisheet.Evaluation = kpisheet.evaluate(workbook, language="en", made_on=date(2026, 11, 23))
    for channel in evaluation.report.channels:
        name: str = channel.channel.name
        print(name, channel.figures["cac"].value)
    return evaluation.report.totals["cac"].value


def written(workbook: str) -> list[Path]:
    try:
        evaluation = kpisheet.evaluate(workbook)
        made: kpisheet.Written = evaluation.write(kpisheet.Writing(Path("out"), verify=True))
    except kpisheet.KpisheetError as error:
        print(error.code, error.facts)
        return []
    everything: dict[str, Any] = evaluation.to_dict()
    line: str = evaluation.to_json()
    print(len(everything), len(line), evaluation.has_errors, kpisheet.__version__)
    return [made.workbook, made.page]


if __name__ == "__main__":
    print(cost_of_a_customer(Path("en.xlsx")), written("en.xlsx"), written("none.xlsx"))
"""
MISTAKEN = """
import kpisheet

kpisheet.evaluate(42)
kpisheet.evaluate("en.xlsx").report.totals["cac"].value + 1
"""


def test_a_program_from_outside_is_type_checked_against_the_installed_package(
    wheel: Path, tmp_path: Path
) -> None:
    """`mypy --strict` passes a right program, which then runs, and finds what is wrong in a mistaken one."""
    environment = tmp_path / "venv"
    made([sys.executable, "-m", "uv", "venv", "--quiet", "--python", sys.executable, environment])
    python = program_in(environment, "python")
    made([sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python, wheel])
    for name, source in {"outside": OUTSIDE, "mistaken": MISTAKEN}.items():
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
    check = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--python-executable",
        python,
        "--cache-dir",
        tmp_path / "seen",  # the second program asks for what the first did
    ]
    assert "Success" in made([*check, "outside.py"], cwd=tmp_path)
    command = [str(part) for part in [*check, "mistaken.py"]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=tmp_path)
    assert "incompatible type" in done.stdout
    assert "Unsupported operand types" in done.stdout
    shutil.copy(ROOT / "templates" / "sample.en.xlsx", tmp_path / "en.xlsx")
    told = made([python, "-W", "error", "outside.py"], cwd=tmp_path)
    assert "Local Services Ads" in told
    assert "en.kpi.xlsx" in told
    assert "no_such_file" in told
