"""The lower part of KPI summary: reasons, business figures, targets, benchmarks, changes, dated answers."""

from __future__ import annotations

from collections.abc import Sequence

from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import Answer, Change, Claim, Figure
from kpisheet.texts.units import Unit
from kpisheet.workbook.results.deal_blocks import write_cohorts, write_open_deals
from kpisheet.workbook.results.figures import FigureWriter
from kpisheet.workbook.results.tables import LAST_COLUMN, write_section
from kpisheet.workbook.results.trend_block import write_trends
from kpisheet.worksheet.schema import setting

_NAME, _VALUE = 1, 3


def write_words(writer: FigureWriter, top: int) -> int:
    """Write the blocks that have something to say; gives the row below."""
    for write in (
        _verdict_reasons,
        _business,
        _targets,
        _benchmarks,
        write_cohorts,
        write_open_deals,
        write_trends,
        _changes,
        _answers,
    ):
        top = write(writer, top)
    return top


def _verdict_reasons(writer: FigureWriter, top: int) -> int:
    """Why each channel's verdict is what it is."""
    report, sources = writer.sources.report, writer.sources
    if not report.judged:
        return top
    write_section(writer, top, sources.say("reasons_title"), LAST_COLUMN)
    row = top + 1
    for one in report.judged:
        name = one.channel.name
        verdict = sources.words.raw(f"verdicts.{one.verdict.pays.value}") + (
            " †" if one.verdict.doubtful else ""
        )
        reason = sources.words.say(one.verdict.reason)
        writer.canvas.merged(row, 0, 1, name, sources.styles.get("cell_wrapped"))
        writer.canvas.text(row, 2, verdict, sources.styles.verdict(one.verdict.pays, "cell_top"))
        writer.canvas.merged(row, _VALUE, LAST_COLUMN, reason, sources.styles.get("cell_wrapped"))
        writer.canvas.fit_height(row, [(name, 0, 1), (reason, _VALUE, LAST_COLUMN)])
        row += 1
    return row + 1


def _business(writer: FigureWriter, top: int) -> int:
    """Figures of the whole business: value, or why there is none."""
    sources = writer.sources
    figures = [one for one in sources.report.business.values() if one.key in KPIS]
    if not figures:
        return top
    write_section(writer, top, sources.say("business_title"), LAST_COLUMN)
    row = top + 1
    for figure in figures:
        label = sources.words.raw(f"kpis.{figure.key}.label")
        writer.canvas.merged(row, 0, 2, label, sources.styles.get("cell_top"))
        _write_constant(writer, row, _VALUE, figure)
        note = (
            _why(writer, figure)
            if figure.value is None
            else sources.words.raw(f"kpis.{figure.key}.definition")
        )
        writer.canvas.merged(row, _VALUE + 1, LAST_COLUMN, note, sources.styles.get("cell_note"))
        writer.canvas.fit_height(row, [(note, _VALUE + 1, LAST_COLUMN)])
        row += 1
    return row + 1


def _why(writer: FigureWriter, figure: Figure) -> str:
    return writer.sources.words.raw(f"missing.{figure.missing}") if figure.missing else ""


def _write_constant(writer: FigureWriter, row: int, column: int, figure: Figure) -> None:
    """A figure that isn't a sum of Data used, as a value."""
    styles = writer.sources.styles
    if figure.value is None:
        writer.canvas.text(row, column, writer.short_word("unknown"), styles.get("undefined", valign="top"))
    else:
        style = styles.figure(KPIS[figure.key].unit, valign="top")
        writer.canvas.number(row, column, figure.value, style)


def _write_header(writer: FigureWriter, row: int, headers: Sequence[str]) -> None:
    """The first header over the name's columns, the others one column each."""
    styles = writer.sources.styles
    writer.canvas.merged(row, 0, 2, headers[0], styles.get("header"))
    for column, header in enumerate(headers[1:], _VALUE):
        writer.canvas.text(row, column, header, styles.get("header_right"))


def _targets(writer: FigureWriter, top: int) -> int:
    sources = writer.sources
    if not sources.report.targets:
        return top
    write_section(writer, top, sources.say("targets_title"), LAST_COLUMN)
    headers = [sources.say(f"targets.{key}") for key in ("name", "target", "actual", "met")]
    _write_header(writer, top + 1, headers)
    row = top + 2
    for target in sources.report.targets:
        label = sources.words.raw(f"columns.{target.key}.label")
        writer.canvas.merged(row, 0, 2, label, sources.styles.get("cell_top"))
        writer.canvas.number(row, _VALUE, target.target, sources.styles.figure(setting(target.key).unit))
        _write_constant(writer, row, _VALUE + 1, target.actual)
        met = sources.say({True: "targets.yes", False: "targets.no", None: "short.unknown"}[target.met])
        writer.canvas.text(row, _VALUE + 2, met, sources.styles.get("figure"))
        row += 1
    return row + 1


