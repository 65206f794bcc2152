"""Templates compiled at installation: used only where they say what the source says."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from kpisheet.html.environment import compiled_templates, environment

MODULE = "kpisheet.html.compiled_index"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """No environment, and no module of an earlier test, is kept."""
    before = sys.modules.pop(MODULE, None)
    environment.cache_clear()
    yield
    environment.cache_clear()
    sys.modules.pop(MODULE, None)
    if before:
        sys.modules[MODULE] = before


def install(source: str) -> None:
    """As if the installation had written this module."""
    module = ModuleType(MODULE)
    module.__file__ = "compiled_index.py"
    exec(source, vars(module))  # noqa: S102 - what the installation would import
    sys.modules[MODULE] = module


def compiled_index() -> str:
    return next(source for path, source in compiled_templates() if path.stem == "compiled_index")


def marked(source: str) -> str:
    """Compiled code that gives itself away when it is used."""
    assert "<title>" in source
    return source.replace("<title>", "<title>COMPILED ")


def code_of_the_index() -> str:
    environment.cache_clear()
    return str(environment().get_template("index.html.jinja").root_render_func.__code__.co_consts)


def test_what_the_installation_compiled_is_used() -> None:
    install(marked(compiled_index()))
    assert "COMPILED" in code_of_the_index()


def test_compiled_code_of_another_source_is_not_used() -> None:
    line = next(line for line in compiled_index().splitlines() if line.startswith("COMPILED_FROM"))
    install(marked(compiled_index()).replace(line, "COMPILED_FROM = 'of an earlier template'"))
    assert "COMPILED" not in code_of_the_index()


def test_every_template_is_compiled_for_the_very_names_that_are_loaded() -> None:
    modules = {path.stem for path, _ in compiled_templates()}
    assert modules == {f"compiled_{name.partition('.')[0]}" for name in environment().list_templates("jinja")}
