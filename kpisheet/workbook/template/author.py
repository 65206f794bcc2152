"""Authors the worksheet that people fill in, blank or with rows already typed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from io import BytesIO

from xlsxwriter.workbook import Workbook

from kpisheet.texts.habits import HABITS
from kpisheet.texts.language import Words
from kpisheet.workbook.plain_formulas import PlainFormulas
from kpisheet.workbook.template.business_sheet import BusinessSheet
from kpisheet.workbook.template.checks import checks
from kpisheet.workbook.template.filling import Filling, Typed, vat_typed
from kpisheet.workbook.template.grey import formulas, shown
from kpisheet.workbook.template.start_sheet import StartSheet
from kpisheet.workbook.template.styles import FONT, Styles
from kpisheet.workbook.template.table_sheet import Computed, TableSheet
from kpisheet.worksheet.channels import CHANNELS
from kpisheet.worksheet.schema import COMPUTED_COLUMNS, Table

_READY_ROWS = {Table.CHANNELS: 60, Table.MONTHS: 12, Table.DEALS: 30}


def author_template(
    *,
    language: str,
    currency: str | None,
    year: int | None,
    channels: Sequence[str] = (),
    filling: Filling | None = None,
    made_on: date,
) -> bytes:
    """The bytes of a provided worksheet.

    `currency` is an ISO 4217 code (None: lira in Turkish, left blank in English); `year` and `channels`
    type the months and channels in beforehand; a `filling` types whole rows instead and then comes alone.
    The same arguments give the same bytes.
    """
    words = Words(language)
    typed = filling or _prefilled(year, channels)
    currency = currency or _text(typed.settings.get("currency")) or HABITS[language].home_currency
    settings = {**typed.settings, "currency": currency}
    return _author(
        words, currency, Filling(settings, typed.channels, typed.months, typed.deals), channels, made_on
    )


def _author(
    words: Words, currency: str | None, filling: Filling, channels: Sequence[str], made_on: date
) -> bytes:
    stream = BytesIO()
    # "none": a font that belongs to the theme's scheme is shown as the theme's, whatever its name.
    font = {"font_name": FONT, "font_size": 10, "font_scheme": "none"}
    options = {"in_memory": True, "default_format_properties": font}
    workbook = Workbook(stream, options)
    workbook.set_properties(
        {
            "title": words.raw("template.start.title"),
            "subject": words.raw("template.properties.subject"),
            "author": "kpisheet",
            "created": datetime.combine(made_on, time.min),
        }
    )
    styles = Styles(workbook, words.code, currency)
    sheets = {
        key: workbook.add_worksheet(words.raw(f"sheets.{key}"), worksheet_class=PlainFormulas)
        for key in ("start", "business", "months", "channels", "deals")
    }
    StartSheet(words, styles, checks(filling, words)).write(sheets["start"])
    business = BusinessSheet(words, styles, filling.settings, _offered(channels, words))
    business.write(workbook, sheets["business"])
    margin, vat = filling.settings.get("gross_margin"), vat_typed(filling.settings)
    rows: Mapping[Table, Sequence[Mapping[str, Typed]]] = {
        Table.CHANNELS: filling.channels,
        Table.MONTHS: filling.months,
        Table.DEALS: filling.deals,
    }
    computed = Computed(
        COMPUTED_COLUMNS, formulas(words), partial(shown, margin=margin, words=words, vat=vat)
    )
    for table, ready in _READY_ROWS.items():
        block = computed if table is Table.CHANNELS else Computed()
        TableSheet(table, words, styles, rows[table], ready, block).write(sheets[table.value])
    sheets["start"].activate()
    workbook.close()
    return stream.getvalue()


def _prefilled(year: int | None, channels: Sequence[str]) -> Filling:
    """Each month of `year` with each channel; without channels, the months of Months alone."""
    months = [date(year, month, 1) for month in range(1, 13)] if year is not None else []
    each: Sequence[date | None] = months or [None]
    rows = [{"period": month, "channel": name} for month in each for name in channels]
    return Filling(channels=rows, months=[{"period": month} for month in months])


def _offered(channels: Sequence[str], words: Words) -> list[str]:
    """The names of the drop-down: the person's own first, then the known ones."""
    known = [words.raw(f"channels.{channel.key}") for channel in CHANNELS if channel.offered]
    return list(dict.fromkeys([*channels, *known]))


def _text(value: Typed) -> str | None:
    return value if isinstance(value, str) else None
