"""Small builders of answers' sentences: labels of figures, sentences joined, hints and limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis.claims import Name
from kpisheet.analysis.report import NOT_RECORDED, Answer, Claim, Figure
from kpisheet.analysis.workings import Workings
from kpisheet.texts.language import Sentence, Term
from kpisheet.texts.writing import rounded
from kpisheet.worksheet.periods import Period

Labelled = tuple[Sentence, Figure]
_HUNDRED = Decimal(100)
_ALL = Term("page.total")


_NAMES = 3  # of channels in one list


def listed(names: Sequence[str]) -> Sentence | str:
    """`A, B and C`; of many, the first and how many more there are."""
    if len(names) > _NAMES + 1:
        return Sentence("headline.names_more", {"names": list(names[:_NAMES]), "n": len(names) - _NAMES})
    if len(names) > 1:
        return Sentence("headline.names", {"names": list(names[:-1]), "last": names[-1]})
    return names[0] if names else ""


def labelled(figure: Figure, name: str | None = None) -> Labelled:
    """A figure with its label: the channel's or campaign's name and the KPI, or the KPI alone."""
    kpi = Term(f"kpis.{figure.key}.short")
    if name is None:
        return Sentence("answers.label_all", {"kpi": kpi}), figure
    return Sentence("answers.label", {"name": name, "kpi": kpi}), figure


def of_report(workings: Workings, figure: Figure, name: Term = _ALL) -> Labelled:
    """A figure of the report period; its label names that period where answers rest on a longer one."""
    facts = {"name": name, "kpi": Term(f"kpis.{figure.key}.short")}
    if workings.window == workings.period:
        return Sentence("answers.label", facts), figure
    return Sentence("answers.label_period", {**facts, "period": workings.period}), figure


def dated(workings: Workings, period: Period | None, sentence: Sentence | None) -> Sentence | None:
    """`sentence` with its period before it, where an answer speaks of two: report period and window."""
    if sentence is None or workings.window == workings.period:
        return sentence
    return Sentence("answers.dated", {"period": period, "sentence": sentence})


def joined(*sentences: Sentence | None) -> Sentence:
    """Sentences after one another; those that are None are left out."""
    said = [sentence for sentence in sentences if sentence is not None]
    together = said[0]
    for sentence in said[1:]:
        together = Sentence("answers.joined", {"first": together, "second": sentence})
    return together


def helps(name: str) -> Sentence:
    """Which input would help."""
    return Sentence(f"answers.helps_{name}")


def unknown(name: str) -> Sentence:
    """What these data can't tell."""
    return Sentence(f"answers.unknown_{name}")


def cannot_tell(question: str, helping: str, *, limit: str | None = None) -> Answer:
    """The answer where the inputs are missing: which one would help."""
    return Answer(
        question,
        Claim.CANNOT_TELL,
        Sentence(NOT_RECORDED),
        unknown=unknown(limit) if limit else None,
        helps=helps(helping),
    )


def about(count: int) -> Decimal:
    """A number needed, rounded up to two digits: it rests on an estimate and promises no more."""
    step = 10 ** max(0, len(str(count)) - 2)
    return Decimal(-(-count // step) * step)


def points(difference: Decimal) -> Decimal:
    """A difference of two rates in percentage points, to one place."""
    return rounded(difference * _HUNDRED, 1)


class Gap(Struct, frozen=True):
    """Two channels of which one is clearly better at a KPI."""

    better: str
    worse: str


def gaps(workings: Workings, kpi: str, *, lower_is_better: bool = False) -> Iterator[Gap]:
    """Every pair of marketing channels in which one is clearly better: the others can't be bought more of."""
    for name, settled in workings.claims.items():
        if name[:2] != ("pair", kpi) or settled.claim is Claim.CANNOT_TELL:
            continue
        first_is_better = (settled.claim is Claim.YES) is not lower_is_better
        gap = _gap(name, first_is_better=first_is_better)
        if workings.channel(gap.better).marketing and workings.channel(gap.worse).marketing:
            yield gap


def _gap(name: Name, *, first_is_better: bool) -> Gap:
    first, other = str(name[2]), str(name[3])
    return Gap(first, other) if first_is_better else Gap(other, first)


def unbeaten(workings: Workings, kpi: str, *, lower_is_better: bool = False) -> Gap | None:
    """A channel that is clearly better than another and than which none is clearly better, and that other.

    Of several, the one that beats most channels; of those it beats, the one with the most behind it.
    """
    found = list(gaps(workings, kpi, lower_is_better=lower_is_better))
    beaten = {gap.worse for gap in found}
    best = {gap.better: 0 for gap in found if gap.better not in beaten}
    if not best:
        return None
    for gap in found:
        if gap.better in best:
            best[gap.better] += 1
    winner = max(best, key=lambda key: (best[key], _weight(workings, kpi, key)))
    losers = [gap.worse for gap in found if gap.better == winner]
    return Gap(winner, max(losers, key=lambda key: _weight(workings, kpi, key)))


def _weight(workings: Workings, kpi: str, channel: str) -> Decimal:
    return workings.window_channels[channel][kpi].denominator or Decimal(0)
