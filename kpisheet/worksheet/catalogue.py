"""The catalogue: every finding there is, with its severity and group. One table.

Their words stand in the texts under ``findings.<code>.message``, ``.hint`` and ``.example``. Codes are
stable: K1 file and sheet, K2 header, K3 cell, K4 row, K5 table, K60 business, K66 costs of several months,
K63 and K7 figures, K8 months, K90 deals, K92 to K95 and from K960 on downloads,
K961 periods of many, K97 but K970 earlier reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from kpisheet.worksheet.findings import Finding, Place, Severity

_LONGEST_QUOTE = 255  # characters; a note that quotes a whole cell can be longer than Excel takes
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


class FindingGroup(StrEnum):
    """Where a finding belongs, worded as ``findings.group.<value>``."""

    FILE = "file"
    HEADER = "header"
    CELL = "cell"
    ROW = "row"
    COSTS = "costs"
    TABLE = "table"
    BUSINESS = "business"
    FIGURES = "figures"
    MONTHS = "months"
    DEALS = "deals"
    DOWNLOADS = "downloads"


class FindingKind(Struct, frozen=True):
    """One row of the catalogue. `meaning` says in a few words, for developers, when it is given."""

    code: str
    severity: Severity
    group: FindingGroup
    meaning: str


def _kinds(group: FindingGroup, *rows: tuple[str, Severity, str]) -> tuple[FindingKind, ...]:
    return tuple(FindingKind(code, severity, group, meaning) for code, severity, meaning in rows)


KINDS: tuple[FindingKind, ...] = (
    *_kinds(
        FindingGroup.FILE,
        ("K101", INFO, "another sheet looks like Channels too"),
        ("K102", INFO, "another table of the same sheet looks like Channels too"),
        ("K108", ERROR, "another table of the same sheet, its figures in another currency or unit; not read"),
        ("K109", WARNING, "other headers below the table end it; what stands below them was not read"),
        ("K103", INFO, "the table that was read stands on a hidden sheet"),
        ("K104", INFO, "the table has headers but no rows yet"),
        ("K105", INFO, "hidden or filtered rows were counted"),
        ("K106", WARNING, "the table that was read goes on below another one; those rows were not read"),
        ("K107", WARNING, "a table of what was brought, without spend, beside the one that was read"),
        ("K971", INFO, "a result sheet of an earlier report that a person changed is kept"),
        ("K140", INFO, "a column of numbers under an unknown header; not read"),
        ("K160", INFO, "of several columns of cost the one that is the sum of another and its fees is spend"),
        ("K161", WARNING, "several columns of spend that differ; the first is read, asked which is meant"),
        ("K162", WARNING, "a column of fees that the spend doesn't hold; not read"),
        ("K163", WARNING, "rows of a plan among those of what happened, as a column says; left out"),
        ("K164", INFO, "of columns of leads the one that holds those of others is read"),
        ("K165", WARNING, "columns of leads by how they came in, without their sum; the first is read"),
        ("K170", WARNING, "a channel called a group, or reckoned, that is the sum of others; left out"),
        ("K171", WARNING, "a channel called a group that may be the sum of all others; counted"),
        ("K174", WARNING, "a channel called a group with the figures of one other channel; counted"),
        ("K175", WARNING, "a channel called a group that is the sum of others but for some cells; left out"),
        ("K176", WARNING, "a channel called a group that is nearly the sum of others; counted"),
        ("K177", WARNING, "a channel called a group with all the figures of one other channel; left out"),
        ("K178", WARNING, "rows that speak of a plan or of another year, by name or beside it; counted"),
        ("K179", WARNING, "amounts that are said to be added up over months; read as of each month"),
        ("K186", WARNING, "rows that are said to be cancelled or paid back; counted"),
        ("K187", WARNING, "a month with every figure of another month; counted"),
        ("K188", WARNING, "columns of unknown headers that only a title calls spend; counted"),
        ("K189", WARNING, "a channel that stands for others has their spend together; counted"),
        ("K172", ERROR, "a financial year or a quarter of one, whose months nothing tells"),
        ("K173", WARNING, "amounts by channel and month of which nothing says what they are; read as spend"),
        ("K166", INFO, "the one date of a list is read as its month"),
        ("K150", INFO, "a column of totals, left out"),
        ("K151", INFO, "figures that are planned, of last year, or compare others; left out"),
        ("K152", WARNING, "figures of a table without a channel or metric; not read"),
        ("K153", WARNING, "other labels of the table may be its channels too"),
        ("K154", INFO, "a table that sums up what was read; not read"),
        ("K155", WARNING, "a table sums up what was read and comes to something else"),
        ("K156", INFO, "tables of regions, read as parts of one"),
        ("K157", WARNING, "tables of one shape and the same months with other figures; added"),
        ("K158", WARNING, "a table of the same shape and months that may be another version; not read"),
        ("K159", WARNING, "a column of totals that isn't the sum of its columns, left out"),
        ("K680", WARNING, "a row with a figure only in a column of totals, which isn't counted"),
        ("K180", ERROR, "a column in another currency, without a rate; not used"),
        ("K181", INFO, "a column in another currency, converted"),
        ("K182", WARNING, "a line above the table names another currency than the table"),
        ("K184", WARNING, "conversions, or their rate, are read as leads; asked once"),
        (
            "K185",
            ERROR,
            "figures that can't be added to others, as their headers say; left out",
        ),
        ("K183", ERROR, "an exchange rate that can't be used"),
    ),
    *_kinds(
        FindingGroup.HEADER,
        ("K201", WARNING, "a header means different things to different people; not read"),
        ("K202", INFO, "an unknown header is close to a known one"),
        ("K203", WARNING, "two columns mean the same; the first is read"),
        ("K204", WARNING, "a budget is read as spend"),
        ("K205", ERROR, "a table of Months or Deals lacks its required column"),
        ("K206", INFO, "a column of an ambiguous KPI; not read, computed anew"),
        ("K207", WARNING, "a header says of VAT otherwise than the setting"),
        ("K208", WARNING, "a header says thousands; the numbers are read as typed"),
    ),
    *_kinds(
        FindingGroup.CELL,
        ("K301", WARNING, "a number typed as text, read"),
        ("K302", ERROR, "not readable as a number"),
        ("K303", ERROR, "a number with two readings"),
        ("K304", ERROR, "a formula without a stored value"),
        ("K305", ERROR, "a formula error"),
        ("K306", ERROR, "a date in a number column"),
        ("K307", WARNING, "a rate typed as percent points"),
        ("K308", ERROR, "a rate that may be a fraction or percent points"),
        ("K309", INFO, "a rate typed as a fraction without percent format"),
        ("K310", ERROR, "negative"),
        ("K311", WARNING, "a count that isn't whole"),
        ("K312", ERROR, "out of bounds"),
        ("K313", ERROR, "an amount typed in another currency"),
        ("K314", WARNING, "a placeholder such as a dash, read as blank"),
        ("K315", WARNING, "a computed column's formula was overtyped"),
        ("K316", ERROR, "a percentage in a column of counts or money"),
        ("K317", WARNING, "a number with two readings, read as the column's other cells are"),
        ("K318", WARNING, "a percentage typed as text, read"),
        ("K319", ERROR, "a cell formatted in another currency than the rest"),
        ("K320", ERROR, "not readable as a date"),
        ("K321", ERROR, "an amount whose row names another currency"),
        ("K322", INFO, "an amount in another currency, converted"),
        ("K323", WARNING, "an amount's format or row names another currency than its header"),
        ("K326", WARNING, "a channel that is a date"),
        ("K327", WARNING, "a month that Excel may have made a day of another year"),
        ("K328", ERROR, "larger than any amount or count"),
        ("K329", INFO, "a bare gross margin up to 1, read as a fraction"),
        ("K324", WARNING, "a currency column holds no currency"),
    ),
    *_kinds(
        FindingGroup.ROW,
        ("K401", ERROR, "a row with figures but no channel"),
        ("K402", WARNING, "results but blank spend"),
        ("K403", WARNING, "blank where the channel's other rows are filled"),
        ("K404", INFO, "a totals row, left out"),
        ("K405", WARNING, "the same month, channel and campaign twice"),
        ("K406", ERROR, "overlapping periods"),
        ("K407", WARNING, "a row without a campaign beside rows with one"),
        ("K408", WARNING, "more leads than visitors"),
        ("K409", WARNING, "a later step of the funnel exceeds the one before"),
        ("K410", WARNING, "about ten times the channel's usual, or more"),
        ("K411", WARNING, "spend, but every result is blank"),
        ("K412", INFO, "a paid channel with results at no spend"),
        ("K413", WARNING, "a merged range over figures: counted once"),
        ("K414", INFO, "a merged label: used for all its rows"),
        ("K415", INFO, "a repeated header row, skipped"),
        ("K416", WARNING, "less than a tenth of the channel's usual"),
        ("K431", WARNING, "a totals row that isn't the sum of its rows, left out"),
        ("K432", WARNING, "a row whose figures are the sums of others; counted"),
        ("K433", ERROR, "a row without a total's name whose figures are the sums of others; left out"),
        ("K440", WARNING, "a known channel whose figures are the sums of other channels; counted"),
        ("K434", WARNING, "a total's word in a channel's name; counted"),
        ("K435", INFO, "a row of a higher level that sums up others, left out"),
    ),
    *_kinds(
        FindingGroup.COSTS,
        ("K661", ERROR, "over how many months a cost is spread isn't understood; the cost isn't used"),
        ("K662", WARNING, "spread over 0 months: the cost counts whole in its month"),
        ("K663", INFO, "a cost spread over several months"),
        ("K664", INFO, "a part of a spread cost falls outside the report"),
        ("K665", INFO, "results beside a cost that is spread: they stay in their month"),
        ("K666", WARNING, "a cost that can't be spread; counted whole"),
        ("K667", ERROR, "a cost of several months that may be the total of other rows; left out"),
        ("K668", WARNING, "months of a spread cost in which nothing is typed of what it brought"),
        ("K669", WARNING, "nothing is typed of what a spread cost brought"),
    ),
    *_kinds(
        FindingGroup.TABLE,
        ("K501", WARNING, "the period is missing"),
        ("K502", ERROR, "the period is not understood"),
        ("K503", WARNING, "a plain number read as a period"),
        ("K504", ERROR, "a period with two readings"),
        ("K505", ERROR, "a month without a year"),
        ("K506", INFO, "a month without a year, the year taken from elsewhere"),
        ("K507", WARNING, "a gap in the months"),
        ("K508", INFO, "rows after the report period"),
        ("K509", WARNING, "a period in the future"),
        ("K510", WARNING, "an unknown channel that is close to a known one"),
        ("K511", WARNING, "two spellings of what may be one channel"),
        ("K512", INFO, "a date that may be meant month first, read day first as the language writes it"),
        ("K513", WARNING, "a month typed only in the first row of a block, used for the rows below"),
        ("K514", WARNING, "a month whose own year isn't the one in the column beside it"),
        ("K516", WARNING, "a platform's name that may be what is bought there or what comes by itself"),
        ("K961", WARNING, "rows that lie only partly in the report period"),
    ),
    *_kinds(
        FindingGroup.BUSINESS,
        ("K601", ERROR, "a setting that is none of its choices"),
        ("K602", WARNING, "the currency set and the cells' currency differ"),
        ("K603", WARNING, "a setting stands twice with different values"),
        ("K604", ERROR, "the report period ends before it begins"),
        ("K605", ERROR, "the currency is not understood"),
        ("K606", WARNING, "a channel named in a setting isn't in the table"),
        ("K607", ERROR, "a month of the report period is not understood"),
        ("K670", WARNING, "a VAT rate that isn't taken out, as amounts are not said to contain it"),
        ("K671", WARNING, "a VAT rate of sales without that of spend"),
        ("K608", WARNING, "what could be a setting stands where none is looked for"),
        ("K641", WARNING, "a word for leads or customers that can't stand in a sentence"),
    ),
    *_kinds(  # raised by analysis.deciding: it takes a verdict
        FindingGroup.FIGURES,
        ("K631", WARNING, "a number that nothing bears out decides a verdict"),
    ),
    *_kinds(  # raised by analysis.checks: they need a formula
        FindingGroup.FIGURES,
        ("K701", WARNING, "a typed count differs from the one derived from its rate"),
        ("K702", WARNING, "a typed revenue differs from the number sold times the average sale"),
        ("K703", WARNING, "the typed sum of shared costs differs from its parts"),
        ("K704", ERROR, "a retention rate below 0 or above 100 %"),
        ("K705", ERROR, "marketing brought more customers than there were"),
        ("K706", ERROR, "marketing brought more revenue than there was"),
        ("K707", WARNING, "the channels add up to more new customers than Months says"),
        ("K708", WARNING, "the channels add up to more revenue than Months says"),
        ("K709", WARNING, "the typed years of a customer don't fit the retention rate"),
        ("K710", INFO, "deals won and the channels' new customers differ"),
    ),
    *_kinds(
        FindingGroup.MONTHS,
        ("K801", ERROR, "a month twice"),
        ("K802", INFO, "a gap in Months"),
        ("K803", WARNING, "a month's start isn't the end of the month before"),
        ("K804", ERROR, "the month is missing or not understood"),
    ),
    *_kinds(
        FindingGroup.DEALS,
        ("K901", ERROR, "the date of creation is missing"),
        ("K902", ERROR, "closed before created"),
        ("K903", ERROR, "the outcome is not understood"),
        ("K904", WARNING, "won without a closing date"),
        ("K905", WARNING, "open, but with a closing date"),
        ("K906", WARNING, "a date in the future"),
        ("K907", WARNING, "quoted before created or after closed"),
    ),
    *_kinds(
        FindingGroup.DOWNLOADS,
        ("K921", WARNING, "a cell of a download is no number: the sum that it belongs to stays blank"),
        ("K922", INFO, "totals of a download were left out"),
        ("K923", WARNING, "a date of a download is not understood"),
        ("K924", INFO, "a download names no channel: its title's, sheet's or file's name was taken"),
        ("K925", WARNING, "a download has no row that could be used"),
        ("K926", WARNING, "a download tells no month"),
        ("K927", WARNING, "customers from before an order list begins count as new"),
        ("K928", WARNING, "no deal of a download says that it is won"),
        ("K929", WARNING, "a download of a customer system has no source"),
        ("K930", WARNING, "won deals of a download without an amount"),
        ("K931", INFO, "a survey's answers stand beside the tracked figures"),
        ("K932", INFO, "two tables of a download say the same spend"),
        ("K933", INFO, "two downloads tell the same figure differently; one of them was taken"),
        ("K934", INFO, "an umbrella of a download was counted as the one channel that it stands for"),
        ("K935", WARNING, "an umbrella of a download may stand for several channels"),
        ("K936", INFO, "results of a download that are no leads were not counted"),
        ("K937", WARNING, "the worksheet lacks a column for figures of a download"),
        ("K938", INFO, "conversions of a download were counted as leads"),
        ("K941", WARNING, "a typed cell differs from a download and was kept"),
        ("K672", WARNING, "spend of downloads in a worksheet whose amounts contain VAT"),
        ("K942", WARNING, "won deals of a download without a closing date"),
        ("K943", WARNING, "a total of a download differs from the rows that were counted"),
        ("K944", WARNING, "a row of a download that was counted may be a total"),
        ("K945", INFO, "a download was counted as the channel that was named for it before"),
        ("K950", WARNING, "a row of a download without a total's name, whose figures are sums; left out"),
        ("K951", INFO, "of a download's columns of cost the one that is the sum of two others is its spend"),
        ("K952", WARNING, "a download has a column of fees that its spend doesn't hold"),
        ("K953", WARNING, "lines of a plan among those of what happened in a download; left out"),
        ("K954", INFO, "of a download's columns of leads the one that holds those of others is read"),
        (
            "K955",
            WARNING,
            "a download has columns of leads by how they came in, without their sum; one is read",
        ),
        ("K956", WARNING, "a download says when something started, not when it ended"),
        ("K957", WARNING, "fiscal periods of a download; which months they are isn't told"),
        ("K958", WARNING, "a campaign of a download ran over several months"),
        ("K959", INFO, "columns of numbers of a download that weren't read"),
        ("K960", INFO, "columns of a download that speak of a budget, and were not read as a plan"),
        ("K962", WARNING, "lines of a download that stand there twice; both counted"),
        ("K963", WARNING, "amounts of a download in thousands or of single days; read as they stand"),
        ("K964", WARNING, "lines of a download that speak of a plan or of another year; counted"),
        ("K965", WARNING, "lines of a download that are said to be cancelled or paid back; counted"),
        ("K966", WARNING, "a title, or the name, of a download speaks of a plan; counted"),
        ("K967", WARNING, "an amount below zero in a download: the sum that it belongs to stays blank"),
        ("K968", WARNING, "lines of a download that are scenarios of one another; all counted"),
        (
            "K969",
            WARNING,
            "other headers inside a download end its table; their lines were not read",
        ),
        ("K970", ERROR, "another table of a download, its amounts in another unit or currency; left out"),
        ("K947", WARNING, "lines of a download that brought something, their spend blank beside others'"),
        ("K949", INFO, "calls of a download by who had called before; no leads"),
        ("K946", WARNING, "what an order of a download brought can't be told for certain"),
    ),
)

CATALOGUE: Mapping[str, FindingKind] = MappingProxyType({kind.code: kind for kind in KINDS})


def finding(
    code: str,
    place: Place | None,
    *,
    typed: str | None = None,
    read_as: Decimal | str | date | None = None,
    affects: Iterable[str] = (),
    **facts: Any,
) -> Finding:
    """A finding of the catalogue; `typed` and `read_as` are also facts of its sentences."""
    told = {"typed": typed, "read_as": read_as, **facts}
    told = {name: quoted(fact) if isinstance(fact, str) else fact for name, fact in told.items()}
    return Finding(
        code=code,
        severity=CATALOGUE[code].severity,
        place=place,
        facts=MappingProxyType({name: value for name, value in told.items() if value is not None}),
        typed=typed,
        read_as=read_as,
        affects=frozenset(affects),
    )


def quoted(text: str) -> str:
    """As much of a cell's text as a sentence quotes of it."""
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"
