"""What a person reads beside a marked cell: where, what it touches, and the sentence with its numbers.

The worksheets are those of `finding_cases`; the numbers are worked out from them by hand:
K631: 120 customers lose money against 70,840 ÷ 100 and can't be told from 12,880 ÷ 100.
K410: the usual month is the median of 101 … 105 and 1,040, 103.5; 1,040 is ten times that.
K416: 90 is less than a tenth of the median of 1,001 … 1,005 and 90.
K704: 130 at the end less 10 new are 120 kept of 100. K709: 90 of 100 kept in a month, 0.9¹² = 28.2 % in a
year, 1 ÷ (1 − 0.282) = 1.4 years. K701: 10 % of 100. K702: 30 × 500. K703: 3,000 + 500.
"""

from __future__ import annotations

import re

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Report
from kpisheet.texts.language import LANGUAGES, Words
from tests.support.finding_cases import CASES
from tests.support.raw_books import TODAY, understood

# Code → cell, the columns and figures that it touches, message.
SAID = {
    "K101": (
        "Old!A1",
        "",
        "The sheet “Old” also looks like channel data (1 row, 1 of spend). “Channels” was read.",
    ),
    "K102": (
        "Channels!A4",
        "",
        "A second table with Channel and Spend starts here (1 row, 9 of spend). It was not read.",
    ),
    "K108": (
        "Channels!B4",
        "spend",
        (
            "“Spend TRY” begins a second table (1 row) whose figures can’t be added to those under "
            "“Spend USD”: they are in different currencies. It was not read."
        ),
    ),
    "K109": (
        "Channels!C4",
        "spend",
        (
            "“Weekly spend” stands here as a header, where it was “Spend” above. "
            "From here on it is another table (1 row), which was not read."
        ),
    ),
    "K185": (
        "Nov 2026!B1",
        "spend",
        (
            "2 figures under “Spend (USD)” were left out: they can’t be added to what stands under "
            "“Spend (TRY)”, as they are in different currencies."
        ),
    ),
    "K107": (
        "Sales!B1",
        "new_customers",
        "From here on stands New customers by channel (1 row), but no spend: it was not read.",
    ),
    "K103": (
        "Channels",
        "",
        "The sheet that was read is hidden.",
    ),
    "K104": (
        "Channels",
        "",
        "The table has headers but no rows with figures yet.",
    ),
    "K105": (
        "Channels",
        "",
        "1 hidden or filtered row counted like the others.",
    ),
    "K140": (
        "Channels!E1",
        "",
        (
            "The column “Sponsorship” is not read: its header means nothing to kpisheet. "
            "It holds 1 number, 250 in all."
        ),
    ),
    "K160": (
        "Costs!D1",
        "",
        "“Total cost” was read as spend: in every row it is Media cost + Agency fee.",
    ),
    "K161": (
        "Costs!C1",
        "spend",
        (
            "Which is the spend? “Cost” (column B) comes to 1,500 in all and was read; "
            "“Total cost” comes to 1,725."
        ),
    ),
    "K162": (
        "Costs!C1",
        "spend",
        (
            "“Agency fee” looks like a cost, but it is not in the spend: 2 numbers, 225 in all. "
            "So cost per lead and per customer may look too low."
        ),
    ),
    "K163": (
        "Costs!B3",
        "",
        "1 row with “Budget” was left out: it is planned, the others happened.",
    ),
    "K164": (
        "Costs!E1",
        "",
        "“Total leads” was read as leads. Form leads + Phone leads was taken for a part of it and not added.",
    ),
    "K166": (
        "Costs!B1",
        "",
        "“Spend date” was read as the month of each row, as no other column says when.",
    ),
    "K165": (
        "Costs!D1",
        "leads",
        "Are these leads too? “Form leads” was read as leads (4 in all); “Phone leads” (6 in all) was not.",
    ),
    "K170": (
        "2026!A5",
        "",
        (
            "“Marketing” was left out (360 of spend): all its figures, in every month, are those of "
            "2 other channels together (Organic search to Radio)."
        ),
    ),
    "K171": (
        "2026!A5",
        "spend",
        (
            "“Online” (150 of spend) is the sum of the 2 other channels (Organic search to Radio). "
            "It was counted like them."
        ),
    ),
    "K174": (
        "2026!A5",
        "spend",
        (
            "Is “Paid” (100 of spend) the sum of Radio alone? Its figures are the same, in every month and "
            "column. Both were counted."
        ),
    ),
    "K175": (
        "2026!A5",
        "",
        (
            "“Online” was left out (1,494 of spend): its figures are those of 2 other channels together "
            "(Organic search to Radio), but not in C5. C5 says 210, they come to 205."
        ),
    ),
    "K176": (
        "2026!A5",
        "spend",
        (
            "Is “Online” (354 of spend) the sum of 2 other channels (Organic search to Radio)? Nearly all "
            "figures say so, but not C5. C5 says 204, they come to 200. It was counted like them."
        ),
    ),
    "K177": (
        "2026!A5",
        "",
        (
            "“Paid” was left out (6,912 of spend): all its figures, in every month, are those of "
            "Organic search."
        ),
    ),
    "K178": (
        "2026!B4",
        "spend",
        (
            "“SEO (planned)” speaks of a plan, a scenario or another year. 1 row (80 of spend) was counted "
            "as spent."
        ),
    ),
    "K186": (
        "2026!C2",
        "spend",
        "1 row says “Cancelled”. Its figures (80 of spend) were counted like the others.",
    ),
    "K188": (
        "2026!B2",
        "spend",
        (
            "Nothing but “Spend 2026” says that the figures under Reach, Score are spend. "
            "All of them were added up."
        ),
    ),
    "K189": (
        "Channels!B2",
        "spend",
        "The spend of “Paid Search” (100) is that of Google Ads. All of these rows were counted.",
    ),
    "K187": (
        "Channels!A5",
        "spend",
        "Every figure of November 2026 is the same as in October 2026 (3 rows). Both months were counted.",
    ),
    "K179": (
        "2026!A1",
        "spend",
        (
            "“Cumulative spend” speaks of amounts added up over months. They were read as what was spent in "
            "each row’s month."
        ),
    ),
    "K172": (
        "2026!B2",
        "period",
        (
            "“Q1 FY26” is of a financial year; nothing says in which month that begins. "
            "The row counts in the totals, but in no month."
        ),
    ),
    "K173": (
        "Sheet1!A2",
        "spend",
        (
            "Are these amounts what you spent? Nothing in the table, its title or the sheet’s name says so. "
            "4 numbers ($60 in all) were read as spend."
        ),
    ),
    "K150": ("2026!D2", "", "The column “Total” was left out so nothing counts twice."),
    "K151": (
        "2026!D2",
        "",
        "Figures under “Budget” were left out: they are planned, not what happened.",
    ),
    "K152": (
        "2026!B4",
        "spend",
        (
            "2 figures of this table, from here on, were not read: no label says which channel or which "
            "figure it is. They add up to 15."
        ),
    ),
    "K153": (
        "A!B2",
        "channel",
        "“Radio” and the labels like it may be channels too; others of the table were read as such.",
    ),
    "K154": ("Year!A1", "", "This table sums up what was read elsewhere, so it was left out."),
    "K155": (
        "Year!B3",
        "",
        "This figure should sum up what was read, but that comes to 7. The figures that were read are used.",
    ),
    "K156": (
        "UK!A2",
        "",
        "US, UK hold the same channels and months: they were read as parts of one table, and added.",
    ),
    "K157": (
        "Chairs!A2",
        "spend",
        (
            "Lamps, Chairs hold the same channels and months with different figures: they were taken "
            "for parts of a whole, and added. Are they?"
        ),
    ),
    "K158": (
        "Spend old!A2",
        "spend",
        (
            "This table holds the same channels and months as “Spend” with different figures (2 rows, 15 of "
            "spend). It was not added: it may be another version of the same."
        ),
    ),
    "K159": (
        "2026!D4",
        "",
        (
            "The column “Total” was left out so nothing counts twice. In the row “TV” it says 500, but the "
            "figures of this row come to 400."
        ),
    ),
    "K680": (
        "2026!D4",
        "spend",
        (
            "The row “TV” has a figure only under “2026” (500). It isn’t counted, as that column sums up "
            "the others."
        ),
    ),
    "K106": (
        "Channels!A7",
        "",
        (
            "The headers of the table that was read stand here too, with another table in between. "
            "This 1 row was not read."
        ),
    ),
    "K180": (
        "Channels!E1",
        "revenue",
        "“Revenue (EUR)” is in EUR; this worksheet is in USD. The column is not used.",
    ),
    "K181": (
        "Channels!E1",
        "",
        "“Revenue (EUR)” is in EUR; read in USD: 1 EUR = 1.08 USD, as Business says.",
    ),
    "K182": (
        "Channels!A1",
        "",
        "“All amounts in EUR” says EUR, but the amounts below are in USD.",
    ),
    "K184": (
        "Channels!D1",
        "leads",
        "“Conversions” was read as leads. Is that what it counts?",
    ),
    "K183": (
        "Business!A2",
        "currency",
        "“EUR –” can’t be used as an exchange rate.",
    ),
    "K321": (
        "Channels!C4",
        "spend",
        "This row is in EUR; this worksheet is in USD. The amount is not used.",
    ),
    "K322": (
        "Channels!C4",
        "spend",
        "“100” is in EUR; read as 108 USD: 1 EUR = 1.08 USD, as Business says.",
    ),
    "K323": (
        "Channels!C2",
        "spend",
        "The header says USD, but this amount is marked as EUR. Read as USD.",
    ),
    "K326": (
        "Channels!B2",
        "channel",
        (
            "This cell is a date: Excel may have made it of a name such as 24/7 or 1-2. "
            "Used as the channel 2026-07-24."
        ),
    ),
    "K327": (
        "Channels!A2",
        "period",
        (
            "This cell is 25 Oct 2026, shown without its year. It was read as October 2026; "
            "is October 2025 meant?"
        ),
    ),
    "K328": (
        "Channels!D2",
        "leads",
        "1.23E+29 is larger than any amount or count can be. The cell is not used.",
    ),
    "K329": (
        "Channels!E2",
        "gross_margin",
        "0.48 read as 48.0%: nobody does business at a gross margin below 1%.",
    ),
    "K324": (
        "Channels!E4",
        "spend",
        "“Taler” isn’t a currency that is known, so this row’s amounts were read like the others.",
    ),
    "K201": (
        "Channels!E1",
        "new_customers",
        "“Conversions” can mean Leads, New customers, or something else. It was not read.",
    ),
    "K202": (
        "Channels!E1",
        "",
        "The header “Revenu” isn’t known. Did you mean “Revenue”?",
    ),
    "K203": (
        "Channels!E1",
        "leads",
        "“Total leads” means the same as another column: Leads. Only the column D was read.",
    ),
    "K204": (
        "A!B1",
        "spend",
        "“Budget” was read as spend. Is it what was really spent?",
    ),
    "K205": (
        "Months!A1",
        "",
        "This table has no column Month, so it was not read.",
    ),
    "K206": (
        "Channels!E1",
        "",
        "“CPA” means cost per lead to some and cost per customer to others. It was not read.",
    ),
    "K207": (
        "A!B1",
        "spend",
        (
            "“Spend (incl. VAT)” says otherwise than the setting VAT or sales tax: Without VAT or "
            "sales tax. The setting was followed."
        ),
    ),
    "K208": (
        "A!B1",
        "spend",
        "“Spend ($000)” says thousands, but numbers were read as typed, not multiplied by 1,000.",
    ),
    "K301": (
        "Channels!C2",
        "spend",
        "“$1,000” is text; read as 1,000.",
    ),
    "K302": (
        "Channels!C2",
        "spend",
        "“about 30” can’t be read as a number. The cell is not used.",
    ),
    "K303": (
        "Channels!C2",
        "spend",
        "“1.234” may be 1,234 or 1.234. The cell is not used.",
    ),
    "K304": (
        "Channels!C2",
        "spend",
        "The formula here has no stored result. The cell is not used.",
    ),
    "K305": (
        "Channels!C2",
        "spend",
        "The formula shows #DIV/0!. The cell is not used.",
    ),
    "K306": (
        "Channels!C2",
        "spend",
        "This is a date, not a number. Excel turns some typed numbers into dates, 1.5 into 1 May.",
    ),
    "K307": (
        "Channels!E2",
        "gross_margin",
        "40 read as 40.0%.",
    ),
    "K308": (
        "Channels!E2",
        "close_rate",
        "0.5 may be 0.5% or 50%. The cell is not used.",
    ),
    "K309": (
        "Channels!E2",
        "gross_margin",
        "0.5 read as 50.0%, because other cells of the column are below 1 too.",
    ),
    "K310": (
        "Channels!C2",
        "spend",
        "-500 is below zero. The cell is not used.",
    ),
    "K311": (
        "Channels!D2",
        "leads",
        "12.5 isn’t a whole number. Used as typed.",
    ),
    "K312": (
        "Channels!E2",
        "gross_margin",
        "4.8 is outside what is possible here (-100% to 100%). The cell is not used.",
    ),
    "K313": (
        "Channels!C2",
        "spend",
        "“€500” is in EUR; this worksheet is in a currency that nothing tells. The cell is not used.",
    ),
    "K314": (
        "Channels!D2",
        "leads",
        "“-” read as blank: not known.",
    ),
    "K315": (
        "Channels!E3",
        "",
        "99 was typed over the formula here. It was not read; the figure was computed from your inputs.",
    ),
    "K316": (
        "Channels!D2",
        "leads",
        "0.1 is a percentage, but this column takes no percentages. The cell is not used.",
    ),
    "K317": (
        "Channels!C2",
        "spend",
        "“1.234” is text; read as 1,234, as the other cells of the column suggest.",
    ),
    "K318": (
        "Channels!E2",
        "gross_margin",
        "“%10” is text; read as 10.0%.",
    ),
    "K319": (
        "Channels!C4",
        "spend",
        "This cell is formatted as EUR, the others as USD. The cell is not used.",
    ),
    "K320": (
        "Deals!D2",
        "sales_cycle_days",
        "“soon” can’t be read as a date. The cell is not used.",
    ),
    "K401": (
        "Channels!B3",
        "leads spend",
        "This row has figures but no channel, so it was left out.",
    ),
    "K402": (
        "Channels!D2",
        "spend",
        "Spend is blank, so these results are in no cost figure.",
    ),
    "K403": (
        "Channels!F3",
        "leads",
        "Leads are blank, so October 2026 isn’t in this cost per lead.",
    ),
    "K404": (
        "Channels!A4",
        "",
        "The row “Total” was left out so nothing counts twice.",
    ),
    "K405": (
        "Channels!B3",
        "spend",
        (
            "Google Ads has 2 rows for October 2026 (rows 2, 3). The same in all of them: Month, Channel, "
            "Spend, Visitors, Leads, New customers, Revenue. All of them count."
        ),
    ),
    "K406": (
        "Channels!A2",
        "leads new_customers revenue spend visitors",
        (
            "Q3 2026 overlaps with August 2026 of Google Ads (row 3). This row was left out so "
            "nothing counts twice."
        ),
    ),
    "K407": (
        "Channels!C3",
        "spend",
        "This row has no campaign, but other rows of Google Ads in October 2026 have one. All of them count.",
    ),
    "K408": (
        "Channels!F2",
        "leads visitors",
        "51 leads from 50 visitors: more leads than visitors. Used as typed.",
    ),
    "K409": (
        "Channels!G2",
        "leads new_customers",
        (
            "New customers: 11, Leads: 10. That is more than in the step before it. Used as typed: right if "
            "sales take longer than the period, else a slip."
        ),
    ),
    "K410": (
        "Channels!D7",
        "spend",
        "1,040 is about 10 times this channel’s usual month. Used as typed; is there an extra zero?",
    ),
    "K411": (
        "Channels!E2",
        "leads new_customers revenue visitors",
        "There is spend, but nothing is typed of what it brought.",
    ),
    "K412": (
        "Channels!D2",
        "spend",
        "Google Ads has results in October 2026 at no spend.",
    ),
    "K413": (
        "Channels!C2",
        "spend",
        "This merged cell covers several rows or columns. Its value counts once, here.",
    ),
    "K414": (
        "Channels!A2",
        "",
        "“October 2026” stands in a merged cell and was used for all 2 of its rows.",
    ),
    "K415": (
        "Channels!A3",
        "",
        "The headers are repeated here; the row was skipped.",
    ),
    "K416": (
        "Channels!D7",
        "spend",
        "90 is less than a tenth of this channel’s usual month. Used as typed; is a zero missing?",
    ),
    "K431": (
        "Channels!A4",
        "",
        "“Total” says 160 for Spend, but its rows add up to 150. The row was left out.",
    ),
    "K432": (
        "Channels!B4",
        "spend",
        "Each figure of this row is the sum of others (rows 2 to 3). It was counted like them.",
    ),
    "K433": (
        "Channels!B4",
        "spend",
        (
            "“Columbus Gazette” was left out: each of its figures is the sum of others (rows 2 to 3), so "
            "it looks like their total."
        ),
    ),
    "K440": (
        "Channels!B5",
        "spend",
        (
            "Each figure of “TV” is the sum of other channels (rows 2 to 4). It was counted, as TV is a "
            "channel of its own; if it is their total, 2,431 of spend counts twice."
        ),
    ),
    "K434": (
        "Channels!B3",
        "spend",
        (
            "“Total Wine” has a word that totals have, but its figures don’t show that it is one. It was "
            "counted as a channel."
        ),
    ),
    "K435": (
        "Channels!B2",
        "",
        "“Google Ads” is the sum of other rows (3 to 4); it was left out so nothing counts twice.",
    ),
    "K501": (
        "Channels!A2",
        "period",
        "The month is blank. The row counts in the totals, but in no month.",
    ),
    "K502": (
        "Channels!A2",
        "period",
        "“lately” can’t be read as a month. The row counts in the totals, but in no month.",
    ),
    "K503": (
        "Channels!A2",
        "period",
        "202610 read as October 2026.",
    ),
    "K504": (
        "Channels!A2",
        "period",
        "“05/10/2026” may mean two different dates. The row counts in the totals, but in no month.",
    ),
    "K505": (
        "Channels!A2",
        "period",
        "“October” has no year. The row counts in the totals, but in no month.",
    ),
    "K506": (
        "Channels!A3",
        "period",
        "“October” read as October 2026; the year stands elsewhere in the sheet.",
    ),
    "K507": (
        "Channels!A3",
        "",
        "There are no rows for September 2026.",
    ),
    "K508": (
        "Channels!A2",
        "",
        "1 row lies after the report period and is in no figure.",
    ),
    "K961": (
        "Channels!A2",
        "period",
        "1 row lies only partly in September 2026 (the first is of Q3 2026) and is in no figure.",
    ),
    "K509": (
        "Channels!A2",
        "period",
        "December 2026 is in the future. Counted all the same.",
    ),
    "K510": (
        "Channels!B2",
        "channel",
        "“Gogle Ads” isn’t a known channel and was kept apart. Did you mean “Google Ads”?",
    ),
    "K511": (
        "Channels!B3",
        "channel",
        (
            "“Columbus Gazete” and “Columbus Gazette” are written almost alike and were kept apart. "
            "Are they one channel?"
        ),
    ),
    "K512": (
        "Kanallar!A2",
        "period",
        "“05/10/2026”, gün önce yazılmış sayılarak 5 Eki 2026 olarak okundu.",
    ),
    "K513": (
        "Channels!A2",
        "period",
        "“October 2026” is typed once; it was used for the 2 rows without a month below it too.",
    ),
    "K514": (
        "Channels!B2",
        "period",
        "“July 2025” is July 2025, but the year beside it says 2026. The month’s own year was used.",
    ),
    "K516": (
        "Channels!B2",
        "channel",
        "“Google” may be Google Ads or Organic search. It was kept as it is: no paid channel.",
    ),
    "K601": (
        "Business!B1",
        "vat",
        (
            "“maybe” is none of the choices: Without VAT or sales tax, With VAT or sales tax. The "
            "setting is not used."
        ),
    ),
    "K602": (
        "Business!B1",
        "currency",
        "The currency is set to USD, but the amounts are formatted as EUR.",
    ),
    "K603": (
        "Business!B2",
        "gross_margin",
        "Gross margin stands twice: “0.4” was used, “0.5” was not.",
    ),
    "K604": (
        "Business!B2",
        "report_from report_to",
        "The report period ends before it begins, so all months are reported.",
    ),
    "K605": (
        "Business!B1",
        "currency",
        "“Taler” isn’t a currency that is known, so the setting is not used.",
    ),
    "K641": (
        "Business!B1",
        "lead_word",
        "“calls, forms & DMs” can’t stand in a sentence, so the report keeps its own word.",
    ),
    "K606": (
        "Business!B1",
        "marketing_channels",
        "“Refferal” is named here, but no row has that channel.",
    ),
    "K607": (
        "Business!B1",
        "report_from",
        "“autumn” can’t be read as a month, so the report period is not limited by it.",
    ),
    "K670": (
        "Business!B2",
        "revenue spend",
        "VAT rate is 20%, but Business doesn’t say that amounts are typed with VAT: nothing was taken out.",
    ),
    "K671": (
        "Business!B2",
        "revenue spend",
        "VAT rate of sales, if another is 10%, but VAT rate is blank: nothing was taken out.",
    ),
    "K608": (
        "Prices!B1",
        "",
        "“Gross margin” stands on a sheet of other things, so 0.4 isn’t used as a setting.",
    ),
    "K631": (
        "Channels!C3",
        "spend",
        (
            "What can be said of Radio hangs on this one number: with 6,440 instead of 64,400, "
            "we cannot tell yet. Nothing else in the file bears it out."
        ),
    ),
    "K661": (
        "Channels!E5",
        "spread_over_months",
        (
            "“61” isn’t a whole number of months from 1 to 60, so nobody can tell what one month of this "
            "cost is. The spend of this row is not used."
        ),
    ),
    "K662": (
        "Channels!E5",
        "spend",
        "0 months: the cost of this row counts whole in its own month.",
    ),
    "K663": ("Channels!E5", "", "900 is spread over 3 months (August 2026 – October 2026): 300 a month."),
    "K664": ("Channels!E5", "", "225 of 900 isn’t in this report: it falls in November 2026."),
    "K665": ("Channels!E5", "", "Only the cost of this row is spread; its results count in August 2026."),
    "K666": (
        "Channels!E5",
        "spend",
        (
            "This cost isn’t spread over 4 months: its row is about Q3 2026. It counts whole where its row "
            "does."
        ),
    ),
    "K667": (
        "Channels!A5",
        "spend",
        (
            "300 for 2026 may be a cost of its own or the total of other rows. This row was left out so "
            "nothing counts twice."
        ),
    ),
    "K668": (
        "Channels!E5",
        "new_customers",
        (
            "In 1 of 3 months nothing is typed of what Yard and truck signs brought (Sep 2026): their share "
            "of this cost isn’t in its cost per lead and customer."
        ),
    ),
    "K669": (
        "Channels!E5",
        "new_customers",
        "Nothing is typed of what Yard and truck signs brought in the months of this cost.",
    ),
    "K701": (
        "Channels!F2",
        "leads",
        "Leads is 25, but Visitor-to-lead rate gives 10. The typed number was used.",
    ),
    "K702": (
        "Channels!F2",
        "revenue",
        "Revenue is 20,000, but Average sale gives 15,000. The typed number was used.",
    ),
    "K703": (
        "Months!B2",
        "fully_loaded_cac",
        "The shared costs are 5,000, but their parts add up to 3,500. The typed sum was used.",
    ),
    "K704": (
        "Months!C2",
        "churn crr crr_yearly",
        "120 customers kept of 100 at the start makes a retention of 120.0%, which can’t be.",
    ),
    "K705": (
        "Months!B2",
        "marketing_originated_share",
        "Marketing channels brought 2 new customers, but there were 1 in all.",
    ),
    "K706": (
        "Months!B2",
        "marketing_originated_revenue_share",
        "Marketing channels brought 400 of revenue, but new customers brought 300 in all.",
    ),
    "K707": (
        "Months!B2",
        "all_new_customers cac",
        "Channels add up to 2 new customers in Oct 2026; Months says 1. CAC may look too low.",
    ),
    "K708": (
        "Months!B2",
        "all_new_revenue roi",
        "Channels add up to 400 of revenue in Oct 2026; Months says 300. ROI may look too high.",
    ),
    "K709": (
        "Months!F2",
        "clv",
        "Customers are said to stay 5.0 years, but a yearly retention of 28.2% means about 1.4.",
    ),
    "K710": (
        "Deals",
        "",
        "Deals has 1 won, the channels have 5 new customers in the same months.",
    ),
    "K801": (
        "Months!A3",
        "",
        "September 2026 overlaps with the row above it (row 2). This row was left out.",
    ),
    "K802": (
        "Months!A3",
        "crr",
        "Months has no row for September 2026.",
    ),
    "K803": (
        "Months!B3",
        "crr",
        "150 customers at the start, but 105 at the end of the month before.",
    ),
    "K804": (
        "Months!A2",
        "all_new_customers customers_end customers_start",
        "The month of this row is blank or can’t be read, so the row was left out.",
    ),
    "K901": (
        "Deals!B2",
        "sales_cycle_days",
        "The date of creation is blank or can’t be read, so the deal was left out.",
    ),
    "K902": (
        "Deals!D2",
        "sales_cycle_days",
        "Closed before it was created, so the deal was left out.",
    ),
    "K903": (
        "Deals!E2",
        "sales_cycle_days",
        "“perhaps” isn’t won, lost or open, so the deal was left out.",
    ),
    "K904": (
        "Deals!D2",
        "sales_cycle_days",
        "Won, but without a closing date: not in the sales cycle.",
    ),
    "K905": (
        "Deals!D2",
        "",
        "Open, but with a closing date. Taken as open.",
    ),
    "K906": (
        "Deals!B2",
        "",
        "5 Oct 2062 is in the future.",
    ),
    "K907": (
        "Deals!C2",
        "",
        "The quote’s date doesn’t lie between created and closed. It was not used.",
    ),
}
SEVERAL = {"K309": 2}  # one for each fraction of the column


