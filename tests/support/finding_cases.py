"""Every finding of the catalogue: the smallest worksheet that triggers it, and a near miss that doesn't."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kpisheet.worksheet.sheet import CellKind, CellRange, NumberStyle, RawCell, RawSheet
from tests.support.raw_books import error, formula, money, percent, sheet

Sheets = Sequence[RawSheet]

# The rules over rows: lines below `ROW_HEADER`.

ROW_HEADER = ["Month", "Channel", "Campaign", "Spend", "Visitors", "Leads", "New customers", "Revenue"]


def month(number: int, year: int = 2026) -> date:
    return date(year, number, 1)


def line(period: Any, channel: str = "Google Ads", campaign: str | None = None, **values: Any) -> list[Any]:
    full = {"spend": 100, "visitors": 50, "leads": 10, "new_customers": 2, "revenue": 400, **values}
    return [period, channel, campaign, *full.values()]


ROW_CASES: dict[str, tuple[list[list[Any]], list[list[Any]]]] = {
    "K402": ([line(month(10), spend=None)], [line(month(10), spend=0, channel="SEO")]),
    "K403": (
        [line(month(9)), line(month(10), leads=None)],
        [line(month(9)), line(month(10), leads=0, new_customers=0)],
    ),
    "K405": ([line(month(10)), line(month(10))], [line(month(10)), line(month(10), "Radio")]),
    "K406": ([line("Q3 2026"), line("Aug 2026")], [line("Q3 2026"), line("Oct 2026")]),
    "K407": (
        [line(month(10), campaign="Brand"), line(month(10))],
        [line(month(10), campaign="Brand"), line(month(10), campaign="Local")],
    ),
    "K408": ([line(month(10), leads=51)], [line(month(10), "Local Services Ads", leads=51)]),
    "K409": ([line(month(10), new_customers=11)], [line(month(10), new_customers=10)]),
    "K410": (
        [line(month(n), spend=100 + n) for n in range(1, 6)] + [line(month(6), spend=1040)],
        [line(month(n), spend=100 + n) for n in range(1, 6)] + [line(month(6), spend=400)],
    ),
    "K416": (
        [line(month(n), spend=1000 + n) for n in range(1, 6)] + [line(month(6), spend=90)],
        [line(month(n), spend=1000 + n) for n in range(1, 6)] + [line(month(6), spend=300)],
    ),
    "K411": (
        [line(month(10), visitors=None, leads=None, new_customers=None, revenue=None)],
        [line(month(10), visitors=0, leads=0, new_customers=0, revenue=0)],
    ),
    "K412": ([line(month(10), spend=0)], [line(month(10), "SEO", spend=0)]),
    "K501": ([line(None)], [line(month(10))]),
    "K502": ([line("lately")], [line("Ekim 2026")]),
    "K503": ([line(202610)], [line("2026-10")]),
    "K504": ([line("05/10/2026")], [line("15/10/2026")]),
    "K505": ([line("October")], [line("October 2026")]),
    "K506": ([line("Sep 2026"), line("October")], [line("Sep 2026"), line("Oct 2026")]),
    "K507": ([line(month(8)), line(month(10))], [line("Q3 2026"), line(month(10))]),
    "K509": ([line(month(12))], [line(month(11))]),
    "K510": ([line(month(10), "Gogle Ads")], [line(month(10), "Google Ads")]),
    "K516": ([line(month(10), "Google")], [line(month(10), "Online")]),
    "K511": (
        [line(month(10), "Columbus Gazette"), line(month(9), "Columbus Gazete")],
        [line(month(10), "Columbus Gazette"), line(month(9), "Cleveland Herald")],
    ),
}


def costs(*lines: Sequence[Any]) -> list[RawSheet]:
    """Three months of Radio and the lines of a sign, with a column for the months that a cost is of."""
    header = ["Month", "Channel", "Spend", "New customers", "Spread over (months)"]
    radio = [[date(2026, month, 1), "Radio", 100, 5] for month in (8, 9, 10)]
    return [sheet("Channels", [header, *radio, *lines])]


def brought(*months: int) -> list[list[Any]]:
    """Customers of a sign in these months of 2026, without a spend of their own."""
    return [[date(2026, month, 1), "Signs", None, 2] for month in months]


def by_hand(*months: int) -> list[list[Any]]:
    """The same customers, with each month's cost typed beside them."""
    return [[date(2026, month, 1), "Signs", 300, 2] for month in months]


AUGUST = date(2026, 8, 1)
SIGN = [AUGUST, "Signs", 900, None, 3]

# All others: sheets of a workbook. The usual row yields nothing by itself.

