"""Draws one KPI per channel and month over many workbooks, as a line chart in a new workbook.

    python docs/examples/kpi_over_months.py 2026-*.xlsx --kpi cac -o cac.xlsx

Each workbook is read as `kpisheet` reads it, for its own report period. Where two workbooks hold the same month,
the one named later counts. A month in which the figure is undefined (no customers yet) stays blank.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import xlsxwriter

import kpisheet
from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import Report
from kpisheet.texts.units import Unit

_OF_CHANNELS = [key for key, kpi in KPIS.items() if not kpi.business]
_PERCENT = (Unit.RATE, Unit.RETURN)
Values = Mapping[date, Decimal | None]


def series(reports: Iterable[Report], kpi: str) -> dict[str, dict[date, Decimal | None]]:
    """The KPI's values by channel and month. A channel has the name that the first workbook gives it."""
    names: dict[str, str] = {}
    values: dict[str, dict[date, Decimal | None]] = {}
    for report in reports:
        for each in report.channels:
            name = names.setdefault(each.channel.key, each.channel.name)
            for part in each.by_period:
                values.setdefault(name, {})[part.period.start] = part.figures[kpi].value
    return values


def draw(values: Mapping[str, Values], title: str, number_format: str, output: Path) -> None:
    """Write the table of months and channels, with a line for each channel beside it."""
    months = sorted({month for by_month in values.values() for month in by_month})
    with xlsxwriter.Workbook(output, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("KPI")
        as_month = book.add_format({"num_format": "mmm yyyy", "align": "left"})
        as_number = book.add_format({"num_format": number_format})
        as_name = book.add_format({"text_wrap": True, "align": "right"})
        sheet.set_column(0, len(values), 14)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        chart = book.add_chart({"type": "line"})
        for row, month in enumerate(months, 1):
            sheet.write_datetime(row, 0, month, as_month)
        for column, (name, by_month) in enumerate(values.items(), 1):
            sheet.write_string(0, column, name, as_name)
            for row, month in enumerate(months, 1):
                value = by_month.get(month)
                if value is not None:
                    sheet.write_number(row, column, float(value), as_number)
            chart.add_series(
                {
                    "name": ["KPI", 0, column],
                    "categories": ["KPI", 1, 0, len(months), 0],
                    "values": ["KPI", 1, column, len(months), column],
                    "marker": {"type": "circle", "size": 5},
                }
            )
        chart.set_title({"name": title, "overlay": False})
        chart.set_x_axis({"date_axis": True, "num_format": "mmm yyyy", "major_unit_type": "months"})
        chart.set_y_axis({"num_format": number_format})
        chart.show_blanks_as("gap")
        chart.set_size({"width": 960, "height": 480})
        sheet.insert_chart(len(months) + 2, 0, chart)


def main() -> int:
    """Read the workbooks named, draw, and say where the chart is."""
    asked = argparse.ArgumentParser(description="Draws one KPI per channel and month over many workbooks.")
    asked.add_argument("workbooks", nargs="+", type=Path)
    asked.add_argument(
        "--kpi", default="cac", choices=_OF_CHANNELS, metavar="KEY", help="key in the reference"
    )
    asked.add_argument("-o", "--output", type=Path, default=Path("kpi.xlsx"))
    given = asked.parse_args()
    reports = []
    for path in given.workbooks:
        try:
            reports.append(kpisheet.evaluate(path).report)
        except kpisheet.KpisheetError as error:
            print(f"{path} is left out: {error}", file=sys.stderr)
    if len(currencies := {report.currency or "not told" for report in reports}) != 1:
        print(f"One chart needs workbooks of one currency; found: {sorted(currencies)}.", file=sys.stderr)
        return 2
    words, unit = reports[0].words, KPIS[given.kpi].unit
    title = words.raw(f"kpis.{given.kpi}.label")
    if unit in {Unit.MONEY, Unit.UNIT_MONEY} and words.currency:
        title += f", {words.currency}"
    draw(series(reports, given.kpi), title, "0.0%" if unit in _PERCENT else "#,##0.00", given.output)
    print(given.output)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
