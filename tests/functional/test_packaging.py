"""The wheel and the sdist, as built, in an environment of their own."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist and the wheel that was built from that sdist."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode and "ConnectionError" in done.stdout + done.stderr:
        pytest.skip("the build backend can't be fetched without a network")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_wheel_carries_templates_words_and_types(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
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


def test_the_wheel_reports_where_no_source_stands_beside_it(built: Path, tmp_path: Path) -> None:
    """Its own copy of the package is used; the libraries are those of this environment."""
    (wheel,) = built.glob("*.whl")
    venv.create(tmp_path / "venv", system_site_packages=False, with_pip=True)
    python = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(install, check=True, timeout=120)
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    (site,) = {path.resolve() for path in (tmp_path / "venv").glob("[Ll]ib*/**/site-packages")}
    (site / "libraries.pth").write_text(libraries)
    where = [str(python), "-c", "import kpisheet; print(kpisheet.__file__)"]
    told = subprocess.run(where, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert Path(told.strip()).is_relative_to(tmp_path)
    sample = site / "kpisheet" / "templates" / "sample.tr.xlsx"
    run = [str(python), "-m", "kpisheet", str(sample), "-o", f"{tmp_path}/out/"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "sample.tr.kpi.html").exists()
