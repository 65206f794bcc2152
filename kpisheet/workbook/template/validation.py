"""Data validation that explains itself: drop-downs, bounds and input messages, for columns and settings."""

from __future__ import annotations

from datetime import date
from typing import Any

from kpisheet.texts.language import Words
from kpisheet.texts.units import Unit
from kpisheet.worksheet.schema import DEAL_OUTCOMES, Column, Setting

CHANNEL_LIST = "kpi_channel_list"  # the defined name of the drop-down's list in Business
CURRENCIES = (
    "USD",
    "EUR",
    "GBP",
    "TRY",
    "CAD",
    "AUD",
    "NZD",
    "CHF",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "JPY",
    "AED",
)
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_TITLE_CHARACTERS = 32


def validation(
    field: Column | Setting, words: Words, *, title: str | None = None, hint: str | None = None
) -> dict[str, Any]:
    """XlsxWriter's options for one input; `title` and `hint` make its input message."""
    options = _rule(field, words)
    if hint is not None:
        options["input_message"] = hint
        if title is not None and len(title) <= _TITLE_CHARACTERS:
            options["input_title"] = title
    return options


def _rule(field: Column | Setting, words: Words) -> dict[str, Any]:
    if field.key == "channel":
        return {"validate": "list", "source": f"={CHANNEL_LIST}", "show_error": False}
    if field.key == "currency":
        return {"validate": "list", "source": list(CURRENCIES)} | _error("currency", words, "warning")
    match field.unit:
        case Unit.TEXT:
            return {"validate": "any"}
        case Unit.CHOICE:
            return {"validate": "list", "source": _choices(field, words)} | _error("choice", words)
        case Unit.PERIOD:
            return _days() | _error("period", words, "warning")
        case Unit.DATE:
            return _days() | _error("date", words)
        case _:
            return _number(field, words)


def _choices(field: Column | Setting, words: Words) -> list[str]:
    keys = field.choices if isinstance(field, Setting) else DEAL_OUTCOMES
    return [words.raw(f"choices.{field.key}.{key}") for key in keys]


def _days() -> dict[str, Any]:
    return {"validate": "date", "criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY}


def _number(field: Column | Setting, words: Words) -> dict[str, Any]:
    kind = "integer" if field.unit in (Unit.COUNT, Unit.MONTHS) else "decimal"
    if field.minimum is None:
        return {"validate": kind, "criteria": ">=", "value": -1e12} | _error("signed", words)
    if field.maximum is None:
        name = {Unit.COUNT: "count", Unit.RATE: "open_rate", Unit.RETURN: "open_rate"}.get(
            field.unit, "number"
        )
        error = _error(name, words, minimum=field.minimum)
        return {"validate": kind, "criteria": ">=", "value": float(field.minimum)} | error
    name = {Unit.YEARS: "years", Unit.MONTHS: "months"}.get(field.unit, "rate")
    bounds = {"minimum": float(field.minimum), "maximum": float(field.maximum)}
    error = _error(name, words, minimum=field.minimum, maximum=field.maximum)
    return {"validate": kind, "criteria": "between"} | bounds | error


def _error(name: str, words: Words, kind: str = "stop", **facts: Any) -> dict[str, Any]:
    return {
        "error_type": kind,
        "error_title": words.raw(f"template.error.{name}.title"),
        "error_message": words.text(f"template.error.{name}.message", **facts),
    }
