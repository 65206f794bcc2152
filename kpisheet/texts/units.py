"""The units a figure or an input can have; how each is written lives in `writing`."""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """What a value measures, which decides how it is shown on the page and in the workbook."""

    TEXT = "text"
    CHOICE = "choice"
    PERIOD = "period"
    DATE = "date"
    COUNT = "count"  # whole things: leads, visitors
    MONEY = "money"  # a sum of money: spend, revenue; decimals are one choice for the whole report
    UNIT_MONEY = "unit_money"  # money per something: 2 decimals below 100, none from 100
    RATE = "rate"  # a fraction shown as percent with one decimal: 0.1 is 10.0 %
    RETURN = "return"  # a fraction shown as whole percent: ROI 14 is 1,400 %
    MULTIPLE = "multiple"  # a plain ratio with two decimals: ROAS 15.00
    MONTHS = "months"  # with one decimal
    DAYS = "days"  # with one decimal
    YEARS = "years"  # with one decimal
