"""`grade class similar`: submissions wrong in the identical way; with `--new` those that look like nothing known."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from grader.authoring.matrix import known_of
from grader.classroom.exports.table import who
from grader.classroom.pages.similar import (
    News,
    novel_document,
    novel_text,
    similar_document,
    similar_text,
    sources_text,
)
from grader.classroom.plan import Roster
from grader.classroom.similar.fingerprints import FingerprintReader
from grader.classroom.similar.groups import Compared, find_new, find_similar, sources_of
from grader.cli.classroom.course import OpenCourse, chosen, course_here
from grader.cli.commands import TextOrJson, as_options, only_katas, plain, section, text_or_json
from grader.cli.world import World
from grader.curriculum import find_course
from grader.errors import ExitCode, UsageError
from grader.model import Kata
from grader.text import one_line, terminal

SHOWN = 20
PARTS = 500
EXAMPLES = """\b
Examples:
  grade class similar                    wrong alike, the rarest first
  grade class similar --kata kata11      in this kata only
  grade class similar --show 1           the files of the first
  grade class similar --new              right in a way of their own, wrong in one nobody wrote down
  grade class similar --new --show 1     the file of the first of these
It is a list to look at, never a verdict.
"""


@dataclass(frozen=True, slots=True)
class SimilarOptions:
    """The options of `grade class similar`; `show` counts from 1."""

    katas: tuple[str, ...]
    new: bool
    show: int | None
    output: TextOrJson
    verbose: bool
    section: str
    plain: bool


@click.command(epilog=EXAMPLES)
@only_katas
@click.option(
    "--new", is_flag=True, help="Accepted ones in a shape of their own, and rejected ones like no known wrong solution."
)
@click.option("--show", type=click.IntRange(min=1), metavar="N", help="Show the files of the Nth, one after the other.")
@text_or_json
@click.option("-v", "--verbose", is_flag=True, help="List them all.")
@section
@plain
@as_options(SimilarOptions)
def similar(world: World, options: SimilarOptions) -> ExitCode:
    """List submissions that are wrong in the identical way: the same program, but for names and layout.

    Right answers to a small kata all look alike, so they are not compared; nor are the kata's own programs, which a
    student may have been shown.

    With --new, list what looks like nothing known: a mistake may have slipped through, or be worth a file.
    """
    return new_here(world, options) if options.new else similar_here(world, options)


def similar_here(world: World, options: SimilarOptions) -> ExitCode:
    """Compare the course's submissions with each other, and show those that are wrong alike."""
    with course_here(world) as course:
        compared = _compare(world, course, options)
        if options.show:
            return _show_files(world, course, _group_files(course, compared, options.show), plain=options.plain)
        if options.output is TextOrJson.JSON:
            world.say(json.dumps(similar_document(compared.groups), ensure_ascii=True, allow_nan=False))
            return ExitCode.ACCEPTED
        most = len(compared.groups) if options.verbose else SHOWN
        style = world.style(plain=options.plain)
        world.say(similar_text(compared.groups, _named(course.roster()), most=most, style=style).rstrip("\n"))
    _tell_unread(world, compared.read, compared.unreadable)
    return ExitCode.ACCEPTED


def new_here(world: World, options: SimilarOptions) -> ExitCode:
    """Compare the course's submissions with what is known, and show those that resemble nothing."""
    with course_here(world) as course:
        folder = _course_folder(course)
        with FingerprintReader() as reader:
            step = _steps(world)
            found = find_new(course.book, _katas(course, options), lambda kata: known_of(folder, kata), reader, step)
        news = _of_section(found, course, options.section)
        if options.show:
            return _show_files(world, course, _new_file(course, news, options.show), plain=options.plain)
        if options.output is TextOrJson.JSON:
            world.say(json.dumps(novel_document(news), ensure_ascii=True, allow_nan=False))
            return ExitCode.ACCEPTED
        most = len(news.all) if options.verbose else SHOWN
        style = world.style(plain=options.plain)
        world.say(novel_text(news, _named(course.roster()), most=most, style=style).rstrip("\n"))
    _tell_unread(world, news.read, news.unreadable)
    return ExitCode.ACCEPTED


def _tell_unread(world: World, read: int, unreadable: int) -> None:
    if unreadable:
        world.complain(f"{unreadable} of {read} are no Python, or could not be read in time.")


def _katas(course: OpenCourse, options: SimilarOptions) -> list[Kata]:
    names = chosen(course, options.katas)
    return [kata for kata in course.katas.values() if not names or kata.id in names]


def _course_folder(course: OpenCourse) -> Path:
    return course.plan.katas_from or find_course(course.plan.folder)


def _compare(world: World, course: OpenCourse, options: SimilarOptions) -> Compared:
    with FingerprintReader() as reader:
        compared = find_similar(course.book, _katas(course, options), _course_folder(course), reader, _steps(world))
    if not options.section:
        return compared
    looked_at = course.roster().of_section(options.section).by_id
    groups = tuple(one for one in compared.groups if any(key in looked_at for party in one.parties for key in party))
    return replace(compared, groups=groups)


def _of_section(news: News, course: OpenCourse, section: str) -> News:
    """Return what students of this section handed in; all of it where none is named."""
    if not section:
        return news
    looked_at = course.roster().of_section(section).by_id
    accepted, rejected = (
        tuple(one for one in found if any(key in looked_at for key in one.students))
        for found in (news.accepted, news.rejected)
    )
    return replace(news, accepted=accepted, rejected=rejected)


def _steps(world: World) -> Callable[[], None]:
    """Return a function to call for each file read; it says now and then how many there were."""
    read = 0

    def step() -> None:
        nonlocal read
        read += 1
        if read % PARTS == 0:
            world.complain(f"{read} read …")

    return step


def _group_files(course: OpenCourse, compared: Compared, number: int) -> Sequence[tuple[str, bytes]]:
    """Return the owners and files of the group of this number. Raises UsageError."""
    if number > len(compared.groups):
        raise UsageError(f"There are {len(compared.groups)} to show.", hint="See them: grade class similar")
    return sources_of(course.book, compared.groups[number - 1])


def _new_file(course: OpenCourse, news: News, number: int) -> Sequence[tuple[str, bytes]]:
    """Return the owner and file of the new one of this number. Raises UsageError."""
    if number > len(news.all):
        raise UsageError(f"There are {len(news.all)} to show.", hint="See them: grade class similar --new")
    submission = course.book.submission(news.all[number - 1].submission)
    return [(submission.owner, course.book.source(submission.sha256))]


def _show_files(world: World, course: OpenCourse, sources: Sequence[tuple[str, bytes]], *, plain: bool) -> ExitCode:
    named = _named(course.roster())
    shown = [(named(owner), terminal(source.decode("utf-8", "replace"))) for owner, source in sources]
    world.say(sources_text(shown, style=world.style(plain=plain)).rstrip("\n"))
    return ExitCode.ACCEPTED


def _named(roster: Roster) -> Callable[[str], str]:
    """Return a function from an id to name and id, or to the id alone where the roster has lost them."""

    def named(key: str) -> str:
        student = roster.by_id.get(key)
        return one_line(who(student) if student is not None else key)

    return named
