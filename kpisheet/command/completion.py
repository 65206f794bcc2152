"""What the shell's completion offers: Click's, over our commands, knowing that `report` may be left out."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from kpisheet.command.arguments import commands
from kpisheet.texts.language import Words


def completion(words: Words) -> click.Group:
    """The commands as one group, which is what Click's completion works on."""
    named = commands(words)
    options = [each for each in named["report"].params if isinstance(each, click.Option)]
    return _Commands("kpisheet", commands=named, params=list[click.Parameter](options))


class _Commands(click.Group):
    """Its options are those of `report`, and where a command may stand, so may a workbook."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Files, commands and options. Files come first: bash's script forgets what came before them."""
        files = [] if incomplete.startswith("-") else [CompletionItem(incomplete, type="file")]
        return [*files, *super().shell_complete(ctx, incomplete)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named, else `report` of the workbook named."""
        if args and args[0] not in self.commands:
            return "report", self.commands["report"], args
        return super().resolve_command(ctx, args)
