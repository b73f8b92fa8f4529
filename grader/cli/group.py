"""A group of commands in which a word that is no command is a kata."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

A_KATA = re.compile(r"(kata)?[ _-]?\d+\w*|.*[/\\.].*", re.IGNORECASE)
OWN_OPTIONS = ("-h", "--help", "--version")
KATAS = "--katas"
GRADING = "(grading)"


class _Unnamed(click.Context):
    """The place of a command that goes without a name in usage lines."""

    @property
    def command_path(self) -> str:
        """The path of the group it stands in."""
        return self.parent.command_path if self.parent else super().command_path


class UnnamedCommand(click.Command):
    """The hidden command: a student who reads its usage line sees `grade` alone."""

    context_class = _Unnamed


class KataGroup(click.Group):
    """`grade kata11` needs no command's name: what is not a command is handed to the hidden one called GRADING.

    `elsewhere` names the module of each group of commands that is imported only when it is asked for, and the group
    in it.
    """

    elsewhere: Mapping[str, tuple[str, str]]

    def __init__(self, *arguments: Any, elsewhere: Mapping[str, tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.elsewhere = elsewhere

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, in the order of the alphabet."""
        return sorted({*self.commands, *self.elsewhere})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now where it is elsewhere; None where there is none."""
        if cmd_name not in self.elsewhere:
            return super().get_command(ctx, cmd_name)
        module, name = self.elsewhere[cmd_name]
        found: click.Command = getattr(import_module(module), name)
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the hidden command first where none is named. Raises UsageError on a misspelt command.

        --katas may stand anywhere on the line, since it is meant for every command.
        """
        katas, args = _katas(ctx, args)
        first = args[0] if args else ""
        if first not in self.commands and first not in self.elsewhere and first not in OWN_OPTIONS:
            self._refuse_near_miss(ctx, first)
            args = [GRADING, *args]
        return super().parse_args(ctx, [*katas, *args])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of grading and the list of commands."""
        grading = self.commands[GRADING]
        options = [option for option in (*grading.params, *self.get_params(ctx)) if isinstance(option, click.Option)]
        records = [found for option in options if (found := option.get_help_record(ctx))]
        with formatter.section("Options"):
            formatter.write_dl(list(dict.fromkeys(records)))
        self.format_commands(ctx, formatter)

    def _refuse_near_miss(self, ctx: click.Context, word: str) -> None:
        if not word or word.startswith("-") or A_KATA.fullmatch(word):
            return
        # difflib is only wanted here, and `grade kata11` has no time for it.
        from difflib import get_close_matches

        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        shown: list[Any] = [name for name, command in commands if command is not None and not command.hidden]
        near = get_close_matches(word, shown, n=1, cutoff=0.7)
        if near:
            raise click.UsageError(f"There is no command {word!r}. Did you mean {near[0]}?", ctx)


def _katas(ctx: click.Context, args: list[str]) -> tuple[list[str], list[str]]:
    """--katas with its folder, where it was typed, and the rest of the line."""
    end = args.index("--") if "--" in args else len(args)
    for place, word in enumerate(args[:end]):
        if word.startswith(f"{KATAS}="):
            return [word], args[:place] + args[place + 1 :]
        if word == KATAS:
            if place + 1 >= end:
                raise click.UsageError(f"Option {KATAS!r} requires an argument.", ctx)
            return args[place : place + 2], args[:place] + args[place + 2 :]
    return [], args
