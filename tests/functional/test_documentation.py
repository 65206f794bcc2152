"""What is published holds: generated files are fresh, JSON keeps its schema, words are in both languages."""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
import string
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import kpisheet
from kpisheet.analysis.kpis import KPIS
from kpisheet.command.options import COMMANDS
from kpisheet.json_output import failure_dict, findings_dict
from kpisheet.ooxml.limits import table_of_limits
from kpisheet.texts.aliases import aliases
from kpisheet.texts.language import LANGUAGES, table
from kpisheet.texts.resources import find
from kpisheet.worksheet.catalogue import KINDS
from kpisheet.worksheet.channels import CHANNELS
from kpisheet.worksheet.schema import COLUMNS, COMPUTED_COLUMNS, SETTINGS

ROOT = Path(__file__).resolve().parents[2]
INSTALLED = Path(kpisheet.__file__).parent


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_reference", ROOT / "docs" / "reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATED = [f"{half}.{language}.md" for half in ("reference", "automation") for language in LANGUAGES]


@pytest.mark.parametrize("name", [*GENERATED, "kpisheet-1.schema.json"])
def test_a_generated_file_is_fresh(name: str, generator: ModuleType) -> None:
    """`python docs/reference.py` writes it anew."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == generator.generated()[name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_for_filling_in_names_everything_there_is(language: str) -> None:
    text = (ROOT / "docs" / f"reference.{language}.md").read_text(encoding="utf-8")
    keys = [each.key for columns in COLUMNS.values() for each in columns]
    listed: list[Any] = [*COMPUTED_COLUMNS, *SETTINGS, *CHANNELS]
    keys += [each.key for each in listed]
    keys += [*KPIS]
    missing = [key for key in keys if f"`{key}`" not in text]
    missing += [each.code for each in KINDS if f"| {each.code} |" not in text]
    missing += [each for each in table(language, "benchmarks").values() if each not in text]
    missing += [each for each in aliases(language, "aliases")["spend"] if each not in text]
    assert missing == []
    assert f"(automation.{language}.md)" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_for_automating_names_everything_there_is(language: str, generator: ModuleType) -> None:
    text = (ROOT / "docs" / f"automation.{language}.md").read_text(encoding="utf-8")
    assert [each.name for each in table_of_limits() if f"`{each.name}`" not in text] == []
    assert f"(reference.{language}.md)" in text
    report, _, failure = generator.schema()["oneOf"]
    documented = list(generator._TITLES[language]["json_keys"])
    assert documented == [
        *report["properties"],
        *(failure["properties"].keys() - report["properties"].keys()),
    ]
    for command in COMMANDS:
        assert f"kpisheet {command} " in text


@pytest.mark.parametrize("language", ["en", "tr"])
def test_real_output_keeps_the_published_schema(language: str) -> None:
    import jsonschema  # here: it is slow to load

    schema = json.loads((ROOT / "docs" / "kpisheet-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    evaluation = kpisheet.evaluate(find(f"sample.{language}.xlsx"), made_on=date(2026, 11, 23))
    told = json.loads(evaluation.to_json())
    jsonschema.validate(told, schema)
    assert told == evaluation.to_dict()
    jsonschema.validate(findings_dict(evaluation.report, "x"), schema)
    jsonschema.validate(failure_dict("x.xlsx", "empty_file", "m", "h"), schema)
    del told["totals"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, schema)


def test_every_code_that_stops_the_program_has_its_words() -> None:
    sources = [path.read_text(encoding="utf-8") for path in INSTALLED.rglob("*.py")]
    codes = {code for source in sources for code in re.findall(r'Error\(\s*"([a-z_]+)"', source)} - {
        "mistaken_command"
    }
    assert len(codes) > 30
    for language in ("en", "tr"):
        texts = importlib.import_module(f"kpisheet.texts.{language}.errors").TEXTS
        assert not [code for code in codes if f"{code}.message" not in texts or f"{code}.hint" not in texts]


def places(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.mark.parametrize("table", ["command", "errors"])
def test_both_languages_have_the_same_keys_and_places(table: str) -> None:
    english = importlib.import_module(f"kpisheet.texts.en.{table}").TEXTS
    turkish = importlib.import_module(f"kpisheet.texts.tr.{table}").TEXTS
    assert english.keys() == turkish.keys()
    for key, text in english.items():
        assert places(text) == places(turkish[key]), key


def test_the_readme_shows_the_headline_that_the_sample_gives() -> None:
    for name, language in (("README.md", "en"), ("README.tr.md", "tr")):
        report = kpisheet.evaluate(find(f"sample.{language}.xlsx")).report
        text = (ROOT / name).read_text(encoding="utf-8")
        assert report.words.say(report.headline) in text
        assert report.sums is not None
        assert report.words.say(report.sums).partition(". ")[0] in text


def test_every_command_and_option_of_the_readme_exists() -> None:
    from kpisheet.command.arguments import Commands
    from kpisheet.texts.language import Words

    known = {
        option
        for command in Commands(Words("en")).commands.values()
        for each in command.params
        for option in each.opts
    }
    for name in ("README.md", "README.tr.md"):
        text = re.sub(r"```sh.*?```", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)
        prose = re.sub(r"`python [^`]*`", "", text)  # an example program has options of its own
        assert set(re.findall(r"--[a-z][a-z-]+", prose)) - {"--version"} <= known


def anchors_in(text: str) -> set[str]:
    """What a heading can be linked by, as hosts of repositories make it."""
    headings = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def test_every_link_inside_the_documents_leads_to_a_file_and_a_heading_that_are_there() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    links = 0
    for document in documents:
        text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text):
            name, _, anchor = target.partition("#")
            path = document.parent / name if name else document
            assert path.exists(), (document.name, target)
            if anchor:
                assert anchor in anchors_in(path.read_text(encoding="utf-8")), (document.name, target)
            links += 1
    assert links > 40


def test_the_readmes_begin_with_what_is_tried_first() -> None:
    """The first block makes the sample's report, the second (of the English one) passes the tests."""
    english, turkish = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.tr.md"))
    first, second, *_ = re.findall(r"```sh\n(.*?)```", english, flags=re.DOTALL)
    (alone,) = re.findall(r"```sh\n(.*?)```", turkish, flags=re.DOTALL)
    for block, language in ((first, "en"), (alone, "tr")):
        lines = block.splitlines()
        assert lines[:2] == ["python3 -m venv .venv", ".venv/bin/python -m pip install --quiet ."]
        assert lines[2].startswith(f".venv/bin/kpisheet templates/sample.{language}.xlsx -o ")
    assert second.splitlines()[1:] == [
        ".venv/bin/python -m pip install --quiet -e '.[test]'",
        ".venv/bin/python -m pytest",
    ]


