"""`grade class similar`: submissions that are wrong in the identical way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import click

from grader.cli.instructor.desk import Desk, at_desk, chosen
from grader.cli.learning import plain
from grader.cli.world import World
from grader.course.fingerprints import Reader
from grader.course.plan import Roster
from grader.course.similar import Compared, find_similar, sources_of
from grader.curriculum import find_course
from grader.errors import ExitCode, UsageError
from grader.escaping import one_line, terminal
from grader.exports.table import who
from grader.render.similar import similar_document, similar_text, sources_text
from grader.render.style import Style

SHOWN = 20
PARTS = 500
EXAMPLES = """\b
Examples:
  grade class similar                    wrong alike, the rarest first
  grade class similar --kata kata11      in this kata only
  grade class similar --show 1           the files of the first
It is a list to look at, never a verdict.
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What `grade class similar` was asked for."""

    katas: tuple[str, ...] = ()
    show: int = 0
    json: bool = False
    verbose: bool = False
    style: Style = Style.PLAIN


@click.command(epilog=EXAMPLES)
@click.option("--kata", "katas", multiple=True, help="Only this one; several times for several.")
@click.option("--show", type=click.IntRange(min=1), metavar="N", help="Show the files of the Nth, one after the other.")
@click.option("--output", "form", type=click.Choice(("text", "json")), default="text")
@click.option("-v", "--verbose", is_flag=True, help="List them all.")
@plain
@click.pass_obj
def similar(world: World, katas: tuple[str, ...], show: int | None, form: str, verbose: bool, plain: bool) -> ExitCode:
    """List submissions that are wrong in the identical way: the same program, but for names and layout.

    Right answers to a small kata all look alike, so they are not compared; nor are the kata's own programs, which a
    student may have been shown.
    """
    return similar_here(world, Wish(katas, show or 0, form == "json", verbose, world.style(plain=plain)))


def similar_here(world: World, wish: Wish) -> ExitCode:
    """Compare what was handed in to the course one stands in."""
    with at_desk(world) as desk:
        compared = _compare(world, desk, wish)
        if wish.show:
            return _show(world, desk, compared, wish)
        if wish.json:
            world.say(json.dumps(similar_document(compared.groups), ensure_ascii=True, allow_nan=False))
            return ExitCode.ACCEPTED
        most = len(compared.groups) if wish.verbose else SHOWN
        world.say(similar_text(compared.groups, _named(desk.roster()), most=most, style=wish.style).rstrip("\n"))
    if compared.unreadable:
        world.complain(f"{compared.unreadable} of {compared.read} are no Python, or could not be read in time.")
    return ExitCode.ACCEPTED


def _compare(world: World, desk: Desk, wish: Wish) -> Compared:
    names = chosen(desk, wish.katas)
    katas = [kata for kata in desk.katas.values() if not names or kata.id in names]
    course = desk.plan.katas_from or find_course(desk.plan.folder)
    read = 0

    def step() -> None:
        nonlocal read
        read += 1
        if read % PARTS == 0:
            world.complain(f"{read} read …")

    with Reader() as reader:
        return find_similar(desk.book, katas, course, reader, step)


def _show(world: World, desk: Desk, compared: Compared, wish: Wish) -> ExitCode:
    if wish.show > len(compared.groups):
        raise UsageError(f"There are {len(compared.groups)} to show.", hint="See them: grade class similar")
    named = _named(desk.roster())
    sources = sources_of(desk.book, compared.groups[wish.show - 1])
    shown = [(named(owner), terminal(source.decode("utf-8", "replace"))) for owner, source in sources]
    world.say(sources_text(shown, style=wish.style).rstrip("\n"))
    return ExitCode.ACCEPTED


def _named(roster: Roster) -> Callable[[str], str]:
    """How a student is called: by name and id, or by id alone where the roster has them no more."""

    def named(key: str) -> str:
        student = roster.by_id.get(key)
        return one_line(who(student) if student is not None else key)

    return named
