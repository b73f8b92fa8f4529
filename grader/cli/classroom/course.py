"""A course as the commands need it: opened, whom a name means, and a bar for long work."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from grader.classroom.gradebook import GROUP, Gradebook
from grader.classroom.plan import CoursePlan, Roster, find_plan, katas_of, load_plan, load_roster
from grader.classroom.scores.model import ScoreTable, Student
from grader.classroom.scores.table import score_table
from grader.cleaning import clean
from grader.cli.world import World
from grader.curriculum import find_kata
from grader.errors import UnknownKata, UsageError
from grader.model import Kata
from grader.text import one_line


@dataclass(frozen=True, slots=True)
class CourseView:
    """One course, its gradebook open; `roster` holds those who are looked at, of `everybody` in the course."""

    plan: CoursePlan
    roster: Roster
    katas: tuple[Kata, ...]
    book: Gradebook
    table: ScoreTable
    everybody: Roster


@contextmanager
def opened(world: World, section: str = "") -> Iterator[CourseView]:
    """Open the course found upward from here, with its scores as of this moment in the course's time zone.

    With a section the table holds its students alone. Raises UsageError where there is none of this name.
    """
    with course_here(world) as course:
        plan, everybody, katas = course.plan, course.roster(), tuple(course.katas.values())
        roster, now = everybody.of_section(section), world.now().astimezone(plan.zone)
        table = score_table(plan, roster, katas, course.book, now)
        yield CourseView(plan, roster, katas, course.book, table, everybody)


LONGEST_REASON = 400
ALL = "all"


@dataclass(frozen=True, slots=True)
class OpenCourse:
    """A course that is open: its plan, its katas by id, and its gradebook."""

    plan: CoursePlan
    katas: Mapping[str, Kata]
    book: Gradebook

    def roster(self) -> Roster:
        """Return who is in the course. Raises BrokenCourse."""
        return load_roster(self.plan.roster)

    def kata(self, name: str) -> Kata:
        """Return the kata of the course that this name means. Raises UnknownKata."""
        try:
            return find_kata(tuple(self.katas.values()), name)
        except UnknownKata as error:
            # Their clone may have many more: what counts here is what course.yaml names.
            raise UnknownKata(error.message, hint=f"course.yaml has: {', '.join(self.katas)}") from None


@contextmanager
def course_here(world: World, *, create: bool = False) -> Iterator[OpenCourse]:
    """Open the course found upward from here. Raises UsageError, BrokenCourse, or NoGradebook unless `create`."""
    plan = load_plan(find_plan(world.here), named=world.katas, usual=world.usual_katas)
    katas = {kata.id: kata for kata in katas_of(plan)}
    with Gradebook.open(plan.folder, create=create) as book:
        yield OpenCourse(plan, katas, book)


def student_of(roster: Roster, name: str) -> Student:
    """Find the student with this id, e-mail address or name. Raises UsageError for nobody, and for several."""
    for kind in ("id", "email", "name"):
        match = roster.match(kind, name)
        if match.ambiguous:
            several = ", ".join(one_line(student.id) for student in match.students[:5])
            raise UsageError(f"{one_line(name)} means several: {several}.", hint="Name one by the id.")
        if match.student is not None:
            return match.student
    raise UsageError(f"There is no {one_line(name)} in the roster.", hint="Name a student by id, e-mail or name.")


def one_or_group(roster: Roster, name: str) -> str:
    """Find the group or the student of this name, as an adjustment stores it. Raises UsageError."""
    group = name.removeprefix(GROUP)
    if group in roster.groups and (group != name or not roster.match("id", name).students):
        return group
    return student_of(roster, name).id


def chosen(course: OpenCourse, names: Collection[str]) -> tuple[str, ...]:
    """Return the ids of the named katas, each once. Raises UnknownKata."""
    return tuple(dict.fromkeys(course.kata(name).id for name in names))


def decider(world: World, by: str) -> str:
    """Name who decides, for the log: `by`, else who is logged in."""
    who = by or next((world.env[name] for name in ("LOGNAME", "USER", "USERNAME") if world.env.get(name)), "")
    return line(who or _account()) or "?"


def _account() -> str:
    """Return the account of this process, for containers and cron, where no variable names it."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return ""


def line(text: str) -> str:
    """Return what an instructor wrote as one clean line."""
    return one_line(clean(" ".join(text.split()), LONGEST_REASON))


# A line for each of so many parts.
PARTS = 20


@contextmanager
def progress(world: World, total: int, *, plain: bool) -> Iterator[Callable[[int], None]]:
    """Show how many of `total` are done and about how long the rest takes; call what it gives with each new count."""
    if plain or not total or not world.err.isatty():
        yield _Lines(world, total).tell
        return
    # Start-up: rich takes 90 ms, and only a terminal shows a bar.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("Grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    no_colour = bool(world.env.get("NO_COLOR"))
    with Progress(*columns, console=Console(file=world.err, no_color=no_colour), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.update(task, completed=done)


class _Lines:
    """A line now and then."""

    def __init__(self, world: World, total: int) -> None:
        self._world = world
        self._total = total
        self._began = world.now()
        self._told = 0

    def tell(self, done: int) -> None:
        if (done - self._told) * PARTS < self._total and done != self._total:
            return
        self._told = done
        remaining = (self._world.now() - self._began) * (self._total - done) / max(1, done)
        rest = f", about {shown(remaining)} left" if done < self._total else ""
        self._world.complain(f"{done} of {self._total} graded{rest}")
        self._world.err.flush()


def shown(span: timedelta) -> str:
    """Write a span of time in words, such as "3 min"."""
    seconds = max(1, round(span.total_seconds()))
    if seconds < 90:
        return f"{seconds} s"
    return f"{round(seconds / 60)} min" if seconds < 90 * 60 else f"{seconds / 3600:.1f} h"
