"""Tables of no known system: read by what their headers say, or refused; never half-understood."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.lines import Taught
from kpisheet.exports.read import extracts, page_of
from kpisheet.intake import Download
from kpisheet.pipeline import Reading, evaluate_downloads, evaluate_file
from kpisheet.worksheet.periods import Period

TODAY = date(2026, 11, 30)


def told(folder: Path, name: str, text: str, taught: Taught | None = None) -> tuple[object, ...]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    found = evaluate_file(path, Reading(made_on=TODAY, taught=taught or Taught())).to_dict()
    channels = sorted(each["channel"] for each in found["channels"])
    return found["totals"]["spend"], found["totals"]["leads"], found["periods"], channels


READ = {
    "a channel in a column": (
        (
            "date,platform,campaign,spend,clicks,leads\n2026-01-01,Facebook,A,10.5,1,1\n2026-01-02,Google,A,20.25,1,1\n"
            "2026-02-01,Google,B,5,1,0\n"
        ),
        (35.75, 2, ["2026-01", "2026-02"], ["Facebook", "Google"]),
    ),
    "money with signs, dates in three ways, blanks": (
        (
            "Campaign_Name,Clicks,Impressions,Cost,Leads,Ad_Date\nA,104,4498,$231.88,21,2024-11-16\n"
            "A,173,5107,$216.84,14,20-11-2024\nB,90,4544,$203.66,26,2024/11/16\nB,90,4544,,26,2024/11/17\n"
        ),
        (652.38, 87, ["2024-11"], ["list"]),
    ),
    "a month's name beside its year": (
        "Year,Month,Channel,Spend,Leads\n2026,January,Google Ads,100,5\n2026,February,Google Ads,200,6\n",
        (300, 11, ["2026-01", "2026-02"], ["Google Ads"]),
    ),
    "a date under a name of its own": (
        "spend_date,channel,spend,loaded_at_date\n2026-01-05,Radio,5,2026-03-01\n2026-02-05,Radio,6,2026-03-01\n",
        (11, None, ["2026-01", "2026-02"], ["Radio"]),
    ),
    "moments with their zone": (
        (
            "timestamp,platform,ad_spend,leads\n2026-03-01T08:00:00Z,Radio,5,1\n2026-03-15T08:00:00+03:00,Radio,6,1\n"
            "2026-04-02T10:11:12.123456Z,Radio,7,1\n2026-04-03 10:11:12 UTC,Radio,8,1\n1772352000,Radio,9,1\n"
        ),
        (35, 5, ["2026-03", "2026-04"], ["Radio"]),
    ),
    "days in Turkish, under a name of their own": (
        "Harcama tarihi;Kanal;Harcama\n03.2026;Radyo;5\n01.04.2026;Radyo;6\n",
        (11, None, ["2026-03", "2026-04"], ["Radyo"]),
    ),
    "the weekday beside the date": (
        "Day,Date,Channel,Spend\nMonday,2026-10-05,Radio,5\nTuesday,2026-11-10,Radio,6\n",
        (11, None, ["2026-10", "2026-11"], ["Radio"]),
    ),
    "year, month and day, each in a column": (
        "Year,Month,Day,Channel,Spend\n2026,10,5,Radio,5\n2026,11,6,Radio,6\n",
        (11, None, ["2026-10", "2026-11"], ["Radio"]),
    ),
    "quarters beside their year": (
        "Year,Quarter,Channel,Spend\n2025,Q4,Radio,5\n2026,1,Radio,6\n",
        (11, None, ["2025-Q4", "2026-Q1"], ["Radio"]),
    ),
    "weeks beside their year": (
        "Year,Week,Channel,Spend\n2026,5,Radio,5\n2026,W6,Radio,6\n",
        (11, None, ["2026-01-26/2026-02-01", "2026-02-02/2026-02-08"], ["Radio"]),
    ),
    "a span in one cell": (
        "Date,Channel,Spend\n2026-01-01 - 2026-03-31,Radio,5\n2026-04-01 - 2026-06-30,Radio,6\n",
        (11, None, ["2026-Q1", "2026-Q2"], ["Radio"]),
    ),
    "campaigns that ran within a month each": (
        (
            "campaign,channel,campaign_start_date,campaign_end_date,campaign_cost\n"
            "A,Radio,2026-01-06,2026-01-23,5\nB,Radio,2026-02-02,2026-02-11,6\n"
        ),
        (11, None, ["2026-01", "2026-02"], ["Radio"]),
    ),
    "a channel beside its type": (
        "week,channel,channel_type,spend\n2026-W05,Recall outreach,email,5\n2026-W05,Radio,radio,6\n",
        (11, None, ["2026-01-26/2026-02-01"], ["Radio", "Recall outreach"]),
    ),
    "a source and a medium of one beginning": (
        (
            "date,campaign_source,campaign_medium,cost\n2026-10-01,google,cpc,5\n2026-10-01,facebook,paid,6\n"
            "2026-10-01,spring,print,7\n"
        ),
        (18, None, ["2026-10"], ["Facebook Ads", "Google Ads", "spring"]),
    ),
    "two channels in one name": (
        "Month,Channel,Spend\n2026-10,Partner / Referral,5\n2026-10,Direct/App,6\n2026-10,Email / SMS,7\n",
        (18, None, ["2026-10"], ["Direct/App", "Email / SMS", "Partner / Referral"]),
    ),
    "a list of calls of no known system": (
        (
            "Call status,Tracking number,Source,Start time,Phone number,First-time caller\n"
            "Missed,+1 555 01,Google Ads,2026-10-03 09:14:22,+1 555 0101,Yes\n"
            "Answered,+1 555 01,Google Ads,2026-10-04 09:14:22,+1 555 0101,No\n"
            "Answered,+1 555 01,Billboard,2026-11-04 09:14:22,+1 555 0102,Yes\n"
        ),
        (None, 2, ["2026-10", "2026-11"], ["Billboards and outdoor", "Google Ads"]),
    ),
    "flights that overlap, as one span": (
        (
            "Campaign Name,Start Date,End Date,Budget,Spend,Impressions,Clicks,Conversions\n"
            "A,2026-01-01,2026-02-15,100,90,1000,10,1\nB,2026-02-01,2026-03-01,100,80,1000,10,1\n"
        ),
        (170, 2, ["2026-01-01/2026-03-01"], ["list"]),
    ),
    "Turkish, semicolons, a total below": (
        (
            "Kampanya;Harcama;Tıklama;Gösterim;Tarih\nA;1.234,50;10;1.000;01.10.2026\nB;765,50;5;900;02.10.2026\n"
            "Toplam;2.000,00;15;1.900;\n"
        ),
        (2000, None, ["2026-10"], ["list"]),
    ),
    "advertising by day, no campaign": (
        "Date,Leads Generated,Ad Spend,Website Visits\n2024-10-01,85,1200,4500\n2024-10-02,92,1300,4800\n",
        (2500, 177, ["2024-10"], ["list"]),
    ),
    "a worksheet of one's own as CSV, rates and all": (
        (
            "Month,Channel,Spend,Visitors,Leads,Close rate,Average sale\n"
            '2026-10,Google Ads,"$1,000.50",100,10,30%,500\n'
            "2026-10,Radio,200,,5,20%,500\n"
        ),
        (1200.5, 15, ["2026-10"], ["Google Ads", "Radio"]),
    ),
    "an ad system's own headers over the channels of several": (
        (
            "Month,Channel,Cost micros,Leads\n2026-10,Google Ads,1000000000,30\n"
            "2026-10,Bing Ads,500000000,5\n2026-10,Radio,250000000,2\n"
        ),
        (1750, 37, ["2026-10"], ["Google Ads", "Microsoft Ads", "Radio"]),
    ),
    "a channel that is no ad system's beside those that are": (
        "Month,Channel,Cost micros,Leads\n2026-10,Google Ads,12500000,5\n2026-10,Radio,7000000,3\n",
        (19.5, 8, ["2026-10"], ["Google Ads", "Radio"]),
    ),
    "every line in one cell": (
        '"Campaign,Day,Cost,Clicks"\n"A,2026-10-01,5.50,1"\n"B,2026-10-02,4.50,1"\n',
        (10, None, ["2026-10"], ["list"]),
    ),
    "lakhs, as India groups": (
        'Campaign,Day,Spend,Clicks\nA,2026-10-01,"₹1,23,456.78",1\nB,2026-10-02,"₹10,00,000",1\n',
        (1123456.78, None, ["2026-10"], ["list"]),
    ),
    "Germany's months and words": (
        (
            "Kanal;Monat;Kosten (EUR);Leads;Umsatz\nGoogle Ads;Oktober 2026;1.234,56;10;5.000,00\n"
            "Radio;November 2026;765,44;8;2.000,00\nGesamt;;2.000,00;18;7.000,00\n"
        ),
        (2000, 18, ["2026-10", "2026-11"], ["Google Ads", "Radio"]),
    ),
    "Brazil's": (
        (
            "Canal;Mês;Investimento;Leads\nGoogle Ads;out/2026;R$ 1.234,56;10\n"
            "Radio;1 de outubro de 2026;R$ 765,44;8\n"
        ),
        (2000, 18, ["2026-10"], ["Google Ads", "Radio"]),
    ),
    "a share in percent before the cost": (
        "Campaign,Day,Cost %,Cost,Clicks\nA,2026-10-01,60%,100,1\nB,2026-10-02,40%,70,2\n",
        (170, None, ["2026-10"], ["list"]),
    ),
    "a pivot's sums": (
        (
            "Channel,Month,Sum of Cost,Sum of Leads\nGoogle Ads,2026-10,18.27,4\n"
            "Radio,2026-10,9.4,2\nTotal,,27.67,6\n"
        ),
        (27.67, 6, ["2026-10"], ["Google Ads", "Radio"]),
    ),
    "days of which the title tells the order": (
        (
            '"Report Start: October 1, 2026, 12:00 AM"\n"Report End: October 31, 2026, 11:59 PM"\n'
            '"Date Generated: November 2, 2026, 9:13 AM"\n\n'
            "Campaign,Day,Cost,Clicks\nA,10/1/2026,5,1\nA,10/2/2026,6,1\n"
        ),
        (11, None, ["2026-10"], ["list"]),
    ),
    "days of which a start and an end in one line tell the order": (
        (
            "Report Start: 10/1/2026, Report End: 10/31/2026\nDate Generated: 11/2/2026\n\n"
            "Campaign,Day,Cost,Clicks\nA,10/1/2026,5,1\nA,10/2/2026,6,1\n"
        ),
        (11, None, ["2026-10"], ["list"]),
    ),
    "a start and an end in one line, with times": (
        (
            '"Start: 10/1/26, 12:00 AM, End: 10/31/26, 11:59 PM"\n\n'
            "Campaign,Day,Cost,Clicks\nA,10/1/2026,5,1\nA,10/2/2026,6,1\n"
        ),
        (11, None, ["2026-10"], ["list"]),
    ),
    "a title above, a total without a label at the top": (
        "Acme October\n\nCampaign,Day,Cost,Clicks\n,,30,3\nA,2026-10-01,10,1\nB,2026-10-02,20,2\n",
        (30, None, ["2026-10"], ["list"]),
    ),
}


@pytest.mark.parametrize("kind", READ)
def test_a_table_is_read_by_what_its_headers_say(kind: str, tmp_path: Path) -> None:
    text, expected = READ[kind]
    assert told(tmp_path, "list.csv", text) == expected


@pytest.mark.parametrize(
    "kind", [kind for kind, (text, _) in READ.items() if '"' not in text and ";" not in text]
)
def test_tabs_instead_of_other_delimiters_change_nothing(kind: str, tmp_path: Path) -> None:
    text, expected = READ[kind]
    assert (
        told(tmp_path, "list.txt", text.replace(";", "\t").replace(",", "\t") if ";" not in text else text)
        == expected
    )


def test_dates_outside_the_period_of_the_title_are_not_believed(tmp_path: Path) -> None:
    """A Turkish spreadsheet saves 10/05/2026 as 10 May; the title says October."""
    text = (
        '"October 1, 2026 - October 31, 2026"\nCampaign,Day,Cost,Clicks\nA,2026-05-10,5,1\nA,2026-10-20,6,1\n'
    )
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    evaluation = evaluate_file(path, Reading(made_on=TODAY))
    (row,) = evaluation.worksheet.rows
    assert (row.period and row.period.key, row.values["spend"]) == ("2026-10", 6)
    assert "K923" in [one.code for one in evaluation.report.findings]


def test_the_person_teaches_what_a_file_does_not_say(tmp_path: Path) -> None:
    text = "Campaign,Acquisition_Cost,Clicks\nA,100,1\nB,50,1\n"
    with pytest.raises(UnreadableFileError, match="export_without_spend"):
        told(tmp_path, "list.csv", text)
    taught = Taught("Radio", Period.month(2026, 9), {"acquisition cost": "spend"})
    assert told(tmp_path, "list.csv", text, taught) == (150, None, ["2026-09"], ["Radio"])


def test_the_name_of_the_file_tells_its_channel_and_month(tmp_path: Path) -> None:
    text = "Campaign,Spend,Clicks\nA,100,1\nB,50,1\n"
    assert told(tmp_path, "bing-2026-09.csv", text) == (150, None, ["2026-09"], ["Microsoft Ads"])


@pytest.mark.parametrize(
    "text",
    [
        "Date,Vendor,Description,Amount\n2026-01-01,Meta,Ads,100\n",
        "Campaign,Budget,Start date,End date\nA,100,2026-01-01,2026-02-01\n",
        "Campaign,Acquisition_Cost,Clicks\nA,100,1\n",
    ],
)
def test_what_only_looks_like_spend_is_not_read(text: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        told(tmp_path, "list.csv", text)


@pytest.mark.parametrize(
    ("line", "spent"),
    [
        ("Total,,{whole},1,1\n", True),
        ("Total,,{other},1,1\n", True),
        (",,{whole},1,1\n", True),
        (",,{other},1,1\n", False),
    ],
    ids=["named", "named, of more", "nameless sum", "nameless, of more"],
)
def test_totals_of_a_long_table_are_left_out_or_it_is_refused(
    line: str, spent: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kpisheet.exports.totals._MOST_JUDGED", 10)
    rows = "".join(f"C{number},2026-10-01,{number},1,1\n" for number in range(1, 21))  # 1 + … + 20 = 210
    text = "Campaign,Day,Cost,Clicks,Reach\n" + rows + line.format(whole=210, other=333)
    if spent:
        assert told(tmp_path, "list.csv", text)[0] == 210
    else:
        with pytest.raises(UnreadableFileError, match="export_totals_unclear"):
            told(tmp_path, "list.csv", text)


def test_each_of_two_tables_is_the_channel_of_its_own_title(tmp_path: Path) -> None:
    head = "Campaign,Spend,Leads\n"
    text = f"Google Ads\n{head}A,100,1\nB,50,2\nTotal,150,3\n\nLinkedIn Ads\n{head}C,10,1\n"
    assert told(tmp_path, "list.csv", text)[3] == ["Google Ads", "LinkedIn Ads"]


def test_sales_with_a_currency_in_their_cells_are_revenue(tmp_path: Path) -> None:
    text = "Month,Channel,Spend,Sales\n2026-10,Google Ads,20,$500.50\n2026-10,Radio,10,$700.25\n"
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    assert evaluate_file(path, Reading(made_on=TODAY)).to_dict()["totals"]["revenue"] == 1200.75


def test_dates_of_which_even_the_title_leaves_two_readings_stay_doubtful(tmp_path: Path) -> None:
    """1 October or 10 January: both lie in 2026."""
    text = '"January 1, 2026 - December 31, 2026"\nCampaign,Day,Cost,Clicks\nA,10/1/2026,5,1\n'
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    assert "K923" in [one.code for one in evaluate_file(path, Reading(made_on=TODAY)).report.findings]


def test_the_day_on_which_a_file_was_made_is_no_month_of_its_figures(tmp_path: Path) -> None:
    """10/1/2026 is 1 October, as the report's start and end tell; the campaign began before."""
    text = (
        'Campaign Performance Report (in UTC)\n"Report Start: October 1, 2026, 12:00 AM"\n'
        '"Report End: October 31, 2026, 11:59 PM"\n"Date Generated: November 2, 2026, 9:00 AM"\n\n'
        "Start Date (in UTC),Currency,Campaign Name,Campaign Start Date,Total Spent,Impressions,Leads\n"
        "10/1/2026,USD,C1,9/1/2026,120.50,1000,2\n10/2/2026,USD,C1,9/1/2026,99.50,1000,1\n"
    )
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    report = evaluate_file(path, Reading(made_on=TODAY))
    assert report.to_dict()["periods"] == ["2026-10"]
    assert "K923" not in [one.code for one in report.report.findings]


