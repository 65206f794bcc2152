"""A brand's colour made fit to be read: WCAG contrast, and the nearest shade that has enough of it."""

from __future__ import annotations

import re

from msgspec import Struct

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_STEPS = 64
_TEXT, _LINES = 4.6, 3.0  # WCAG 2.2 AA asks for 4.5 of text and 3 of what is no text
# The least favourable ground that a coloured word stands on, and its opposite, in each scheme of page.css.
_LIGHT_GROUND, _DARK_GROUND = (0xEE, 0xEC, 0xE8), (0x2A, 0x2F, 0x35)
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)

Rgb = tuple[int, int, int]


class Shades(Struct, frozen=True):
    """One colour as it is used on the page: for lines and for words, on light paper and on dark."""

    line: str
    ink: str
    dark_line: str
    dark_ink: str


def colour_of(text: str) -> Rgb | None:
    """`#0a7` or `#00aa77` as three numbers up to 255; None for anything else."""
    if not _HEX.fullmatch(text):
        return None
    digits = text[1:] if len(text) == 7 else "".join(2 * digit for digit in text[1:])
    return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16))


def shades(colour: Rgb) -> Shades:
    """The colour itself where it can be told from its ground, else as little darker or lighter as will do."""
    return Shades(
        _hex(_told_apart(colour, _LIGHT_GROUND, _BLACK, _LINES)),
        _hex(_told_apart(colour, _LIGHT_GROUND, _BLACK, _TEXT)),
        _hex(_told_apart(colour, _DARK_GROUND, _WHITE, _LINES)),
        _hex(_told_apart(colour, _DARK_GROUND, _WHITE, _TEXT)),
    )


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of WCAG 2.2: from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgb) -> float:
    """Relative luminance as WCAG 2.2 defines it for sRGB."""
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _told_apart(colour: Rgb, ground: Rgb, towards: Rgb, least: float) -> Rgb:
    """The first mixture with `towards` that stands out enough; black and white always do."""
    mixtures = (_mixed(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next((each for each in mixtures if contrast(each, ground) >= least), towards)


def _mixed(colour: Rgb, towards: Rgb, part: float) -> Rgb:
    red, green, blue = (round(own + (other - own) * part) for own, other in zip(colour, towards, strict=True))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
