"""Downloads that LibreOffice has opened and saved, in two countries, give the same figures."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kpisheet.exports.lines import NOTHING_TAUGHT
from kpisheet.exports.pages import pages_of_sheets
from kpisheet.exports.read import extracts, page_of
from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.reader import read_book
from tests.exports.test_systems import read, sums
from tests.support.downloads import SAMPLES

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop>
</item>
</oor:items>
"""
_COMMAS = "CSV:44,34,76,1,,0,false,true"  # commas, quotes, UTF-8, numbers in any of the country's ways
_SEMICOLONS = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false"
# Those whose numbers and dates both countries read alike; "10.10" is a day in Turkey, and refused after.
NAMES = (
    "google",
    "meta",
    "meta_tr",
    "microsoft",
    "ga4",
    "hubspot",
    "contacts",
    "shopify",
    "stripe",
    "trendyol",
)


def converted(office: str, folder: Path, locale: str, to: str, files: list[Path], *options: str) -> Path:
    profile, made = folder / f"profile-{locale}", folder / f"{to[:4]}-{locale}"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    settings = profile / "user" / "registrymodifications.xcu"
    settings.write_text(_PROFILE.format(locale=locale), encoding="utf-8")
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to]
    command += [*options, "--outdir", str(made), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return made


@pytest.mark.program("soffice")
@pytest.mark.parametrize("locale", ["en-US", "tr-TR"])
def test_what_libreoffice_saved_gives_the_same_figures(
    locale: str, tmp_path: Path, program: Callable[[str], str]
) -> None:
    office = program("soffice")
    for name in NAMES:
        (tmp_path / f"{name}.csv").write_text(SAMPLES[name].text, encoding="utf-8")
    texts = [tmp_path / f"{name}.csv" for name in NAMES]
    books = converted(office, tmp_path, locale, "xlsx", texts, f"--infilter={_COMMAS}")
    again = converted(office, tmp_path, locale, _SEMICOLONS, sorted(books.glob("*.xlsx")))
    for name in NAMES:
        expected = sums(read(SAMPLES[name]))
        book = read_book(Package.open((books / f"{name}.xlsx").read_bytes()))
        pages = pages_of_sheets(SAMPLES[name].file, book.sheets, date_1904=book.date_1904)
        assert sums(extracts(pages, NOTHING_TAUGHT)) == expected, name
        content = (again / f"{name}.csv").read_bytes()
        page = page_of(SAMPLES[name].file, content, NOTHING_TAUGHT)
        assert sums(extracts([page], NOTHING_TAUGHT)) == expected, name
