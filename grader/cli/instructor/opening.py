"""A course as the looking commands need it: its plan, roster, katas and gradebook, and the table of its scores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from grader.cli.instructor.desk import at_desk
from grader.cli.world import World
from grader.course.gradebook import Gradebook
from grader.course.plan import CoursePlan, Roster
from grader.course.table import score_table
from grader.model import Kata
from grader.scores import ScoreTable


@dataclass(frozen=True, slots=True)
class Opened:
    """One course, its gradebook open."""

    plan: CoursePlan
    roster: Roster
    katas: tuple[Kata, ...]
    book: Gradebook
    table: ScoreTable


@contextmanager
def opened(world: World) -> Iterator[Opened]:
    """The course found upward from here; its table is made at this moment, in the course's own time zone."""
    with at_desk(world) as desk:
        plan, roster, katas = desk.plan, desk.roster(), tuple(desk.katas.values())
        now = world.now().astimezone(plan.zone)
        yield Opened(plan, roster, katas, desk.book, score_table(plan, roster, katas, desk.book, now))


def typed_from(ctx: click.Context) -> Path:
    """Where paths on the command line start: where it was typed, also with --course."""
    world = ctx.find_root().find_object(World)
    assert world is not None
    return world.here
