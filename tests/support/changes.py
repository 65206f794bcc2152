"""Changes to a worksheet that must not change a figure: one small function each, in a list to add to.

`@TOTAL` adds rows that sum up others, `@CHANGE` does anything else: every figure stays the same. After a
`@LOUD` one a figure may differ where a new finding of the report asks for a look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import strategies as st

from kpisheet.texts.aliases import aliases
from kpisheet.texts.language import table
from tests.support.raw_books import formula, sheet
from tests.support.typed_worksheets import FIGURES, Row, Typed, meant

Draw = Callable[[st.SearchStrategy[Any]], Any]
Change = Callable[[Typed, Draw], Typed]


class Changes(dict[str, Change]):
    """The changes by name; used as a decorator."""

    def __call__(self, change: Change) -> Change:
        """Take one in."""
        self[change.__name__] = change
        return change


TOTAL, CHANGE, LOUD = Changes(), Changes(), Changes()

LABELS = {
    "en": """Total|TOTAL|Totals|Grand total|Grand Total (USD)|TOTAL 2026|Total: Account|Sum|Σ|
        Total paid media|Total — all channels|All channels|Overall|Subtotal|Total spend|Total:|YTD|
        Total of the above|Year to date 2026|Total (excl. VAT)|Results from 4 campaigns""",
    "tr": """Toplam|TOPLAM|Genel toplam|GENEL TOPLAM (TL)|Toplam 2026|Toplam: Hesap|Ara toplam|Σ|Kümülatif|
        Hepsi|Sosyal medya ara toplamı|Tüm kanallar|Kanalların toplamı|Yekûn|Toplam harcama|Toplam:|
        Genel Toplam ₺|Yılbaşından bugüne|Toplam (KDV hariç)""",
}
AVERAGES = {"en": ["Average", "Monthly average", "Avg."], "tr": ["Ortalama", "Aylık ortalama", "Ort."]}
MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "tr": ("Oca", "Şub", "Mar", "Nis", "May", "Haz", "Tem", "Ağu", "Eyl", "Eki", "Kas", "Ara"),
}


def _listed(typed: Typed) -> list[str]:
    return [label.strip() for label in LABELS[typed.language].split("|")]


def _labels(typed: Typed) -> st.SearchStrategy[str]:
    return st.sampled_from(_listed(typed))


def sums(rows: Iterable[Row], **words: Any) -> dict[str, Any]:
    """A row that adds up others, with these words."""
    listed = list(rows)
    return {**words, **{key: sum((meant(row, key) for row in listed), Decimal(0)) for key in FIGURES}}


def _total_word(typed: Typed) -> str:
    return {"en": "total", "tr": "toplamı"}[typed.language]


# Totals -------------------------------------------------------------------------------------------------


@TOTAL
def a_total_below(typed: Typed, draw: Draw) -> Typed:
    label = draw(_labels(typed))
    return typed.with_rows(
        *typed.rows, sums(typed.rows, **{draw(st.sampled_from(["channel", "period"])): label})
    )


@TOTAL
def a_total_above(typed: Typed, draw: Draw) -> Typed:
    label = draw(_labels(typed))
    return typed.with_rows(sums(typed.rows, channel=label), *typed.rows)


@TOTAL
def a_rounded_total(typed: Typed, draw: Draw) -> Typed:
    total = sums(typed.rows, channel=draw(_labels(typed)))
    total["spend"] = total["spend"].quantize(Decimal(1), ROUND_HALF_UP)
    return typed.with_rows(*typed.rows, total)


@TOTAL
def a_total_that_does_not_fit(typed: Typed, draw: Draw) -> Typed:
    total = sums(typed.rows, channel=draw(_labels(typed)))
    total["spend"] += draw(st.integers(1, 5000))
    return typed.with_rows(*typed.rows, total)


@TOTAL
def a_total_said_beside(typed: Typed, draw: Draw) -> Typed:
    label, dashes = draw(_labels(typed)), draw(st.sampled_from(["--", "–", None]))
    wide = typed.with_column("Status", {"en": "Status", "tr": "Durum"}[typed.language])
    active = {"en": "Enabled", "tr": "Etkin"}[typed.language]
    rows = [{**row, "Status": active} for row in wide.rows]
    return wide.with_rows(*rows, sums(rows, channel=dashes, Status=label))


@TOTAL
def a_total_by_formulas(typed: Typed, draw: Draw) -> Typed:
    function = draw(st.sampled_from(["SUM({})", "SUBTOTAL(109,{})", "AGGREGATE(9,5,{})", "ROUND(SUM({}),0)"]))
    total, last = sums(typed.rows), len(typed.rows) + 1
    for key in FIGURES:
        letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[typed.columns.index(key)]
        total[key] = formula(function.format(f"{letter}2:{letter}{last}"), str(total[key]))
    name = draw(st.sampled_from([None, "Columbus", *_listed(typed)]))
    return typed.with_rows(*typed.rows, {**total, "channel": name})


@TOTAL
def an_average_below(typed: Typed, draw: Draw) -> Typed:
    total = sums(typed.rows, channel=draw(st.sampled_from(AVERAGES[typed.language])))
    mean = {key: round(total[key] / len(typed.rows), 2) for key in FIGURES}
    return typed.with_rows(*typed.rows, {**total, **mean})


@TOTAL
def subtotals_of_months(typed: Typed, draw: Draw) -> Typed:
    found: list[Row] = []
    above, grand = draw(st.booleans()), draw(st.booleans())
    for month in sorted({row["period"] for row in typed.rows if isinstance(row["period"], date)}):
        block = [row for row in typed.rows if row["period"] == month]
        label = f"{MONTHS[typed.language][month.month - 1]} {_total_word(typed)}"
        total = sums(block, channel=label, period=draw(st.sampled_from([None, month])))
        found += [total, *block] if above else [*block, total]
    undated = [row for row in typed.rows if not isinstance(row["period"], date)]
    if grand:
        found.append(sums(typed.rows, channel=_listed(typed)[3]))
    return typed.with_rows(*found, *undated)


@TOTAL
def subtotals_of_channels(typed: Typed, draw: Draw) -> Typed:
    blocks: defaultdict[str, list[Row]] = defaultdict(list)
    for row in typed.rows:
        blocks[row["channel"]].append(row)
    found: list[Row] = []
    for name, block in blocks.items():
        found += [*block, sums(block, channel=f"{name} {_total_word(typed)}")]
    if draw(st.booleans()):
        found.append(sums(typed.rows, channel=_listed(typed)[2]))
    return typed.with_rows(*found)


@TOTAL
def a_level_of_channels_above_campaigns(typed: Typed, draw: Draw) -> Typed:
    """Each row split into campaigns, and the channel's own row beside them, as in exports of a hierarchy."""
    every = draw(st.sampled_from([None, "All", "--", "Total"]))
    wide = typed.with_column("campaign", typed.headers["campaign"])
    found: list[Row] = []
    for row in wide.rows:
        parts = _split(row, [{"campaign": "Brand"}, {"campaign": "Local"}, {"campaign": "Autumn"}])
        found += [{**row, "campaign": every}, *parts]
    return wide.with_rows(*found)


