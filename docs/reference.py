"""Writes what is generated in this folder from the code's own tables: the reference, a half for each reader, and the JSON's schema.

    python docs/reference.py

A test says when what stands here is stale.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from kpisheet.analysis.assumed import PLANNED_SPEND
from kpisheet.analysis.deal_views import COHORT_COLUMNS, OPEN_COLUMNS, Stage
from kpisheet.analysis.kpis import AMOUNTS, KPIS, SHARES, Kpi
from kpisheet.analysis.planning import Scenario
from kpisheet.analysis.report import Claim, Counted, Otherwise, Pays, Shortens
from kpisheet.analysis.standing import State
from kpisheet.analysis.unread import UnreadKind
from kpisheet.command.arguments import Text, parse
from kpisheet.command.options import COMMANDS
from kpisheet.exports.systems import SYSTEMS, Kind
from kpisheet.ooxml.limits import table_of_limits
from kpisheet.texts.aliases import aliases
from kpisheet.texts.language import LANGUAGES, Words, table
from kpisheet.texts.units import Unit
from kpisheet.worksheet.assumptions import ASSUMABLE
from kpisheet.worksheet.catalogue import KINDS
from kpisheet.worksheet.channels import CHANNELS, Group
from kpisheet.worksheet.findings import Severity
from kpisheet.worksheet.layouts.facts import At
from kpisheet.worksheet.schema import COLUMNS, COMPUTED_COLUMNS, DEAL_OUTCOMES, SETTINGS, Table

FOLDER = Path(__file__).resolve().parent
SCHEMA = "kpisheet-1.schema.json"
_PLACE = re.compile(r"\{[^}]*\}")

_PYTHON = """```python
import kpisheet

evaluation = kpisheet.evaluate("october.xlsx")
print(evaluation.report.totals["cac"].value)
print(evaluation.to_dict()["headline"])
written = evaluation.write()
print(written.workbook, written.page)
```

