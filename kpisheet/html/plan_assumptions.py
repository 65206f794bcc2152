"""What the plan on the page assumes, one sentence each: who is sent it must be able to hold it to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis.plan_rates import Rates
from kpisheet.analysis.planning import Plan
from kpisheet.html.wording import Wording


def plan_assumptions(wording: Wording, plan: Plan, *, compared: bool) -> tuple[str, ...]:
    """In the order in which they bear on the result; `compared`: other spends stand beside those of now."""
    return tuple(_Assumptions(wording, plan, compared).said())


class _Assumptions(Struct, frozen=True):
    wording: Wording
    plan: Plan
    compared: bool

    def said(self) -> Iterator[str]:
        plan = self.plan
        yield self._text("page_basis", window=plan.window) if plan.window else self._text("page_no_window")
        if self.wording.report.margin is not None:
            yield self._text("page_margin", margin=self.wording.report.margin)
        yield self._cycle()
        yield self.wording.say(plan.season_said)
        if self.compared:
            yield from self._returns()
        yield self._shared()
        yield self._text("page_cash", amount=plan.typed.cash or Decimal(0))
        yield self._text("page_ranges")

    def _text(self, key: str, /, **facts: object) -> str:
        return self.wording.text(f"plan.{key}", **facts)

    @property
    def _rates(self) -> Sequence[Rates]:
        return [Rates(line, self.plan.typed_of(line)) for line in self.plan.lines]

    def _cycle(self) -> str:
        typed = any(rates.typed.days is not None for rates in self._rates)
        if not typed and not self.plan.cycle_known:
            return self._text("page_cycle_unknown")
        days = sorted({round(rates.days) for rates in self._rates})
        source = "typed" if typed else "known"
        if len(days) == 1:
            return self._text(f"page_cycle_{source}", days=days[0])
        return self._text(f"page_cycles_{source}", low=days[0], high=days[-1])

    def _returns(self) -> Iterator[str]:
        """Of the channels that cost something, and whose months don't tell their curve."""
        assumed = [
            rates
            for rates in self._rates
            if rates.now > 0 and not rates.line.returns.known and rates.typed.exponent is None
        ]
        if not assumed:
            return
        names = [rates.line.channel.name or self._text("others") for rates in assumed]
        shares = sorted({Decimal(f"{2**rates.exponent - 1:.2f}") for rates in assumed})
        if len(shares) == 1:
            yield self._text("page_returns", names=names, share=shares[0])
        else:
            yield self._text("page_returns_differ", names=names, low=shares[0], high=shares[-1])

    def _shared(self) -> str:
        plan = self.plan
        if plan.typed.shared_costs is None and plan.shared is None:
            return self._text("page_shared_unknown")
        source = "page_shared" if plan.typed.shared_costs is None else "page_shared_typed"
        return self._text(source, amount=Decimal(repr(plan.shared_costs)))
