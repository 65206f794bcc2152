"""A logo by its bytes: which kind of picture it is, and its address within the page."""

from __future__ import annotations

import base64

from kpisheet.errors import UnreadableFileError
from kpisheet.ooxml.xml.guarded import feed, guarded_parser

LARGEST_LOGO = 200_000  # bytes; it stands in every page
_BEGINNINGS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"RIFF": "webp"}
_SVG = "http://www.w3.org/2000/svg svg"
_FOR_LOGOS = frozenset({"png", "jpeg", "svg+xml"})


def usable_logo(content: bytes, name: str) -> bytes:
    """The same, or `UnreadableFileError` `logo_unusable`: too large, or neither PNG, JPEG nor SVG."""
    if len(content) > LARGEST_LOGO or _kind(content) not in _FOR_LOGOS:
        raise UnreadableFileError("logo_unusable", logo=name, kilobytes=LARGEST_LOGO // 1000)
    return content


def logo_address(content: bytes) -> str:
    """The picture as an address in itself. As an image nothing in it runs, and nothing is fetched for it.

    Raises `ValueError` for what is no picture.
    """
    kind = _kind(content)
    if kind is None:
        raise ValueError("the logo is no PNG, JPEG, GIF, WebP or SVG picture")
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _kind(content: bytes) -> str | None:
    """The end of its media type; None where it is no picture that a page can show."""
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    return "svg+xml" if _is_svg(content) else None


def _is_svg(content: bytes) -> bool:
    """Whether it is a drawing; one with a DOCTYPE, whose entities may unfold without end, counts as none."""
    names: list[str] = []
    parser = guarded_parser("logo", separator=" ")
    parser.StartElementHandler = lambda name, _: names.append(name)
    try:
        feed(parser, content, part="logo")
    except UnreadableFileError:
        return False
    return names[0] == _SVG
