"""`grade class log`: every exception that was made, and taking one back."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from grader.cli.instructor import desk
from grader.cli.instructor.desk import Desk, at_desk
from grader.cli.world import World
from grader.course.gradebook import Logged
from grader.course.plan import Adjustment, AdjustmentKind
from grader.errors import ExitCode, UsageError
from grader.escaping import one_line
from grader.scores import points_text

EXAMPLES = """\b
Examples:
  grade class log
  grade class log --undo 3 --reason "it was the other Ada"
"""


@click.command(epilog=EXAMPLES)
@click.option("--undo", type=click.IntRange(1), help="Take back the one of this number; both stay in the log.")
@click.option("--reason", default="", help="Why it is taken back.")
@desk.by
@click.pass_obj
def log(world: World, undo: int | None, reason: str, by: str) -> ExitCode:
    """Show the extensions, excuses and overrides, oldest first: who decided, when and why."""
    with at_desk(world, create=True) as opened:
        if undo is not None:
            taken = opened.book.undo_adjustment(
                undo, by=desk.said_by(world, by), reason=desk.line(reason), now=world.now()
            )
            world.say(f"Taken back: {_decision(taken.adjustment, opened.plan.zone)}")
        else:
            if reason:
                raise UsageError("A reason is only wanted with --undo.", hint="Run: grade class log --help")
            _show(world, opened)
    return ExitCode.ACCEPTED


def _show(world: World, opened: Desk) -> None:
    logged = opened.book.log()
    for adjustment in opened.plan.adjustments:
        world.say(f"   -  in course.yaml: {_decision(adjustment, opened.plan.zone)}")
    for one in logged:
        _show_one(world, one, opened.plan.zone)
    if not logged and not opened.plan.adjustments:
        world.say("There is nothing in the log.")


def _show_one(world: World, one: Logged, zone: ZoneInfo) -> None:
    when = _when(one.made, zone)
    world.say(f"{one.adjustment.id:4}  {when} {one_line(one.by)}: {_decision(one.adjustment, zone)}")
    if one.undone_at is not None:
        why = f": {one_line(one.undone_reason)}" if one.undone_reason else ""
        world.say(f"      taken back {_when(one.undone_at, zone)} by {one_line(one.undone_by)}{why}")


def _decision(one: Adjustment, zone: ZoneInfo) -> str:
    what = str(one.kind)
    if one.kind is AdjustmentKind.EXTENSION and one.until is not None:
        what = f"extension until {_when(one.until, zone)}"
    elif one.kind is AdjustmentKind.OVERRIDE:
        what = f"override, {points_text(one.points)} points"
    reason = f" ({one_line(one.reason)})" if one.reason else ""
    return f"{one_line(one.student)}, {one.kata or 'all katas'}: {what}{reason}"


def _when(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
