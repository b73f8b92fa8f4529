"""A command's parameters as one frozen value, and the options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

import click

from grader.cli.world import World
from grader.errors import ExitCode

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