OCTOBER = date(2026, 10, 1)
NAMES = ["Month", "Channel", "Spend", "Leads"]
USUAL = [OCTOBER, "SEO", 100, 10]
OTHER = [OCTOBER, "Radio", 50, 5]
CAMPAIGNS = ((123, 17, "Brand"), (456, 29, "Local"))
EUROS, DOLLARS = "[$€-407] #,##0", '"$"#,##0'


def table(*lines: Sequence[Any], **more: Any) -> list[RawSheet]:
    return [sheet("Channels", [NAMES, *lines], **more)]


def spend(*cells: Any) -> list[RawSheet]:
    names = ("SEO", "Radio", "Email", "Referral")
    return table(*([OCTOBER, name, cell, 10] for name, cell in zip(names, cells, strict=False)))


def leads(*cells: Any) -> list[RawSheet]:
    names = ("SEO", "Radio", "Email", "Referral")
    return table(*([OCTOBER, name, 100, cell] for name, cell in zip(names, cells, strict=False)))


def margin(*cells: Any) -> list[RawSheet]:
    names = ("SEO", "Radio", "Email", "Referral")
    lines = [[OCTOBER, name, 100, 10, cell] for name, cell in zip(names, cells, strict=False)]
    return [sheet("Channels", [[*NAMES, "Gross margin"], *lines])]


def close_rate(cell: Any) -> list[RawSheet]:
    return [sheet("Channels", [[*NAMES, "Close rate"], [*USUAL, cell]])]


def headed(name: str, cell: Any = 5, *more: Sequence[Any]) -> list[RawSheet]:
    return [sheet("Channels", [[*NAMES, name], [*USUAL, cell], *more])]


def paid(names: list[str], *rows: list[Any]) -> list[RawSheet]:
    """A list of two channels with these columns of costs."""
    channels = zip(["Radio", "TV"], rows, strict=True)
    return [sheet("Costs", [["Channel", *names], *([name, *row] for name, row in channels)])]


def of_channels(name: str, leads: int) -> Sheets:
    """A row whose figures are the sums of three known channels above it, where 69 leads are."""
    lines = [
        ["Google Ads", 1234.56, 37, 5, 2500],
        ["Meta Ads", 765.44, 21, 3, 1500],
        ["Radio", 431.17, 11, 2, 900],
        [name, 2431.17, leads, 10, 4900],
    ]
    header = ["Month", "Channel", "Spend", "Leads", "New customers", "Revenue"]
    return [sheet("Channels", [header, *([OCTOBER, *line] for line in lines)])]


def summed(name: str, below: int) -> list[RawSheet]:
    """Two rows of 123 and 456 with 17 and 29 leads, and a third one with 46 leads below them."""
    return table([OCTOBER, "SEO", 123, 17], [OCTOBER, "Radio", 456, 29], [OCTOBER, name, below, 46])


def levels(spent: int) -> list[RawSheet]:
    """Two campaigns of Google Ads, 579 in sum, and above them a row of Radio or of the channel itself."""
    name = "Google Ads" if spent == 579 else "Radio"
    campaigns = [[OCTOBER, "Google Ads", *campaign] for campaign in CAMPAIGNS]
    return [sheet("Channels", [[*NAMES, "Campaign"], [OCTOBER, name, spent, 46], *campaigns])]


MONTHS = ["Oct 2026", "Nov 2026"]
SEO_SPENT = [[MONTHS[0], "SEO", 100], [MONTHS[1], "SEO", 120]]
BOTH = (["SEO", 1, 2], ["TV", 3, 4])


def across(header: Sequence[Any], *lines: Sequence[Any]) -> list[RawSheet]:
    """Spends of channels, a month in each column."""
    return [sheet("2026", [["Spend"], ["Channel", *header], *lines])]


def in_dollars(title: str) -> list[RawSheet]:
    """Two channels over two months, amounts in dollars, and nothing but the title that says of what."""
    lines = [[name, *(money(amount, '"$"#,##0') for amount in ("10", "20"))] for name in ("SEO", "Radio")]
    return [sheet("Sheet1", [[title], ["Channel", *MONTHS], *lines])]


def named(name: str, *lines: Sequence[Any]) -> list[RawSheet]:
    """The same on a sheet of that name."""
    return [sheet(name, [["Spend"], ["Channel", *MONTHS], *lines])]


def setting(*lines: Sequence[Any]) -> list[RawSheet]:
    return [*table(USUAL), sheet("Business", lines)]


def other_currency(name: str, spend: Any = 100, rates: Sequence[Any] = ()) -> list[RawSheet]:
    """Spend in dollars by its header, and a second column of amounts."""
    lines = [["Month", "Channel", "Spend (USD)", "Leads", name], [OCTOBER, "SEO", spend, 10, 400]]
    more = [sheet("Business", [["Other currency", "1 unit is worth"], rates])] if rates else []
    return [sheet("Channels", lines), *more]


