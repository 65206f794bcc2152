"""What the pages for clients bear, and by what they are printed, as the options and a brand file say."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kpisheet.command.arguments import MistakenCommandError, Request
from kpisheet.command.terminal import Terminal

if TYPE_CHECKING:
    from kpisheet.html.brand import Brand

_BRAND_FILE = "brand.toml"


def logo_of(options: Mapping[str, Any]) -> bytes | None:
    """The picture of `--logo`. Raises `UnreadableFileError`."""
    return None if options["logo"] is None else _picture(Path(options["logo"]))


def brand_of(request: Request, terminal: Terminal) -> Brand | None:
    """The agency's brand; None where no page for clients is asked for.

    It is that of `--brand`, else of a file `brand.toml` in a folder that was named or beside it. `--logo`
    goes before its logo. Raises `UnreadableFileError` and `MistakenCommandError`.
    """
    options, words = request.options, terminal.words
    if not options["for_clients"]:
        if options["brand"]:
            raise MistakenCommandError(words.raw("command.mistake.brand_for_clients"))
        return None
    from kpisheet.html.brand import NO_BRAND

    path = Path(options["brand"]) if options["brand"] else next(_beside(request.files), None)
    brand = NO_BRAND if path is None else _read(path)
    if path is not None and not options["brand"]:
        terminal.note(words.text("command.note.brand_used", file=str(path)))
    return replace(brand, logo=logo_of(options) or brand.logo)


def _beside(names: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        path = Path(name)
        folders = (path, path.absolute().parent) if os.path.isdir(name) else (path.absolute().parent,)  # noqa: PTH112 - unlike Path.is_dir, no name is too long for it
        yield from (found for folder in folders if (found := folder / _BRAND_FILE).is_file())


def _read(path: Path) -> Brand:
    from kpisheet.files.disk import read_input
    from kpisheet.html.brand import brand_of as brand_in

    brand = brand_in(read_input(path), str(path))
    if brand.logo_name is None:
        return brand
    return replace(brand, logo=_picture(path.parent / brand.logo_name))


def _picture(path: Path) -> bytes:
    from kpisheet.files.disk import read_input
    from kpisheet.html.logo import usable_logo

    return usable_logo(read_input(path), str(path))


def browser_for(options: Mapping[str, Any], terminal: Terminal) -> Path | None:
    """The browser that prints, where PDFs are asked for; where there is none, that is said."""
    if not options["pdf"]:
        return None
    from kpisheet.html.printing import find_browser

    browser = find_browser(terminal.environment)
    if browser is None:
        terminal.complain(terminal.words.raw("command.note.no_printer"))
    return browser
