"""An agency's brand for the pages that its clients see: name, colour, logo, texts, a comment for each client.

It comes from a small TOML file, whose keys may be English or Turkish. What is not understood is refused with
a sentence: a misspelt key would otherwise be left out of forty pages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from kpisheet.errors import UnreadableFileError
from kpisheet.html.colours import Rgb, colour_of
from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.harmless import name_given
from kpisheet.texts.language import LANGUAGES

_LONGEST_TEXT = 2_000


class Brand(Struct, frozen=True):
    """What the pages for clients bear. `logo` is a picture's bytes, `logo_name` where its file is said to be.

    `opening` and `closing` by language. `comments`: by client's name, folded; `named` has them as typed.
    """

    name: str | None = None
    colour: Rgb | None = None
    logo_name: str | None = None
    logo: bytes | None = None
    opening: Mapping[str, str] = field(default_factory=dict)
    closing: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)

    def comment_for(self, *names: str | None) -> str | None:
        """The comment for the client of one of these names: the business, its file or its folder."""
        called = [each for name in names if name for each in (name, name_given(name))]
        found = (self.comments.get(plain(name)) for name in called)
        return next((comment for comment in found if comment), None)


NO_BRAND = Brand()


def brand_of(content: bytes, file: str) -> Brand:
    """The brand that the TOML file of this name holds; the logo isn't read yet.

    Raises `UnreadableFileError` (facts: file): `brand_not_toml` (reason), `brand_unknown_key` (key, keys),
    `brand_value` (key, longest), `brand_colour` (key, value), `brand_comments` (key).
    """
    try:
        return _brand(content)
    except UnreadableFileError as error:
        raise UnreadableFileError(error.code, file=file, **error.facts) from error


def _brand(content: bytes) -> Brand:
    try:
        told = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableFileError("brand_not_toml", reason=str(error)) from error
    values = {_key(name): (name, value) for name, value in told.items()}
    comments = _comments(*values["comments"]) if "comments" in values else {}
    return Brand(
        name=_text(*values["name"]) if "name" in values else None,
        colour=_colour(*values["colour"]) if "colour" in values else None,
        logo_name=_text(*values["logo"]) if "logo" in values else None,
        opening=_by_language(*values["opening"]) if "opening" in values else {},
        closing=_by_language(*values["closing"]) if "closing" in values else {},
        comments={plain(name): comment for name, comment in comments.items()},
        named={plain(name): name for name in comments},
    )


def _key(name: str) -> str:
    known = {plain(alias): key for key, alias in _names()}
    if (key := known.get(plain(name))) is not None:
        return key
    keys = list(dict.fromkeys(alias for _, alias in _names()))
    raise UnreadableFileError("brand_unknown_key", key=name, keys=keys)


def _names() -> Iterator[tuple[str, str]]:
    """Each key with its names in every language."""
    for code in LANGUAGES:
        for key, names in aliases(code, "brand_aliases").items():
            yield from ((key, name) for name in names)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST_TEXT:
        raise UnreadableFileError("brand_value", key=name, longest=_LONGEST_TEXT)
    return value.strip()


def _colour(name: str, value: Any) -> Rgb:
    colour = colour_of(_text(name, value))
    if colour is None:
        raise UnreadableFileError("brand_colour", key=name, value=value)
    return colour


def _by_language(name: str, value: Any) -> Mapping[str, str]:
    """One text for every language, or a table with one for each."""
    if not isinstance(value, dict):
        return dict.fromkeys(LANGUAGES, _text(name, value))
    for language in value:
        if language not in LANGUAGES:
            raise UnreadableFileError("brand_unknown_key", key=f"{name}.{language}", keys=list(LANGUAGES))
    return {language: _text(f"{name}.{language}", text) for language, text in value.items()}


def _comments(name: str, value: Any) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise UnreadableFileError("brand_comments", key=name)
    return {client: _text(f"{name}.{client}", text) for client, text in value.items()}