@LOUD
def a_total_without_any_word(typed: Typed, draw: Draw) -> Typed:
    name = draw(st.sampled_from([None, "Online", "Columbus"]))
    total = sums(typed.rows, channel=name, period=draw(st.sampled_from([None, typed.rows[-1]["period"]])))
    return typed.with_rows(*((total, *typed.rows) if draw(st.booleans()) else (*typed.rows, total)))


GROUPS = {
    "en": ["Paid", "Online", "Marketing", "Digital"],
    "tr": ["Reklam", "Dijital", "Pazarlama", "Online"],
}


@LOUD
def a_group_with_the_figures_of_one_channel(typed: Typed, draw: Draw) -> Typed:
    """A sum of one: *Paid* where Google Ads is all that is paid for."""
    channel = draw(st.sampled_from(sorted({row["channel"] for row in typed.rows})))
    name = draw(st.sampled_from(GROUPS[typed.language]))
    copies = [{**row, "channel": name} for row in typed.rows if row["channel"] == channel]
    return typed.with_rows(*((*copies, *typed.rows) if draw(st.booleans()) else (*typed.rows, *copies)))


@LOUD
def a_group_of_all_with_one_month_off(typed: Typed, draw: Draw) -> Typed:
    """Their sum in every month but one, whose spend was mended afterwards in one of the two."""
    name, by_month = draw(st.sampled_from(GROUPS[typed.language])), defaultdict(list)
    for row in typed.rows:
        by_month[row["period"]].append(row)
    groups = [sums(rows, channel=name, period=month) for month, rows in by_month.items()]
    off = draw(st.integers(0, len(groups) - 1))
    groups[off]["spend"] = (groups[off]["spend"] * draw(st.sampled_from([98, 103])) / 100).quantize(
        Decimal(1)
    )
    return typed.with_rows(*typed.rows, *groups)