def lines_above(text: str) -> list[RawSheet]:
    return [sheet("Channels", [[text], ["Month", "Channel", "Spend (USD)", "Leads"], USUAL])]


def day_of_month(serial: str, number_format: str) -> RawCell:
    """A date cell: 46320 is 25 October 2026."""
    return RawCell(0, 0, CellKind.NUMBER, serial, Decimal(serial), NumberStyle.DATE, number_format)


def by_row(*currencies: str | None) -> list[RawSheet]:
    """A currency column beside the amounts of as many rows."""
    names = ("SEO", "Radio", "Email", "Referral")
    lines = [[OCTOBER, name, 100, 10, code] for name, code in zip(names, currencies, strict=False)]
    return [sheet("Channels", [[*NAMES, "Currency"], *lines])]


def rates(*lines: Sequence[Any]) -> list[RawSheet]:
    """The usual row in dollars, and a table of exchange rates."""
    return [*spend(money("100", DOLLARS)), sheet("Business", [["Other currency", "1 unit is worth"], *lines])]


def over_months(*lines: Sequence[Any], names: Sequence[str]) -> list[RawSheet]:
    """Months beside the usual row of Channels with 2 customers and 400 of revenue."""
    head = ["Month", "Channel", "Spend", "Leads", "New customers", "Revenue"]
    return [
        sheet("Channels", [head, [*USUAL, 2, 400]]),
        sheet("Months", [["Month", *names], *lines]),
    ]


def two_months(*spends: int) -> list[RawSheet]:
    """A channel with 60 customers of $100 of gross profit in each month: 120 against spend ÷ 100."""
    head = ["Month", "Channel", "Spend", "New customers", "Revenue", "Gross margin"]
    lines = [
        [month(number, 2026), "Radio", spend, 60, 12000, percent("0.5")]
        for number, spend in enumerate(spends, 8)
    ]
    return [sheet("Channels", [head, *lines])]


COUNTED = ("Customers at start", "Customers at end", "All new customers")
CLV = (*COUNTED, "Yearly profit per customer", "Years a customer stays")
SEPTEMBER, AUGUST = date(2026, 9, 1), date(2026, 8, 1)
DEALS = ["Deal", "Created", "Quoted", "Closed", "Outcome", "Value"]
DAY, EARLIER = date(2026, 10, 10), date(2026, 10, 2)


def deals(*lines: Sequence[Any], customers: int | None = None) -> list[RawSheet]:
    head = [*NAMES, "New customers"] if customers is not None else NAMES
    row = [*USUAL, customers] if customers is not None else USUAL
    return [sheet("Channels", [head, row]), sheet("Deals", [DEALS, *lines])]


def rated(**values: Any) -> list[RawSheet]:
    headers = {
        "visitors": "Visitors",
        "rate": "Visitor-to-lead rate",
        "leads": "Leads",
        "customers": "New customers",
        "average": "Average sale",
        "revenue": "Revenue",
    }
    head = ["Month", "Channel", "Spend", *(headers[key] for key in values)]
    return [sheet("Channels", [head, [OCTOBER, "SEO", 100, *values.values()]])]


def book(*sheets: RawSheet) -> list[RawSheet]:
    return list(sheets)


def three_channels(*months: int, changed: int = 5) -> list[RawSheet]:
    """The same figures in each month but for the last one's last."""
    lines = [
        [month(number), *line]
        for number in months
        for line in (["SEO", 100, 10], ["Radio", 50, 5], ["TV", 9, 5])
    ]
    return table(*lines[:-1], [*lines[-1][:-1], changed])