DAYS = {"en": "Date,Cost\n2026-10-01,5\n2026-10-02,6\n", "tr": "Tarih;Harcama\n2026-10-01;5\n2026-10-02;6\n"}


@pytest.mark.parametrize("language", DAYS)
def test_costs_by_day_alone_are_those_of_the_channel_that_the_person_names(
    language: str, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        told(tmp_path, "list.csv", DAYS[language])
    assert (caught.value.code, caught.value.language) == ("export_without_channel", language)
    found = told(tmp_path, "list.csv", DAYS[language], Taught(channel="LinkedIn Ads"))
    assert found[0] == 11
    assert len(list(found[3])) == 1  # type: ignore[call-overload]  # names


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kampanya;Gösterim;Maliyet;Harcama\nA;9;5;6\n", "tr"),
        ("Campaign,Impressions,Cost,Spend\nA,9,5,6\n", "en"),
        ("Kampanya;Tıklama;Gösterim\nA;5;9\n", "tr"),
    ],
)
def test_a_refusal_speaks_the_language_of_the_headers(text: str, language: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        told(tmp_path, "list.csv", text)
    assert caught.value.language == language


@pytest.mark.parametrize(
    ("header", "currency"),
    [("Cost_EUR", "EUR"), ("spend_rub", "RUB"), ("harcama_tl", "TRY"), ("Spend, GBP", "GBP"), ("cost", None)],
)
def test_a_currency_is_told_by_its_code_behind_the_header(
    header: str, currency: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f'month,channel,"{header}"\n2026-10,Radio,5\n', encoding="utf-8")
    assert evaluate_file(path, Reading(made_on=TODAY)).to_dict()["currency"] == currency


def test_deals_are_won_as_a_column_of_yes_and_no_says(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(
        "deal_id,deal_name,is_closed,is_closed_won,amount,close_date,create_date,lead_source\n"
        "1,A,True,True,100,2026-10-05 01:47:03,2026-09-01,Radio\n"
        "2,B,True,False,70,2026-10-06,2026-09-02,Radio\n"
        "3,C,False,False,50,,2026-09-03,Radio\n",
        encoding="utf-8",
    )
    found = evaluate_file(path, Reading(made_on=TODAY)).to_dict()
    assert (found["totals"]["new_customers"], found["totals"]["revenue"]) == (1, 100)


# Planned 1,000 + 500 + 1,000; spent 900 + 450 + 950.
PLANNED = "Month,Channel,Budget,Spend\n2026-01,SEO,1000,900\n2026-01,Radio,500,450\n2026-02,SEO,1000,950\n"
PLANLI = (
    "Ay;Kanal;Bütçe;Gerçekleşen\nOcak 2026;SEO;1.000;900\nOcak 2026;Radyo;500;450\nŞubat 2026;SEO;1.000;950\n"
)


@pytest.mark.parametrize("text", [PLANNED, PLANLI])
def test_a_budget_beside_the_spend_is_the_plan_of_its_month(text: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(text, encoding="utf-8")
    found = evaluate_file(path, Reading(made_on=TODAY)).to_dict()
    assert (found["totals"]["spend"], found["budget"]["planned"]) == (2300, 2500)


def test_a_budget_that_stands_in_several_rows_of_a_month_is_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text(
        "Day,Channel,Budget,Spend\n2026-01-01,SEO,1000,30\n2026-01-02,SEO,1000,40\n", encoding="utf-8"
    )
    found = evaluate_file(path, Reading(made_on=TODAY)).to_dict()
    assert (found["totals"]["spend"], found["budget"]) == (70, None)


# By hand: leads 10 + 4 + 5, customers 2 + 3 + 1, revenue 1,200 + 2,500.50 + 600.
WITHOUT_SPEND = {
    "list.csv": (
        "Month,Channel,Leads,New customers,Revenue\n2026-10,Google Ads,10,2,1200\n"
        "2026-10,Referral,4,3,2500.50\n"
        "2026-11,Google Ads,5,1,600\nTotal,,19,6,4300.50\n"
    ),
    "liste.csv": (
        "Ay;Kanal;Lead;Yeni müşteri;Ciro\nEkim 2026;Google Ads;10;2;1.200\nEkim 2026;Tavsiye;4;3;2.500,50\n"
        "Kasım 2026;Google Ads;5;1;600\nToplam;;19;6;4.300,50\n"
    ),
}


@pytest.mark.parametrize("name", WITHOUT_SPEND)
def test_a_list_of_what_was_brought_is_read_and_its_spend_is_not_known(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(WITHOUT_SPEND[name], encoding="utf-8")
    found = evaluate_file(path, Reading(made_on=TODAY)).to_dict()
    totals = found["totals"]
    assert (totals["spend"], totals["leads"], totals["new_customers"], totals["revenue"]) == (
        None,
        19,
        6,
        4300.5,
    )
    assert found["periods"] == ["2026-10", "2026-11"]
    assert "K402" in [each["code"] for each in found["findings"]]


def test_what_was_brought_stands_beside_the_spend_of_an_ad_systems_download(tmp_path: Path) -> None:
    paths = [tmp_path / "google.csv", tmp_path / "list.csv"]
    paths[0].write_text("Campaign,Month,Cost,Clicks,Impr.\nA,2026-10,300,5,9\n", encoding="utf-8")
    paths[1].write_text(WITHOUT_SPEND["list.csv"], encoding="utf-8")
    taught = Taught(channel="Google Ads")
    downloads = [
        Download(path, tuple(extracts([page_of(path.name, path.read_bytes(), one)], one)))
        for path, one in zip(paths, (taught, Taught()), strict=True)
    ]
    found = evaluate_downloads(None, downloads, Reading(made_on=TODAY)).to_dict()
    (google,) = (each for each in found["channels"] if each["channel"] == "Google Ads")
    (october,) = (each for each in google["by_period"] if each["period"] == "2026-10")
    assert (october["spend"], october["new_customers"], october["cac"]) == (300, 2, 150)


@pytest.mark.parametrize("text", ["Channel,Leads\nRadio,5\n", "Month,Town,Leads\n2026-10,Rome,5\n"])
def test_a_list_without_months_or_channels_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFileError):
        evaluate_file(path, Reading(made_on=TODAY))
