"""`grade class board`: who stands where, under names that only the course can trace back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import click

from grader.cli.instructor.exporting import refuse_own
from grader.cli.instructor.opening import Opened, opened, typed_from
from grader.cli.learning import plain
from grader.cli.world import World
from grader.curriculum import find_kata
from grader.errors import ExitCode
from grader.render.board import apart, board_document, class_board, person
from grader.render.class_text import moment
from grader.render.style import Style
from grader.scoreboard import Standings, pseudonyms, standings
from grader.writing import write_pieces

EXAMPLES = """\b
Examples:
  grade class board                          ranked by all points, anonymous
  grade class board kata11                   ranked by one kata
  grade class board --names --first 10       the ten first, by name: for the instructor
  grade class board --output html --output-file board.html
"""


class Format(StrEnum):
    """How the board is shown."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Wish:
    """Which board is asked for, and how it is to look."""

    katas: tuple[str, ...]
    names: bool
    first: int
    format: Format
    style: Style


@click.command(epilog=EXAMPLES)
@click.argument("katas", nargs=-1, metavar="[KATA]...")
@click.option("--names", is_flag=True, help="Real names: for the instructor, not for the class.")
@click.option("--first", type=click.IntRange(min=1), metavar="N", help="The first N rows only; text only.")
@click.option("--output", "format_", type=click.Choice([one.value for one in Format]))
@click.option(
    "--output-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it there; .html and .json say the form too.",
)
@plain
@click.pass_context
def board(
    ctx: click.Context,
    katas: tuple[str, ...],
    names: bool,
    first: int | None,
    format_: str | None,
    output_file: Path | None,
    plain: bool,
) -> ExitCode:
    """Rank the class in all katas or in the named ones; equal points share a place.

    Everyone stands there under a name that stays theirs all through the course; their own page tells them which.
    """
    world = ctx.ensure_object(World)
    with opened(world) as course:
        style = Style.PLAIN if output_file is not None else world.style(plain=plain)
        if output_file is not None:
            refuse_own(typed_from(ctx) / output_file, course.plan)
        wish = Wish(katas, names, first or 0, _format(format_, output_file), style)
        said = shown(course, wish, here=typed_from(ctx))
    if output_file is None:
        world.say(said.rstrip("\n"))
    else:
        write_pieces(typed_from(ctx) / output_file, [said])
        world.say(f"{output_file} is written.")
    return ExitCode.ACCEPTED


def _format(asked: str | None, file: Path | None) -> Format:
    """The form that is asked for; else what the file's name ends like, else text."""
    suffix = file.suffix.lower().removeprefix(".") if file is not None else ""
    return Format(asked or (suffix if suffix in ("html", "json") else Format.TEXT))


def shown(course: Opened, wish: Wish, *, here: Path) -> str:
    """The board in the form that is wished for. Raises UnknownKata."""
    found = standings_of(course, names=wish.names, only=wish.katas, here=here)
    table, anonymous = course.table, not wish.names
    match wish.format:
        case Format.TEXT:
            return class_board(found, style=wish.style, first=wish.first)
        case Format.JSON:
            document = board_document(found, course=table.course, made=table.made.isoformat(), anonymous=anonymous)
            return json.dumps(document, ensure_ascii=True) + "\n"
        case Format.HTML:
            # Templates are only loaded where a page is wanted.
            from grader.render.board_page import board_page

            return board_page(found, course=table.course, made=moment(table.made), anonymous=anonymous)


def standings_of(
    course: Opened, *, names: bool = False, only: tuple[str, ...] = (), here: Path | None = None
) -> Standings:
    """Who stands where in these katas, or in all: under real names or pseudonyms. Raises UnknownKata."""
    chosen = frozenset(find_kata(course.katas, name, here=here).id for name in only)
    if names:
        named = apart(course.roster.students, person)
        return standings(course.table, name_of=lambda student: named[student.id], only=chosen)
    by_id = pseudonyms(course.book.secret, course.roster.by_id)
    return standings(course.table, name_of=lambda student: by_id[student.id], only=chosen)
