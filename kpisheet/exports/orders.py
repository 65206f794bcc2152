"""Downloads of shops and payments: each customer's first order, by month and where it was placed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec import Struct

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.crm import CrmReader
from kpisheet.exports.lines import Extract, Remark
from kpisheet.exports.numbers import Blank
from kpisheet.exports.pages import Line
from kpisheet.exports.words import says

_ONE = Decimal(1)


class _Order(Struct):
    """An order, put together from its lines."""

    day: date | None
    buyer: str
    channel: str | None
    total: Decimal = Decimal(0)
    readable: bool = True
    paid: bool = True
    new: bool | None = None


class OrderReader(CrmReader, dict=True):
    """Orders: one line each, or one a product with the totals on its first."""

    def __post_init__(self) -> None:
        super().__post_init__()
        sources = ("marketplace", "attribution", "channel", "source_medium", "source")
        self.source = next((key for key in sources if key in self.columns and self._is_filled(key)), None)
        self._buyer = next((key for key in ("buyer", "contact") if key in self.columns), None)

    def _is_filled(self, key: str) -> bool:
        """Whether any line says it: payments have columns for campaigns that are mostly empty."""
        return any(self.body.text(line, key) for line in self.table.lines())

    def read(self) -> Extract:
        """New customers and their first orders' revenue. Raises where nothing tells customers apart."""
        if self._buyer is None and "customer_type" not in self.columns:
            raise UnreadableFileError("export_no_customers")
        orders = self._orders()
        seen: set[str] = set()
        dated = sorted(
            (one for one in orders.values() if one.day and one.paid), key=lambda one: one.day or date.max
        )
        for one in dated:
            known = one.buyer in seen if one.buyer else False
            seen.add(one.buyer)
            is_new = one.new if one.new is not None else not known
            if is_new and one.day:
                revenue: Decimal | Blank = one.total if one.readable else Blank.UNREADABLE
                self.add(one.day, one.channel, new_customers=_ONE, revenue=revenue)
        self.left_out += len(orders) - len(dated)
        self.used = len(dated)
        if dated and dated[0].day and "customer_type" not in self.columns:
            self.remarks.append(Remark("K927", {"day": dated[0].day}))
        return self.extract()

    def _orders(self) -> dict[str, _Order]:
        orders: dict[str, _Order] = {}
        for line in self.lines():
            key = self.body.text(line, "order")
            if not key:
                self.left_out += 1
                continue
            one = orders.get(key)
            if one is None:
                one = orders[key] = self._opened(line)
            self._add_line(one, line)
        return orders

    def _opened(self, line: Line) -> _Order:
        kind = self.body.text(line, "customer_type")
        return _Order(
            day=self.day(line, "ordered", "created", "period"),
            buyer=self.body.text(line, self._buyer).casefold() if self._buyer else "",
            channel=self.channel(line),
            new=says("new_customer", kind) if kind else None,
        )

    def _add_line(self, one: _Order, line: Line) -> None:
        status = self.body.text(line, "status")
        if status and says("unpaid_order", status) and not status.casefold().startswith("partially"):
            one.paid = False
        if self.body.text(line, "cancelled"):
            one.paid = False
        if self.columns_total is not None:
            number, refunded = self.body.number(line, self.columns_total), self.body.number(line, "refunded")
            if number is Blank.UNREADABLE:
                one.readable = False
            elif isinstance(number, Decimal):
                one.total += number - (refunded if isinstance(refunded, Decimal) else Decimal(0))
        self.note_currency(line)

    @property
    def columns_total(self) -> str | None:
        """The column of what was paid."""
        return next((key for key in ("total", "amount") if key in self.columns), None)
