"""Pages to be mailed: one folder of clients, one command, and nothing in any page that isn't for its reader.

`tests.support.agency` makes the clients: of the first ten, number 7 is broken, number 4 is late, and numbers
1 and 6 have cells to check.
"""

from __future__ import annotations

import re
import shutil
from io import StringIO
from pathlib import Path

import pypdf
import pytest

from kpisheet.command.run import run
from kpisheet.texts.resources import find
from tests.support.agency import MADE_ON, Client, write_worksheets

BRAND = """
name = "Bright Agency"
color = "#e4007f"
logo = "pictures/bright.svg"
closing = { en = "Questions? hello@bright.example", tr = "Sorularınız: merhaba@bright.example" }
[comments]
"Dayton Plumbing" = "We paused the radio spots on the 12th."
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60" height="20"/></svg>'


def kpisheet(
    *arguments: object, environment: dict[str, str] | None = None, language: str = "en"
) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    given = [*map(str, arguments), "--date", MADE_ON.isoformat()]
    status = run(given, StringIO(), out, err, {"LANG": language, **(environment or {})})
    return status, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Client]]:
    """Ten clients reported for October, with the pages that they get."""
    folder = tmp_path_factory.mktemp("agency")
    made = write_worksheets(folder / "clients", 10)
    (folder / "pictures").mkdir()
    (folder / "pictures" / "bright.svg").write_text(SVG)
    (folder / "brand.toml").write_text(BRAND, encoding="utf-8")
    status, _, err = kpisheet(
        folder / "clients", "-o", folder / "out", "--for-clients", "--last-month", "--jobs", 1
    )
    assert status == 2  # one workbook is broken
    assert "brand.toml" in err
    return folder, made


def page_of(agency: tuple[Path, list[Client]], client: Client) -> str:
    return (agency[0] / "out" / f"{client.name}.client.html").read_text(encoding="utf-8")


def test_each_client_that_can_be_read_gets_a_page_under_the_agency_s_brand(
    agency: tuple[Path, list[Client]],
) -> None:
    folder, made = agency
    pages = {path.name for path in (folder / "out").glob("*.client.html")}
    assert pages == {f"{client.name}.client.html" for client in made if not client.is_broken}
    assert len(pages) == 9
    for client in (each for each in made if not each.is_broken):
        page = page_of(agency, client)
        assert f'<html lang="{client.language}">' in page
        assert "Bright Agency" in page
        assert "data:image/svg+xml;base64," in page
        assert ("Questions?" if client.language == "en" else "Sorularınız:") in page
        assert ("radio spots" in page) == (client.name == "Dayton Plumbing")


def test_no_page_for_a_client_has_a_cell_s_address_a_path_a_note_or_another_client_s_name(
    agency: tuple[Path, list[Client]],
) -> None:
    folder, made = agency
    for client in (each for each in made if not each.is_broken):
        page = page_of(agency, client)
        said = re.sub(r"data:image/[^\"]+|<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)
        said = re.sub(r"\bQ[1-4] 20\d\d\b|(?:d|points|viewBox)=\"[^\"]*\"", "", said)
        assert not re.search(r"\b[A-Z]{1,2}[0-9]{1,5}\b", said), client
        assert not re.search(r"\.xlsx|\.toml|\.kpi|file:|[A-Za-z]:\\|/(?:home|tmp|Users|clients|out)\b", said)
        assert str(folder) not in said
        assert "agency only" not in page
        assert [each.name for each in made if each.name in page] == [client.name]


def test_only_pages_that_rest_on_doubtful_inputs_say_so(agency: tuple[Path, list[Client]]) -> None:
    for client in (each for each in agency[1] if not each.is_broken):
        page = page_of(agency, client)
        said = "inputs are being checked" in page or "veriler kontrol ediliyor" in page
        assert said == client.has_mistakes, client


def test_a_client_who_is_late_reads_what_is_still_to_come(agency: tuple[Path, list[Client]]) -> None:
    late = [client for client in agency[1] if client.is_late]
    assert [client.language for client in late] == ["en"]
    page = page_of(agency, late[0])
    assert "No figures are recorded for October 2026 yet; the latest are of August 2026." in page


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copy(find("sample.en.xlsx"), tmp_path / "october.xlsx"))


def test_without_the_option_there_is_only_the_agency_s_own_page(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "brand.toml").write_text(BRAND, encoding="utf-8")
    status, _, err = kpisheet(sample)
    assert (status, err) == (0, "")
    assert not list(tmp_path.glob("*.client.*"))
    assert "Bright Agency" not in (tmp_path / "october.kpi.html").read_text(encoding="utf-8")


def test_pages_are_replaced_by_the_next_run_unless_a_person_changed_one(sample: Path, tmp_path: Path) -> None:
    page = tmp_path / "october.client.html"
    kpisheet(sample, "--for-clients")
    first = page.read_bytes()
    kpisheet(sample, "--for-clients")
    assert page.read_bytes() == first
    page.write_bytes(first.replace(b"Buckeye", b"Bukeye"))
    _, _, err = kpisheet(sample, "--for-clients")
    assert b"Bukeye" in page.read_bytes()
    assert (tmp_path / "october.client-2.html").read_bytes() == first
    assert "number in its name" in err


@pytest.mark.parametrize(
    ("brand", "said"),
    [
        ('colour = "green"', "“green” in the brand file is no colour"),
        ('logo = "missing.png"', "missing.png: There is no such file."),
        ('logo = "brand.toml"', "can’t be used"),
        ("name =", "can’t be read as TOML"),
    ],
)
def test_a_brand_that_can_t_be_used_stops_before_anything_is_written(
    sample: Path, tmp_path: Path, brand: str, said: str
) -> None:
    (tmp_path / "brand.toml").write_text(brand)
    status, out, err = kpisheet(sample, "--for-clients")
    assert (status, out) == (2, "")
    assert said in err
    assert not list(tmp_path.glob("*.kpi.*"))


def test_a_brand_without_pages_for_clients_is_a_mistake(sample: Path, tmp_path: Path) -> None:
    status, _, err = kpisheet(sample, "--brand", "x.toml")
    assert (status, list(tmp_path.glob("*.kpi.*"))) == (2, [])
    assert "--for-clients" in err


@pytest.mark.parametrize(("language", "said"), [("en", "No PDF was made"), ("tr", "PDF hazırlanmadı")])
def test_without_a_browser_all_but_the_pdf_is_written_and_that_is_said(
    sample: Path, tmp_path: Path, language: str, said: str
) -> None:
    status, out, err = kpisheet(sample, "--pdf", environment={"PATH": str(tmp_path)}, language=language)
    assert status == 2
    assert said in err
    assert "$6,060" in out
    assert sorted(path.suffix for path in tmp_path.glob("october.kpi.*")) == [".html", ".xlsx"]


@pytest.mark.program("chromium")
def test_the_pdf_is_of_the_client_s_page_and_replaced_by_the_next_run(sample: Path, tmp_path: Path) -> None:
    arguments = (sample, "--for-clients", "--pdf")
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    assert kpisheet(*arguments, environment=environment)[0] == 0
    pdf = tmp_path / "october.client.pdf"
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    assert "Buckeye Plumbing" in text
    assert "inputs are being checked" in text
    assert "october" not in text.replace("October", "")
    first = pdf.read_bytes()
    assert kpisheet(*arguments, environment=environment)[0] == 0
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["october.client.pdf"]
    assert pdf.read_bytes() == first
