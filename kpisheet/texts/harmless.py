"""What a person's text, or a file's name, may not carry into a page, a terminal or JSON."""

from __future__ import annotations

import re
from typing import Any

# Control characters (a terminal obeys them), lone surrogates (bytes of a file's name that are no UTF-8) and
# non-characters, which HTML and JSON forbid, the marks that turn its reading direction, and what nobody sees:
# characters without width, fillers, tags, further variation selectors. Joiners are harmless between letters
# that need them, and in emoji. (One set of characters first: a page is searched for it at once, where two
# alternatives would be tried at each of its letters.)
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f"
    "\u2028\u2029\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e0fff\u200c\u200d]"
    "(?<![\u0600-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff][\u200c\u200d])"
)
_LINE_BREAKS = re.compile("[\t\n\r]")
_LONGEST_NAME = 255
_FILLED = re.compile(r"\.filled(-[0-9]+)?$", re.IGNORECASE)


def harmless(text: str) -> str:
    """`text` with every character that programs obey, hide or turn the reading direction by as a `�`."""
    return _HARMFUL.sub("\ufffd", text.replace("\r\n", "\n"))


def harmless_values(value: Any) -> Any:
    """Plain values (`dict`, `list`, `str` …) with every text in them harmless; keys are our own."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, dict):
        return {key: harmless_values(each) for key, each in value.items()}
    if isinstance(value, list):
        return [harmless_values(each) for each in value]
    return value


def harmless_name(path: str) -> str:
    """A file's name or path, harmless and on one line."""
    return harmless(_LINE_BREAKS.sub("\ufffd", path))


def shown_name(path: str) -> str:
    """A file's name or path for people to read: harmless, and of one too long the end."""
    name = harmless_name(path)
    return name if len(name) <= _LONGEST_NAME else f"…{name[1 - _LONGEST_NAME :]}"


def name_given(stem: str) -> str:
    """The name that a person gave a worksheet: a file's stem without the `.filled` that `fill` adds to it."""
    return _FILLED.sub("", stem) or stem
