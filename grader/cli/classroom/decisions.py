"""`grade class extend`, `excuse`, `override` and `log`: decisions for one student or group, kept with who and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

import click

from grader.classroom.gradebook import Logged
from grader.classroom.plan import Adjustment, AdjustmentKind
from grader.classroom.plan.values import moment
from grader.classroom.scores.model import points_text
from grader.cli.classroom import course
from grader.cli.classroom.course import ALL, OpenCourse, course_here
from grader.cli.commands import as_options, by, reason
from grader.cli.world import World
from grader.errors import ExitCode, UsageError
from grader.text import count_of, one_line


def decide(world: World, opened: OpenCourse, decision: Adjustment, *, by: str, what: str) -> ExitCode:
    """Record a decision whose student and kata are as typed, and say how to take it back. Raises UsageError."""
    whole = replace(
        decision,
        student=course.one_or_group(opened.roster(), decision.student),
        kata="" if decision.kata == ALL else opened.kata(decision.kata).id,
        reason=course.line(decision.reason),
    )
    if not whole.reason:
        raise UsageError("A reason is missing.", hint='Say why: --reason "ill, with a note"')
    number = opened.book.adjust(whole, course.decider(world, by), world.now())
    whom = f"{one_line(whole.student)}, {whole.kata or 'all katas'}"
    world.say(f"{whom}: {what}. To take it back: grade class log --undo {number}")
    return ExitCode.ACCEPTED


EXCUSE_EXAMPLES = """\b
Example:
  grade class excuse ada kata11 --reason "at a competition for the university"
"""


@click.command(epilog=EXCUSE_EXAMPLES)
@click.argument("student")
@click.argument("kata")
@reason
@by
@click.pass_obj
def excuse(world: World, student: str, kata: str, reason: str, by: str) -> ExitCode:
    """Excuse a student or a group from a kata, or from `all`: it is blank for them, whatever they hand in."""
    with course_here(world, create=True) as opened:
        decision = Adjustment(student, kata, AdjustmentKind.EXCUSE, reason=reason)
        return decide(world, opened, decision, by=by, what="excused")


EXTEND_EXAMPLES = """\b
Examples:
  grade class extend ada kata11 "2026-10-19 23:59" --reason "ill, with a note"
  grade class extend "team red" all "2026-10-19 23:59" --reason "lost their disk"
"""


@dataclass(frozen=True, slots=True)
class ExtendOptions:
    """The options of `grade class extend`."""

    student: str
    kata: str
    until: str
    reason: str
    by: str


@click.command(epilog=EXTEND_EXAMPLES)
@click.argument("student")
@click.argument("kata")
@click.argument("until")
@reason
@by
@as_options(ExtendOptions)
def extend(world: World, options: ExtendOptions) -> ExitCode:
    """Give a student or a group until UNTIL for a kata, or for `all`.

    UNTIL is such as 2026-10-19 23:59, in the course's time zone. Of several deadlines the latest is theirs.
    """
    with course_here(world, create=True) as opened:
        end = moment(options.until, opened.plan.zone)
        if end.note:
            world.complain(f"{options.until}: {end.note}")
        extension = Adjustment(
            options.student, options.kata, AdjustmentKind.EXTENSION, until=end.at, reason=options.reason
        )
        what = f"there is time until {end.at:%Y-%m-%d %H:%M %z}"
        code = decide(world, opened, extension, by=options.by, what=what)
        everything = options.kata == ALL
        due = [one.deadline for one in opened.plan.katas if everything or one.kata == opened.kata(options.kata).id]
        if not any(deadline is not None and deadline < end.at for deadline in due):
            world.complain("As it is, this changes nothing: no deadline stands before it.")
        return code


CENT = Decimal("0.01")
OVERRIDE_EXAMPLES = """\b
Example:
  grade class override ada kata11 20 --reason "explained it at the board"
