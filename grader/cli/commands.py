"""How commands are declared: groups that import a command when it is named, options as one value, options in common."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple, TypeVar

import click

from grader.cli.world import World
from grader.errors import ExitCode

A_KATA = re.compile(r"(kata)?[ _-]?\d+\w*|.*[/\\.].*", re.IGNORECASE)
OWN_OPTIONS = ("-h", "--help", "--version")
KATAS = "--katas"
GRADING = "(grading)"


class LazyCommand(NamedTuple):
    """The module of a command, its name there, and its line in the list of commands; hidden without one."""

    module: str
    name: str
    about: str = ""


def is_here(module: str) -> bool:
    """Return whether this copy of the grader has this module: a student edition has only what a student types."""
    return find_spec(module) is not None


class LazyGroup(click.Group):
    """A group that imports each command when it is named: its list of commands imports none of them."""

    lazy: Mapping[str, LazyCommand]

    def __init__(self, *arguments: Any, lazy: Mapping[str, LazyCommand], **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every name, in the order of the table."""
        return [name for name, command in self.lazy.items() if is_here(command.module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command of this name; None where there is none."""
        if cmd_name not in self.lazy:
            return None
        module, name, _ = self.lazy[cmd_name]
        if not is_here(module):
            raise click.UsageError(f"`grade {cmd_name}` is not in this edition: it is in the author's clone.", ctx)
        found: click.Command = getattr(import_module(module), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line for each command that is not hidden."""
        longest = max(map(len, self.lazy))
        width = formatter.width - 6 - longest
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, click.Command(name, help=about).get_short_help_str(width)) for name, about in self._shown()]
            )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does. Raises UsageError with the nearest name on a misspelt one."""
        if args and args[0] not in self.lazy and not args[0].startswith("-"):
            near = self.nearest(args[0], cutoff=0.6)
            raise click.UsageError(f"There is no command {args[0]!r}.{f' Did you mean {near}?' if near else ''}", ctx)
        return super().resolve_command(ctx, args)

    def nearest(self, word: str, *, cutoff: float) -> str:
        """Return the command spelt most like this word, "" where none is near."""
        # Start-up: difflib takes 4 ms, and only a misspelt command needs it.
        from difflib import get_close_matches

        return next(iter(get_close_matches(word, [name for name, _ in self._shown()], n=1, cutoff=cutoff)), "")

    def _shown(self) -> Iterator[tuple[str, str]]:
        here = (command for command in self.lazy.items() if is_here(command[1].module))
        return ((name, command.about) for name, command in here if command.about)


class _Unnamed(click.Context):
    """The place of a command that goes without a name in usage lines."""

    @property
    def command_path(self) -> str:
        """The path of the group it stands in."""
        return self.parent.command_path if self.parent else super().command_path


class UnnamedCommand(click.Command):
    """The hidden command: a student who reads its usage line sees `grade` alone."""

    context_class = _Unnamed


class KataGroup(LazyGroup):
    """`grade kata11` needs no command's name: what is not a command is handed to the hidden one called GRADING."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the hidden command first where none is named. Raises UsageError on a misspelt command.

        --katas may stand anywhere on the line, since it is meant for every command.
        """
        katas, args = _katas(ctx, args)
        first = args[0] if args else ""
        if first not in self.lazy and first not in OWN_OPTIONS:
            self._refuse_near_miss(ctx, first)
            args = [GRADING, *args]
        return super().parse_args(ctx, [*katas, *args])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of grading and the list of commands."""
        grading = self.get_command(ctx, GRADING)
        assert grading is not None
        options = [option for option in (*grading.params, *self.get_params(ctx)) if isinstance(option, click.Option)]
        records = [found for option in options if (found := option.get_help_record(ctx))]
        with formatter.section("Options"):
            formatter.write_dl(list(dict.fromkeys(records)))
        self.format_commands(ctx, formatter)

    def _refuse_near_miss(self, ctx: click.Context, word: str) -> None:
        if not word or word.startswith("-") or A_KATA.fullmatch(word):
            return
        near = self.nearest(word, cutoff=0.7)
        if near:
            raise click.UsageError(f"There is no command {word!r}. Did you mean {near}?", ctx)


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


Options = TypeVar("Options")


def as_options(kind: type[Options]) -> Callable[[Callable[[World, Options], ExitCode]], Callable[..., ExitCode]]:
    """Hand a command the world and its parameters, as one value of this class.

    The class has a field for each parameter, of the same name. It stands below the decorators of click.
    """

    def decorated(command: Callable[[World, Options], ExitCode]) -> Callable[..., ExitCode]:
        @click.pass_obj
        @wraps(command)
        def with_options(world: World, /, **chosen: Any) -> ExitCode:
            return command(world, kind(**chosen))

        return with_options

    return decorated


def enum_option(*names: str, kind: type[StrEnum], **settings: Any) -> Callable[[Callable[..., Any]], Any]:
    """Add an option that takes one of these values; the command gets the member, or a tuple of them."""

    def member(_: click.Context, __: click.Parameter, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(kind, value))
        return None if value is None else kind(value)

    return click.option(*names, type=click.Choice([one.value for one in kind]), callback=member, **settings)


class TextOrJson(StrEnum):
    """How a command shows what it found."""

    TEXT = "text"
    JSON = "json"


kata_names = click.argument("katas", nargs=-1, metavar="[KATA]...")
plain = click.option("--plain", is_flag=True, help="No colour and no pictures: for screen readers and old terminals.")
text_or_json = enum_option("--output", "output", kind=TextOrJson, default="text")
only_katas = click.option("--kata", "katas", multiple=True, help="Only this one; several times for several.")
jobs = click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="How many at once; else all cores."
)
accept_unconfined = click.option(
    "--accept-unconfined", is_flag=True, help="Run files of others even where little guards this machine from them."
)
section = click.option("--section", default="", metavar="NAME", help="Only the students of this section.")
reason = click.option("--reason", required=True, help="Why; it stays in the log.")
by = click.option("--by", default="", help="Who decides; else who is logged in.")