@LOUD
def a_plan_for_each_row(typed: Typed, draw: Draw) -> Typed:
    """The rows once more as they were planned, or as they were a year before, as their names say."""
    words = {"en": ["{} (planned)", "{} budget", "{} LY"], "tr": ["{} (plan)", "{} bütçe", "{} geçen yıl"]}
    word = draw(st.sampled_from(words[typed.language]))
    plans = [
        {**row, "channel": word.format(row["channel"]), "spend": meant(row, "spend") + 7}
        for row in typed.rows
    ]
    return typed.with_rows(*typed.rows, *plans)


@LOUD
def a_forecast_in_the_note(typed: Typed, draw: Draw) -> Typed:
    """A month to come, of which only its note says that it is guessed."""
    wide = typed.with_column("note", table(typed.language, "columns")["note.header"])
    word = draw(st.sampled_from({"en": ["forecast", "Budget"], "tr": ["tahmini", "bütçe"]}[typed.language]))
    ahead = [{**row, "period": date(2026, 11, 1), "note": word} for row in typed.rows[:1]]
    return wide.with_rows(*wide.rows, *ahead)


@LOUD
def rows_in_another_currency_by_name(typed: Typed, draw: Draw) -> Typed:
    """Of some channels the name says in brackets in which currency they were paid."""
    own, other = {"en": ("USD", "EUR"), "tr": ("TL", "EUR")}[typed.language]
    channel = draw(st.sampled_from(sorted({row["channel"] for row in typed.rows})))
    return typed.with_rows(
        *(
            {**row, "channel": f"{row['channel']} ({other if row['channel'] == channel else own})"}
            for row in typed.rows
        )
    )


@LOUD
def a_foreign_table_below(typed: Typed, draw: Draw) -> Typed:
    """An invoice or a price list under the channels, two blank rows below, in whatever columns."""
    lines = FOREIGN[
        draw(st.sampled_from(["checklist", "contacts", "rates", "invoice", "price list", "notes"]))
    ]
    below = [dict(zip(typed.columns, line, strict=False)) for line in lines]
    return typed.with_rows(*typed.rows, {}, {}, *below)


@LOUD
def the_same_headers_below_in_thousands(typed: Typed, draw: Draw) -> Typed:
    """The first rows once more under headers that say thousands: never added to the rest without a word."""
    again = {**typed.headers, "spend": f"{typed.headers['spend']} (K)"}
    gap: list[Row] = [{}] * draw(st.integers(0, 2))
    return typed.with_rows(*typed.rows, *gap, again, *typed.rows[:2])


# Order and names ------------------------------------------------------------------------------------------


@CHANGE
def columns_in_another_order(typed: Typed, draw: Draw) -> Typed:
    return replace(typed, columns=tuple(draw(st.permutations(typed.columns))))


@CHANGE
def rows_in_another_order(typed: Typed, draw: Draw) -> Typed:
    return typed.with_rows(*draw(st.permutations(typed.rows)))


@CHANGE
def headers_by_other_names(typed: Typed, draw: Draw) -> Typed:
    names = aliases(typed.language, "aliases")
    keys = draw(st.lists(st.sampled_from(["period", *FIGURES]), min_size=1, max_size=3, unique=True))
    return replace(
        typed, headers={**typed.headers, **{key: draw(st.sampled_from(names[key])) for key in keys}}
    )


@CHANGE
def the_currency_in_the_header(typed: Typed, draw: Draw) -> Typed:
    own = {"en": ["({})", "[{}]", "– {}"], "tr": ["({})", "[{}]", "- {}"]}[typed.language]
    unit = {"en": ["$", "USD", "US$"], "tr": ["TL", "₺", "TRY"]}[typed.language]
    suffix = draw(st.sampled_from(own)).format(draw(st.sampled_from(unit)))
    more = {key: f"{typed.headers[key]} {suffix}" for key in ("spend", "revenue")}
    return replace(typed, headers={**typed.headers, **more})


@CHANGE
def shares_in_percent_before_an_amount(typed: Typed, draw: Draw) -> Typed:
    """`Spend %` left of the spend: a column that says of each row which part of the whole it is."""
    key = draw(st.sampled_from(["spend", "leads", "revenue"]))
    text = draw(st.sampled_from(["{} %", "{} (%)", "% {}", *(["% of {}"] if typed.language == "en" else [])]))
    whole = sum((meant(row, key) for row in typed.rows), Decimal(0))
    rows = [{**row, "share": round(meant(row, key) / whole, 4) if whole else 0} for row in typed.rows]
    at = typed.columns.index(key)
    columns = (*typed.columns[:at], "share", *typed.columns[at:])
    headers = {**typed.headers, "share": text.format(typed.headers[key])}
    return replace(typed.with_rows(*rows), columns=columns, headers=headers)


