"""Knowing our own work again in a workbook: sheets, cell notes, fills, and whether a person changed them."""

from __future__ import annotations

MARKER = "— kpisheet —"  # the line above our text in a cell note, the same in every language
RULE_TAG = 'N("kpisheet")=0'  # stands in the formula of each of our conditional formats


def is_our_rule(formula: str) -> bool:
    """Whether a conditional format's formula is ours, also after another program wrote it anew."""
    return RULE_TAG.casefold() in "".join(formula.split()).casefold()


def is_our_note(text: str) -> bool:
    """Whether a cell note holds our text (and maybe a person's above it)."""
    return any(line.strip() == MARKER for line in text.splitlines())


def persons_part(text: str) -> str:
    """What a person wrote in a cell note: all above our marker line."""
    kept: list[str] = []
    for line in text.splitlines():
        if line.strip() == MARKER:
            break
        kept.append(line)
    return "\n".join(kept).rstrip()
