"""Downloads that LibreOffice has opened and saved, in two countries, give the same figures."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.lines import NOTHING_TAUGHT, Extract
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
# One of each form that numbers and days come in: each file costs LibreOffice most of a second.
NAMES = (
    "google",
    "meta",
    "meta_tr",
    "microsoft",
    "ga4",
    "hubspot",
    "shopify",
    "trendyol",
    "tiktok",
    "universal",
    "amazon",
)
# Turkey takes "10.10" for a day: what is left without its figure is told.
IN_TURKEY = {"tiktok": "K921"}
# A day saved as 10/11/26 may be two; the figures then have no month, and it is told.
AGAIN_IN_AMERICA = {"amazon": "K923"}
# "1,200" visits became 1.2.
REFUSED = {"tr-TR": {"universal": "export_fractions"}, "en-US": {}}


def converted(office: str, folder: Path, locale: str, to: str, files: list[Path], *options: str) -> Path:
    profile, made = folder / f"profile-{locale}", folder / f"{to[:4]}-{locale}"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    settings = profile / "user" / "registrymodifications.xcu"
    settings.write_text(_PROFILE.format(locale=locale), encoding="utf-8")
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to]
    command += [*options, "--outdir", str(made), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return made


def expected(
    name: str, read_again: Callable[[], list[Extract]], told: Mapping[str, str], locale: str
) -> None:
    """The figures of the sample; or the refusal, or the remark, that is expected instead."""
    if (code := REFUSED[locale].get(name)) is not None:
        with pytest.raises(UnreadableFileError, match=code):
            read_again()
    elif name in told:
        remarks = {remark.code for extract in read_again() for remark in extract.remarks}
        assert told[name] in remarks, name
    else:
        assert sums(read_again()) == sums(read(SAMPLES[name])), name


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
    in_turkey = IN_TURKEY if locale == "tr-TR" else {}
    for name in NAMES:
        book = read_book(Package.open((books / f"{name}.xlsx").read_bytes()))
        pages = pages_of_sheets(SAMPLES[name].file, book.sheets, date_1904=book.date_1904)
        expected(name, partial(extracts, pages, NOTHING_TAUGHT), in_turkey, locale)
        content = (again / f"{name}.csv").read_bytes()
        page = page_of(SAMPLES[name].file, content, NOTHING_TAUGHT)
        told = in_turkey if locale == "tr-TR" else AGAIN_IN_AMERICA
        expected(name, partial(extracts, [page], NOTHING_TAUGHT), told, locale)