@LOUD
def one_column_in_another_currency(typed: Typed, draw: Draw) -> Typed:
    """Spend in one currency and revenue in another: never a ratio of the two without a word."""
    other = draw(st.sampled_from(["(EUR)", "[CHF]", "(GBP)", "- CAD"]))
    own = {"en": "(USD)", "tr": "(TRY)"}[typed.language]
    key, rest = draw(st.permutations(["spend", "revenue"]))
    names = table(typed.language, "columns")
    headers = {key: f"{names[f'{key}.header']} {other}", rest: f"{names[f'{rest}.header']} {own}"}
    return replace(typed, headers={**typed.headers, **headers})


# Rows split up --------------------------------------------------------------------------------------------


def _splittable(typed: Typed, at: int) -> bool:
    """Whether no other row has all the same figures: it would be asked about as the total of the parts."""
    figures = [[meant(row, key) for key in FIGURES] for row in typed.rows]
    return figures.count(figures[at]) == 1


def _split(row: Row, words: list[dict[str, Any]]) -> list[Row]:
    """The row in as many parts as there are words, each with a share; what can't be read goes first."""
    parts: list[dict[str, Any]] = [{**row, **one} for one in words]
    for key in FIGURES:
        if f"meant {key}" in row:
            parts = [parts[0], *({**part, key: None, f"meant {key}": None} for part in parts[1:])]
            continue
        whole = meant(row, key)
        share = (whole / len(parts)).quantize(Decimal(1) if whole % 1 == 0 else Decimal("0.01"), "ROUND_DOWN")
        for part in parts:
            part[key] = share
        parts[0][key] = whole - share * (len(parts) - 1)
    return parts  # type: ignore[return-value]  # dictionaries are rows


@CHANGE
def a_row_split_into_days(typed: Typed, draw: Draw) -> Typed:
    at = draw(st.integers(0, len(typed.rows) - 1))
    row = typed.rows[at]
    if not isinstance(row["period"], date) or not _splittable(typed, at):
        return typed
    days = draw(st.lists(st.integers(0, 27), min_size=2, max_size=5, unique=True))
    parts = _split(row, [{"period": row["period"] + timedelta(days=day)} for day in days])
    return typed.with_rows(*typed.rows[:at], *parts, *typed.rows[at + 1 :])


@CHANGE
def a_row_split_into_ad_sets(typed: Typed, draw: Draw) -> Typed:
    at = draw(st.integers(0, len(typed.rows) - 1))
    if not _splittable(typed, at):
        return typed
    wide = typed.with_column("Ad set", {"en": "Ad set", "tr": "Reklam seti"}[typed.language])
    names = draw(st.lists(st.sampled_from(["Broad", "Lookalike", "Local", "Women"]), min_size=2, unique=True))
    parts = _split(wide.rows[at], [{"Ad set": name} for name in names])
    return wide.with_rows(*wide.rows[:at], *parts, *wide.rows[at + 1 :])


# Other sheets ---------------------------------------------------------------------------------------------

FOREIGN: dict[str, list[Any]] = {
    "checklist": [["Task", "Owner", "Due"], ["Call the printer", "Dana", "soon"], ["Photos", "Lee", "later"]],
    "contacts": [["Name", "Company", "Phone"], ["Dana", "Columbus Gazette", "555-0100"]],
    "rates": [["Currency", "Rate"], ["EUR", Decimal("1.08")], ["GBP", Decimal("1.27")]],
    "invoice": [
        ["Invoice no", 118],
        ["Item", "Quantity", "Price"],
        ["Postcards", 2500, 1900],
        ["Total", 1900],
    ],
    "price list": [["Service", "Price"], ["Repair", 650], ["Gross margin", Decimal("0.4")], ["Sewer", 8000]],
    "profit and loss": [
        ["", 2025],
        ["Net sales", 310000],
        ["Brüt kâr marjı", Decimal("0.35")],
        ["Gross margin", Decimal("0.35")],
        ["Rent", 24000],
    ],
    "targets of a sales team": [["Dana", 12], ["Target CAC", 90], ["Lee", 9]],
    "cost rates": [["Item", "VAT", "Currency"], ["Postcards", Decimal("0.19"), "EUR"]],
    "notes": [["What we learned in October"], ["Radio brings calls, not clicks."], ["Total reach: 40,000"]],
}


@CHANGE
def another_sheet_beside(typed: Typed, draw: Draw) -> Typed:
    name = draw(st.sampled_from(sorted(FOREIGN)))
    return replace(typed, others=(*typed.others, sheet(name.capitalize(), FOREIGN[name])))
