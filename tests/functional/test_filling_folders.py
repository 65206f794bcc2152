"""Downloads that fill worksheets in: folders of them matched by name, and files that can't be read."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import openpyxl
import pytest

from kpisheet.command.run import run
from kpisheet.texts.language import LANGUAGES, Words
from tests.support.agency import Client, write_exports, write_worksheets


def kpisheet(*arguments: object, language: str = "en") -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    given = [*map(str, arguments), "--date", "2026-12-02"]
    return run(given, StringIO(), out, err, {"LANG": language}), out.getvalue(), err.getvalue()


@pytest.fixture
def agency(tmp_path: Path) -> tuple[Path, list[Client]]:
    made = write_worksheets(tmp_path / "clients", 3)
    write_exports(tmp_path / "exports", made)
    return tmp_path, made


def spent_in_november(path: Path, client: Client) -> object:
    """What the filled worksheet has for Google Ads in November."""
    sheet = openpyxl.load_workbook(path)["Kanallar" if client.language == "tr" else "Channels"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (found,) = [row for row in rows if str(row[0]).startswith("2026-11") and row[1] == "Google Ads"]
    return found[2]


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_each_worksheet_gets_the_downloads_of_the_folder_of_its_name(
    agency: tuple[Path, list[Client]],
) -> None:
    folder, made = agency
    status, out, err = kpisheet("fill", folder / "clients", folder / "exports", "-o", folder / "filled")
    assert (status, err) == (0, "")
    assert "3 of 3 worksheets filled in." in out
    for client in made:
        path = folder / "filled" / f"{client.name}.filled.xlsx"
        assert spent_in_november(path, client) == 1000 + client.number


def test_names_match_however_they_are_spelled_and_what_doesn_t_match_is_listed(
    agency: tuple[Path, list[Client]],
) -> None:
    folder, made = agency
    exports = folder / "exports"
    (exports / made[0].name).rename(exports / made[0].name.upper().replace(" ", "_"))
    (exports / made[1].name).rename(exports / f"{made[1].name} 2")
    status, out, err = kpisheet("fill", folder / "clients", exports)
    assert status == 2
    assert "2 of 2 worksheets filled in." in out
    assert f"No downloads for: {made[1].name}." in out
    assert f"{made[1].name} 2: no worksheet of that name" in err
    assert f"Did you mean {made[1].name}?" in err


def test_of_two_folders_of_one_name_neither_is_used_and_both_are_named(
    agency: tuple[Path, list[Client]],
) -> None:
    folder, made = agency
    twin = folder / "more" / made[0].name.upper()
    twin.mkdir(parents=True)
    (twin / "google.csv").write_text("Campaign,Cost\nBrand,1\n")
    status, out, err = kpisheet("fill", folder / "clients", folder / "exports", folder / "more")
    assert status == 2
    assert "2 of 2 worksheets filled in." in out
    assert "These folders share a name" in err
    assert str(twin) in err
    assert str(folder / "exports" / made[0].name) in err
    assert not (folder / "clients" / f"{made[0].name}.filled.xlsx").exists()


def test_one_client_s_failure_is_said_and_the_others_are_filled_in(agency: tuple[Path, list[Client]]) -> None:
    folder, made = agency
    (folder / "exports" / made[1].name / "google.csv").write_text("Dear all,\nsee you.\n")
    status, out, err = kpisheet("fill", folder / "clients", folder / "exports")
    assert status == 2
    assert "2 of 3 worksheets filled in." in out
    assert err.startswith(f"{made[1].name}/google.csv: ")
    assert err.count("\n") == 1
    assert f"Not filled in, for the reasons above: {made[1].name}." in out


def test_what_can_be_no_download_stops_nobody_and_is_told(agency: tuple[Path, list[Client]]) -> None:
    folder, made = agency
    own = folder / "exports" / made[0].name
    (own / "screenshot.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (own / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0")  # left there by Windows
    (own / "old").mkdir()
    status, out, err = kpisheet("fill", folder / "clients", folder / "exports")
    assert (status, err) == (0, "")
    assert (
        f"{made[0].name}: in its folder, what can’t be a download was not read: old, screenshot.png." in out
    )
    assert "Thumbs" not in out


def test_a_download_beside_the_folders_is_told(agency: tuple[Path, list[Client]]) -> None:
    folder, made = agency
    loose = folder / "exports" / "google.csv"
    loose.write_text(made[0].export())
    status, out, err = kpisheet("fill", folder / "clients", folder / "exports")
    assert status == 2
    assert "3 of 3 worksheets filled in." in out
    assert err == f"These downloads lie in no client’s folder, so they were not used: {loose}.\n"


def test_what_is_doubtful_of_a_client_s_downloads_is_said_with_its_cell(
    agency: tuple[Path, list[Client]],
) -> None:
    """What October's report would say of Google Ads is typed already, and stays."""
    folder, made = agency
    (folder / "exports" / made[0].name / "google.csv").write_text(
        made[0].export().replace("November 1", "October 1").replace("November 30", "October 31")
    )
    _, out, _ = kpisheet("fill", folder / "clients", folder / "exports")
    assert "  - Channels!C61: Spend: " in out
    assert "Conversions" not in out  # is merely told, sixty times over