def _benchmarks(writer: FigureWriter, top: int) -> int:
    """Benchmarks of the source articles, shown as theirs."""
    sources = writer.sources
    if not sources.report.benchmarks:
        return top
    write_section(writer, top, sources.say("benchmarks_title"), LAST_COLUMN)
    row = top + 1
    for one in sources.report.benchmarks:
        unit = KPIS[one.actual.key].unit
        low = sources.words.writing.figure(unit, one.low)
        high = None if one.high is None else sources.words.writing.figure(unit, one.high)
        span = sources.say("benchmarks.from", low=low) if high is None else f"{low} – {high}"
        writer.canvas.merged(
            row, 0, 2, sources.words.raw(f"kpis.{one.actual.key}.label"), sources.styles.get("cell")
        )
        _write_constant(writer, row, _VALUE, one.actual)
        writer.canvas.merged(row, _VALUE + 1, _VALUE + 2, span, sources.styles.get("cell", align="right"))
        source = sources.words.say(one.source)
        writer.canvas.merged(row, _VALUE + 3, LAST_COLUMN, source, sources.styles.get("cell_wrapped"))
        writer.canvas.fit_height(row, [(source, _VALUE + 3, LAST_COLUMN)])
        row += 1
    return row + 1


def _changes(writer: FigureWriter, top: int) -> int:
    """Changes of the totals, and of channels only where the data bear a claim."""
    sources = writer.sources
    shown = [
        one for one in sources.report.changes if one.channel is None or one.claim is not Claim.CANNOT_TELL
    ]
    if not shown:
        return top
    names = {one.channel.key: one.channel.name for one in sources.report.channels}
    all_of_them = sources.say("total_marketing" if sources.report.came_anyway else "total")
    write_section(writer, top, sources.say("changes_title"), LAST_COLUMN)
    headers = [sources.say(f"changes.{key}") for key in ("name", "before", "now")]
    _write_header(writer, top + 1, headers)
    writer.canvas.merged(
        top + 1, _VALUE + 2, LAST_COLUMN, sources.say("changes.claim"), sources.styles.get("header")
    )
    row = top + 2
    for change in shown:
        scope = names.get(change.channel, change.channel) if change.channel else all_of_them
        label = f"{sources.words.raw(f'kpis.{change.key}.short')} · {scope}"
        writer.canvas.merged(row, 0, 2, label, sources.styles.get("cell_wrapped"))
        _write_constant(writer, row, _VALUE, change.before)
        _write_constant(writer, row, _VALUE + 1, change.now)
        said = _said_of(writer, change)
        writer.canvas.merged(row, _VALUE + 2, LAST_COLUMN, said, sources.styles.get("cell_wrapped"))
        writer.canvas.fit_height(row, [(said, _VALUE + 2, LAST_COLUMN)])
        row += 1
    return row + 1


def _said_of(writer: FigureWriter, change: Change) -> str:
    claims = {Claim.YES: "higher", Claim.NO: "lower", Claim.CANNOT_TELL: "unclear"}
    said = writer.sources.say(f"changes.{claims[change.claim]}", earlier=change.earlier, period=change.period)
    if change.year_ago and KPIS[change.key].unit in (Unit.MONEY, Unit.UNIT_MONEY):
        said = f"{said} {writer.sources.say('changes.not_adjusted')}"
    return said


def _answers(writer: FigureWriter, top: int) -> int:
    """The articles' questions, answered by name, as text of the report's date."""
    report, sources = writer.sources.report, writer.sources
    if not report.answers:
        return top
    title = "answers_title" if report.window == report.period else "answers_title_window"
    said = sources.say(title, day=report.made_on, window=report.window)
    write_section(writer, top, said, LAST_COLUMN)
    row = top + 1
    for answer in report.answered:
        question = sources.words.raw(f"questions.{answer.id}")
        verdict = sources.words.raw(f"claims.{answer.verdict.value}") if answer.verdict else ""
        text = _answer_text(writer, answer)
        writer.canvas.merged(row, 0, 1, question, sources.styles.get("cell_wrapped", bold=True))
        writer.canvas.text(row, 2, verdict, sources.styles.get("cell_wrapped"))
        writer.canvas.merged(row, _VALUE, LAST_COLUMN, text, sources.styles.get("cell_wrapped"))
        writer.canvas.fit_height(row, [(question, 0, 1), (text, _VALUE, LAST_COLUMN)])
        row += 1
    if report.unanswered is not None:
        line, style = sources.words.say(report.unanswered), sources.styles.get("note")
        writer.canvas.merged(row, 0, LAST_COLUMN, line, style)
        writer.canvas.fit_height(row, [(line, 0, LAST_COLUMN)])
        row += 1
    return row + 1


def _answer_text(writer: FigureWriter, answer: Answer) -> str:
    sentences = (answer.text, answer.unknown, answer.helps)
    return "\n".join(writer.sources.words.say(sentence) for sentence in sentences if sentence is not None)
