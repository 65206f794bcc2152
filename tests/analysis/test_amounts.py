from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kpisheet.analysis.amounts import AMOUNT_KEYS, Terms, amounts_of, doubtful_mask, mask_of
from tests.support.worksheets import row


@pytest.mark.parametrize(
    ("typed", "key", "expected"),
    [
        ({"visitors": 100, "visitor_to_lead_rate": "0.1"}, "leads", 10),
        ({"leads": 100, "close_rate": "0.3"}, "new_customers", 30),
        ({"visitors": 1000, "visitor_to_lead_rate": "0.1", "close_rate": "0.3"}, "new_customers", 30),
        ({"sales": 40, "new_customers": 30, "average_revenue_per_sale": 500}, "revenue", 20000),
        ({"new_customers": 30, "average_revenue_per_sale": 500}, "revenue", 15000),
        ({"new_customers": 0}, "revenue", 0),
        ({"leads": 0, "close_rate": "0.3"}, "revenue", 0),
        ({"revenue": 1000}, "gross_profit", 400),
        ({"revenue": 1000, "gross_margin": "-0.1"}, "gross_profit", -100),
        ({"revenue": 1000, "gross_margin": 1}, "gross_profit", 1000),
        ({"quotes": 9, "new_customers": 3}, "sales_or_customers", 3),
    ],
)
def test_a_blank_is_derived_forward(typed: dict[str, Any], key: str, expected: int) -> None:
    assert amounts_of(row(**typed), Terms(Decimal("0.4"))).values[key] == expected


def test_a_typed_value_wins_over_a_derived_one() -> None:
    amounts = amounts_of(row(visitors=100, visitor_to_lead_rate="0.1", leads=25), Terms())
    assert amounts.values["leads"] == 25
    assert amounts.derived == frozenset()


@pytest.mark.parametrize("key", ["leads", "revenue", "gross_margin"])
def test_an_unusable_cell_is_not_replaced_by_a_guess(key: str) -> None:
    typed: dict[str, Any] = {"visitors": 100, "visitor_to_lead_rate": "0.1", "new_customers": 0}
    amounts = amounts_of(row(unusable=[key], **typed), Terms(Decimal("0.4")))
    assert {"leads": "leads", "revenue": "revenue", "gross_margin": "gross_profit"}[key] not in amounts.values


def test_zero_is_not_blank() -> None:
    amounts = amounts_of(row(spend=0, leads=None), Terms())
    assert amounts.values == {"spend": 0}


def test_a_doubt_spreads_to_what_was_derived_from_it() -> None:
    typed: dict[str, Any] = {
        "visitors": 100,
        "visitor_to_lead_rate": "0.1",
        "close_rate": "0.5",
        "average_revenue_per_sale": 9,
    }
    amounts = amounts_of(row(**typed), Terms(Decimal("0.4")))
    mask = doubtful_mask(amounts, frozenset({"visitors"}))
    everything = ("visitors", "leads", "new_customers", "sales_or_customers", "revenue", "gross_profit")
    assert mask == mask_of(everything)
    typed_leads = amounts_of(row(visitors=100, leads=10), Terms())
    assert doubtful_mask(typed_leads, frozenset({"visitors"})) == mask_of(["visitors"])


TYPED = {"spend": 9, "visitors": 100, "leads": 10, "mql": 5, "new_customers": 4, "revenue": 400}
DERIVED: dict[str, Any] = {
    "spend": 9,
    "visitors": 100,
    "visitor_to_lead_rate": "0.1",
    "close_rate": "0.5",
    "average_revenue_per_sale": 9,
}


@pytest.mark.parametrize(
    ("typed", "doubted", "touched"),
    [
        (TYPED, "spend", "spend"),
        (TYPED, "mql", "mql"),
        (TYPED, "note", ""),
        (TYPED, "visitor_to_lead_rate", ""),  # nothing was derived from it
        (TYPED, "close_rate", ""),
        (TYPED, "average_revenue_per_sale", ""),
        (TYPED, "leads", "leads"),
        (TYPED, "new_customers", "new_customers sales_or_customers"),
        ({**TYPED, "sales": 5}, "new_customers", "new_customers"),
        ({**TYPED, "sales": 5}, "sales", "sales sales_or_customers"),
        (TYPED, "revenue", "revenue gross_profit"),
        (TYPED, "gross_margin", "gross_profit"),
        (DERIVED, "mql", "mql"),
        (
            DERIVED,
            "visitor_to_lead_rate",
            "leads new_customers sales_or_customers revenue gross_profit",
        ),
        (DERIVED, "close_rate", "new_customers sales_or_customers revenue gross_profit"),
        (DERIVED, "average_revenue_per_sale", "revenue gross_profit"),
        (DERIVED, "period", " ".join(AMOUNT_KEYS)),
        (DERIVED, "channel", " ".join(AMOUNT_KEYS)),
    ],
)
def test_what_a_doubted_cell_touches(typed: dict[str, Any], doubted: str, touched: str) -> None:
    amounts = amounts_of(row(**typed), Terms(Decimal("0.4")))
    assert doubtful_mask(amounts, frozenset({doubted})) == mask_of(touched.split())


def test_sales_that_cannot_be_read_are_not_replaced_by_customers() -> None:
    amounts = amounts_of(row(unusable=["sales"], new_customers=3, average_revenue_per_sale=9), Terms())
    assert amounts.values == {"new_customers": 3}


def test_amounts_are_derived_only_where_both_factors_are_known_and_are_marked_so() -> None:
    amounts = amounts_of(row(**DERIVED), Terms(Decimal("0.4")))
    assert amounts.values == {
        "spend": 9,
        "visitors": 100,
        "leads": 10,
        "new_customers": 5,
        "sales_or_customers": 5,
        "revenue": 45,
        "gross_profit": 18,
    }
    assert amounts.derived == {"leads", "new_customers", "revenue"}
    assert amounts_of(row(visitors=100, close_rate="0.5"), Terms()).values == {"visitors": 100}
    assert amounts_of(row(visitor_to_lead_rate="0.1"), Terms()).values == {}
    assert "revenue" not in amounts_of(row(new_customers=1), Terms()).values
    assert "gross_profit" not in amounts_of(row(revenue=5), Terms()).values