"""

_TITLES: dict[str, dict[str, Any]] = {
    "en": {
        "title": "Reference for filling in",
        "title_for": "What a worksheet can hold and what kpisheet makes of it. To run it from a script or a schedule: [Reference for automating](automation.en.md).",
        "title_automation": "Reference for automating",
        "title_automation_for": "The command, its exit statuses, its JSON and its limits. What a worksheet can hold, every finding and every error: [Reference for filling in](reference.en.md).",
        "generated": "Generated from the code by `python docs/reference.py`; don't edit.",
        "columns": "Columns of the sheet “{sheet}”",
        "settings": "Settings of Business",
        "kpis": "KPIs",
        "findings": "Findings",
        "channels": "Known channels",
        "systems": "Downloads that fill a worksheet",
        "systems_text": "CSV, TSV, text, Excel workbooks, and zip archives of them. A table of no system listed is read by its kind: campaigns with spend, visitors by source, deals, contacts, orders.",
        "system": ("System", "Key", "Known by", "Gives"),
        "limits": "Limits",
        "faults": "What stops kpisheet, and what to do",
        "fault": ("Code", "Message", "What to do"),
        "statuses": "Exit statuses",
        "command": "Command line",
        "python": "From Python",
        "python_text": _PYTHON
        + "`evaluate` takes a worksheet or one download, and `language`, `sheet` and `made_on` (the day of the report). What can't be read raises `kpisheet.KpisheetError` with a `code` and its `facts`: the first column of [what stops kpisheet](reference.en.md#what-stops-kpisheet-and-what-to-do). Figures are `Decimal`, or None where they are undefined; `write` takes `kpisheet.Writing(output=folder)`.",
        "json": "JSON",
        "json_text": f"The schema of `--json` is [{SCHEMA}]({SCHEMA}). Figures are unrounded.",
        "yes": "yes",
        "computed": "Grey columns, worked out by Excel while you type",
        "benchmarks": "Benchmarks",
        "header": ("Header", "Key", "Required", "Value", "What to type", "Also understood"),
        "grey": ("Header", "Key", "What it is"),
        "setting": ("Setting", "Key", "Value", "What to type", "If blank", "Defined name", "Also understood"),
        "kpi": ("KPI", "Key", "Formula", "Unit", "Better", "Leading or lagging", "Of"),
        "benchmark": ("KPI", "Where it comes from"),
        "key": ("Key", "What it holds"),
        "units": {
            Unit.TEXT: "text",
            Unit.CHOICE: "one of",
            Unit.PERIOD: "month, quarter, year or day",
            Unit.DATE: "day",
            Unit.COUNT: "whole number",
            Unit.MONEY: "amount",
            Unit.UNIT_MONEY: "amount",
            Unit.RATE: "percentage",
            Unit.RETURN: "percentage",
            Unit.MULTIPLE: "multiple",
            Unit.MONTHS: "months",
            Unit.DAYS: "days",
            Unit.YEARS: "years",
        },
        "from_to": "{low} to {high}",
        "from": "{low} or more",
        "up_to": "up to {high}",
        "lower": "lower",
        "higher": "higher",
        "of_business": "the whole business",
        "of_channels": "each channel and the total",
        "json_keys": {
            "kpisheet": "version of this format: 1",
            "file": "the workbook, as named on the command line",
            "sources": "the downloads that it was filled in with, if any: file, system, kind, rows, months, channels, and what people said brought them (reported)",
            "language": "language of the worksheet: en or tr",
            "currency": "ISO 4217 code; null where nothing in the workbook tells it",
            "vat_taken_out": "where amounts were typed with VAT and its rate is known: the rates, and what was taken out of spend and sales; null elsewhere",
            "made_on": "day of the report",
            "business_name": "as typed in Business",
            "headline": "which channels earn and which lose, in a sentence",
            "sums": "what was spent on marketing, what came of it and what came without it, in words",
            "next_step": "what to try or to fill in next",
            "state": "where the client stands: late (no row for the last month that is over), check (something is doubtful), ready",
            "to_do": "what to do before the report is passed on",
            "latest": "the last period with a row",
            "period": "the report period: 2026-10, 2026-Q3, 2026 or 2026-10-05/2026-10-11",
            "assumed": "only where the run assumed something in place of what the file says: the setting (or spend of a channel, planned for each month of scenario A), the value and the file’s own",
            "periods": "its months",
            "dispersion": "how many times as much as by chance alone a month’s leads and customers vary, the squared coefficient of variation of what customers bring (values) and what it is known from",
            "window": "the months that the verdicts rest on",
            "channels": "per channel: every KPI by its key, likely ranges (intervals), lower bounds, why a figure is missing, the verdict (pays; check_first where cells to check decide it), the cells that decide it and what it would be with them otherwise (deciding), how many alike customers its customers tell as much as (effective_customers), when an open verdict can be told (outlook), its months and campaigns",
            "earlier_channels": "channels of the window that have no row in the report period, with their verdicts",
            "totals": "every KPI over all channels together, with the numerator and denominator of each ratio (parts), and what it is made of where the figures beside it don’t divide into it (basis)",
            "marketing": "the same of the channels that marketing pays for: what the headline, the cards and their targets are of",
            "came_anyway": "the channels that marketing is without, as Business says",
            "by_period": "the totals month by month",
            "business": "the KPIs of the whole business",
            "pairs": "pairs of channels compared: which difference can be claimed",
            "changes": "changes against the period before and a year ago",
            "trends": "each channel over the months of the verdicts: its CAC in the last half against the first, its last month beside that of a year earlier (no claim), and its budget",
            "budget": "what was planned and what was spent over the months of the verdicts, of all rows that know both; null where no budget is typed",
            "targets": "targets of Business, and whether they are met",
            "benchmarks": "the articles' benchmarks beside your figures",
            "sales_cycles": "days from created to won, by channel and salesperson",
            "unripe": "periods younger than a sale takes: their ratios can still rise",
            "cohorts": "customers and revenue by the month their lead came in, with that month’s spend, where Deals holds all customers since; ripe_together adds up the months that a sale has had time for, unripe_together the others",
            "open_deals": "the deals still open by stage: how many, worth how much, how many overdue, and what may come of them at the win rate of the closed deals that came as far",
            "answers": "the questions answered, each with its figures and what can't be known",
            "notes": "what to know about the figures",
            "layout": "how the workbook was read: the tables and sheets, where the words of each figure’s address stand, and an example",
            "findings": "what is wrong or doubtful, cell by cell",
            "unread": "what looks like data and wasn’t read, with counts and amounts",
            "plan": "twelve months ahead: what each channel’s spend brings, scenarios with their likely ranges, and a suggested split of the budget",
            "unchanged": "true where --changed-only left the report of made_on alone, because it still stands; else not there",
            "error": "instead of all but the first two: why the file failed (code, message, hint)",
        },
        "finding": ("Code", "Severity", "Example", "What to do"),
        "channel": ("Channel", "Key", "Kind", "Counts as marketing", "Also understood"),
        "limit": ("Limit", "Value", "Reason"),
        "status": ("Status", "Meaning"),
        "leading": "leading",
        "lagging": "lagging",
        "status_0": "done",
        "status_1": "errors in the data: `check`, or `report --strict`",
        "status_2": "a file can't be read, an output can't be written, or the command is wrong",
        "status_130": "interrupted with Ctrl-C",
    },
    "tr": {
        "title": "Dolduranlar için başvuru",
        "title_for": "Çalışma sayfasında neler olabilir, kpisheet bunlardan ne çıkarır. Bir betikten ya da zamanlanmış görevden çalıştırmak için: [Otomatikleştirenler için başvuru](automation.tr.md).",
        "title_automation": "Otomatikleştirenler için başvuru",
        "title_automation_for": "Komut, çıkış kodları, JSON ve sınırlar. Çalışma sayfasında olabilecekler, bütün bulgular ve hatalar: [Dolduranlar için başvuru](reference.tr.md).",
        "generated": "`python docs/reference.py` ile koddan üretilir; elle değiştirmeyin.",
        "columns": "“{sheet}” sayfasının sütunları",
        "settings": "İşletme bilgileri",
        "kpis": "KPI'lar",
        "findings": "Bulgular",
        "channels": "Bilinen kanallar",
        "systems": "Çalışma sayfasını dolduran dosyalar",
        "systems_text": "CSV, TSV, metin, Excel çalışma kitapları ve bunların zip arşivleri. Listede olmayan bir sistemin tablosu türüne göre okunur: harcamalı kampanyalar, kaynağa göre ziyaretçiler, fırsatlar, kişiler, siparişler.",
        "system": ("Sistem", "Anahtar", "Tanınması", "Verdiği"),
        "limits": "Sınırlar",
        "faults": "kpisheet'i durduran durumlar ve çözümleri",
        "fault": ("Kod", "İleti", "Ne yapmalı"),
        "statuses": "Çıkış kodları",
        "command": "Komut satırı",
        "python": "Python'dan",
        "python_text": _PYTHON
        + "`evaluate` bir çalışma sayfası ya da indirilmiş tek bir dosya alır; ayrıca `language`, `sheet` ve `made_on` (raporun günü). Okunamayan dosya için `code` ve `facts` taşıyan bir `kpisheet.KpisheetError` oluşur; kodlar [kpisheet'i durduran durumlar ve çözümleri](reference.tr.md#kpisheeti-durduran-durumlar-ve-çözümleri) tablosunun ilk sütununda. Rakamlar `Decimal` türündedir, tanımsızsa None; `write` için `kpisheet.Writing(output=klasor)` verilebilir.",
        "json": "JSON",
        "json_text": f"`--json` çıktısının şeması: [{SCHEMA}]({SCHEMA}). Rakamlar yuvarlanmaz.",
        "yes": "evet",
        "computed": "Siz yazarken Excel'in hesapladığı gri sütunlar",
        "benchmarks": "Karşılaştırma ölçütleri",
        "header": ("Başlık", "Anahtar", "Zorunlu", "Değer", "Ne yazılır", "Anlaşılan diğer adlar"),
        "grey": ("Başlık", "Anahtar", "Nedir"),
        "setting": (
            "Ayar",
            "Anahtar",
            "Değer",
            "Ne yazılır",
            "Boş bırakılırsa",
            "Tanımlı ad",
            "Anlaşılan diğer adlar",
        ),
        "kpi": ("KPI", "Anahtar", "Formül", "Birim", "İyisi", "Öncü / sonuç", "Kapsam"),
        "benchmark": ("KPI", "Kaynağı"),
        "key": ("Anahtar", "İçindeki"),
        "units": {
            Unit.TEXT: "metin",
            Unit.CHOICE: "şunlardan biri",
            Unit.PERIOD: "ay, çeyrek, yıl veya gün",
            Unit.DATE: "gün",
            Unit.COUNT: "tam sayı",
            Unit.MONEY: "tutar",
            Unit.UNIT_MONEY: "tutar",
            Unit.RATE: "yüzde",
            Unit.RETURN: "yüzde",
            Unit.MULTIPLE: "kat",
            Unit.MONTHS: "ay",
            Unit.DAYS: "gün",
            Unit.YEARS: "yıl",
        },
        "from_to": "{low} – {high}",
        "from": "en az {low}",
        "up_to": "en çok {high}",
        "lower": "düşük",
        "higher": "yüksek",
        "of_business": "bütün işletme",
        "of_channels": "her kanal ve toplam",
        "json_keys": {
            "kpisheet": "bu biçimin sürümü: 1",
            "file": "komut satırında yazıldığı gibi çalışma kitabı",
            "sources": "varsa, doldurulduğu dosyalar: dosya, sistem, tür, satırlar, aylar, kanallar ve kişilerin söylediği kaynaklar (reported)",
            "language": "tablonun dili: en veya tr",
            "currency": "ISO 4217 kodu; dosyada hiçbir yerde belirtilmemişse null",
            "vat_taken_out": "tutarlar KDV dahil yazılmışsa ve oranı biliniyorsa: oranlar, harcamadan ve cirodan düşülen KDV; yoksa null",
            "made_on": "rapor günü",
            "business_name": "İşletme bilgilerinde yazıldığı gibi",
            "headline": "hangi kanalların kazandırdığı, hangilerinin zarar ettiği, bir cümleyle",
            "sums": "pazarlamaya ne harcandığı, karşılığında ve onsuz ne geldiği, bir iki cümleyle",
            "next_step": "sırada denenecek ya da doldurulacak şey",
            "state": "müşterinin durumu: late (biten son ayın satırı yok), check (kuşkulu bir şey var), ready (hazır)",
            "to_do": "rapor iletilmeden önce yapılacak şey",
            "latest": "satırı olan son dönem",
            "period": "rapor dönemi: 2026-10, 2026-Q3, 2026 veya 2026-10-05/2026-10-11",
            "assumed": "yalnızca rapor, dosyada yazanın yerine bir şey varsayıyorsa: ayar (ya da bir kanalda senaryo A’nın her ayı için planlanan harcama, spend), değer ve dosyadaki",
            "periods": "dönemin ayları",
            "dispersion": "aylık lead ve müşteri sayılarının yalnızca tesadüfle beklenenin kaç katı değiştiği, müşterilerin bıraktığı tutarın değişim katsayısının karesi (values) ve neden bilindiği",
            "window": "kanal kararlarının dayandığı aylar",
            "channels": "kanal başına: anahtarıyla her KPI, olası aralıklar (intervals), alt sınırlar, bir rakamın neden olmadığı, karar (pays; kontrol edilecek hücreler belirliyorsa check_first), kararı belirleyen hücreler ve başka türlü olsalar kararın ne olacağı (deciding), müşterilerinin birbirinin aynı kaç müşteri kadar şey söylediği (effective_customers), henüz söylenemeyenin ne zaman söylenebileceği (outlook), ayları ve kampanyaları",
            "earlier_channels": "karar aylarında olup rapor döneminde satırı olmayan kanallar ve kararları",
            "totals": "bütün kanallar birlikte her KPI, oranların payı ve paydasıyla (parts), yanındaki rakamlar birbirine bölününce çıkmayan oranın neden oluştuğuyla (basis)",
            "marketing": "aynısı, yalnızca pazarlamanın ödediği kanallar için: başlık, kartlar ve hedefler bunlara dayanır",
            "came_anyway": "İşletme bilgilerine göre pazarlamadan sayılmayan kanallar",
            "by_period": "ay ay toplamlar",
            "business": "bütün işletmenin KPI'ları",
            "pairs": "karşılaştırılan kanal çiftleri: hangi farkın öne sürülebileceği",
            "changes": "önceki döneme ve bir yıl öncesine göre değişiklikler",
            "trends": "sonuçların dayandığı aylar boyunca her kanal: CAC değerinin ilk yarıya göre ikinci yarısı son ayın bir yıl öncesi (sonuç bildirmez) ve bütçesi",
            "budget": "sonuçların dayandığı aylarda planlanan ve harcanan, ikisini de bilen satırların toplamı; bütçe yazılmamışsa null",
            "targets": "İşletme bilgilerindeki hedefler ve tutup tutmadıkları",
            "benchmarks": "rakamlarınızın yanında makalelerin ölçütleri",
            "sales_cycles": "kanala ve satış temsilcisine göre, oluşturmadan kazanmaya kadar geçen gün",
            "unripe": "bir satışın aldığı süreden daha yeni dönemler: oranları daha yükselebilir",
            "cohorts": "lead’in geldiği aya göre müşteri ve ciro, o ayın harcamasıyla; yalnızca Fırsatlar sayfasında o zamandan beri bütün müşteriler varsa. ripe_together, satışın süresi dolmuş ayları toplar, unripe_together öbürlerini",
            "open_deals": "aşamaya göre açık fırsatlar: sayısı, tutarı, gecikmiş olanlar ve bu aşamaya gelip kapanmış fırsatların kazanılma oranıyla beklenen sonuç",
            "answers": "yanıtlanan sorular; her biri rakamları ve bilinemeyenlerle",
            "notes": "rakamlar hakkında bilinmesi gerekenler",
            "layout": "çalışma kitabının nasıl okunduğu: tablolar ve sayfalar, rakamların kanal, dönem ve adlarının nerede durduğu, bir de örnek",
            "findings": "hücre hücre yanlışlar ve şüpheliler",
            "unread": "veriye benzeyip okunmayanlar, sayı ve tutarlarıyla",
            "plan": "on iki ay ilerisi: her kanalın harcamasının ne getirdiği, olası aralıklarıyla senaryolar ve bütçe için önerilen dağılım",
            "unchanged": "--changed-only, made_on günündeki rapor hâlâ geçerli olduğu için ona dokunmadıysa true; yoksa bulunmaz",
            "error": "ilk ikisi dışındakilerin yerine: dosyanın neden okunamadığı (kod, ileti, çözüm)",
        },
        "finding": ("Kod", "Önem", "Örnek", "Ne yapmalı"),
        "channel": ("Kanal", "Anahtar", "Tür", "Pazarlama sayılır", "Anlaşılan diğer adlar"),
        "limit": ("Sınır", "Değer", "Gerekçe"),
        "status": ("Kod", "Anlamı"),
        "leading": "öncü",
        "lagging": "sonuç",
        "status_0": "tamam",
        "status_1": "veride hata var: `check` veya `report --strict`",
        "status_2": "bir dosya okunamadı, bir çıktı yazılamadı ya da komut yanlış",
        "status_130": "Ctrl-C ile kesildi",
    },
}


def reference(code: str) -> str:
    """For who fills in a worksheet: what can stand in it and what is made of it. In one language, as Markdown."""
    words, titles = Words(code), _TITLES[code]
    parts = [f"# kpisheet: {titles['title']}", _about("title", code)]
    for sheet in COLUMNS:
        parts.append("## " + str(titles["columns"]).format(sheet=words.raw(f"sheets.{sheet.value}")))
        parts.append(_table(titles["header"], _columns(words, sheet)))
    parts += [f"## {titles['computed']}", _table(titles["grey"], _computed(words))]
    parts += [f"## {titles['settings']}", _table(titles["setting"], _settings(words))]
    parts += [f"## {titles['kpis']}", _table(titles["kpi"], _kpis(words))]
    parts += [f"## {titles['benchmarks']}", _table(titles["benchmark"], _benchmarks(words))]
    parts += [f"## {titles['channels']}", _table(titles["channel"], _channels(words))]
    parts += [
        f"## {titles['systems']}",
        str(titles["systems_text"]),
        _table(titles["system"], _systems(words)),
    ]
    parts += [f"## {titles['findings']}", _table(titles["finding"], _findings(words))]
    parts += [f"## {titles['faults']}", _table(titles["fault"], _faults(words))]
    return "\n\n".join(parts) + "\n"


def automation(code: str) -> str:
    """For who runs kpisheet from a script or a schedule: command, statuses, JSON and limits."""
    words, titles = Words(code), _TITLES[code]
    parts = [f"# kpisheet: {titles['title_automation']}", _about("title_automation", code)]
    parts += [f"## {titles['command']}", *(f"```text\n{_help(command, words)}\n```" for command in COMMANDS)]
    statuses = [(f"{number}", str(titles[f"status_{number}"])) for number in (0, 1, 2, 130)]
    parts += [f"## {titles['statuses']}", _table(titles["status"], statuses)]
    keys = [(f"`{key}`", text) for key, text in titles["json_keys"].items()]
    parts += [f"## {titles['json']}", str(titles["json_text"]), _table(titles["key"], keys)]
    parts += [f"## {titles['python']}", str(titles["python_text"])]
    parts += [f"## {titles['limits']}", _table(titles["limit"], _limits(words))]
    return "\n\n".join(parts) + "\n"


def _about(title: str, code: str) -> str:
    """For whom this half is, where the other is, and that nobody is to edit it."""
    titles = _TITLES[code]
    return f"{titles[f'{title}_for']}\n\n{titles['generated']}"


def _table(heads: str | Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_line(heads), _line(["---"] * len(heads)), *(_line(row) for row in rows)]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _yes(words: Words, value: bool) -> str:
    return str(_TITLES[words.code]["yes"]) if value else ""


def _also(name: str, key: str) -> str:
    """The aliases of all languages: a worksheet may mix them."""
    return ", ".join(dict.fromkeys(alias for code in LANGUAGES for alias in aliases(code, name).get(key, ())))


def _value(
    words: Words, unit: Unit, choices: Sequence[str], low: Decimal | None, high: Decimal | None
) -> str:
    """What may stand in a cell: its unit and bounds, or its choices."""
    titles = _TITLES[words.code]
    name = str(titles["units"][unit])
    if choices:
        return f"{name}: " + ", ".join(choices)
    if unit in {Unit.TEXT, Unit.PERIOD, Unit.DATE, Unit.CHOICE}:
        return name
    shown = {"low": _bound(words, unit, low), "high": _bound(words, unit, high)}
    kind = "from_to" if None not in (low, high) else "from" if low is not None else "up_to"
    return name if low is None and high is None else f"{name}, " + str(titles[kind]).format(**shown)


def _bound(words: Words, unit: Unit, bound: Decimal | None) -> str:
    if bound is None:
        return ""
    rate = unit in {Unit.RATE, Unit.RETURN}
    return words.writing.percent(bound, 0) if rate else words.writing.number(bound)


def _columns(words: Words, sheet: Table) -> list[Sequence[str]]:
    return [
        (
            words.raw(f"columns.{each.key}.header"),
            f"`{each.key}`",
            _yes(words, each.required),
            _value(words, each.unit, _outcomes(words, each.unit), each.minimum, each.maximum),
            words.raw(f"template.{sheet.value}.{each.key}.help"),
            _also("aliases", each.key),
        )
        for each in COLUMNS[sheet]
    ]


def _outcomes(words: Words, unit: Unit) -> list[str]:
    return [words.raw(f"choices.outcome.{each}") for each in DEAL_OUTCOMES] if unit is Unit.CHOICE else []


def _computed(words: Words) -> list[Sequence[str]]:
    used = {"leads_used": "leads", "customers_used": "new_customers", "revenue_used": "revenue"}
    return [
        (
            words.raw(f"columns.{each.key}.header"),
            f"`{each.key}`",
            words.raw(f"kpis.{used.get(each.key, each.key)}.definition"),
        )
        for each in COMPUTED_COLUMNS
    ]


def _settings(words: Words) -> list[Sequence[str]]:
    return [
        (
            words.raw(f"columns.{each.key}.label"),
            f"`{each.key}`",
            _value(
                words,
                each.unit,
                [words.raw(f"choices.{each.key}.{choice}") for choice in each.choices],
                each.minimum,
                each.maximum,
            ),
            words.raw(f"template.business.{each.key}.help"),
            words.raw(f"choices.{each.key}.{each.default}") if each.default else "",
            f"`{each.name}`",
            _also("setting_aliases", each.key),
        )
        for each in SETTINGS
    ]


def _kpis(words: Words) -> list[Sequence[str]]:
    titles = _TITLES[words.code]
    return [
        (
            words.raw(f"kpis.{key}.label"),
            f"`{key}`",
            words.raw(f"kpis.{key}.definition"),
            str(titles["units"][each.unit]),
            str(titles["lower" if each.lower_is_better else "higher"]) if _is_a_ratio(each) else "",
            str(titles[each.indicator.value]),
            str(titles["of_business" if each.business else "of_channels"]),
        )
        for key, each in KPIS.items()
    ]


def _is_a_ratio(kpi: Kpi) -> bool:
    """Sums and shares are neither good nor bad by themselves."""
    return kpi not in AMOUNTS and kpi not in SHARES


def _benchmarks(words: Words) -> list[Sequence[str]]:
    """The articles' own, by the KPI that they stand beside."""
    of = {
        "retention": "crr_yearly",
        "originated_inside": "marketing_originated_share",
        "originated_cold_calls": "marketing_originated_share",
        "direct_mail": "response_rate",
    }
    return [
        (words.raw(f"kpis.{of[key]}.label"), text) for key, text in table(words.code, "benchmarks").items()
    ]