def test_the_same_again_changes_nothing(agency: tuple[Path, list[Client]]) -> None:
    folder, _ = agency
    kpisheet("fill", folder / "clients", folder / "exports")
    before = {path: path.read_bytes() for path in (folder / "clients").iterdir()}
    status, out, _ = kpisheet("fill", folder / "clients", folder / "exports", language="tr")
    assert status == 0
    assert "3 dosyanın 3 tanesi dolduruldu." in out
    assert {path: path.read_bytes() for path in (folder / "clients").iterdir()} == before
    assert len(before) == 6


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_client_without_a_worksheet_gets_one_where_that_is_asked_for(
    agency: tuple[Path, list[Client]],
) -> None:
    folder, made = agency
    own = folder / "clients" / f"{made[0].name}.xlsx"
    own.unlink()
    status, out, err = kpisheet("fill", folder / "clients", folder / "exports")
    assert status == 2
    assert f"{made[0].name}: no worksheet of that name" in err
    assert "Say --new to have one made." in err
    assert not own.exists()
    status, out, err = kpisheet("fill", folder / "clients", folder / "exports", "--new")
    assert (status, err) == (0, "")
    assert "3 of 3 worksheets filled in." in out
    assert spent_in_november(own, made[0]) == 1000 + made[0].number


def test_no_worksheet_is_made_where_another_may_be_meant(agency: tuple[Path, list[Client]]) -> None:
    """A slip in the folder's name must not make one client two."""
    folder, made = agency
    exports = folder / "exports"
    (exports / made[1].name).rename(exports / f"{made[1].name} 2")
    status, _, err = kpisheet("fill", folder / "clients", exports, "--new")
    assert status == 2
    assert f"Did you mean {made[1].name}?" in err
    assert not (folder / "clients" / f"{made[1].name} 2.xlsx").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_several_files_the_one_that_can_t_be_read_is_named_and_asked_for_as_what_it_was_to_be(
    agency: tuple[Path, list[Client]], language: str
) -> None:
    folder, _ = agency
    worksheet = next((folder / "clients").iterdir())
    download, damaged = folder / "google.csv", folder / "meta.csv"
    download.write_text("Campaign,Date,Cost,Clicks\nBrand,2026-11-01,12.50,3\n", encoding="utf-8")
    damaged.write_bytes(bytes(range(256)) * 9)
    status, out, err = kpisheet("fill", worksheet, download, damaged, language=language)
    assert (status, out) == (2, "")
    words = Words(language)
    message, hint = (words.raw(f"errors.not_text.{part}") for part in ("message", "hint"))
    assert " ".join(err.split()) == f"{damaged}: {message} {hint}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_downloads_beside_a_workbook_that_can_t_be_read_wait_for_it(tmp_path: Path, language: str) -> None:
    """It may be their worksheet: without its rows they would make another report."""
    worksheet, download = tmp_path / "october.xlsx", tmp_path / "google.csv"
    worksheet.write_bytes(bytes(range(256)) * 9)
    download.write_text("Campaign,Date,Cost,Clicks\nBrand,2026-11-01,12.50,3\n", encoding="utf-8")
    words = Words(language)
    status, _, err = kpisheet(worksheet, download, language=language)
    assert status == 2
    said = " ".join(err.split())
    assert words.raw("errors.not_a_workbook.message") in said
    assert words.text("command.download.not_used", files=["google.csv"]) in said
    assert not list(tmp_path.glob("*.kpi.*"))


def test_downloads_beside_one_that_can_t_be_read_are_reported(tmp_path: Path) -> None:
    damaged, download = tmp_path / "meta.csv", tmp_path / "google.csv"
    damaged.write_bytes(bytes(range(256)) * 9)
    download.write_text("Campaign,Date,Cost,Clicks\nBrand,2026-11-01,12.50,3\n", encoding="utf-8")
    status, _, err = kpisheet(damaged, download)
    assert (status, "meta.csv" in err) == (2, True)
    assert (tmp_path / "google.kpi.xlsx").exists()