"""


@dataclass(frozen=True, slots=True)
class OverrideOptions:
    """The options of `grade class override`."""

    student: str
    kata: str
    points: str
    above_maximum: bool
    reason: str
    by: str


@click.command(epilog=OVERRIDE_EXAMPLES, context_settings={"ignore_unknown_options": True})
@click.argument("student")
@click.argument("kata")
@click.argument("points")
@click.option("--above-maximum", is_flag=True, help="The points may be more than the kata is worth.")
@reason
@by
@as_options(OverrideOptions)
def override(world: World, options: OverrideOptions) -> ExitCode:
    """Give a student or a group POINTS for a kata, whatever their attempts earned and however late they were."""
    with course_here(world, create=True) as opened:
        points = points_for(opened, options.kata, options.points, above=options.above_maximum)
        decision = Adjustment(
            options.student, options.kata, AdjustmentKind.OVERRIDE, points=points, reason=options.reason
        )
        return decide(world, opened, decision, by=options.by, what=count_of(points_text(points), "point"))


MOST_ABOVE = 1000


def points_for(opened: OpenCourse, kata: str, text: str, *, above: bool = False) -> Decimal:
    """Read points from 0 to what the kata is worth, or `above` it, with at most two decimals. Raises UsageError."""
    if kata == ALL:
        raise UsageError("Points by hand are for one kata.", hint="Name it: kata11")
    most = MOST_ABOVE if above else opened.kata(kata).points
    try:
        points = Decimal(text)
        if points.is_finite() and 0 <= points <= most and points == points.quantize(CENT):
            return points
    except InvalidOperation:
        pass
    raise UsageError(
        f"{one_line(text)} cannot be the points of {opened.kata(kata).id}.",
        hint=f"Name a number from 0 to {most}, with at most two decimals"
        + ("." if above else "; more with --above-maximum."),
    )


LOG_EXAMPLES = """\b
Examples:
  grade class log
  grade class log --undo 3 --reason "it was the other Ada"
"""


@click.command(epilog=LOG_EXAMPLES)
@click.option("--undo", type=click.IntRange(1), help="Take back the one of this number; both stay in the log.")
@click.option("--reason", default="", help="Why it is taken back.")
@by
@click.pass_obj
def log(world: World, undo: int | None, reason: str, by: str) -> ExitCode:
    """Show every decision, comment and time put right, oldest first: who decided, when and why."""
    with course_here(world, create=True) as opened:
        if undo is not None:
            undone = opened.book.undo_adjustment(
                undo, by=course.decider(world, by), reason=course.line(reason), now=world.now()
            )
            world.say(f"Taken back: {_decision(undone.adjustment, opened.plan.zone)}")
        else:
            if reason:
                raise UsageError("A reason is only wanted with --undo.", hint="Run: grade class log --help")
            _show(world, opened)
    return ExitCode.ACCEPTED


def _show(world: World, opened: OpenCourse) -> None:
    logged = opened.book.log()
    for adjustment in opened.plan.adjustments:
        world.say(f"   -  in course.yaml: {_decision(adjustment, opened.plan.zone)}")
    for one in logged:
        _show_one(world, one, opened.plan.zone)
    retimed = opened.book.retimed()
    for time in retimed:
        before = f"not {_second(time.before, opened.plan.zone)}" if time.before else "which was not known"
        after = _second(time.after, opened.plan.zone)
        change = f"{one_line(time.owner)}, {time.kata}: handed in at {after}, {before}"
        origin = f" ({one_line(time.origin)})" if time.origin else ""
        world.say(f"   -  {_when(time.made, opened.plan.zone)} collected: {change}{origin}")
    if not logged and not opened.plan.adjustments and not retimed:
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
    elif one.kind in (AdjustmentKind.OVERRIDE, AdjustmentKind.BONUS):
        what = f"{one.kind}, {count_of(points_text(one.points), 'point')}"
    reason = f" ({one_line(one.reason)})" if one.reason else ""
    return f"{one_line(one.student)}, {one.kata or 'all katas'}: {what}{reason}"


def _second(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _when(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
