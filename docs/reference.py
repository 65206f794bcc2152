"""Writes what is generated in this folder from the code's own tables: the reference and the JSON's schema.

    python docs/reference.py

A test says when what stands here is stale.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import Claim, Pays
from kpisheet.arguments import COMMANDS, Text, parse
from kpisheet.ooxml.limits import table_of_limits
from kpisheet.texts.aliases import aliases
from kpisheet.texts.language import LANGUAGES, Words, table
from kpisheet.worksheet.catalogue import KINDS
from kpisheet.worksheet.channels import CHANNELS, Group
from kpisheet.worksheet.findings import Severity
from kpisheet.worksheet.schema import COLUMNS, SETTINGS

FOLDER = Path(__file__).resolve().parent
SCHEMA = "kpisheet-1.schema.json"
_PLACE = re.compile(r"\{[^}]*\}")

_TITLES = {
    "en": {
        "title": "Reference",
        "generated": "Generated from the code by `python docs/reference.py`; don't edit.",
        "columns": "Columns of the sheet “{sheet}”",
        "settings": "Settings of Business",
        "kpis": "KPIs",
        "findings": "Findings",
        "channels": "Known channels",
        "limits": "Limits",
        "faults": "What stops kpisheet, and what to do",
        "fault": ("Code", "Message", "What to do"),
        "statuses": "Exit statuses",
        "command": "Command line",
        "json": "JSON",
        "json_text": f"The schema of `--json` is [{SCHEMA}]({SCHEMA}). Figures are unrounded.",
        "yes": "yes",
        "header": ("Header", "Key", "Required", "Also understood"),
        "setting": ("Setting", "Key", "Defined name", "Also understood"),
        "kpi": ("KPI", "Key", "What it is", "Leading or lagging"),
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
        "title": "Başvuru",
        "generated": "`python docs/reference.py` ile koddan üretilir; elle değiştirmeyin.",
        "columns": "“{sheet}” sayfasının sütunları",
        "settings": "İşletme bilgileri",
        "kpis": "KPI'lar",
        "findings": "Bulgular",
        "channels": "Bilinen kanallar",
        "limits": "Sınırlar",
        "faults": "kpisheet'i durduran durumlar ve çözümleri",
        "fault": ("Kod", "İleti", "Ne yapmalı"),
        "statuses": "Çıkış kodları",
        "command": "Komut satırı",
        "json": "JSON",
        "json_text": f"`--json` çıktısının şeması: [{SCHEMA}]({SCHEMA}). Rakamlar yuvarlanmaz.",
        "yes": "evet",
        "header": ("Başlık", "Anahtar", "Zorunlu", "Anlaşılan diğer adlar"),
        "setting": ("Ayar", "Anahtar", "Tanımlı ad", "Anlaşılan diğer adlar"),
        "kpi": ("KPI", "Anahtar", "Nedir", "Öncü / sonuç"),
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
    """The whole reference in one language, as Markdown."""
    words, titles = Words(code), _TITLES[code]
    parts = [f"# kpisheet: {titles['title']}", str(titles["generated"])]
    for sheet in COLUMNS:
        parts.append("## " + str(titles["columns"]).format(sheet=words.raw(f"sheets.{sheet.value}")))
        parts.append(_table(titles["header"], _columns(words, sheet.value)))
    parts += [f"## {titles['settings']}", _table(titles["setting"], _settings(words))]
    parts += [f"## {titles['kpis']}", _table(titles["kpi"], _kpis(words))]
    parts += [f"## {titles['channels']}", _table(titles["channel"], _channels(words))]
    parts += [f"## {titles['findings']}", _table(titles["finding"], _findings(words))]
    parts += [f"## {titles['limits']}", _table(titles["limit"], _limits(words))]
    parts += [f"## {titles['faults']}", _table(titles["fault"], _faults(words))]
    statuses = [(f"{number}", str(titles[f"status_{number}"])) for number in (0, 1, 2, 130)]
    parts += [f"## {titles['statuses']}", _table(titles["status"], statuses)]
    parts += [f"## {titles['json']}", str(titles["json_text"])]
    parts += [f"## {titles['command']}", *(f"```text\n{_help(command, words)}\n```" for command in COMMANDS)]
    return "\n\n".join(parts) + "\n"


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


def _columns(words: Words, table: str) -> list[Sequence[str]]:
    columns = next(value for key, value in COLUMNS.items() if key.value == table)
    return [
        (
            words.raw(f"columns.{each.key}.header"),
            f"`{each.key}`",
            _yes(words, each.required),
            _also("aliases", each.key),
        )
        for each in columns
    ]


def _settings(words: Words) -> list[Sequence[str]]:
    return [
        (
            words.raw(f"columns.{each.key}.label"),
            f"`{each.key}`",
            f"`{each.name}`",
            _also("setting_aliases", each.key),
        )
        for each in SETTINGS
    ]


def _kpis(words: Words) -> list[Sequence[str]]:
    return [
        (
            words.raw(f"kpis.{key}.label"),
            f"`{key}`",
            words.raw(f"kpis.{key}.definition"),
            str(_TITLES[words.code][each.indicator.value]),
        )
        for key, each in KPIS.items()
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
    scope: dict[str, Any] = {
        **dict.fromkeys(KPIS, number),
        "intervals": {"type": "object", "additionalProperties": interval},
        "lower_bounds": {"type": "object", "additionalProperties": number},
        "missing": {"type": "object", "additionalProperties": text},
        "known": {"type": "object", "additionalProperties": known},
        "doubtful": _list(text),
    }
    period = _object({"period": text, **scope}, required=("period",))
    verdict = {
        "pays": {"enum": [each.value for each in Pays]},
        "pays_because": text,
        "customers_needed": number,
    }
    count = {"type": "integer", "minimum": 0}
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
            "read_as": {"type": ["number", "string", "null"]},
            "affects": _list(text),
        },
    )
    pair = {"key": text, "first": text, "other": text, "first_value": number, "other_value": number}
    changed = {"key": text, "channel": text_or_none, "period": text, "earlier": text}
    cycle = _object(
        {"name": text, "won": count, "mean_days": number, "median_days": number, "overdue": count}
    )
    head = {"kpisheet": {"const": 1}, "file": text}
    report = _object(
        {
            **head,
            "language": {"enum": list(LANGUAGES)},
            "currency": text,
            "made_on": {"type": "string", "format": "date"},
            "business_name": text_or_none,
            "headline": text,
            "next_step": text,
            "period": text_or_none,
            "periods": _list(text),
            "window": text_or_none,
            "channels": _list(channel),
            "earlier_channels": _list(earlier),
            "totals": _object(scope, required=()),
            "by_period": _list(period),
            "business": _object(scope, required=()),
            "pairs": _list(_object({**pair, "claim": claim, "more": {"type": ["integer", "null"]}})),
            "changes": _list(
                _object(
                    {
                        **changed,
                        "year_ago": {"type": "boolean"},
                        "now": number,
                        "before": number,
                        "claim": claim,
                    }
                )
            ),
            "targets": _list(
                _object(
                    {"key": text, "target": number, "actual": number, "met": {"type": ["boolean", "null"]}}
                )
            ),
            "benchmarks": _list(
                _object({"key": text, "low": number, "high": number, "actual": number, "source": text})
            ),
            "sales_cycles": _object({"channels": _list(cycle), "salespeople": _list(cycle)}),
            "answers": _list(answer),
            "notes": _list(text),
            "findings": _list(finding),
        }
    )
    failure = _object({**head, "error": _object({"code": text, "message": text, "hint": text})})
    checked = _object({**head, "language": {"enum": list(LANGUAGES)}, "findings": _list(finding)})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kpisheet --json, version 1: one line for each file",
        "oneOf": [report, checked, failure],
    }


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _object(properties: dict[str, Any], *, required: Sequence[str] | None = None) -> dict[str, Any]:
    needed = list(properties) if required is None else list(required)
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def generated() -> dict[str, str]:
    """Every generated file of this folder, by name."""
    files = {f"reference.{code}.md": reference(code) for code in LANGUAGES}
    files[SCHEMA] = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    return files


if __name__ == "__main__":
    for name, content in generated().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
        sys.stdout.write(f"docs/{name}\n")