def reported(code: str) -> Report:
    return build_report(understood(*CASES[code][0]), file="x.xlsx", today=TODAY)


@pytest.mark.parametrize("code", CASES)
def test_a_finding_says_where_what_and_which_figures_it_touches(code: str) -> None:
    made = reported(code)
    told = [one for one in made.findings if one.code == code]
    assert len(told) == SEVERAL.get(code, 1)
    place = told[0].place
    assert place is not None
    cell, touched, message = SAID[code]
    assert (f"{place.sheet}!{place.cell}" if place.cell else place.sheet) == cell
    assert " ".join(sorted(told[0].affects)) == touched
    assert made.words.text(f"findings.{code}.message", **told[0].facts) == message


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CASES)
def test_every_fact_of_a_finding_stands_in_its_sentences(code: str, language: str) -> None:
    words = Words(language)
    for one in reported(code).findings:
        for part in ("message", "hint"):
            said = words.text(f"findings.{one.code}.{part}", **one.facts)
            assert not re.search(r"[{}]|None|–\.", said), said


def test_the_cell_is_quoted_as_it_was_typed_beside_what_it_was_read_as() -> None:
    def quoted(code: str) -> tuple[str | None, str]:
        one = next(one for one in reported(code).findings if one.code == code)
        return one.typed, str(one.read_as)

    assert quoted("K301") == ("$1,000", "1000")
    assert quoted("K302") == ("about 30", "None")
    assert quoted("K305") == ("#DIV/0!", "None")
    assert quoted("K307") == ("40", "0.4")
    assert quoted("K318") == ("%10", "0.1")
    assert quoted("K410") == ("1040", "1040")
