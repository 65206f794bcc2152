"""The figures of the whole business: paid and fully-loaded CAC, lifetime value, retention, origin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.analysis import months as by_month
from kpisheet.analysis.figures import Scope, ScopeFigures
from kpisheet.analysis.ledger import Ledger, Slice
from kpisheet.analysis.report import Figure
from kpisheet.analysis.sums import Sums, added
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.findings import Finding, Severity
from kpisheet.worksheet.naming import channels_listed
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.schema import SHARED_COST_COLUMNS
from kpisheet.worksheet.sheet import MonthRow, Settings, Worksheet

_ZERO, _ONE = Decimal(0), Decimal(1)
# The columns of Months and the settings that each figure rests on.
_RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "fully_loaded_cac": ("shared_costs", "all_new_customers", *SHARED_COST_COLUMNS),
    "clv": ("yearly_profit_per_customer", "customer_years"),
    "crr": ("customers_start", "customers_end", "all_new_customers"),
    "marketing_originated_share": ("all_new_customers",),
    "marketing_originated_revenue_share": ("all_new_revenue",),
    "cac_payback_months": ("monthly_revenue_per_customer", "gross_margin"),
}


class Business(Struct, frozen=True, dict=True):
    """Reckons the business figures of one report; each figure is made once."""

    worksheet: Worksheet
    ledger: Ledger
    span: Period | None
    findings: Sequence[Finding]

    @cached_property
    def part(self) -> Slice:
        """The sums of the report period."""
        return self.ledger.slice(self.span)

    @cached_property
    def months(self) -> tuple[MonthRow, ...]:
        """The rows of Months inside the report period."""
        return by_month.within(self.worksheet.months, self.span)

    @property
    def settings(self) -> Settings:
        """The settings of Business."""
        return self.worksheet.settings

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """All business figures but those of the sales cycle."""
        retained = self.retention
        made = (
            self.paid_cac,
            self.fully_loaded_cac,
            self.clv,
            self._against_cac("clv_less_cac"),
            self._against_cac("clv_to_cac"),
            self._retained("crr", retained.rate),
            self._retained("crr_yearly", retained.yearly),
            self._retained("churn", None if retained.rate is None else _ONE - retained.rate),
            self.payback,
            self.originated_share("marketing_originated_share", "new_customers", "all_new_customers"),
            self.originated_share("marketing_originated_revenue_share", "revenue", "all_new_revenue"),
        )
        return {figure.key: figure for figure in made}

    @cached_property
    def _doubted(self) -> frozenset[str]:
        table = self.worksheet.table
        sheets = {table.sheet, *(sheet for sheet, _ in table.areas)}
        touched: set[str] = set()
        for finding in self.findings:
            if finding.severity is Severity.INFO or finding.place is None:
                continue
            if finding.place.sheet not in sheets or not finding.affects.isdisjoint(_RESTS_ON):
                touched |= finding.affects
        return frozenset(touched)

    def _doubts(self, key: str) -> bool:
        return key in self._doubted or not self._doubted.isdisjoint(_RESTS_ON.get(key, ()))

    # --- acquisition cost -------------------------------------------------------------------------

    @cached_property
    def paid_cac(self) -> Figure:
        """CAC of the paid channels only."""
        paid = added(sums for key, sums in self.part.channels.items() if self.ledger.channels[key].paid)
        if paid.rows == 0:
            return Figure("paid_cac", None, "no_paid_channels")
        return replace(ScopeFigures(Scope(paid, variation=self.ledger.variation()))["cac"], key="paid_cac")

    @cached_property
    def costed_months(self) -> tuple[MonthRow, ...]:
        """The months that have a shared cost."""
        return tuple(row for row in self.months if by_month.shared_cost(row) is not None)

    @cached_property
    def _costed_channels(self) -> Mapping[str, Sums]:
        return self.ledger.within_runs([row.period for row in self.costed_months])

    @cached_property
    def shared_costs(self) -> Decimal:
        """The shared costs of those months."""
        return sum((by_month.shared_cost(row) or _ZERO for row in self.costed_months), _ZERO)

    @cached_property
    def customers_of_months(self) -> Decimal | None:
        """All new customers as Months says, where it says so for each costed month."""
        return by_month.total_of(self.costed_months, "all_new_customers")

    @cached_property
    def fully_loaded_cac(self) -> Figure:
        """(Spend + shared costs) ÷ new customers over the months that have a shared cost."""
        key = "fully_loaded_cac"
        if not self.costed_months:
            return Figure(key, None, "no_shared_costs" if self.months else "months_not_recorded")
        sums = added(self._costed_channels.values())
        customers = self.customers_of_months
        part = (
            sums.over_rows_knowing("spend")
            if customers is not None
            else sums.over_rows_knowing("spend", "new_customers")
        )
        spend = part.totals[0] if part else _ZERO
        if customers is None:
            if part is None:
                return Figure(key, None, "new_customers_not_recorded")
            customers = part.totals[1]
        costs = spend + self.shared_costs
        base = Figure(
            key,
            None,
            numerator=costs,
            denominator=customers,
            known=len(self.costed_months),
            of=max(len(self.part.periods), len(self.costed_months)),
            doubtful=self._doubts(key) or sums.touched("spend"),
            derived=part is not None and part.derived,
            converted=part is not None and part.converted,
        )
        if customers <= 0:
            return replace(base, missing="no_new_customers")
        return replace(base, value=costs / customers)

    @cached_property
    def loaded_by_channel(self) -> dict[str, Figure]:
        """Each channel's fully-loaded CAC, where Business says how shared costs are shared out."""
        by = self.settings.text("shared_costs_by")
        if by not in ("customers", "spend") or not self.costed_months:
            return {}
        known = {
            key: part.totals
            for key, sums in self._costed_channels.items()
            if (part := sums.over_rows_knowing("spend", "new_customers")) is not None
        }
        index = 1 if by == "customers" else 0
        whole = sum((totals[index] for totals in known.values()), _ZERO)
        if whole == 0:
            return {}
        return {
            key: self._loaded(spend + self.shared_costs * (spend, customers)[index] / whole, customers)
            for key, (spend, customers) in known.items()
        }

    def _loaded(self, costs: Decimal, customers: Decimal) -> Figure:
        key = "fully_loaded_cac"
        figure = Figure(
            key,
            None,
            numerator=costs,
            denominator=customers,
            known=len(self.costed_months),
            of=max(len(self.part.periods), len(self.costed_months)),
            doubtful=self._doubts(key),
        )
        if customers == 0:
            return replace(figure, missing="no_new_customers")
        return replace(figure, value=costs / customers)

    @cached_property
    def best_cac(self) -> Figure:
        """The fully-loaded CAC where there is one, else that of marketing."""
        if self.fully_loaded_cac.value is not None:
            return self.fully_loaded_cac
        return ScopeFigures(Scope(self.of_marketing, variation=self.ledger.variation()))["cac"]

    # --- lifetime value, retention, payback -------------------------------------------------------

    @cached_property
    def lifetime_values(self) -> tuple[by_month.LifetimeValue, ...]:
        """The lifetime value at each month that changes it, up to the end of the report period."""
        until = [row for row in self.worksheet.months if self.span is None or row.period.end <= self.span.end]
        return tuple(by_month.lifetime_values(sorted(until, key=lambda row: row.period)))

    @cached_property
    def clv(self) -> Figure:
        """Yearly profit per customer × years, as last typed; undiscounted."""
        if not self.lifetime_values:
            reason = "clv_inputs_not_recorded" if self.worksheet.months else "months_not_recorded"
            return Figure("clv", None, reason)
        last = self.lifetime_values[-1]
        return Figure("clv", last.value, doubtful=self._doubts("clv"))

    def _against_cac(self, key: str) -> Figure:
        clv, cac = self.clv, self.best_cac
        figure = Figure(
            key, None, numerator=clv.value, denominator=cac.value, doubtful=clv.doubtful or cac.doubtful
        )
        if clv.value is None:
            return replace(figure, missing="no_clv")
        if cac.value is None:
            return replace(figure, missing="no_cac")
        if key == "clv_less_cac":
            return replace(figure, value=clv.value - cac.value)
        if cac.value == 0:
            return replace(figure, missing="cac_is_zero")
        return replace(figure, value=clv.value / cac.value)

    @cached_property
    def retention(self) -> by_month.Retention:
        """Customers kept over the months of the report period."""
        return by_month.retention(self.months)

    def _retained(self, key: str, value: Decimal | None) -> Figure:
        kept = self.retention
        return Figure(
            key,
            value,
            kept.missing,
            numerator=kept.kept,
            denominator=kept.start,
            known=kept.months,
            of=kept.months,
            doubtful=self._doubts("crr"),
        )

    @cached_property
    def payback(self) -> Figure:
        """Months until a new customer's margin has paid back what winning it cost."""
        key, cac = "cac_payback_months", self.best_cac
        monthly = self.settings.number("monthly_revenue_per_customer")
        if monthly is None:
            return Figure(key, None, "one_off_sales")
        margin = self.margin
        if margin is None:
            return Figure(key, None, "no_margin")
        figure = Figure(
            key,
            None,
            numerator=cac.value,
            denominator=monthly * margin,
            known=cac.known,
            of=cac.of,
            doubtful=cac.doubtful or self._doubts(key),
        )
        if monthly * margin <= 0:
            return replace(figure, missing="never_pays_back")
        if cac.value is None:
            return replace(figure, missing="no_cac")
        return replace(figure, value=cac.value / (monthly * margin))

    @cached_property
    def margin(self) -> Decimal | None:
        """The gross margin of Business, else what the rows' own margins come to."""
        setting = self.settings.number("gross_margin")
        part = self.part.total.over_rows_knowing("gross_profit", "revenue")
        if setting is not None or part is None or part.totals[1] == 0:
            return setting
        return part.totals[0] / part.totals[1]

    # --- origin -----------------------------------------------------------------------------------

    def originated_share(self, key: str, amount: str, column: str) -> Figure:
        """What channels that count as marketing brought ÷ all of it, as Months says, else the channels."""
        told = [row for row in self.months if column in row.values]
        channels = self.ledger.within_runs([row.period for row in told]) if told else self.part.channels
        marketing = added(sums for name, sums in channels.items() if self.counts_as_marketing(name))
        ours = marketing.over_rows_knowing(amount)
        if ours is None:
            reason = "no_rows" if marketing.rows == 0 else f"{amount}_not_recorded"
            return Figure(key, None, reason)
        if told:
            whole, known = sum((row.values[column] for row in told), _ZERO), len(told)
        else:
            if self._others_blank(channels, amount):
                return Figure(key, None, "others_not_recorded", numerator=ours.totals[0])
            whole, known = _of_all_channels(channels, amount)
        missing = _why_no_share(ours.totals[0], whole, amount)
        return Figure(
            key,
            None if missing else ours.totals[0] / whole,
            missing,
            numerator=ours.totals[0],
            denominator=whole,
            known=known,
            of=max(len(self.part.periods), known),
            doubtful=self._doubts(key) or ours.doubtful,
            rows_known=ours.rows,
            rows=marketing.rows,
        )

    def _others_blank(self, channels: Mapping[str, Sums], amount: str) -> bool:
        """Whether what came without marketing is blank in some row, so that the whole isn't known."""
        others = added(sums for name, sums in channels.items() if not self.counts_as_marketing(name))
        known = others.over_rows_knowing(amount)
        return others.rows > (0 if known is None else known.rows)

    @cached_property
    def _said_to_be_marketing(self) -> frozenset[str]:
        said = self.settings.text("marketing_channels") or ""
        return frozenset(key for _, key in channels_listed(said, self.worksheet.language))

    def counts_as_marketing(self, key: str) -> bool:
        """Whether a channel's customers count as brought by marketing: by its kind, or as Business says."""
        return self.ledger.channels[key].marketing or key in self._said_to_be_marketing

    @cached_property
    def came_anyway(self) -> frozenset[str]:
        """The channels whose customers marketing didn't bring, beside those that it paid for.

        None where no channel of marketing says what it cost: there is nothing to tell apart then.
        """
        others = frozenset(key for key in self.part.channels if not self.counts_as_marketing(key))
        costs = any(sums.knows("spend") for key, sums in self.part.channels.items() if key not in others)
        return others if costs else frozenset()

    @cached_property
    def of_marketing(self) -> Sums:
        """The sums of the channels that marketing pays for; of all where nothing is told apart."""
        if not self.came_anyway:
            return self.part.total
        return added(sums for key, sums in self.part.channels.items() if key not in self.came_anyway)

    @cached_property
    def loaded_roi(self) -> Figure:
        """(Gross profit − spend − shared costs) ÷ (spend + shared costs), over the months that have any."""
        part = added(self._costed_channels.values()).over_rows_knowing("gross_profit", "spend")
        if part is None or not self.costed_months:
            return Figure("roi", None, "no_shared_costs")
        costs = part.totals[1] + self.shared_costs
        if costs <= 0:
            return Figure("roi", None, "no_spend")
        return Figure(
            "roi", part.totals[0] / costs - _ONE, numerator=part.totals[0] - costs, denominator=costs
        )

    # --- what is said of them ---------------------------------------------------------------------

    @cached_property
    def notes(self) -> tuple[Sentence, ...]:
        """Which CAC and which customers the figures rest on."""
        return tuple(self._said())

    def _said(self) -> Iterable[Sentence]:
        loaded = self.fully_loaded_cac
        if loaded.value is not None:
            source = "channels" if self.customers_of_months is None else "months"
            yield Sentence(f"notes.loaded_customers_of_{source}")
            if loaded.known < loaded.of:
                yield Sentence("notes.loaded_months", {"known": loaded.known, "of": loaded.of})
        if self.clv.value is not None and self.best_cac.value is not None:
            yield Sentence(f"notes.clv_against_{self.best_cac.key}")


def _of_all_channels(channels: Mapping[str, Sums], amount: str) -> tuple[Decimal, int]:
    """What all channels brought, and in how many months that is known."""
    everything = added(channels.values()).over_rows_knowing(amount)
    return (everything.totals[0], everything.known) if everything else (_ZERO, 0)


def _why_no_share(ours: Decimal, whole: Decimal, amount: str) -> str | None:
    if whole == 0:
        return "no_new_revenue" if amount == "revenue" else "no_new_customers"
    return "impossible" if ours > whole else None
