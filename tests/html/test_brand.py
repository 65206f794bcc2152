"""An agency's brand: what its file may say, which logos can be shown, and colours that stay legible.

Contrast ratios: 21 of black on white by WCAG's definition; #767676 is the lightest grey with 4.5 on white, as
WebAIM and many others publish it.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpisheet.errors import UnreadableFileError
from kpisheet.html.brand import brand_of
from kpisheet.html.colours import Rgb, colour_of, contrast, shades
from kpisheet.html.environment import source
from kpisheet.html.logo import logo_address, usable_logo

ENGLISH = """
name = "Bright Agency"
colour = "#0a7"
logo = "bright.svg"
opening = "Dear client"
closing = {en = "Questions? Call us.", tr = "Sorularınız için arayın."}
[comments]
"Buckeye Plumbing" = "A good month."
"""
TURKISH = """
ad = "Parlak Ajans"
renk = "#00AA77"
logo = "parlak.svg"
"açılış" = "Merhaba"
kapanis = "Görüşmek üzere"
[yorumlar]
"Ladin Koltuk" = "İyi bir aydı."
"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'
COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


def code_of(text: str) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        brand_of(text.encode(), "brand.toml")
    assert caught.value.facts["file"] == "brand.toml"
    return caught.value.code


def test_the_file_may_be_english_or_turkish_and_says_texts_once_or_for_each_language() -> None:
    english, turkish = brand_of(ENGLISH.encode(), "b"), brand_of(TURKISH.encode(), "b")
    assert (english.name, english.logo_name, english.colour) == (
        "Bright Agency",
        "bright.svg",
        (0, 0xAA, 0x77),
    )
    assert (turkish.name, turkish.logo_name, turkish.colour) == ("Parlak Ajans", "parlak.svg", english.colour)
    assert english.opening == {"en": "Dear client", "tr": "Dear client"}
    assert english.closing["tr"] == "Sorularınız için arayın."
    assert (turkish.opening["en"], turkish.closing["en"]) == ("Merhaba", "Görüşmek üzere")


def test_a_comment_is_found_by_the_business_or_its_file_however_the_name_is_spelled() -> None:
    brand = brand_of(ENGLISH.encode(), "b")
    assert brand.comment_for("BUCKEYE  PLUMBING", "x") == "A good month."
    assert brand.comment_for(None, "buckeye-plumbing") == "A good month."
    assert brand.comment_for("Buckeye Plumbing & Co", None) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name: Bright", "brand_not_toml"),
        ('name = "Bright"\ncolor = "#12345"', "brand_colour"),
        ('colour = "red;} body {display:none"', "brand_colour"),
        ("name = 7", "brand_value"),
        ('name = "  "', "brand_value"),
        ('clsing = "x"', "brand_unknown_key"),
        ('closing = {fr = "x"}', "brand_unknown_key"),
        ('comments = "x"', "brand_comments"),
        ("[comments]\nA = 1", "brand_value"),
    ],
)
def test_what_isn_t_understood_is_refused_and_not_left_out(text: str, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize(
    ("content", "usable"),
    [
        (SVG, True),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- made by hand -->" + SVG, True),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, True),
        (b"\xff\xd8\xff\xe0" + b"\0" * 60, True),
        (b"GIF89a" + b"\0" * 60, False),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 200_000, False),
        (b"<html><svg xmlns='http://www.w3.org/2000/svg'/></html>", False),
        (b"<svg/>", False),
        (SVG[:-3], False),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG, False),
        ('<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.decode(), False),
        (b"", False),
        (b"not a picture", False),
    ],
)
def test_a_logo_is_told_by_its_bytes(content: bytes | str, usable: bool) -> None:
    given = content.encode("utf-16") if isinstance(content, str) else content
    if usable:
        assert usable_logo(given, "logo") == given
        assert re.fullmatch(r"data:image/(png|jpeg|svg\+xml);base64,[\w+/=]+", logo_address(given))
        return
    with pytest.raises(UnreadableFileError) as caught:
        usable_logo(given, "logo.svg")
    assert caught.value.facts["logo"] == "logo.svg"


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert (
        contrast((0x76, 0x76, 0x76), (255, 255, 255)) >= 4.5 > contrast((0x77, 0x77, 0x77), (255, 255, 255))
    )


def grounds() -> dict[str, list[Rgb]]:
    """What coloured words stand on, of the style sheet itself: paper, panel and washes, light and dark."""
    light, dark = source("page.css").split("@media screen and (prefers-color-scheme: dark)", 1)
    found = {}
    for scheme, text in (("light", light), ("dark", dark.split("@media", 1)[0])):
        values = re.findall(r"--(?:paper|panel|[a-z]+-wash): (#[0-9a-f]{6})", text)
        found[scheme] = [colour for value in values if (colour := colour_of(value)) is not None]
    assert len(found["light"]) == len(found["dark"]) == 5
    return found


@given(COLOURS)
def test_any_brand_s_colour_is_legible_on_every_ground_of_the_page(colour: Rgb) -> None:
    made, behind = shades(colour), grounds()
    for scheme, ink, line in (("light", made.ink, made.line), ("dark", made.dark_ink, made.dark_line)):
        for ground in behind[scheme]:
            assert contrast(colour_of(ink) or (0, 0, 0), ground) >= 4.5, (scheme, ink, ground)
            assert contrast(colour_of(line) or (0, 0, 0), ground) >= 3, (scheme, line, ground)


def test_a_colour_that_is_legible_already_is_left_alone() -> None:
    assert shades((0x1F, 0x5A, 0x93)).ink == "#1f5a93"
    assert shades((0x8C, 0xC0, 0xF2)).dark_ink == "#8cc0f2"
    assert shades((0xFF, 0xD4, 0x00)).ink != "#ffd400"