def test_every_picture_of_the_readmes_is_there_and_small() -> None:
    for name in ("README.md", "README.tr.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", text)
        assert pictures
        assert text.index("![") < text.index("```sh")
        for _, path in pictures:
            picture = (ROOT / path).read_bytes()
            assert picture.startswith((b"\x89PNG", b"<svg"))
            assert len(picture) < 150_000


def test_each_step_of_the_walk_of_a_figure_is_there_and_leads_from_the_download_to_the_page() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    walk = text.partition("## One figure from a download")[2].partition("## ")[0]
    steps = re.findall(r"^\| `([a-z_/]+)\.py` \| `(\w+)` \|", walk, flags=re.MULTILINE)
    assert len(steps) == walk.count("\n| `")
    assert (steps[0][0], steps[-1]) == ("command/inputs", ("html/page", "render"))
    for file, name in steps:
        assert hasattr(importlib.import_module("kpisheet." + file.replace("/", ".")), name), (file, name)


def test_the_map_names_every_room_and_each_file_that_decides_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = {
        each.name.removesuffix(".py")
        for each in INSTALLED.iterdir()
        if not each.name.startswith("__") and each.suffix in ("", ".py") and each.name != "templates"
    }
    rooms_shown = set(
        re.findall(r"`([a-z_]+)/?`", text.partition("## The map")[2].partition("`ooxml/` has")[0])
    )
    assert rooms <= rooms_shown
    assert len(rooms) <= 14  # more than that, nobody overlooks
    decided = text.partition("## Where is it decided")[2].partition("## ")[0]
    named = re.findall(r"`([a-z_/{},]+/(?:[a-z_]+\.py)?)`", decided)
    assert len(named) > 20
    for name in named:
        for language in ("en", "tr"):
            assert (INSTALLED / name.replace("{en,tr}", language)).exists(), name
