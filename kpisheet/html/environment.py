"""The one Jinja environment of the page and the index: escaped, strict, and harmless to read."""

from __future__ import annotations

import base64
import hashlib
import importlib
import os
import re
from collections.abc import Iterator, MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from kpisheet.texts.harmless import harmless
from kpisheet.texts.resources import find

_RANGE = re.compile(r"(?<!\S)[^\s–]*\d–[^\s–]*\d[^\s–]*(?:\N{NO-BREAK SPACE}\S+)?")


def unbroken(text: str) -> Markup:
    """`text` escaped, each range in it (`$99–180`, `%12–34.`) in one piece wherever a line is long enough.

    What stands right before and after belongs to it: beside a box a line may be broken. A word joiner would
    do without the box, but is one of the characters that `harmless` shows.
    """
    return Markup(_RANGE.sub(r'<span class="unbroken">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped


def link_to(path: str) -> str:
    """The address of a file beside the page, by the bytes of its name, which need not be UTF-8."""
    return quote(path.replace(os.sep, "/").encode(errors="surrogateescape"))


def policy_hash(source: str) -> str:
    """The content security policy's name for an inline style or script."""
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@lru_cache(maxsize=8)
def source(name: str) -> str:
    """A style sheet or script of `templates/html`, to be put into the page as it is."""
    return find(f"html/{name}").read_text(encoding="utf-8").strip()


class _CompiledFirst(FileSystemLoader):
    """Takes a template compiled at installation, which saves a sixth of a sample's report (60 of 380 ms).

    Only where it was compiled from the very source that stands there, by the same Jinja; else the source.
    """

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - the overridden method names it so
    ) -> Template:
        try:
            module = importlib.import_module(f"{__package__}.{_module_name(name)}")
        except ImportError:
            return super().load(environment, name, globals)
        text, _, _ = self.get_source(environment, name)
        if _fingerprint(environment, text) != module.COMPILED_FROM:
            return super().load(environment, name, globals)
        return environment.template_class.from_module_dict(environment, vars(module), globals or {})


class _Environment(Environment):
    """An environment whose templates see attributes only.

    Jinja would look for items, too, and go through a function of its own some twenty thousand times a page.
    """

    getattr = getattr  # type: ignore[assignment]  # an attribute that isn't there is an error of ours


def _module_name(template: str) -> str:
    return f"compiled_{template.partition('.')[0]}"


def _fingerprint(environment: Environment, text: str) -> str:
    """All that the compiled code depends on."""
    options = environment.autoescape, environment.trim_blocks, environment.lstrip_blocks
    return hashlib.sha256(f"{jinja2.__version__} {options} {text}".encode()).hexdigest()


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The environment. Escaping is said outright: `select_autoescape` leaves it off for `*.html.jinja`."""
    made = _Environment(
        loader=_CompiledFirst(find("html"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["unbroken"] = unbroken
    return made


def rendered(template: str, **facts: Any) -> str:
    """A template filled in: words escaped, and no character in it that hides or turns others."""
    return harmless(environment().get_template(template).render(**facts))


def compiled_templates() -> Iterator[tuple[Path, str]]:
    """The modules that the installation writes beside this one: each one's path and Python source."""
    made, folder = environment(), find("html")
    for path in sorted(folder.glob("*.jinja")):
        text = path.read_text(encoding="utf-8")
        code = made.compile(text, path.name, raw=True, defer_init=True)
        module = Path(__file__).with_name(f"{_module_name(path.name)}.py")
        yield module, f"{code}\nCOMPILED_FROM = {_fingerprint(made, text)!r}\n"
