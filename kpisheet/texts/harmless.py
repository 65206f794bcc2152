"""What a person's text, or a file's name, may not carry into a page, a terminal or JSON."""

from __future__ import annotations

import re

# Control characters (a terminal obeys them), lone surrogates (bytes of a file's name that are no UTF-8) and
# non-characters, which HTML and JSON forbid, and the marks that hide text or turn its reading direction.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]"
)
_LONGEST_NAME = 255


def harmless(text: str) -> str:
    """`text` with every character that programs obey, hide or turn the reading direction by as a `�`."""
    return _HARMFUL.sub("\ufffd", text.replace("\r\n", "\n"))


def shown_name(path: str) -> str:
    """A file's name or path for people to read: harmless, and of one too long the end."""
    name = harmless(path)
    return name if len(name) <= _LONGEST_NAME else f"…{name[1 - _LONGEST_NAME :]}"