def _channels(words: Words) -> list[Sequence[str]]:
    return [
        (
            words.raw(f"channels.{each.key}"),
            f"`{each.key}`",
            words.raw(f"channel_groups.{each.group.value}"),
            _yes(words, each.marketing),
            _also("channel_aliases", each.key),
        )
        for each in CHANNELS
    ]


def _systems(words: Words) -> list[Sequence[str]]:
    return [
        (
            words.raw(f"systems.{each.key}"),
            f"`{each.key}`",
            " · ".join(" + ".join(sign) for sign in each.signs) or words.raw("systems.not_seen"),
            words.raw(f"systems.gives.{each.kind.value}"),
        )
        for each in SYSTEMS
    ]


def _findings(words: Words) -> list[Sequence[str]]:
    return [
        (
            each.code,
            words.raw(f"command.severity.{each.severity.value}"),
            words.raw(f"findings.{each.code}.example"),
            words.raw(f"findings.{each.code}.hint"),
        )
        for each in KINDS
    ]


def _limits(words: Words) -> list[Sequence[str]]:
    return [
        (f"`{each.name}`", words.writing.number(each.value), words.text(f"limits.{each.name}"))
        for each in table_of_limits()
    ]


def _faults(words: Words) -> list[Sequence[str]]:
    """Every error's sentences; limits stand in a table of their own. A place for a fact shows as …."""
    codes = [key.removesuffix(".message") for key in table(words.code, "errors") if key.endswith(".message")]
    return [
        (f"`{code}`", *(_PLACE.sub("…", words.raw(f"errors.{code}.{part}")) for part in ("message", "hint")))
        for code in codes
        if not code.startswith("limit_")
    ]


