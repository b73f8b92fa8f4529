"""`grade class push`: scores straight into a learning platform."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import click

from grader.classroom.exports import Missing, Notes, Options
from grader.classroom.exports.table import narrowed
from grader.classroom.push import (
    Client,
    Due,
    Failure,
    Platform,
    Pushed,
    ScoreChange,
    Sending,
    Way,
    client_of,
    due_scores,
    send,
)
from grader.classroom.scores.model import points_text
from grader.classroom.scores.table import score_table
from grader.cli.classroom.course import chosen, course_here
from grader.cli.commands import as_options, enum_option, only_katas
from grader.cli.world import World
from grader.errors import ExitCode, GraderError, UsageError
from grader.text import count_of, one_line

SHOWN = 10
PARTS = 100
EXAMPLES = """\b
Examples:
  grade class push lti                     what would be sent; nothing is
  grade class push lti --kata kata11 --yes       send it

\b
course.yaml says under `lms: lti:` who you are to the platform, and the roster
has a column lti_user_id. What was sent is remembered in pushed.sqlite3, so that
unchanged scores are not sent again; stopped by Ctrl-C, it goes on there.

\b
Exit codes: 0 all of it was taken; 1 something was not; 130 Ctrl-C.
"""


@dataclass(frozen=True, slots=True)
class PushOptions:
    """The options of `grade class push`."""

    platform: str = "lti"
    sure: bool = False
    katas: tuple[str, ...] = ()
    missing: Missing = Missing.BLANK
    no_comments: bool = False
    verbose: bool = False


@click.command(epilog=EXAMPLES)
@click.argument("platform", type=click.Choice(("lti",)))
@click.option("--yes", "sure", is_flag=True, help="Send; without it, tell what would be sent.")
@only_katas
@enum_option("--missing", kind=Missing, default="blank", help="How to send what is overdue.")
@click.option("--no-comments", is_flag=True, help="Send points alone.")
@click.option("-v", "--verbose", is_flag=True, help="List every score.")
@as_options(PushOptions)
def push(world: World, options: PushOptions) -> ExitCode:
    """Send scores to a learning platform through LTI Advantage: those that are new there, or have changed."""
    return push_here(world, options)


def push_here(
    world: World,
    options: PushOptions,
    *,
    connect: Callable[[Client], Platform] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> ExitCode:
    """Send the scores of the course one stands in, or tell what would be sent."""
    with ExitStack() as stack:
        course = stack.enter_context(course_here(world))
        client = client_of(course.plan.lms.get("lti", {}), course.plan.folder)
        platform = (connect or _connected)(client) if options.sure else None
        pushed = stack.enter_context(Pushed(course.plan.folder, write=options.sure))
        notes = Notes()
        table = score_table(course.plan, course.roster(), tuple(course.katas.values()), course.book, world.now())
        export = Options(options.missing, frozenset(chosen(course, options.katas)), not options.no_comments)
        dues = due_scores(narrowed(table, export.katas), export, notes, pushed, client.lineitems_url)
        if platform is None:
            return _tell(world, options, dues, notes)
        return _send(world, dues, notes, Way(platform, client.lineitems_url, pushed, world.now, sleep))


def _connected(client: Client) -> Platform:
    try:
        from grader.classroom.push.ags import AgsPlatform
    except ImportError:
        raise UsageError(
            "To send scores PyLTI1p3 is needed, which is not installed.", hint="Run: pip install 'asyncio-katas[lti]'"
        ) from None
    return AgsPlatform(client)


def _tell(world: World, options: PushOptions, dues: Iterator[Due], notes: Notes) -> ExitCode:
    counted: Counter[ScoreChange] = Counter()
    listed = 0
    for due in dues:
        counted[due.change] += 1
        if due.change is ScoreChange.SAME:
            continue
        listed += 1
        if options.verbose or listed <= SHOWN:
            world.say(_line(due))
    if listed > SHOWN and not options.verbose:
        world.say(f"… and {listed - SHOWN} more: -v lists them.")
    _complain(world, notes)
    world.say(f"Would be sent: {_counts(counted)}. {counted[ScoreChange.SAME]} unchanged.")
    if listed:
        world.say("Nothing was sent yet: grade class push lti --yes")
    return ExitCode.ACCEPTED


def _line(due: Due) -> str:
    message = due.message
    points = "-" if message.points is None else points_text(message.points)
    comment = f"  ({one_line(message.comment)})" if message.comment else ""
    return f"{one_line(message.student.id)}  {message.kata}  {points}/{message.max}  {due.change}{comment}"


def _send(world: World, dues: Iterator[Due], notes: Notes, way: Way) -> ExitCode:
    so_far = Sending()

    def step() -> None:
        tried = so_far.done + len(so_far.failed)
        if tried % PARTS == 0:
            world.complain(f"{count_of(tried, 'score')} …")

    try:
        send(dues, way, so_far, step)
    except KeyboardInterrupt:
        world.complain(f"{so_far.done} sent and remembered: the same command goes on.")
        return ExitCode.INTERRUPTED
    except GraderError:
        _complain_of(world, so_far.failed)
        world.complain(f"Sent before that: {_counts(so_far.sent)}.")
        raise
    _complain(world, notes)
    _complain_of(world, so_far.failed)
    world.say(f"Sent: {_counts(so_far.sent)}. {so_far.unchanged} unchanged.")
    return ExitCode.REJECTED if so_far.failed else ExitCode.ACCEPTED


def _complain_of(world: World, failed: list[Failure]) -> None:
    for failure in failed[:SHOWN]:
        world.complain(f"{one_line(failure.student)}, {failure.kata}: {one_line(failure.why)}")
    if len(failed) > SHOWN:
        world.complain(f"… and {len(failed) - SHOWN} more.")
    if failed:
        world.complain(f"{len(failed)} not taken. The others are; the same command tries these again.")


def _complain(world: World, notes: Notes) -> None:
    for sentence in notes.sentences():
        world.complain(sentence)


def _counts(counted: Counter[ScoreChange]) -> str:
    counts = [
        f"{counted[change]} {change}" for change in ScoreChange if change is not ScoreChange.SAME and counted[change]
    ]
    return ", ".join(counts) or "nothing"
