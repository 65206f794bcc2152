"""The questions of the source article, by name."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "more_visitors": "How do we get more website visitors?",
    "organic_vs_social": "Does organic traffic convert better than social media?",
    "raise_conversion": "What would raise the visitor-to-lead rate?",
    "more_leads": "How do we get more leads?",
    "lower_cac": "How do we lower the customer acquisition cost (CAC)?",
    "investment_pays": "Which channel’s and which campaign’s investment pays?",
    "sql_to_customer": "How near is a sales-qualified lead (SQL) to becoming a customer?",
    "best_mqls": "Which channel brings the best marketing-qualified leads (MQL)?",
    "enough_right_visitors": "Do we get enough of the right visitors?",
    "enough_organic": "Do we get enough organic traffic?",
    "enough_leads": "Do we get enough leads, and good enough ones?",
    "conversion_where_it_could_be": "Are lead and sales conversion where they could be?",
    "cac_acceptable": "Is our customer acquisition cost (CAC) acceptable?",
    "clv_improving": "Is customer lifetime value (CLV) improving?",
}
