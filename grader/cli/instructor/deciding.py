"""What extend, excuse and override share: one decision for one student or group, written into the log."""

from __future__ import annotations

from dataclasses import replace

from grader.cli.instructor import desk
from grader.cli.instructor.desk import ALL, Desk
from grader.cli.world import World
from grader.course.plan import Adjustment
from grader.errors import ExitCode, UsageError
from grader.escaping import one_line


def decide(world: World, opened: Desk, decision: Adjustment, *, by: str, told: str) -> ExitCode:
    """Write a decision into the log; its student and kata are still as somebody called them. Raises UsageError."""
    whole = replace(
        decision,
        student=desk.one_or_group(opened.roster(), decision.student),
        kata="" if decision.kata == ALL else opened.kata(decision.kata).id,
        reason=desk.line(decision.reason),
    )
    if not whole.reason:
        raise UsageError("A reason is missing.", hint='Say why: --reason "ill, with a note"')
    number = opened.book.adjust(whole, desk.said_by(world, by), world.now())
    whom = f"{one_line(whole.student)}, {whole.kata or 'all katas'}"
    world.say(f"{whom}: {told}. To take it back: grade class log --undo {number}")
    return ExitCode.ACCEPTED
