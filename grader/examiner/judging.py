"""From how a check ended to what its result says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pytest

from grader.examiner.clock import CheckClock
from grader.examiner.sentences import UNUSABLE, lost, said, stopped
from grader.examiner.sides import Side, Told
from grader.model import Check, CheckResult, Outcome, TimelineEvent
from grader.testing import showing
from grader.testing.checks import CheckMark
from grader.testing.expectations import Mismatch
from grader.testing.misconceptions import M00, M10
from grader.testing.showing import shape_difference
from grader.testing.tells import Tell, tell_of
from grader.vtime import BusyWait, Deadlock, Livelock, TimeLimit, Wait
from grader.wire.exceptions import KNOWN
from grader.wire.gone import Gone
from grader.wire.objects import MissingName, RemoteExit
from grader.wire.text import clean

MOST_SHOWN = 400
STUCK = (Deadlock, Livelock, TimeLimit, BusyWait)


class Comparison(NamedTuple):
    """The two sides of a plain `assert got == expected` that failed."""

    got: object
    expected: object


class Ending(NamedTuple):
    """How a check's function ended: what it raised, and the last comparison that failed."""

    failure: BaseException | None
    comparison: Comparison | None = None


def judge(check: Check, mark: CheckMark, ending: Ending, clock: CheckClock, side: Side, told: Told) -> CheckResult:
    """The result of a check that ran."""
    failure = ending.failure
    took, possible = clock.timing
    took = clock.elapsed if took is None else took
    if failure is None:
        return CheckResult(
            check,
            Outcome.PASSED,
            took=took,
            possible=possible,
            output=told.output,
            findings=told.findings,
            timeline=told.timeline,
        )
    compared = _compared(failure, ending.comparison)
    tell = _shape(compared) or _tell(failure, mark, hidden=check.hidden)
    return CheckResult(
        check,
        _outcome(failure, side),
        # A check may put what a submission gave into its own words, such as the name of a type.
        headline=clean(tell.sentence if tell else headline(check, failure, side, told), 400),
        misconception=tell.code if tell else "",
        expected=shown(compared.expected) if compared is not None else "",
        got=shown(compared.got) if compared is not None else "",
        took=took,
        possible=possible,
        line=_line(failure, side, told),
        output=told.output,
        findings=told.findings,
        timeline=told.timeline,
    )


def not_run(check: Check, why: str) -> CheckResult:
    """The result of a check whose ground is missing."""
    return CheckResult(check, Outcome.NOT_RUN, headline=why)


def _outcome(failure: BaseException, side: Side) -> Outcome:
    if isinstance(failure, Gone):
        return Outcome.TIMED_OUT if failure.timed_out else Outcome.ERRORED
    if isinstance(failure, (AssertionError, pytest.fail.Exception, *STUCK)) or side.came_from_the_student(failure):
        return Outcome.FAILED
    return Outcome.ERRORED


def _tell(failure: BaseException, mark: CheckMark, *, hidden: bool) -> Tell | None:
    if isinstance(failure, (Gone, MissingName, *UNUSABLE)):
        return None
    if tell_of(failure) is None and isinstance(failure, (BusyWait, Livelock)):
        return M10.because(_polls(failure, hidden=hidden))
    return tell_of(failure) or mark.tells


def _compared(failure: BaseException, comparison: Comparison | None) -> Comparison | None:
    if isinstance(failure, Mismatch):
        return Comparison(failure.got, failure.expected)
    return comparison if isinstance(failure, AssertionError) else None


def _shape(compared: Comparison | None) -> Tell | None:
    """A right value of another kind says more than what the author foresaw for a wrong one."""
    difference = shape_difference(compared.got, compared.expected) if compared is not None else ""
    return M00.because(f"{difference[0].upper()}{difference[1:]}.") if difference else None


def shown(value: object) -> str:
    """A value as the report shows it."""
    return clean(showing.shown(value, MOST_SHOWN), MOST_SHOWN)


def headline(check: Check, failure: BaseException, side: Side, told: Told) -> str:
    """What to say where the author prepared nothing; a hidden check never quotes its own values."""
    if isinstance(failure, Gone):
        return lost(failure)
    if isinstance(failure, Deadlock):
        where = "" if check.hidden else _places(failure.waits)
        return f"Everybody waits for something that can no longer happen{where}."
    if isinstance(failure, STUCK):
        return str(failure)
    if isinstance(failure, RemoteExit):
        return "The code tried to end the whole program."
    if isinstance(failure, UNUSABLE) and side.came_from_the_student(failure):
        return stopped(failure, _line(failure, side, told), hidden=check.hidden)
    if isinstance(failure, (AssertionError, pytest.fail.Exception)):
        blamed = next((finding.message for finding in told.findings if finding.kind == "never awaited"), "")
        return f"This did not hold{': ' + blamed if blamed else ''}."
    if check.hidden:
        # A class of the student's own may carry in its name what the hidden check had passed.
        known = type(failure) in KNOWN.values()
        return f"{_kind(failure)} was raised." if known else "An exception of the submission's own was raised."
    text = said(failure)
    return f"{_kind(failure)} was raised: {text}" if text else f"{_kind(failure)} was raised."


def _kind(failure: BaseException) -> str:
    name = type(failure).__name__ or "nameless exception"
    return f"{'An' if name[0] in 'AEIOU' else 'A'} {name}"


def _polls(failure: BusyWait | Livelock, *, hidden: bool) -> str:
    if isinstance(failure, BusyWait):
        return "The code asks the clock again and again; while it does, no time can pass."
    # The names of a submission's functions are its own words: a hidden check quotes none.
    where = "" if hidden else _places(failure.waits)
    return f"The loop turns and turns and no time passes: somebody asks instead of waiting{where}."


def _places(waits: Sequence[Wait]) -> str:
    places = [f"{wait.function} at line {wait.line}" for wait in waits if wait.function and wait.line]
    return f": {', '.join(dict.fromkeys(places))}" if places else ""


def _line(failure: BaseException, side: Side, told: Told) -> int:
    if isinstance(failure, BusyWait):
        return failure.line
    line = side.line_of(failure)
    if line:
        return line
    if isinstance(failure, (Deadlock, Livelock)):
        return next((wait.line for wait in failure.waits if wait.line), 0)
    if isinstance(failure, Gone):
        return _last_line(told.timeline)
    return next((finding.line for finding in told.findings if finding.line), 0)


def _last_line(timeline: tuple[TimelineEvent, ...]) -> int:
    return next((event.line for event in reversed(timeline) if event.line), 0)
