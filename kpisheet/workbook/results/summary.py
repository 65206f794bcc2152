"""KPI summary: the headline, the guard line, the channels with their verdicts, charts, months, answers."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from kpisheet.analysis.basis import basis
from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import Card
from kpisheet.workbook.names import Role, quoted
from kpisheet.workbook.results.canvas import Canvas, fixed, text_in_formula
from kpisheet.workbook.results.charts import (
    ChartBook,
    insert_channel_charts,
    place_month_charts,
    rows_for_channel_charts,
)
from kpisheet.workbook.results.data_common import STALE_CELL
from kpisheet.workbook.results.data_layout import (
    CAMPAIGN_ID,
    CHANNEL_ID,
    IN_WINDOW,
    MOST_CAMPAIGNS,
    PERIOD_ID,
    DataLayout,
)
from kpisheet.workbook.results.figures import PARTIAL, FigureWriter
from kpisheet.workbook.results.ranges import return_key, write_ranges
from kpisheet.workbook.results.sources import Sources
from kpisheet.workbook.results.summary_words import write_words
from kpisheet.workbook.results.tables import (
    FIRST_FIGURE,
    LAST_COLUMN,
    FigureTable,
    PlacedTable,
    TableRow,
    write_table,
)

CHANNEL_KEYS = (
    "spend",
    "visitors",
    "leads",
    "visitor_to_lead_rate",
    "cpl",
    "new_customers",
    "close_rate",
    "cac",
    "break_even_cac",
    "revenue",
    "gross_profit",
    "roas",
    "roi",
)
MORE_KEYS = (
    "spend_share",
    "revenue_share",
    "cost_per_visitor",
    "break_even_cpl",
    "mql",
    "mql_rate",
    "cost_per_mql",
    "sql",
    "sql_rate",
    "cost_per_sql",
    "sql_close_rate",
    "quotes",
    "quote_close_rate",
    "sales",
    "cost_per_sale",
    "average_revenue_per_sale",
    "revenue_roi",
    "pieces_sent",
    "response_rate",
)
_ALWAYS = frozenset({"spend", "leads", "cpl", "new_customers", "cac", "revenue", "roi"})
_MONTH_KEYS = tuple(key for key in CHANNEL_KEYS if key != "break_even_cac")
_CAMPAIGN_KEYS = (
    "spend",
    "visitors",
    "leads",
    "cpl",
    "new_customers",
    "cac",
    "revenue",
    "gross_profit",
    "roi",
)
_CARDS = ((0, 2), (3, 6), (7, 10), (11, LAST_COLUMN))
_VERDICTS_LEAST, _MARKED = 20.0, 3.0
_NAMES_LEAST, _NAMES_MOST = 27.0, 46.0  # characters that the column of names holds
_HEADLINE_SIZE = 13
_MOST_BASES = 12  # footnotes on what ratios are made of


class Summary(Struct, frozen=True):
    """The writer of the sheet."""

    sources: Sources
    canvas: Canvas
    layout: DataLayout
    charts: ChartBook
    stale: int

    @property
    def figures(self) -> FigureWriter:
        """The writer of figures into this sheet."""
        return FigureWriter(self.sources, self.canvas, self.layout)

    def write(self) -> None:
        """Write it all, from top to bottom."""
        canvas, sources, report = self.canvas, self.sources, self.sources.report
        widths = [4.5, self._names_width(), self._verdicts_width(), *[12.5] * 19]
        canvas.columns(widths, sources.styles.get("plain"))
        row = self._write_top()
        row = self._write_cards(row)
        channels = self._write_channels(row)
        row = self._write_footnotes(channels.end + 1) + 1
        charts_row = row
        breaks = [charts_row]
        row += rows_for_channel_charts(report)
        if len(report.months_shown) > 1:
            breaks.append(row)
            months = self._write_months(row)
            row = place_month_charts(self.charts, self, months.end + 2, months)
        row = self._write_campaigns(row)
        breaks.append(row)
        row = write_words(self.figures, row)
        row, widest = self._write_more(row)
        ranges, row = write_ranges(self.figures, row, channels)
        insert_channel_charts(self.charts, self, charts_row, channels, ranges)
        canvas.worksheet.freeze_panes(3, 2)
        canvas.print_on(header="", footer=sources.heading, repeat=(0, 2))
        if report.channels:
            canvas.worksheet.set_h_pagebreaks(breaks)
        canvas.worksheet.print_area(0, 0, row, widest)

    def _names_width(self) -> float:
        """As wide as the longest name of a channel, within limits; longer ones wrap."""
        longest = max((len(one.channel.name) for one in self.sources.report.channels), default=0)
        return min(max(longest + 2.0, _NAMES_LEAST), _NAMES_MOST)

    def _verdicts_width(self) -> float:
        """As wide as the longest verdict that is given, in bold and with its mark."""
        given = {one.verdict.pays.value for one in self.sources.report.judged}
        longest = max((len(self.sources.words.raw(f"verdicts.{pays}")) for pays in given), default=0)
        return max(longest + _MARKED, _VERDICTS_LEAST)

    def _write_top(self) -> int:
        """Title, date and guard stay in view; below them the headline."""
        canvas, sources = self.canvas, self.sources
        styles = sources.styles
        canvas.text(0, 0, sources.heading, styles.get("title"))
        canvas.worksheet.set_row(0, 28)
        canvas.text(1, 0, self._made_by(), styles.get("subtitle"))
        self._write_guard(2)
        self._write_assumed(3)
        headline = sources.report.opening
        canvas.paragraph(4, 0, LAST_COLUMN, headline, styles.get("headline"), size=_HEADLINE_SIZE)
        if sources.report.comment:
            canvas.paragraph(5, 0, LAST_COLUMN, sources.report.comment, styles.get("wrapped"))
        else:
            canvas.worksheet.set_row(5, 2)
        canvas.worksheet.set_row(6, 8)
        return 7

    def _write_assumed(self, row: int) -> None:
        """What was assumed in place of what the file says, above all that rests on it."""
        assumed = self.sources.report.assumptions
        if assumed is None:
            self.canvas.worksheet.set_row(row, 6)
        else:
            said, style = self.sources.words.say(assumed), self.sources.styles.get("wrapped_bold")
            self.canvas.paragraph(row, 0, LAST_COLUMN, said, style)

    def _made_by(self) -> str:
        report, sources = self.sources.report, self.sources
        said = [sources.say("made_on", day=report.made_on)]
        if report.prepared_by:
            said.append(sources.say("prepared_by", name=report.prepared_by))
        if report.vat_taken_out is not None:
            said.append(sources.words.say(report.vat_taken_out.said))
        elif report.vat:
            said.append(sources.say(f"vat_{report.vat}"))
        if report.currency:
            said.append(sources.say("amounts_in", currency=report.currency))
        else:
            said.append(sources.say("currency_not_told"))
        return " · ".join(said)

    def _write_guard(self, row: int) -> None:
        """The line that says, live, whether the input is still what the report was made from."""
        canvas, sources = self.canvas, self.sources
        count = f"{quoted(self.layout.sheet)}!{fixed(*STALE_CELL)}"
        fresh, stale = sources.say("guard.fresh"), sources.say("guard.stale")
        formula = f"IF({count}=0,{text_in_formula(fresh)},{count}&{text_in_formula(' ' + stale)})"
        value = f"{self.stale} {stale}" if self.stale else fresh
        style = sources.styles.get("guard")
        canvas.merged(row, 0, LAST_COLUMN, "", style)
        canvas.formula(row, 0, formula, value, style)
        canvas.worksheet.set_row(row, 20)
        rule = {"type": "formula", "criteria": f"={count}>0", "format": sources.styles.changed}
        canvas.worksheet.conditional_format(row, 0, row, LAST_COLUMN, rule)

    def _write_cards(self, top: int) -> int:
        """The cards of the first screen, and under them the next step and what to check."""
        canvas, sources = self.canvas, self.sources
        cards = sources.report.cards[: len(_CARDS)]
        for (first, last), card in zip(_CARDS, cards, strict=False):
            self._write_card(top, first, last, card)
        notes = [self._note_of(card) for card in cards]
        spans = [(note, *columns) for note, columns in zip(notes, _CARDS, strict=False)]
        canvas.worksheet.set_row(top, 22)
        canvas.worksheet.set_row(top + 1, 30)
        canvas.fit_height(top + 2, spans)
        canvas.worksheet.set_row(top + 3, 6)
        next_step = sources.words.say(sources.report.next_step)
        canvas.paragraph(top + 4, 0, LAST_COLUMN, next_step, sources.styles.get("wrapped_bold"))
        row = top + 5
        for row, unread in enumerate(sources.report.unread, row):  # noqa: B020 - the next free row
            said = sources.words.say(unread.sentence)
            canvas.paragraph(row, 0, LAST_COLUMN, said, sources.styles.get("wrapped_bold"))
        row += bool(sources.report.unread)
        self._write_to_check(row)
        return row + 2

    def _note_of(self, card: Card) -> str:
        """What a card's figure is made of, its range and change, and the same of all channels."""
        sources = self.sources
        made_of = basis(card.figure, sources.report.marketing, margin=sources.report.margin)
        said = [sources.words.say(one) for one in (made_of, card.note) if one is not None]
        if card.together is not None and card.together.value is not None:
            value = sources.words.writing.figure(KPIS[card.figure.key].unit, card.together.value)
            said.append(sources.words.text("page.together", value=value))
        return "; ".join(said)

    def _write_card(self, top: int, first: int, last: int, card: Card) -> None:
        canvas, sources = self.canvas, self.sources
        styles, figure = sources.styles, card.figure
        kpi = KPIS[figure.key]
        note = self._note_of(card)
        # Cards stand side by side; a thick line in the colour of the paper sets one off from the one before.
        apart: dict[str, Any] = {"left": 5, "left_color": "#FFFFFF"} if first else {}
        label = sources.words.raw(f"kpis.{kpi.key}.label")
        canvas.merged(top, first, last, label, styles.get("card_label", **apart))
        style = styles.figure(kpi.unit, "card_value", **apart)
        canvas.merged(top + 1, first, last, "", style)
        if figure.value is None:
            canvas.text(top + 1, first, self.figures.word(figure), style)
        else:
            canvas.formula(
                top + 1, first, self.figures.formula(kpi, self.layout.marketing), figure.value, style
            )
        canvas.merged(top + 2, first, last, note, styles.get("card_note", **apart))

    def _write_to_check(self, row: int) -> None:
        report, sources = self.sources.report, self.sources
        if not report.findings:
            lacking = report.lacking
            clean = sources.say("nothing_to_check")
            said = clean if lacking is None else sources.words.text("page.check_lacking", what=lacking)
            self.canvas.text(row, 0, said, sources.styles.get("plain"))
            return
        found = sources.words.say(report.to_check) if report.to_check else sources.say("only_notes")
        text = sources.say("to_check", summary=found)
        target = sources.names[Role.FINDINGS]
        self.canvas.link(row, 0, text, sources.styles.get("plain_link"), to=(target, "A1"))

    def _write_channels(self, top: int) -> PlacedTable:
        report, sources = self.sources.report, self.sources
        rows = tuple(
            TableRow(one.channel.name, one.figures, number, one.verdict)
            for number, one in enumerate(report.channels, 1)
        )
        scopes = [report.totals, *(one.figures for one in report.channels)]
        keys = tuple(
            key
            for key in self._with_return(CHANNEL_KEYS)
            if key in _ALWAYS or any(figures[key].value is not None for figures in scopes)
        )
        title = (
            sources.say("channels_title_window", window=report.window)
            if report.window
            else sources.say("channels_title")
        )
        name_header = sources.words.raw("columns.channel.header")
        table = FigureTable(title, name_header, keys, rows, CHANNEL_ID, self._totals(), verdicts=True)
        placed = write_table(self.figures, top, table)
        self._add_bars(placed)
        return placed

    def _totals(self) -> tuple[TableRow, ...]:
        """What marketing paid for, and all together where more came."""
        report, say = self.sources.report, self.sources.say
        if not report.came_anyway:
            return (TableRow(say("total"), report.totals),)
        marketing = TableRow(say("total_marketing"), report.marketing, criteria=self.layout.marketing)
        return (marketing, TableRow(say("total_together"), report.totals))

    def _add_bars(self, placed: PlacedTable) -> None:
        """Data bars where lengths help: money spent and money that came back."""
        for key, colour in (("spend", "#C3D0D7"), ("revenue", "#A9CFC6")):
            column = placed.columns[key]
            bar = {
                "type": "data_bar",
                "bar_color": colour,
                "bar_solid": True,
                "min_type": "num",
                "min_value": 0,
            }
            self.canvas.worksheet.conditional_format(placed.first_row, column, placed.last_row, column, bar)

    def _write_footnotes(self, row: int) -> int:
        """What the marks in the tables mean, and what holds for the whole report."""
        sources, style = self.sources, self.sources.styles.get("note", font_size=9)
        report = sources.report
        notes = report.notes if report.renamed is None else (report.renamed, *report.notes)
        said = [sources.say("footnote_marks"), *self._bases(), *(sources.words.say(note) for note in notes)]
        for text in said:
            self.canvas.paragraph(row, 0, LAST_COLUMN, text, style, size=9)
            row += 1
        return row

    def _bases(self) -> list[str]:
        """What ratios are made of, where the figures beside them don't divide into them."""
        report, words = self.sources.report, self.sources.words
        scopes = [(row.name, row.figures) for row in self._totals()]
        scopes += [(one.channel.name, one.figures) for one in report.channels]
        said = [] if report.margin is None else [words.text("page.margin_note", margin=report.margin)]
        for name, figures in scopes:
            for key in ("cpl", "cac", return_key(report)):
                made_of = basis(figures[key], figures, margin=report.margin)
                if made_of is not None:
                    kpi = words.raw(f"kpis.{key}.short")
                    said.append(f"{PARTIAL} {kpi} · {name}: {words.say(made_of)}")
        return said[:_MOST_BASES]

    def _write_months(self, top: int) -> PlacedTable:
        report, sources = self.sources.report, self.sources
        ids = sources.ids.periods
        rows = tuple(
            TableRow(report.period_name(one.period, short=True), one.figures, ids.get(one.period, 0))
            for one in report.months_shown
        )
        keys = self._known(self._with_return(_MONTH_KEYS), rows)
        totals = () if report.shows_months_before else self._totals()[-1:]
        name_header = sources.words.raw("columns.period.header")
        table = FigureTable(
            sources.say("months_title"), name_header, keys, rows, PERIOD_ID, totals, among=((IN_WINDOW, "1"),)
        )
        return write_table(self.figures, top, table)

    def _write_campaigns(self, top: int) -> int:
        report, sources = self.sources.report, self.sources
        rows = []
        for channel, one in report.foremost_campaigns(MOST_CAMPAIGNS):
            name = f"{channel.channel.name} · {one.campaign or sources.say('no_campaign')}"
            number = sources.ids.campaigns[(channel.channel.key, one.campaign)]
            rows.append(TableRow(name, one.figures, number, one.verdict))
        if not rows:
            return top
        keys = self._known(self._with_return(_CAMPAIGN_KEYS), tuple(rows))
        name_header = sources.words.raw("columns.campaign.header")
        table = FigureTable(
            sources.say("campaigns_title"), name_header, keys, tuple(rows), CAMPAIGN_ID, verdicts=True
        )
        end = write_table(self.figures, top, table).end
        if report.campaigns > len(rows):
            cut = sources.say("campaigns_cut", shown=len(rows), all=report.campaigns)
            end += 1
            self.canvas.paragraph(end, 0, LAST_COLUMN, cut, sources.styles.get("note", font_size=9), size=9)
        return end + 2

    def _write_more(self, top: int) -> tuple[int, int]:
        """The other figures by channel; gives the row below and the sheet's last column."""
        report, sources = self.sources.report, self.sources
        rows = tuple(
            TableRow(one.channel.name, one.figures, number) for number, one in enumerate(report.channels, 1)
        )
        shown = return_key(report)
        keys = self._known(tuple(key for key in MORE_KEYS if key != shown), rows)
        if not keys:
            return top, LAST_COLUMN
        name_header = sources.words.raw("columns.channel.header")
        table = FigureTable(sources.say("more_title"), name_header, keys, rows, CHANNEL_ID, self._totals())
        widest = max(LAST_COLUMN, FIRST_FIGURE + len(keys) - 1)
        return write_table(self.figures, top, table).end + 2, widest

    def _with_return(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """`keys` with the return that can be told: no column where every cell would say *no margin*."""
        shown = return_key(self.sources.report)
        return tuple(shown if key == "roi" else key for key in keys)

    def _known(self, keys: tuple[str, ...], rows: tuple[TableRow, ...]) -> tuple[str, ...]:
        """Those of `keys` that have a value in any of the rows."""
        return tuple(key for key in keys if any(row.figures[key].value is not None for row in rows))
