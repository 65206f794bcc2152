"""Names are held against others in a time that grows with their number, and few against all of them."""

from __future__ import annotations

import pytest

from kpisheet.texts.aliases import plain
from kpisheet.worksheet import naming
from kpisheet.worksheet.near_names import NearNames


def letters(number: int) -> str:
    return "".join(chr(97 + number // 26**place % 26) for place in range(4))


def held_against_others(monkeypatch: pytest.MonkeyPatch, count: int) -> int:
    """How many pairs are compared where `count` names are asked for."""
    seen: list[str] = []

    def unlike(one: str, other: str) -> float:
        seen.append(other)
        return 0.0

    monkeypatch.setattr(naming, "alike", unlike)
    names = {f"shop of {letters(at)} street": letters(at) for at in range(count)}
    near = NearNames(names, count)
    for name in names:
        near.nearest(name)
    monkeypatch.undo()
    return len(seen)


def test_four_times_the_names_are_four_times_the_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert held_against_others(monkeypatch, 2000) < 5 * held_against_others(monkeypatch, 500)


@pytest.mark.parametrize("slip", ["facebok ads", "acebook ads", "facebook asd", "gfacebook ads"])
@pytest.mark.parametrize("others", [0, 2000])
def test_a_slip_is_known_among_few_names_and_among_thousands(slip: str, others: int) -> None:
    names = {"facebook ads": "Facebook Ads", **{f"{letters(at)} shop": "another" for at in range(others)}}
    assert NearNames(names, 1 + others).nearest(slip) == "Facebook Ads"


@pytest.mark.parametrize("slip", ["pfacebook adss", "acebok adsz", "xfacebook-adss"])
def test_a_slip_at_both_ends_is_known_among_thousands(slip: str) -> None:
    """Neither in the order of the alphabet nor read from behind do the two stand beside each other."""
    others = {f"{letters(at)} shoes": "another" for at in range(2000)}
    names = {**others, "facebook ads": "Facebook Ads"}
    assert NearNames(names, 1 + len(others)).nearest(slip) == "Facebook Ads"


def test_neither_a_name_itself_nor_one_that_was_told_is_suggested() -> None:
    names = {"facebook": "Facebook", "faceboook": "Faceboook"}
    assert NearNames(names, 2).nearest("facebook") == "Faceboook"
    assert NearNames(names, 2).nearest("facebook", but={"faceboook"}) is None


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("İnstagram", "instagram"),
        ("I\u0307nstagram", "instagram"),
        ("INSTAGRAM", "instagram"),
        ("ınstagram", "instagram"),
        ("İG", "instagram"),
        ("FB", "facebook"),
        ("IG reklamı", "instagram_ads"),
        ("Fb Ads", "facebook_ads"),
        ("FB/IG", "meta_ads"),
        ("fb & ig reklamları", "meta_ads"),
        ("insta DM", "whatsapp"),
        ("YT reklamı", "youtube_ads"),
        ("wp hattı", "whatsapp"),
    ],
)
@pytest.mark.parametrize("language", ["en", "tr"])
def test_a_channel_is_known_by_its_short_name_and_by_any_i(typed: str, key: str, language: str) -> None:
    assert naming.ChannelNames(language).channel(typed).key == key


@pytest.mark.parametrize(
    "typed", ["TT Fuarı", "WA office", "G Hotel", "Li Wei", "Face to face", "IG Partners"]
)
def test_a_name_that_only_holds_a_short_word_stays_as_typed(typed: str) -> None:
    assert not naming.ChannelNames("tr").channel(typed).known


@pytest.mark.parametrize(
    ("typed", "likely"),
    [
        ("yt", "YouTube reklamı"),
        ("TT", "TikTok"),
        ("WP", "WhatsApp / DM"),
        ("Face", "Facebook"),
        ("Fesbuk", "Facebook"),
        ("instgram", "Instagram"),
        ("İnstgram", "Instagram"),
        ("instgram reklamı", "Instagram reklamı"),
        ("Gogle Ads", "Google Ads"),
    ],
)
def test_a_short_word_alone_and_a_slip_are_asked_about(typed: str, likely: str) -> None:
    names = naming.suggestions("tr", [])
    assert NearNames(names, 1).nearest(naming.ChannelNames("tr").channel(typed).key) == likely


@pytest.mark.parametrize("typed", ["TRT reklamı", "IQ ads", "Youtube", "Trendyol", "Pinterest ads"])
def test_a_general_word_at_the_end_makes_no_slip(typed: str) -> None:
    names = naming.suggestions("tr", [])
    assert NearNames(names, 1).nearest(naming.ChannelNames("tr").channel(typed).key) is None


@pytest.mark.parametrize("typed", ["Marketing", "Pazarlama", "Tanıtım"])
def test_a_word_for_all_of_marketing_is_no_slip_of_a_channel(typed: str) -> None:
    for language in ("en", "tr"):
        names = naming.suggestions(language, [])
        assert NearNames(names, 1).nearest(naming.ChannelNames(language).channel(typed).key) is None
        assert NearNames(names, 1).nearest(plain("Remarkting")) is not None


def test_names_of_thirty_thousand_letters_are_not_held_against_each_other() -> None:
    assert naming.alike("ab" * 15_000, "ab" * 14_999 + "ba") == 0