def _help(command: str, words: Words) -> str:
    asked = parse([command, "--help"], words, "")
    if not isinstance(asked, Text):
        raise TypeError(command)
    return asked.text


def schema() -> dict[str, Any]:
    """The JSON schema of one line of `--json` and of `check --json`."""
    number = {"type": ["number", "null"]}
    text, text_or_none = {"type": "string"}, {"type": ["string", "null"]}
    interval = {"type": "array", "prefixItems": [number, number], "minItems": 2, "maxItems": 2}
    known = {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}
    partial = _object(
        {
            "known": {"type": "integer", "minimum": 0},
            "of": {"type": "integer", "minimum": 1},
            "counted": {"enum": [each.value for each in Counted]},
        }
    )
    scope: dict[str, Any] = {
        **dict.fromkeys(KPIS, number),
        "intervals": {"type": "object", "additionalProperties": interval},
        "lower_bounds": {"type": "object", "additionalProperties": number},
        "missing": {"type": "object", "additionalProperties": text},
        "known": {"type": "object", "additionalProperties": known},
        "basis": {"type": "object", "additionalProperties": text},
        "parts": {"type": "object", "additionalProperties": interval},
        "partial": {"type": "object", "additionalProperties": partial},
        "doubtful": _list(text),
        "converted": _list(text),
    }
    period = _object({"period": text, **scope}, required=("period",))
    outlook = {
        "anyOf": [
            {"type": "null"},
            _object(
                {
                    "months": {"type": ["integer", "null"], "minimum": 1},
                    "shortened_by": {"enum": [each.value for each in Shortens]},
                }
            ),
        ]
    }
    unread = _object(
        {
            "kind": {"enum": [each.value for each in UnreadKind]},
            "names": _list(text),
            "count": {"type": "integer", "minimum": 1},
            "total": number,
            "text": text,
        }
    )
    pays = {"enum": [each.value for each in Pays]}
    decider = _object(
        {
            "sheet": text,
            "cell": text_or_none,
            "column": text_or_none,
            "typed": {"type": ["string", "number", "null"]},
            "otherwise": {"enum": [each.value for each in Otherwise]},
            "value": number,
            "pays": pays,
            "to_check": {"type": "boolean"},
        }
    )
    verdict = {
        "pays": pays,
        "as_typed": pays,
        "deciding": _list(decider),
        "pays_because": text,
        "customers_needed": number,
        "dispersion": number,
        "effective_customers": number,
        "outlook": outlook,
    }
    count = {"type": "integer", "minimum": 0}
    where = {"enum": [at.value for at in At]}
    example = _object(
        {
            "channel": text,
            "period": text_or_none,
            "metric": text,
            "value": number,
            "sheet": text,
            "cell": text_or_none,
        }
    )
    layout = {
        "oneOf": [
            {"type": "null"},
            _object(
                {
                    "kind": {"enum": ["list", "tables"]},
                    "sheets": _list(text),
                    "tables": count,
                    "channels": where,
                    "periods": where,
                    "metrics": where,
                    "text": text,
                    "example": {"oneOf": [{"type": "null"}, example]},
                }
            ),
        ]
    }
    campaign = _object({"campaign": text_or_none, "rows": count, **scope, **verdict})
    channel = _object(
        {
            "channel": text,
            "key": text,
            "group": {"enum": [each.value for each in Group]},
            "rows": count,
            **scope,
            **verdict,
            "by_period": _list(period),
            "campaigns": _list(campaign),
        },
        required=("channel", "key", "group", "rows", "pays", "by_period"),
    )
    group = {"enum": [each.value for each in Group]}
    earlier = _object({"channel": text, "key": text, "group": group, **verdict})
    claim = {"enum": [each.value for each in Claim]}
    answer = _object(
        {
            "id": text,
            "question": text,
            "verdict": {"enum": [*(each.value for each in Claim), None]},
            "text": text,
            "unknown": text_or_none,
            "helps": text_or_none,
            "figures": _list(_object({"label": text, "key": text, "value": number})),
            "rows": count,
        }
    )
    finding = _object(
        {
            "code": {"type": "string", "pattern": "^K[0-9]{3}$"},
            "severity": {"enum": [each.value for each in Severity]},
            "sheet": text_or_none,
            "cell": text_or_none,
            "message": text,
            "hint": text,
            "typed": text_or_none,
            "count": {"type": "integer", "minimum": 1},
            "cells": _list(text),
            "read_as": {"type": ["number", "string", "null"]},
            "affects": _list(text),
            "decides": _list(text),
        },
    )
    source = _object(
        {
            "file": text,
            "sheet": text_or_none,
            "system": {"enum": [*(each.key for each in SYSTEMS), None]},
            "kind": {"enum": [each.value for each in Kind]},
            "rows_used": count,
            "rows_left_out": count,
            "periods": _list(text),
            "channels": _list(text),
            "reported": {"type": "object", "additionalProperties": count},
        }
    )
    pair = {"key": text, "first": text, "other": text, "first_value": number, "other_value": number}
    changed = {"key": text, "channel": text_or_none, "period": text, "earlier": text}
    change = _object(
        {**changed, "year_ago": {"type": "boolean"}, "now": number, "before": number, "claim": claim}
    )
    month = _object({"spend": number, "new_customers": number, "cac": number})
    budget = _or_null(
        _object(
            {
                "planned": number,
                "spent": number,
                "share": number,
                "known": known,
                "by_period": {"type": "object", "additionalProperties": number},
            }
        )
    )
    year_ago = _object({"period": text, "earlier": text, "now": month, "before": month})
    cycle = _object(
        {"name": text, "won": count, "mean_days": number, "median_days": number, "overdue": count}
    )
    cohort = {key: count if unit is Unit.COUNT else number for key, unit in COHORT_COLUMNS}
    still = {key: number for key, _ in OPEN_COLUMNS}
    head = {"kpisheet": {"const": 1}, "file": text}
    report = _object(
        {
            **head,
            "sources": _list(source),
            "language": {"enum": list(LANGUAGES)},
            "currency": text_or_none,
            "vat_taken_out": {
                "anyOf": [
                    {"type": "null"},
                    _object(
                        {
                            "rate_of_spend": number,
                            "rate_of_sales": number,
                            "from_spend": number,
                            "from_sales": number,
                        }
                    ),
                ]
            },
            "made_on": {"type": "string", "format": "date"},
            "business_name": text_or_none,
            "headline": text,
            "sums": text_or_none,
            "next_step": text,
            "state": {"enum": [str(state) for state in State if state is not State.FAILED]},
            "to_do": text,
            "latest": text_or_none,
            "period": text_or_none,
            "assumed": _list(
                _object(
                    {
                        "key": {"enum": [*ASSUMABLE, PLANNED_SPEND]},
                        "channel": text_or_none,
                        "value": number,
                        "before": number,
                        "text": text,
                    }
                )
            ),
            "periods": _list(text),
            "dispersion": _object(
                {
                    "leads": number,
                    "new_customers": number,
                    "values": number,
                    "values_from": {"enum": ["deals", "months"]},
                    "periods": {"type": "integer", "minimum": 1},
                }
            ),
            "window": text_or_none,
            "channels": _list(channel),
            "earlier_channels": _list(earlier),
            "totals": _object(scope, required=()),
            "marketing": _object(scope, required=()),
            "came_anyway": _list(text),
            "by_period": _list(period),
            "business": _object(scope, required=()),
            "pairs": _list(_object({**pair, "claim": claim, "more": {"type": ["integer", "null"]}})),
            "changes": _list(change),
            "trends": _list(
                _object(
                    {
                        "channel": text,
                        "change": _or_null(change),
                        "budget": budget,
                        "year_ago": _or_null(year_ago),
                    }
                )
            ),
            "budget": budget,
            "targets": _list(
                _object(
                    {
                        "key": text,
                        "target": number,
                        "actual": number,
                        "met": {"type": ["boolean", "null"]},
                        "loaded": number,
                    }
                )
            ),
            "benchmarks": _list(
                _object({"key": text, "low": number, "high": number, "actual": number, "source": text})
            ),
            "sales_cycles": _object({"channels": _list(cycle), "salespeople": _list(cycle)}),
            "unripe": _list(text),
            "cohorts": _or_null(
                _object(
                    {
                        "cycle_days": number,
                        "left_out": count,
                        "months": _list(_object({"month": text, "ripe": {"type": "boolean"}, **cohort})),
                        "ripe_together": _or_null(_object(cohort)),
                        "unripe_together": _or_null(_object(cohort)),
                    }
                )
            ),
            "open_deals": _or_null(
                _object(
                    {
                        "cycle_days": number,
                        "stages": _list(
                            _object(
                                {"stage": {"enum": [each.value for each in Stage]}, "closed": count, **still}
                            )
                        ),
                        "together": _object(still),
                    }
                )
            ),
            "answers": _list(answer),
            "notes": _list(text),
            "layout": layout,
            "findings": _list(finding),
            "unread": _list(unread),
            "plan": _plan_schema(number, text, text_or_none),
            "unchanged": {"const": True},
        }
    )
    for key in (
        "sources",
        "assumed",
        "unchanged",
    ):  # only of downloads, of assumptions, of a report that stands
        report["required"].remove(key)
    failure = _object({**head, "error": _object({"code": text, "message": text, "hint": text})})
    checked = _object(
        {**head, "language": {"enum": list(LANGUAGES)}, "layout": layout, "findings": _list(finding)}
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kpisheet --json, version 1: one line for each file",
        "oneOf": [report, checked, failure],
    }


