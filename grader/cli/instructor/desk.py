"""What the commands that work with a gradebook share: the course opened, and whom a name means."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import click

from grader.cli.world import World
from grader.course.gradebook import GROUP, Gradebook
from grader.course.plan import CoursePlan, Roster, find_plan, katas_of, load_plan, load_roster
from grader.curriculum import find_kata
from grader.errors import UnknownKata, UsageError
from grader.escaping import one_line
from grader.model import Kata
from grader.scores import Student
from grader.wire.text import clean

LONGEST_REASON = 400
ALL = "all"

jobs = click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="How many at once; else all cores."
)
accept_unconfined = click.option(
    "--accept-unconfined", is_flag=True, help="Run files of others even where little guards this machine from them."
)
reason = click.option("--reason", required=True, help="Why; it stays in the log.")
by = click.option("--by", default="", help="Who decides; else who is logged in.")


@dataclass(frozen=True, slots=True)
class Desk:
    """A course that is open: its plan, its katas by id, and its gradebook."""

    plan: CoursePlan
    katas: Mapping[str, Kata]
    book: Gradebook

    def roster(self) -> Roster:
        """Who is in the course. Raises BrokenCourse."""
        return load_roster(self.plan.roster)

    def kata(self, name: str) -> Kata:
        """The kata of the course that this name means. Raises UnknownKata."""
        try:
            return find_kata(tuple(self.katas.values()), name)
        except UnknownKata as error:
            # Their clone may have many more: what counts here is what course.yaml names.
            raise UnknownKata(error.message, hint=f"course.yaml has: {', '.join(self.katas)}") from None


@contextmanager
def at_desk(world: World, *, create: bool = False) -> Iterator[Desk]:
    """The course that one stands in. Raises UsageError or BrokenCourse; NoGradebook unless one may be made."""
    plan = load_plan(find_plan(world.here), named=world.katas, usual=world.usual_katas)
    katas = {kata.id: kata for kata in katas_of(plan)}
    with Gradebook.open(plan.folder, create=create) as book:
        yield Desk(plan, katas, book)


def student_of(roster: Roster, name: str) -> Student:
    """The one student whom an id, an e-mail address or a name means. Raises UsageError for nobody, and for several."""
    for kind in ("id", "email", "name"):
        match = roster.match(kind, name)
        if match.ambiguous:
            several = ", ".join(one_line(student.id) for student in match.students[:5])
            raise UsageError(f"{one_line(name)} means several: {several}.", hint="Name one by the id.")
        if match.student is not None:
            return match.student
    raise UsageError(f"There is no {one_line(name)} in the roster.", hint="Name a student by id, e-mail or name.")


def one_or_group(roster: Roster, name: str) -> str:
    """A group's name or a student's id, as an adjustment holds it. Raises UsageError."""
    group = name.removeprefix(GROUP)
    if group in roster.groups and (group != name or not roster.match("id", name).students):
        return group
    return student_of(roster, name).id


def chosen(desk: Desk, names: Collection[str]) -> tuple[str, ...]:
    """The ids of the katas that are named. Raises UnknownKata."""
    return tuple(dict.fromkeys(desk.kata(name).id for name in names))


def said_by(world: World, by: str) -> str:
    """Who made a decision, for the log."""
    who = by or next((world.env[name] for name in ("LOGNAME", "USER", "USERNAME") if world.env.get(name)), "")
    return line(who or _account()) or "?"


def _account() -> str:
    """Whose process this is, where nothing around it says so, as in a container or under cron."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return ""


def line(text: str) -> str:
    """What an instructor wrote, on one line."""
    return one_line(clean(" ".join(text.split()), LONGEST_REASON))
