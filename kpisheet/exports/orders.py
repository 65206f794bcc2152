"""Downloads of shops and payments: each customer's first order, by month and where it was placed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum

from msgspec import Struct, field

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.crm import CrmReader
from kpisheet.exports.lines import Extract, Remark
from kpisheet.exports.numbers import Blank
from kpisheet.exports.pages import Line
from kpisheet.exports.words import says
from kpisheet.texts.aliases import plain

_ONE = Decimal(1)
# Amounts of one product each, and those of the whole order, whatever the number of its lines.
_OF_A_LINE = frozenset(
    map(
        plain,
        (
            "item price",
            "line total",
            "satış tutarı",
            "faturalanacak tutar",
            "faturalandırılacak satış fiyatı",
        ),
    )
)
_OF_AN_ORDER = frozenset(
    map(
        plain,
        (
            "order total",
            "order total amount",
            "order value",
            "order amount",
            "grand total",
            "sipariş tutarı",
            "sipariş toplamı",
        ),
    )
)


class _Totals(Enum):
    """What the amounts on several lines of one order are."""

    PARTS = 0
    REPEATED = 1
    UNCLEAR = 2  # one order alone has several lines, and they say the same


class _Order(Struct):
    """An order, put together from its lines."""

    day: date | None
    buyer: str
    channel: str | None
    totals: list[Decimal] = field(default_factory=list)
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
        totals = self._totals(orders.values())
        seen: set[str] = set()
        dated = sorted(
            (one for one in orders.values() if one.day and one.paid), key=lambda one: one.day or date.max
        )
        for one in dated:
            known = one.buyer in seen if one.buyer else False
            seen.add(one.buyer)
            is_new = one.new if one.new is not None else not known
            if is_new and one.day:
                self.add(one.day, one.channel, new_customers=_ONE, revenue=_revenue(one, totals))
        self._tell_blank(dated, totals)
        self.left_out += len(orders) - len(dated)
        self.used = len(dated)
        if dated and dated[0].day and "customer_type" not in self.columns:
            self.remarks.append(Remark("K927", {"day": dated[0].day}))
        return self.extract()

    def _tell_blank(self, orders: Iterable[_Order], totals: _Totals) -> None:
        """Say that revenue stays blank where what an order brought can't be told for certain."""
        if any(_revenue(one, totals) is Blank.UNREADABLE for one in orders):
            self.remarks.append(Remark("K946", {"column": self.columns[self.columns_total or ""].text}))

    def _totals(self, orders: Iterable[_Order]) -> _Totals:
        """Whether lines of one order repeat its total, by the column's name, else by all orders."""
        header = self.columns.get(self.columns_total or "")
        names = {header.name, header.bare} if header else set()
        if not names.isdisjoint(_OF_A_LINE):
            return _Totals.PARTS
        if not names.isdisjoint(_OF_AN_ORDER):
            return _Totals.REPEATED
        several = [one.totals for one in orders if len(one.totals) > 1]
        if any(len(set(totals)) > 1 for totals in several):
            return _Totals.PARTS
        return _Totals.UNCLEAR if len(several) == 1 else _Totals.REPEATED

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
                one.totals.append(number - (refunded if isinstance(refunded, Decimal) else Decimal(0)))
        self.note_currency(line)

    @property
    def columns_total(self) -> str | None:
        """The column of what was paid."""
        return next((key for key in ("total", "amount") if key in self.columns), None)


def _revenue(order: _Order, totals: _Totals) -> Decimal | Blank:
    """What an order brought; unreadable where its lines don't say it for certain."""
    if not order.readable or (totals is _Totals.REPEATED and len(set(order.totals)) > 1):
        return Blank.UNREADABLE
    if totals is _Totals.UNCLEAR and len(order.totals) > 1:
        return Blank.UNREADABLE
    return sum(order.totals[:1] if totals is _Totals.REPEATED else order.totals, Decimal(0))
