"""Does the channel pay for itself? The headline verdict of channels and campaigns.

Under break-even the new customers K of a spend S at a gross profit of g each are Poisson with mean
S ÷ g. Revenue per customer is taken as fixed, which the report says.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.analysis.comparisons import PAYS_EVENTS, holm
from kpisheet.analysis.intervals import poisson_two_sided
from kpisheet.analysis.report import Pays, Verdict
from kpisheet.analysis.sums import Sums
from kpisheet.texts.language import Sentence

_ZERO = Decimal(0)


class Reckoning(Struct, frozen=True):
    """One channel's or campaign's case: a verdict that needs no test, or a test's p-value."""

    verdict: Verdict | None = None
    spend: Decimal = _ZERO
    customers: Decimal = _ZERO
    profit: Decimal = _ZERO
    p: float = 1.0

    @property
    def needed(self) -> Decimal:
        """How many customers break even."""
        return self.spend / self.profit


def whole(needed: Decimal) -> Decimal:
    """The customers that break even as a sentence says them: the next whole one."""
    return needed.to_integral_value(ROUND_CEILING)


def profit_per_customer(sums: Sums) -> Decimal | None:
    """Gross profit ÷ new customers over the rows that know both; None without a customer."""
    part = sums.over_rows_knowing("gross_profit", "new_customers")
    if part is None or part.totals[1] <= 0:
        return None
    return part.totals[0] / part.totals[1]


def reckon(sums: Sums, overall_profit: Decimal | None) -> Reckoning:
    """The case of one scope; `overall_profit` is used where it has no customer of its own to go by."""
    part = sums.over_rows_knowing("spend", "new_customers")
    spent = sums.over_rows_knowing("spend")
    if spent is not None and spent.totals[0] == 0:
        return Reckoning(_without_test(Pays.NO_SPEND, "no_spend", spend=_ZERO))
    if part is None:
        key = "customers_not_recorded" if sums.knows("spend") else "spend_not_recorded"
        return Reckoning(_without_test(Pays.CANNOT_TELL, key))
    spend, customers = part.totals
    if spend == 0:  # the rows that were paid for don't know their customers
        return Reckoning(_without_test(Pays.CANNOT_TELL, "customers_not_recorded"))
    if part.derived:
        return Reckoning(
            _without_test(Pays.CANNOT_TELL, "customers_derived", spend=spend, customers=customers)
        )
    profit = profit_per_customer(sums)
    if profit is None:
        profit = overall_profit
    if profit is None:
        key = "no_margin" if sums.knows("revenue") and not sums.knows("gross_profit") else "no_profit"
        return Reckoning(_without_test(Pays.CANNOT_TELL, key, spend=spend, customers=customers))
    if profit <= 0:
        facts = {"spend": spend, "customers": customers, "profit_per_customer": profit}
        return Reckoning(_without_test(Pays.LOSES_MONEY, "loses_by_margin", **facts))
    p = poisson_two_sided(float(customers), float(spend / profit))
    return Reckoning(None, spend, customers, profit, p)


def _without_test(pays: Pays, reason: str, **facts: Decimal) -> Verdict:
    return Verdict(
        pays,
        Sentence(f"notes.verdict_{reason}", facts),
        spend=facts.get("spend"),
        customers=facts.get("customers"),
        profit_per_customer=facts.get("profit_per_customer"),
    )


def marked(verdict: Verdict, sums: Sums) -> Verdict:
    """The verdict, saying so if a finding touches an amount that it rests on."""
    if verdict.pays is Pays.NO_SPEND or not sums.touched("spend", "new_customers", "gross_profit"):
        return verdict
    return replace(
        verdict, reason=Sentence("notes.verdict_doubtful", {"reason": verdict.reason}), doubtful=True
    )


def plain_reason(verdict: Verdict) -> str:
    """The key of the verdict's reason, whether or not it is marked as doubtful."""
    reason = verdict.reason.facts["reason"] if verdict.doubtful else verdict.reason
    return str(reason.key)


def verdicts(reckonings: Sequence[Reckoning]) -> list[Verdict]:
    """The verdicts of all `reckonings`, whose tests share one Holm."""
    tested = [case for case in reckonings if case.verdict is None]
    rejected = dict(zip(map(id, tested), holm([case.p for case in tested]), strict=True))
    return [case.verdict or judged(case, rejected=rejected[id(case)]) for case in reckonings]


def judged(case: Reckoning, *, rejected: bool) -> Verdict:
    """The verdict of a tested case, given whether Holm rejects break-even."""
    if not rejected:
        pays, reason = Pays.CANNOT_TELL, "too_few"
    elif case.customers < case.needed:
        pays, reason = Pays.LOSES_MONEY, "loses_money"
    elif case.customers >= PAYS_EVENTS:
        pays, reason = Pays.PAYS, "pays"
    else:
        pays, reason = Pays.CANNOT_TELL, "too_few"
    facts = {
        "spend": case.spend,
        "customers": case.customers,
        "needed": whole(case.needed),
        "profit_per_customer": case.profit,
    }
    return Verdict(
        pays,
        Sentence(f"notes.verdict_{reason}", facts),
        spend=case.spend,
        customers=case.customers,
        needed=case.needed,
        profit_per_customer=case.profit,
        p=Decimal(repr(case.p)),
    )
