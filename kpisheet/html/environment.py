"""The one Jinja environment of the page and the index: escaped, strict, and harmless to read."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kpisheet.texts.resources import find

# Control characters, lone surrogates and non-characters, which HTML forbids, and the marks that reorder text.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]"
)


def harmless(text: str) -> str:
    """`text` with every character that browsers hide or that turns the reading direction shown as a `�`."""
    return _HARMFUL.sub("\ufffd", text)


def _shown(value: Any) -> Any:
    """What Jinja prints for an expression: words are made harmless, then escaped; markup is ours."""
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def policy_hash(source: str) -> str:
    """The content security policy's name for an inline style or script."""
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@lru_cache(maxsize=8)
def source(name: str) -> str:
    """A style sheet or script of `templates/html`, to be put into the page as it is."""
    return find(f"html/{name}").read_text(encoding="utf-8").strip()


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The environment. Escaping is said outright: `select_autoescape` leaves it off for `*.html.jinja`."""
    return Environment(
        loader=FileSystemLoader(find("html"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
