"""Each system's download gives the figures that are worked out by hand, whatever program saved it since."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.headers import _names
from kpisheet.exports.lines import NOTHING_TAUGHT, Conversions, Extract, Taught
from kpisheet.exports.read import extracts, page_of
from kpisheet.exports.systems import SYSTEMS
from kpisheet.texts.aliases import plain
from kpisheet.texts.language import LANGUAGES, table
from tests.support.downloads import SAMPLES, Sample, numbers


def read(sample: Sample, taught: Taught = NOTHING_TAUGHT) -> list[Extract]:
    page = page_of(sample.file, sample.text.encode(sample.encoding), taught)
    return extracts([page], taught)


def sums(found: list[Extract]) -> dict[tuple[str | None, str], dict[str, Decimal]]:
    told: dict[tuple[str | None, str], dict[str, Decimal]] = defaultdict(dict)
    for one in found:
        for line in one.channels:
            told[line.period.key if line.period else None, line.channel].update(line.values)
    return dict(told)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_download_gives_its_figures(name: str) -> None:
    sample = SAMPLES[name]
    found = read(sample)
    assert {one.system.key if one.system else None for one in found} == {sample.system}
    assert sums(found) == {place: numbers(values) for place, values in sample.channels.items()}
    months = {line.period.key: dict(line.values) for one in found for line in one.months}
    assert months == {month: numbers(values) for month, values in sample.months.items()}
    assert {deal.deal: deal.outcome for one in found for deal in one.deals} == sample.deals


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1254"])
def test_the_encoding_changes_no_figure(name: str, encoding: str) -> None:
    sample = SAMPLES[name]
    if not encoding.startswith("utf") and sample.encoding != "utf-8":
        encoding = sample.encoding  # the code page of the country that the download is from
    content = sample.text.encode(encoding, errors="replace")
    found = extracts([page_of(sample.file, content, NOTHING_TAUGHT)], NOTHING_TAUGHT)
    assert sums(found) == sums(read(sample))


@pytest.mark.parametrize("name", SAMPLES)
def test_line_ends_and_blank_lines_at_the_end_change_no_figure(name: str) -> None:
    sample = SAMPLES[name]
    content = (sample.text.replace("\n", "\r\n") + "\r\n\r\n").encode()
    found = extracts([page_of(sample.file, content, NOTHING_TAUGHT)], NOTHING_TAUGHT)
    assert sums(found) == sums(read(sample))


def test_people_in_a_download_are_written_nowhere() -> None:
    for name in (
        "hubspot",
        "contacts",
        "shopify",
        "stripe",
        "trendyol",
        "local_services",
        "form",
        "callrail",
    ):
        told = repr(read(SAMPLES[name]))
        for person in ("Jane", "Bob", "Ann", "example.com", "Ayşe", "555 01", "55501", "Ali"):
            assert person not in told


def test_each_answer_of_a_survey_with_several_counts_and_the_names_of_choices_do_not() -> None:
    (found,) = read(SAMPLES["surveymonkey"])
    assert found.reported == {"Radio": 1, "A friend": 2}
    (found,) = read(SAMPLES["typeform"])
    assert found.reported == {"Google": 1, "Referral": 1}


def test_the_source_of_a_shop_order_is_no_marketing_channel() -> None:
    sample = SAMPLES["shopify"]
    lines = sample.text.splitlines()
    text = "\n".join([lines[0] + ",Source", *(line + ",web" for line in lines[1:])])
    (found,) = extracts([page_of(sample.file, text.encode(), NOTHING_TAUGHT)], NOTHING_TAUGHT)
    assert found.channels == ()
    assert {line.period.key: dict(line.values) for line in found.months} == {
        month: numbers(values) for month, values in sample.months.items()
    }


def test_a_day_that_cannot_be_read_leaves_the_sum_of_its_month_blank() -> None:
    text = "Date,Clicks,Impressions,Position\n2026-10-01,10,100,3\n2026-10-02,1O,100,3\n2026-11-01,7,100,3\n"
    (found,) = extracts([page_of("Chart.csv", text.encode(), NOTHING_TAUGHT)], NOTHING_TAUGHT)
    told = {line.period.key: dict(line.values) for line in found.channels if line.period}
    assert told == {"2026-10": {}, "2026-11": {"visitors": 7}}
    assert "K921" in [remark.code for remark in found.remarks]


HEAD = "Order ID,Order Date,Customer ID,Product,Total\n"


@pytest.mark.parametrize(
    ("lines", "revenue"),
    [
        ("1,2026-10-01,a,A,60\n1,2026-10-01,a,B,40\n2,2026-10-02,b,A,50\n", "150"),
        ("1,2026-10-01,a,A,60\n1,2026-10-01,a,B,60\n2,2026-10-02,b,A,50\n2,2026-10-02,b,B,50\n", "110"),
        ("1,2026-10-01,a,A,60\n1,2026-10-01,a,B,60\n2,2026-10-02,b,A,50\n", None),
    ],
    ids=["parts", "repeated", "either"],
)
def test_a_total_on_several_lines_of_an_order_is_added_or_not_as_all_orders_tell(
    lines: str, revenue: str | None
) -> None:
    (found,) = extracts([page_of("orders.csv", (HEAD + lines).encode(), NOTHING_TAUGHT)], NOTHING_TAUGHT)
    (month,) = found.months
    assert month.values["all_new_customers"] == 2
    assert month.values.get("all_new_revenue") == (Decimal(revenue) if revenue else None)


def test_another_report_in_a_known_form_is_not_the_one_on_channels() -> None:
    countries = {"Direct Entry": "Turkey", "Search Engines": "Italy", "Websites": "Spain"}
    for name in ("matomo", "plausible"):
        text = SAMPLES[name].text
        for channel, country in countries.items():
            text = text.replace(channel, country)
        with pytest.raises(UnreadableFileError):
            extracts([page_of("countries.csv", text.encode(), NOTHING_TAUGHT)], NOTHING_TAUGHT)


def test_answers_of_a_survey_stand_beside_and_are_no_line() -> None:
    (found,) = read(SAMPLES["form"])
    assert found.reported == {"Google": 2, "Tavsiye": 1}
    assert (found.channels, found.months, found.deals) == ((), (), ())


def test_conversions_count_as_the_person_says() -> None:
    for said, key in ((Conversions.LEADS, "leads"), (Conversions.CUSTOMERS, "new_customers")):
        (found,) = read(SAMPLES["google"], Taught(conversions=said))
        assert found.channels[0].values[key] == 20
    (found,) = read(SAMPLES["google"], Taught(conversions=Conversions.IGNORE))
    assert found.channels[0].values == {"spend": Decimal("2000.75")}


def test_campaigns_stay_rows_where_they_are_asked_for() -> None:
    (found,) = read(SAMPLES["google"], Taught(campaigns=True))
    told = {line.campaign: line.values["spend"] for line in found.channels}
    assert told == {"Brand": Decimal("1500.50"), "Boilers, gas": Decimal("500.25"), "Old": 0}


def test_every_system_and_kind_has_its_name_in_every_language() -> None:
    for language in LANGUAGES:
        names = table(language, "systems")
        assert all(names[each.key] and names[f"kind.{each.kind.value}"] for each in SYSTEMS)
        assert all(names[f"gives.{each.kind.value}"] for each in SYSTEMS)


def test_no_name_of_a_column_means_two_things() -> None:
    assert len(_names()) > 600


def test_every_sign_is_told_apart_from_those_of_other_systems_of_its_kind() -> None:
    claimed: dict[tuple[object, frozenset[str]], str] = {}
    for each in SYSTEMS:
        for sign in each.signs:
            place = (each.kind, frozenset(map(plain, sign)))
            assert claimed.setdefault(place, each.key) == each.key
