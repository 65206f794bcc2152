"""Where the benchmarks come from: shown as the articles’ own, not as a truth."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "retention": "An article on measuring productivity: a yearly retention of 80% or more is ideal.",
    "originated_inside": "An article on CRM metrics: 40–80% with an inside sales team.",
    "originated_cold_calls": "An article on CRM metrics: 10–30% with cold calling.",
    "direct_mail": "An article on marketing KPIs: direct mail brings a steady 0.5–1.5%.",
}