CASES: dict[str, tuple[Sheets, Sheets]] = {
    "K101": (
        book(*table(USUAL), sheet("Old", [["Channel", "Spend"], ["SEO", 1]])),
        book(*table(USUAL), sheet("Old", [["Channel", "Spend"]])),
    ),
    "K102": (
        table(USUAL, [], ["Channel", "Spend", "Note"], ["Radio", 9, "x"]),
        table(USUAL, [], ["Prepared by", "Dana"]),
    ),
    "K108": (
        [
            sheet(
                "Channels", [["Channel", "Spend USD"], ["SEO", 5], [], ["Channel", "Spend TRY"], ["Radio", 9]]
            )
        ],
        [sheet("Channels", [["Channel", "Spend USD"], ["SEO", 5], [], ["Channel", "Spend TRY"]])],
    ),
    "K109": (
        table(USUAL, [], ["Month", "Channel", "Weekly spend", "Leads"], OTHER),
        table(USUAL, [], ["Month", "Channel", "Weekly spend", "Leads"]),
    ),
    "K185": (
        book(
            sheet("Oct 2026", [["Channel", "Spend (TRY)"], ["SEO", 5], ["Radio", 6]]),
            sheet("Nov 2026", [["Channel", "Spend (USD)"], ["SEO", 7], ["Radio", 8]]),
        ),
        book(
            sheet("Oct 2026", [["Channel", "Spend (TRY)"], ["SEO", 5], ["Radio", 6]]),
            sheet("Nov 2026", [["Channel", "Spend (₺)"], ["SEO", 7], ["Radio", 8]]),
        ),
    ),
    "K107": (
        book(*table(USUAL), sheet("Sales", [["Channel", "New customers"], ["SEO", 3]])),
        book(*table(USUAL), sheet("Leads", [["Channel", "Leads"], ["SEO", 10]])),
    ),
    "K103": (table(USUAL, hidden=True), book(*table(USUAL), sheet("Lists", [["a"]], hidden=True))),
    "K104": (table(), table(USUAL)),
    "K105": (table(USUAL, hidden_rows=frozenset({2})), table(USUAL, hidden_rows=frozenset({9}))),
    "K106": (
        table(USUAL, [], ["Month", "Payroll"], [OCTOBER, 9], [], NAMES, OTHER),
        table(USUAL, [], ["Month", "Payroll"], [OCTOBER, 9], [], NAMES),
    ),
    "K160": (
        paid(["Media cost", "Agency fee", "Total cost"], [1000, 150, 1150], [500, 75, 575]),
        paid(["Total cost"], [1150], [575]),
    ),
    "K161": (
        paid(["Cost", "Total cost"], [1000, 1150], [500, 575]),
        paid(["Total cost"], [1150], [575]),
    ),
    "K162": (
        paid(["Media cost", "Agency fee"], [1000, 150], [500, 75]),
        paid(["Media only", "Agency fee", "Spend"], [1000, 150, 1150], [500, 75, 575]),
    ),
    "K163": (
        paid(["Type", "Spend"], ["Actual", 50], ["Budget", 60]),
        paid(["Type", "Spend"], ["Actual", 50], ["Actual", 60]),
    ),
    "K166": (
        [sheet("Costs", [["Channel", "Spend date", "Spend"], ["Radio", "2026-10-05", 50]])],
        [sheet("Costs", [["Channel", "Contract start date", "Spend"], ["Radio", "2026-10-05", 50]])],
    ),
    "K164": (
        paid(["Spend", "Form leads", "Phone leads", "Total leads"], [50, 3, 4, 7], [60, 1, 2, 3]),
        paid(["Spend", "Total leads"], [50, 7], [60, 3]),
    ),
    "K165": (
        paid(["Spend", "Form leads", "Phone leads"], [50, 3, 4], [60, 1, 2]),
        paid(["Spend", "Leads"], [50, 7], [60, 3]),
    ),
    "K170": (
        across(MONTHS, ["SEO", 100, 120], ["Radio", 50, 90], ["Marketing", 150, 210]),
        across(MONTHS, ["SEO", 100, 120], ["Radio", 50, 90], ["Email", 155, 230]),
    ),
    "K171": (
        across(MONTHS[:1], ["SEO", 100], ["Radio", 50], ["Online", 150]),
        across(MONTHS[:1], ["SEO", 100], ["Radio", 50], ["Online", 140]),
    ),
    "K174": (
        across(MONTHS[:1], ["SEO", 50], ["Radio", 100], ["Paid", 100]),
        across(MONTHS[:1], ["SEO", 50], ["Radio", 100], ["Paid", 110]),
    ),
    "K175": (
        across(MONTHS, ["SEO", 1234, 120], ["Radio", 50, 85], ["Online", 1284, 210]),
        across(MONTHS, ["SEO", 1234, 120], ["Radio", 50, 85], ["Online", 884, 205]),
    ),
    "K176": (
        across(MONTHS, ["SEO", 100, 120], ["Radio", 50, 80], ["Online", 150, 204]),
        across(MONTHS, ["SEO", 100, 120], ["Radio", 50, 80], ["Online", 150, 304]),
    ),
    "K177": (
        across(MONTHS, ["SEO", 1234, 5678], ["Radio", 50, 85], ["Paid", 1234, 5678]),
        across(MONTHS, ["SEO", 1234, 5678], ["Radio", 50, 85], ["Paid", 2234, 3687]),
    ),
    "K178": (
        [sheet("2026", [["Month", "Channel", "Spend"], *SEO_SPENT, [MONTHS[1], "SEO (planned)", 80]])],
        [sheet("2026", [["Month", "Channel", "Spend"], *SEO_SPENT, [MONTHS[1], "Radio (Bremen)", 80]])],
    ),
    "K186": (
        [sheet("2026", [["Month", "Channel", "Status", "Spend"], [MONTHS[0], "Radio", "Cancelled", 80]])],
        [sheet("2026", [["Month", "Channel", "Status", "Spend"], [MONTHS[0], "Radio", "Paused", 80]])],
    ),
    "K188": (
        [sheet("2026", [["Spend 2026"], ["Channel", "Reach", "Score"], ["SEO", 7, 3], ["Radio", 8, 4]])],
        [
            sheet(
                "2026", [["Spend 2026"], ["Channel", "Jan 2026", "Feb 2026"], ["SEO", 7, 3], ["Radio", 8, 4]]
            )
        ],
    ),
    "K189": (
        table(*([OCTOBER, name, spend, 1] for name, spend in (("Paid Search", 100), ("Google Ads", 100)))),
        table(*([OCTOBER, name, spend, 1] for name, spend in (("Paid Search", 90), ("Google Ads", 100)))),
    ),
    "K187": (three_channels(10, 11), three_channels(10, 11, changed=6)),
    "K179": (
        [sheet("2026", [["Cumulative spend"], [None, "Sep 2026", *MONTHS], ["SEO", 1, 2, 4]])],
        [sheet("2026", [["Cumulative spend"], [None, "Sep 2026", *MONTHS], ["SEO", 1, 2, 1]])],
    ),
    "K172": (across(["Q1 FY26", "Q2 2026"], ["SEO", 1, 2]), across(["Q1 2026", "Q2 2026"], ["SEO", 1, 2])),
    "K173": (in_dollars("Marketing 2026"), in_dollars("Marketing spend 2026")),
    "K150": (across([*MONTHS, "Total"], ["SEO", 1, 2, 3]), across(MONTHS, ["SEO", 1, 2])),
    "K151": (
        across([*MONTHS, "Budget"], ["SEO", 1, 2, 9]),
        across(["Sep 2026", *MONTHS], ["SEO", 9, 1, 2]),
    ),
    "K152": (across(MONTHS, ["SEO", 1, 2], [None, 7, 8]), across(MONTHS, ["SEO", 1, 2], ["TV", 7, 8])),
    "K153": (
        [sheet("A", [["Spend Oct 2026"], [None, "Radio", "TV"], ["SEO", 1, 2], ["Email", 3, 4]])],
        across(MONTHS, ["SEO", 1, 2]),
    ),
    "K154": (
        book(*across(MONTHS, *BOTH), sheet("Year", [["Channel", "Spend 2026"], ["SEO", 3], ["TV", 7]])),
        across(MONTHS, *BOTH),
    ),
    "K155": (
        book(*across(MONTHS, *BOTH), sheet("Year", [["Channel", "Spend 2026"], ["SEO", 3], ["TV", 70]])),
        book(*across(MONTHS, *BOTH), sheet("Year", [["Channel", "Reach 2026"], ["SEO", 3], ["TV", 70]])),
    ),
    "K156": (
        book(*named("US", ["SEO", 1, 2]), *named("UK", ["SEO", 3, 5])),
        book(*named("US", ["SEO", 1, 2]), *named("UK", ["TV", 3, 5])),
    ),
    "K157": (
        book(*named("Lamps", *BOTH, ["Radio", 8, 9]), *named("Chairs", ["SEO", 20, 10], ["Radio", 70, 90])),
        book(*named("Lamps", *BOTH, ["Radio", 8, 9]), *named("Chairs", ["PR", 20, 10])),
    ),
    "K158": (
        book(*named("Spend", *BOTH), *named("Spend old", ["SEO", 2, 5], ["TV", 7, 1])),
        book(*named("Spend", *BOTH), *named("Spend old", ["Radio", 2, 5])),
    ),
    "K159": (
        across([*MONTHS, "Total"], ["SEO", 100, 200, 300], ["TV", 100, 300, 500]),
        across(["Q3 2026", *MONTHS], ["SEO", 500, 100, 200], ["TV", 500, 100, 300]),
    ),
    "K680": (
        across([*MONTHS, "2026"], ["SEO", 100, 200, 300], ["TV", None, None, 500]),
        across(MONTHS, ["SEO", 100, 200], ["TV", 500, None]),
    ),
    "K140": (headed("Sponsorship", 250), headed("Sponsorship", "yes")),
    "K201": (headed("Conversions"), headed("New customers")),
    "K202": (headed("Revenu"), headed("Weather", "sunny")),
    "K203": (headed("Total leads"), headed("CPL")),
    "K204": (
        book(sheet("A", [["Channel", "Budget"], ["SEO", 5]])),
        book(sheet("A", [["Channel", "Spend", "Budget"], ["SEO", 5, 9]])),
    ),
    "K205": (
        book(*table(USUAL), sheet("Months", [COUNTED, [100, 105, 9]])),
        over_months([OCTOBER, 100, 105, 9], names=COUNTED),
    ),
    "K206": (headed("CPA"), headed("CAC")),
    "K207": (
        book(sheet("A", [["Channel", "Spend (incl. VAT)"], ["SEO", 5]])),
        book(
            sheet("A", [["Channel", "Spend (incl. VAT)"], ["SEO", 5]]),
            sheet("Business", [["VAT", "With VAT or sales tax"]]),
        ),
    ),
    "K208": (
        book(sheet("A", [["Channel", "Spend ($000)"], ["SEO", 5]])),
        book(sheet("A", [["Channel", "Spend ($)"], ["SEO", 5]])),
    ),
    "K301": (spend("$1,000"), spend(1000)),
    "K302": (spend("about 30"), spend(30)),
    "K303": (spend("1.234"), spend(Decimal("1.234"))),
    "K304": (spend(formula("5*6")), spend(formula("5*6", "30"))),
    "K305": (spend(error("#DIV/0!")), spend(formula("5*6", "30"))),
    "K306": (spend(OCTOBER), spend(46296)),
    "K307": (margin(40), margin(percent("0.4"))),
    "K308": (close_rate(Decimal("0.5")), close_rate(percent("0.5"))),
    "K309": (margin(Decimal("0.5"), Decimal("0.4")), margin(percent("0.5"), percent("0.4"))),
    "K310": (spend(-500), spend(500)),
    "K311": (leads(Decimal("12.5")), leads(12)),
    "K312": (margin(percent("4.8")), margin(percent("0.48"))),
    "K313": (spend("€500", 10), spend(money("500", DOLLARS), 10)),
    "K314": (leads("-", 5), leads(0, 5)),
    "K315": (
        headed("CPL", formula("C2/D2", "10"), [*OTHER, 99]),
        headed("CPL", formula("C2/D2", "10"), [*OTHER, formula("C3/D3", "10")]),
    ),
    "K316": (leads(percent("0.1")), margin(percent("0.1"))),
    "K317": (spend("1.234", 1100, 1300, 1250), spend(1234, 1100, 1300, 1250)),
    "K318": (margin("%10"), margin(percent("0.1"))),
    "K319": (
        spend(money("1", DOLLARS), money("2", DOLLARS), money("3", EUROS)),
        spend(money("1", DOLLARS), money("2", DOLLARS), 3),
    ),
    "K180": (
        other_currency("Revenue (EUR)"),
        other_currency("Revenue ($)"),
    ),
    "K181": (other_currency("Revenue (EUR)", rates=["EUR", 1.08]), other_currency("Revenue (USD)")),
    "K182": (lines_above("All amounts in EUR"), lines_above("All amounts in US dollars")),
    "K184": (
        [sheet("Channels", [["Month", "Channel", "Spend", "Conversions"], USUAL])],
        [
            sheet("Channels", [["Month", "Channel", "Spend", "Conversions"], USUAL]),
            sheet("Business", [["Conversions are", "Leads"]]),
        ],
    ),
    "K183": (
        rates(["EUR", None]),
        rates(["EUR", 1.08]),
    ),
    "K321": (by_row("USD", "USD", "EUR"), by_row("USD", "USD", "usd")),
    "K322": (
        [*by_row("USD", "USD", "EUR"), *rates(["EUR", 1.08])[1:]],
        [*by_row("USD", "USD", None), *rates(["EUR", 1.08])[1:]],
    ),
    "K323": (
        other_currency("Revenue", spend=money("100", EUROS)),
        other_currency("Revenue", spend=money("100", '"$"#,##0')),
    ),
    "K326": (
        table([OCTOBER, date(2026, 7, 24), 100, 10]),
        table([OCTOBER, "24/7", 100, 10]),
    ),
    "K327": (
        table([day_of_month("46320", "d-mmm"), "SEO", 100, 10]),
        table([day_of_month("46320", "d mmm yyyy"), "SEO", 100, 10]),
    ),
    "K328": (leads(Decimal("1.23E+29")), leads(Decimal("1E+15"))),
    "K329": (margin(Decimal("0.48")), margin(percent("0.48"))),
    "K324": (by_row("USD", "USD", "Taler"), by_row("USD", "USD", "US dollar")),
    "K320": (deals(["a", DAY, None, "soon", "lost", 5]), deals(["a", DAY, None, "2026-10-12", "lost", 5])),
    "K401": (table(USUAL, [OCTOBER, None, 77, 1]), table(USUAL, [OCTOBER, "Unknown", 0, 1])),
    "K404": (table(USUAL, OTHER, ["Total", None, 150, 15]), table(USUAL, [OCTOBER, "Totally Local", 60, 4])),
    "K413": (
        table(USUAL, [OCTOBER, "Radio", 0, 5], merged=(CellRange(2, 3, 3, 3),)),
        table(USUAL, OTHER, merged=(CellRange(9, 3, 10, 3),)),
    ),
    "K414": (table(USUAL, [None, *OTHER[1:]], merged=(CellRange(2, 1, 3, 1),)), table(USUAL, OTHER)),
    "K415": (table(USUAL, NAMES, OTHER), table(USUAL, [OCTOBER, "Channel 4", 5, 1])),
    "K431": (table(USUAL, OTHER, ["Total", None, 160, 15]), table(USUAL, OTHER, [OCTOBER, "Email", 160, 15])),
    "K432": (summed("Email", 579), summed("Email", 599)),
    "K433": (summed("Columbus Gazette", 579), summed("Columbus Gazette", 599)),
    "K440": (of_channels("TV", 69), of_channels("TV", 68)),
    "K434": (
        table(USUAL, [OCTOBER, "Total Wine", 60, 4]),
        table(USUAL, [OCTOBER, "Totally Local", 60, 4]),
    ),
    "K435": (levels(579), levels(600)),
    "K508": (
        setting(["Report from", "Sep 2026"], ["Report to", "Sep 2026"]),
        setting(["Report from", "Sep 2026"], ["Report to", "Oct 2026"]),
    ),
    "K961": (
        [*table(["Q3 2026", "SEO", 90, 9]), sheet("Business", [["Report from", "Sep 2026"]])],
        [*table(["Q3 2026", "SEO", 90, 9]), sheet("Business", [["Report from", "Jul 2026"]])],
    ),
    "K512": (
        [sheet("Kanallar", [["Ay", "Kanal", "Harcama", "Ziyaretçi"], ["05/10/2026", "SEO", 100, 10]])],
        [sheet("Kanallar", [["Ay", "Kanal", "Harcama", "Ziyaretçi"], ["15/10/2026", "SEO", 100, 10]])],
    ),
    "K513": (
        table(USUAL, [None, "Radio", 50, 5], [None, "Email", 50, 5]),
        table(USUAL, OTHER, [OCTOBER, "Email", 50, 5]),
    ),
    "K514": (
        [sheet("Channels", [["Year", *NAMES], [2026, "July 2025", "SEO", 100, 10]])],
        [sheet("Channels", [["Year", *NAMES], [2025, "July 2025", "SEO", 100, 10]])],
    ),
    "K661": (costs([AUGUST, "Signs", 900, 2, 61]), costs([AUGUST, "Signs", 900, 2, 1])),
    "K662": (costs([AUGUST, "Signs", 900, 2, 0]), costs([AUGUST, "Signs", 900, 2, None])),
    "K663": (costs(SIGN, *brought(8, 9, 10)), costs([AUGUST, "Signs", 900, 2, 1])),
    "K664": (costs([AUGUST, "Signs", 900, None, 4], *brought(8, 9, 10)), costs(*by_hand(8, 9, 10))),
    "K665": (costs([AUGUST, "Signs", 900, 2, 3], *brought(9, 10)), costs([AUGUST, "Signs", 900, 2, 1])),
    "K666": (costs(["Q3 2026", "Signs", 900, 2, 4]), costs(["Q3 2026", "Signs", 900, 2, 1])),
    "K667": (costs([2026, "Signs", 300]), costs([2026, "Signs", 300, 9])),
    "K668": (costs(SIGN, *brought(8, 10)), costs(*by_hand(8, 10))),
    "K669": (costs(SIGN), costs(*by_hand(8, 9, 10))),
    "K601": (setting(["VAT", "maybe"]), setting(["VAT", "KDV hariç"])),
    "K602": (
        book(*spend(money("1", EUROS)), sheet("Business", [["Currency", "USD"]])),
        book(*spend(money("1", EUROS)), sheet("Business", [["Currency", "EUR"]])),
    ),
    "K603": (
        setting(["Gross margin", percent("0.4")], ["Brüt kâr marjı", percent("0.5")]),
        setting(["Gross margin", percent("0.4")], ["Brüt kâr marjı", percent("0.4")]),
    ),
    "K604": (
        setting(["Report from", "Nov 2026"], ["Report to", "Sep 2026"]),
        setting(["Report from", "Oct 2026"], ["Report to", "Oct 2026"]),
    ),
    "K605": (setting(["Currency", "Taler"]), setting(["Currency", "US dollars"])),
    "K606": (
        setting(["Also count as marketing", "Refferal"]),
        setting(["Also count as marketing", "seo"]),
    ),
    "K607": (setting(["Report from", "autumn"]), setting(["Report from", "Oct 2026"])),
    "K641": (
        setting(["What you call a lead", "calls, forms & DMs"]),
        setting(["What you call a lead", "Web enquiries"]),
    ),
    "K670": (
        setting(["VAT or sales tax", "Without VAT or sales tax"], ["VAT rate", percent("0.2")]),
        setting(["VAT or sales tax", "With VAT or sales tax"], ["VAT rate", percent("0.2")]),
    ),
    "K671": (
        setting(["VAT or sales tax", "With VAT or sales tax"], ["VAT rate of sales", percent("0.1")]),
        setting(
            ["VAT or sales tax", "With VAT or sales tax"],
            ["VAT rate of sales", percent("0.1")],
            ["VAT rate", percent("0")],
        ),
    ),
    "K608": (
        [*table(USUAL), sheet("Prices", [["Gross margin", percent("0.4")], ["Repair", 650]])],
        [*table(USUAL), sheet("Prices", [["Gross margin", percent("0.4")], ["Target CAC", 150]])],
    ),
    "K631": (two_months(6440, 64400), two_months(64000, 64400)),
    "K701": (
        rated(visitors=100, rate=percent("0.1"), leads=25),
        rated(visitors=100, rate=percent("0.1"), leads=10),
    ),
    "K702": (
        rated(customers=30, average=500, revenue=20000),
        rated(customers=30, average=500, revenue=15000),
    ),
    "K703": (
        over_months([OCTOBER, 5000, 3000, 500], names=("Shared costs (sum)", "Payroll", "Tools")),
        over_months([OCTOBER, 3500, 3000, 500], names=("Shared costs (sum)", "Payroll", "Tools")),
    ),
    "K704": (
        over_months([OCTOBER, 100, 130, 10], names=COUNTED),
        over_months([OCTOBER, 100, 110, 10], names=COUNTED),
    ),
    "K705": (
        over_months([OCTOBER, 1], names=("All new customers", "Tools")),
        over_months([OCTOBER, 2], names=("All new customers", "Tools")),
    ),
    "K706": (
        over_months([OCTOBER, 300], names=("Revenue from all new customers",)),
        over_months([OCTOBER, 400], names=("Revenue from all new customers",)),
    ),
    "K707": (
        over_months([OCTOBER, 1], names=("All new customers", "Tools")),
        over_months([OCTOBER, 3], names=("All new customers", "Tools")),
    ),
    "K708": (
        over_months([OCTOBER, 300], names=("Revenue from all new customers",)),
        over_months([OCTOBER, 500], names=("Revenue from all new customers",)),
    ),
    "K709": (
        over_months([OCTOBER, 100, 100, 10, 10, 5], names=CLV),
        over_months([OCTOBER, 100, 100, 10, 10, Decimal("1.4")], names=CLV),
    ),
    "K710": (
        deals(["a", EARLIER, None, DAY, "won", 5], customers=5),
        deals(["a", EARLIER, None, DAY, "won", 5], customers=1),
    ),
    "K801": (
        over_months([SEPTEMBER, 100, 105, 9], [SEPTEMBER, 105, 110, 9], names=COUNTED),
        over_months([SEPTEMBER, 100, 105, 9], [OCTOBER, 105, 110, 9], names=COUNTED),
    ),
    "K802": (
        over_months([AUGUST, 100, 105, 9], [OCTOBER, 105, 110, 9], names=COUNTED),
        over_months([AUGUST, 100, 105, 9], [SEPTEMBER, 105, 110, 9], names=COUNTED),
    ),
    "K803": (
        over_months([SEPTEMBER, 100, 105, 9], [OCTOBER, 150, 155, 9], names=COUNTED),
        over_months([SEPTEMBER, 100, 105, 9], [OCTOBER, 105, 110, 9], names=COUNTED),
    ),
    "K804": (
        over_months(["lately", 100, 105, 9], names=COUNTED),
        over_months(["Oct 2026", 100, 105, 9], names=COUNTED),
    ),
    "K901": (deals(["a", None, None, DAY, "won", 5]), deals(["a", EARLIER, None, DAY, "won", 5])),
    "K902": (deals(["a", DAY, None, EARLIER, "won", 5]), deals(["a", DAY, None, DAY, "won", 5])),
    "K903": (deals(["a", EARLIER, None, DAY, "perhaps", 5]), deals(["a", EARLIER, None, DAY, "sold", 5])),
    "K904": (deals(["a", DAY, None, None, "won", 5]), deals(["a", DAY, None, None, "open", 5])),
    "K905": (deals(["a", EARLIER, None, DAY, "open", 5]), deals(["a", EARLIER, None, DAY, "lost", 5])),
    "K906": (
        deals(["a", date(2062, 10, 5), None, None, "open", 5]),
        deals(["a", date(2026, 11, 23), None, None, "open", 5]),
    ),
    "K907": (
        deals(["a", DAY, EARLIER, None, "open", 5]),
        deals(["a", EARLIER, EARLIER, DAY, "won", 5]),
    ),
    **{
        code: ([sheet("Channels", [ROW_HEADER, *trigger])], [sheet("Channels", [ROW_HEADER, *near])])
        for code, (trigger, near) in ROW_CASES.items()
    },
}