def _plan_schema(
    number: dict[str, Any], text: dict[str, Any], text_or_none: dict[str, Any]
) -> dict[str, Any]:
    """What `plan` holds; None only where a report has none."""
    estimate = _object(dict.fromkeys(("expected", "low", "high"), number))
    flag, month = {"type": "boolean"}, {"type": "integer", "minimum": 1, "maximum": 12}
    channel = _object(
        {
            "key": text,
            **dict.fromkeys(("spend", "cost_per_customer", "profit_per_customer"), number),
            **dict.fromkeys(
                ("average_return", "marginal_return", "exponent", "exponent_uncertainty"), number
            ),
            "returns_known": flag,
            **dict.fromkeys(("breaks_even_up_to", "highest_month", "days"), number),
            "doubtful": flag,
        }
    )
    by_month = _object(
        {
            "month": text,
            **dict.fromkeys(("spend", "customers", "revenue"), number),
            "gross_profit": estimate,
            **dict.fromkeys(("after_all_costs", "cash"), number),
        }
    )
    scenario = _object(
        {
            "scenario": {"enum": [each.value for each in Scenario]},
            "spend": number,
            **dict.fromkeys(("customers", "revenue", "gross_profit"), estimate),
            "shared_costs": number,
            **dict.fromkeys(("after_all_costs", "roi"), estimate),
            **dict.fromkeys(("arrives_later", "lowest_cash"), number),
            "paid_back": text_or_none,
            "chance_of_improvement": number,
            **dict.fromkeys(("without_return", "beyond_seen"), _list(text)),
            "by_month": _list(by_month),
        }
    )
    move = _object({"key": text, "spend": number, "suggested": number, "at_limit": flag})
    suggestion = _object(
        {**dict.fromkeys(("budget", "gain", "low", "chance_of_improvement"), number), "channels": _list(move)}
    )
    plan = _object(
        {
            "months": _list(text),
            "counted": month,
            "rates_from": text_or_none,
            "shared_costs": number,
            "season": _or_null(_list(number)),
            "channels": _list(channel),
            "scenarios": _list(scenario),
            "suggestion": {"anyOf": [{"type": "null"}, suggestion]},
            "no_suggestion": text_or_none,
        }
    )
    return {"anyOf": [{"type": "null"}, plan]}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _or_null(kind: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [{"type": "null"}, kind]}


def _object(properties: dict[str, Any], *, required: Sequence[str] | None = None) -> dict[str, Any]:
    needed = list(properties) if required is None else list(required)
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def generated() -> dict[str, str]:
    """Every generated file of this folder, by name."""
    files = {f"reference.{code}.md": reference(code) for code in LANGUAGES}
    files |= {f"automation.{code}.md": automation(code) for code in LANGUAGES}
    files[SCHEMA] = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    return files


if __name__ == "__main__":
    for name, content in generated().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
        sys.stdout.write(f"docs/{name}\n")
