"""The formulas of Plan, without `=`: each is the one of `analysis.scenarios` in a spreadsheet's words."""

from __future__ import annotations

from msgspec import Struct

from kpisheet.analysis.planning import DAYS_OF_A_MONTH, MONTHS, WIDEST_MOVE, Scenario
from kpisheet.analysis.scenarios import FURTHEST_LEVEL, LEAST_DIFFERENCE
from kpisheet.workbook.results import plan_layout as at
from kpisheet.workbook.results.canvas import area, fixed, reference, text_in_formula
from kpisheet.workbook.results.plan_layout import Place


class PlanFormulas(Struct, frozen=True):
    """`unknown` and `below_seen`: what a cell shows instead of a number."""

    place: Place
    unknown: str
    below_seen: str

    def known(self, test: str, formula: str) -> str:
        """The formula where the test holds, else the word for what isn't known."""
        return f"IF({test},{formula},{text_in_formula(self.unknown)})"

    # --- the channels' rates ----------------------------------------------------------------------

    def of_rates(self, row: int) -> dict[int, str]:
        """By column, the formulas of a channel's rates, but for those typed over."""

        def the(column: int) -> str:
            return fixed(row, column)

        now, cost, each = the(at.NOW), the(at.COST), the(at.PROFIT_EACH)
        customers, profit = the(at.DATA_CUSTOMERS), the(at.DATA_PROFIT)
        spread = f"({the(at.SINGLE)}+{the(at.VALUES)})*{the(at.WORTH)}"
        months = f"{the(at.USED_DAYS)}/{DAYS_OF_A_MONTH}"
        whole = f"{the(at.UNIT_CUSTOMERS)}*{each}"
        return {
            at.COST: self.known(f"AND({now}>0,N({customers})>0)", f"{now}/{customers}"),
            at.PROFIT_EACH: self.known(f"AND(N({customers})>0,ISNUMBER({profit}))", f"{profit}/{customers}"),
            at.EXPONENT: the(at.USUAL_EXPONENT),
            at.DAYS: the(at.USUAL_DAYS),
            at.AVERAGE: self.known(f"{the(at.HAS_RATE)}=1", f"{the(at.UNIT_PROFIT)}/IF({now}>0,{now},1)"),
            at.MARGINAL: self.known(
                f"ISNUMBER({the(at.AVERAGE)})", f"{the(at.AVERAGE)}*IF({now}>0,{the(at.USED_EXPONENT)},1)"
            ),
            at.UP_TO: self._up_to(row),
            at.UNIT_CUSTOMERS: f"IF(N({cost})>0,IF({now}>0,{now},1)/{cost},IF({now}>0,N({customers}),0))",
            at.UNIT_PROFIT: f"IF(AND(N({cost})>0,ISNUMBER({each})),{whole},IF({now}>0,N({profit}),0))",
            at.UNIT_REVENUE: f"IF(ISNUMBER({the(at.REVENUE_PER_PROFIT)}),"
            f"{the(at.UNIT_PROFIT)}*{the(at.REVENUE_PER_PROFIT)},IF({now}>0,N({the(at.DATA_REVENUE)}),0))",
            at.FREE_CUSTOMERS: f"IF({now}>0,0,N({customers}))",
            at.FREE_PROFIT: f"IF({now}>0,0,N({profit}))",
            at.FREE_REVENUE: f"IF({now}>0,0,N({the(at.DATA_REVENUE)}))",
            at.WORTH: f"ABS(IF(ISNUMBER({each}),{each},N({the(at.USUAL_PROFIT)})))",
            at.HAS_RATE: f"IF(OR(AND({now}>0,ISNUMBER({profit})),AND(N({cost})>0,ISNUMBER({each}))),1,0)",
            at.USED_EXPONENT: f"IF(ISNUMBER({the(at.EXPONENT)}),{the(at.EXPONENT)},{the(at.USUAL_EXPONENT)})",
            at.USED_DAYS: f"MAX(0,IF(ISNUMBER({the(at.DAYS)}),{the(at.DAYS)},{the(at.USUAL_DAYS)}))",
            at.WHOLE_MONTHS: f"INT({months})",
            at.LATER_SHARE: f"{months}-{the(at.WHOLE_MONTHS)}",
            at.BEFORE: f"IF({now}>0,{the(at.USUAL_BEFORE)},0)",
            at.MONTH_CHANCE: f"ABS({the(at.UNIT_PROFIT)})*{spread}",
            at.FREE_CHANCE: f"ABS({the(at.FREE_PROFIT)})*{spread}",
        }

    def _up_to(self, row: int) -> str:
        """Where the last unit of money just comes back: at most what was seen, and only where it is told."""

        def the(column: int) -> str:
            return fixed(row, column)

        now, most, exponent, marginal = the(at.NOW), the(at.MOST), the(at.USED_EXPONENT), the(at.MARGINAL)
        below = text_in_formula(self.below_seen)
        found = f"{now}*{marginal}^(1/(1-{exponent}))"
        curved = (
            f"IF(LN({marginal})/(1-{exponent})>=LN({most}/{now}),{most},"
            f"IF({found}<{the(at.LEAST)},{below},{found}))"
        )
        straight = f"IF({marginal}>=1,{most},{below})"
        told = (
            f"AND({the(at.TOLD)}=1,{now}>0,ISNUMBER({marginal}),"
            f"OR({the(at.CURVE_KNOWN)}=1,{exponent}<>{the(at.USUAL_EXPONENT)}))"
        )
        return self.known(told, f"IF({marginal}<=0,{below},IF({exponent}>=1,{straight},{curved}))")

    # --- a channel in a scenario ------------------------------------------------------------------

    def earned(self, row: int, rates: int, month: int) -> str:
        """The units that a month's spend earns."""
        spend, now = fixed(row, at.FIRST_MONTH + month), fixed(rates, at.NOW)
        scaled = f"({spend}/{now})^{fixed(rates, at.USED_EXPONENT)}"
        return f"IF(N({spend})>0,IF({now}>0,{scaled},{spend}),0)"

    def arriving(self, row: int, rates: int, month: int) -> str:
        """The units that arrive in a month."""
        whole, later, before = (
            fixed(rates, column) for column in (at.WHOLE_MONTHS, at.LATER_SHARE, at.BEFORE)
        )
        earned = Place.months_of(row, at.EARNED)
        on_time = f"IF({month}>={whole},INDEX({earned},1,MAX(1,{month}-{whole}+1)),{before})"
        behind = f"IF({month}>{whole},INDEX({earned},1,MAX(1,{month}-{whole})),{before})"
        return f"(1-{later})*{on_time}+{later}*{behind}"

    def arriving_now(self, rates: int, month: int) -> str:
        """The same where every month's spend is as now."""
        whole, later, before, now = (
            fixed(rates, column) for column in (at.WHOLE_MONTHS, at.LATER_SHARE, at.BEFORE, at.NOW)
        )
        on_time, behind = f"IF({month}>={whole},1,{before})", f"IF({month}>{whole},1,{before})"
        return f"IF({now}>0,(1-{later})*{on_time}+{later}*{behind},0)"

    def of_line(self, scenario: Scenario, row: int, rates: int) -> dict[str, str]:
        """What a channel comes to in a scenario, by the key of the result."""
        place, now = self.place, scenario is Scenario.NOW
        own = {key: fixed(row, at.RESULTS + number) for number, key in enumerate(at.RESULT_KEYS)}

        def the(column: int) -> str:
            return fixed(rates, column)

        count, weight, before = place.count, place.weight, the(at.BEFORE)
        months = place.months_of(row, at.ARRIVING_NOW if now else at.ARRIVING)
        each = f"IF({the(at.NOW)}>0,{count},0)"
        earned = each if now else f"SUMPRODUCT({place.all_flags},{place.months_of(row, at.EARNED)})"
        arrived = f"SUMPRODUCT({place.all_flags},{months})"
        usual = the(at.RESULTS + at.RESULT_KEYS.index("units"))
        repeats = area(place.repeats, at.FIRST_MONTH, place.repeats, at.LAST_MONTH)
        chance = f"({the(at.SINGLE)}+{the(at.REPEATED)}*INDEX({repeats},1,{count}))"
        difference = f"(({own['units']}-{usual})*{the(at.UNIT_PROFIT)})^2*{the(at.PROFIT_VARIANCE)}"
        planned = the(at.NOW) if now else f"SUM({place.months_of(row)})"
        return {
            "units": f"SUMPRODUCT({place.busy},{months})",
            "later": f"{earned}-{arrived}+{before}*MIN({count},{the(at.USED_DAYS)}/{DAYS_OF_A_MONTH})",
            "tilt": "0" if now else self._tilt(row, rates),
            "profit": f"{own['units']}*{the(at.UNIT_PROFIT)}+{weight}*{the(at.FREE_PROFIT)}",
            "customers": f"{own['units']}*{the(at.UNIT_CUSTOMERS)}+{weight}*{the(at.FREE_CUSTOMERS)}",
            "profit_spread": f"ABS({own['profit']})*SQRT({the(at.PROFIT_VARIANCE)}+{own['tilt']}^2)",
            "customer_spread": f"{own['customers']}*SQRT({the(at.COUNT_VARIANCE)}+{own['tilt']}^2)",
            "profit_chance": f"ABS({own['profit']})*{the(at.WORTH)}*({chance}+{the(at.VALUES)})",
            "customer_chance": f"{own['customers']}*{chance}",
            "better_spread": f"SQRT({difference}+({own['profit']}*{own['tilt']})^2)",
            "without": f"IF(AND({the(at.HAS_RATE)}=0,{planned}>0),1,0)",
        }

    def _tilt(self, row: int, rates: int) -> str:
        place, now = self.place, fixed(rates, at.NOW)
        spend = f"SUMPRODUCT({place.all_flags},{place.months_of(row)})"
        level = f"MIN({FURTHEST_LEVEL:.0f},MAX(1/{FURTHEST_LEVEL:.0f},{spend}/({now}*{place.count})))"
        return f"IF({now}>0,{fixed(rates, at.UNCERTAINTY)}*LN({level}),0)"

    def remark(self, row: int, rates: int, *, without: str, beyond: str, fine: str) -> str:
        """What there is to say of a channel's planned spend."""
        flag = fixed(row, at.RESULTS + at.RESULT_KEYS.index("without"))
        most, months = f"N({fixed(rates, at.MOST)})", self.place.months_of(row)
        far = f"AND({most}>0,MAX({months})>{WIDEST_MOVE}*{most})"
        texts = [text_in_formula(text) for text in (without, beyond, fine)]
        return f"IF({flag}=1,{texts[0]},IF({far},{texts[1]},{texts[2]}))"

    # --- months -----------------------------------------------------------------------------------

    def of_month(self, scenario: Scenario, column: int) -> dict[str, str]:
        """One month of a scenario, by the key of its row."""
        place = self.place
        own = {
            key: reference(place.month_row(scenario, key), column)
            for key in (*at.MONTH_ROWS, *at.HIDDEN_MONTH_ROWS)
        }
        month = column - at.FIRST_MONTH
        arriving = (
            place.of_rates(at.ARRIVING_NOW + month)
            if scenario is Scenario.NOW
            else place.of_spend(scenario, at.ARRIVING + month)
        )

        def arrive(unit: int, free: int) -> str:
            all_of_it = f"SUMPRODUCT({arriving},{place.of_rates(unit)})+SUM({place.of_rates(free)})"
            return f"{reference(place.seasonal, column)}*({all_of_it})"

        spend = place.of_rates(at.NOW) if scenario is Scenario.NOW else place.of_spend(scenario, column)
        profit, shared = own["profit"], fixed(place.setting("shared_costs"), at.VALUE)
        cash = f"N({fixed(place.setting('cash'), at.VALUE)})"
        before = (
            cash if column == at.FIRST_MONTH else reference(place.month_row(scenario, "cash"), column - 1)
        )
        whole = f"SUM({place.of_results(scenario, 'profit')})"
        rate = f"SUMSQ({place.of_results(scenario, 'profit_spread')})"
        now_cash = reference(place.month_row(Scenario.NOW, "cash"), column)
        return {
            "spend": f"SUM({spend})",
            "customers": arrive(at.UNIT_CUSTOMERS, at.FREE_CUSTOMERS),
            "revenue": arrive(at.UNIT_REVENUE, at.FREE_REVENUE),
            "profit": self.known(f"{place.known}=1", arrive(at.UNIT_PROFIT, at.FREE_PROFIT)),
            "low": self.low(profit, own["variance"]),
            "high": self.high(profit, own["variance"]),
            "after": self.known(f"ISNUMBER({profit})", f"{profit}-{own['spend']}-N({shared})"),
            "cash": self.known(f"ISNUMBER({own['after']})", f"{before}+{own['after']}"),
            "variance": self.known(
                f"AND(ISNUMBER({profit}),{self.range_known(scenario)}=1)",
                f"IF({whole}=0,0,({profit}/{whole})^2*{rate})+{arrive(at.MONTH_CHANCE, at.FREE_CHANCE)}",
            ),
            "ahead": f"IF(ISNUMBER({own['cash']}),{own['cash']}-{now_cash},0)",
        }

    def range_known(self, scenario: Scenario) -> str:
        """The cell that tells whether a scenario's range can be known."""
        return fixed(self.place.month_row(scenario, "variance"), at.VALUE)

    def knows_range(self, scenario: Scenario) -> str:
        """1 where of all that bring something it is known what a customer brings."""
        worth, profit = self.place.of_rates(at.WORTH), self.place.of_results(scenario, "profit")
        return f"IF(SUMPRODUCT(({worth}=0)*({profit}<>0))=0,1,0)"

    def low(self, value: str, variance: str) -> str:
        """The lower end of a range."""
        return self._end(value, variance, "-")

    def high(self, value: str, variance: str) -> str:
        """The upper end."""
        return self._end(value, variance, "+")

    def _end(self, value: str, variance: str, sign: str) -> str:
        off = f"{self.place.quantile}*SQRT({variance})"
        skewed = f"{value}*MAX(0,1-{variance}/(9*{value}^2){sign}{off}/(3*{value}))^3"
        return self.known(
            f"AND(ISNUMBER({value}),ISNUMBER({variance}))", f"IF({value}<=0,{value}{sign}{off},{skewed})"
        )

    def total_of_months(self, scenario: Scenario, key: str) -> str:
        """The sum of a row over the months that count."""
        row = self.place.month_row(scenario, key)
        months = self.place.months_of(row)
        return self.known(f"COUNT({months})>0", f"SUMPRODUCT({self.place.all_flags},{months})")

    # --- the comparison ---------------------------------------------------------------------------

    def counted_months(self, row: int) -> str:
        """A row's months that count, as an area."""
        months = self.place.months_of(row)
        return f"{fixed(row, at.FIRST_MONTH)}:INDEX({months},1,{self.place.count})"

    def paid_back(self, scenario: Scenario, *, none: str, never: str) -> str:
        """The name of the month by whose end all that is spent more than now has come back."""
        place = self.place
        ahead = place.months_of(place.month_row(scenario, "ahead"))
        behind = f"({ahead}<-{LEAST_DIFFERENCE})*{place.all_flags}"
        first = fixed(place.month_names, at.FIRST_MONTH)
        last = f"SUMPRODUCT(MAX({behind}*(COLUMN({ahead})-COLUMN({first})+1)))"
        names = place.months_of(place.month_names)
        named = f"INDEX({names},1,MIN({MONTHS},{last}+1))"
        found = (
            f"IF({last}=0,{text_in_formula(none)},IF({last}>={place.count},{text_in_formula(never)},{named}))"
        )
        return self.known(f"{place.known}=1", found)

    def chance(self, scenario: Scenario) -> str:
        """How likely a scenario is an improvement on now."""
        place = self.place
        after = {
            one: fixed(place.result("after"), place.result_column(one) + 1)
            for one in (scenario, Scenario.NOW)
        }
        more = f"({after[scenario]}-{after[Scenario.NOW]})"
        off = f"SQRT(SUMSQ({place.of_results(scenario, 'better_spread')}))"
        sure = f"IF(ABS{more}<{LEAST_DIFFERENCE},{text_in_formula(self.unknown)},IF({more}>0,1,0))"
        inner = f"IF({off}=0,{sure},NORMSDIST({more}/{off}))"
        return self.known(f"ISNUMBER({after[scenario]})", inner)
