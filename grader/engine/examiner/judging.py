"""From how a check ended to what its result says."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from grader.cleaning import clean
from grader.engine.examiner import stuck
from grader.engine.examiner.check_session import CandidateReport, CheckSession
from grader.engine.examiner.checks import LoadedCheck
from grader.engine.examiner.messages import UNUSABLE, could_not_load, fault_of, lost, said, stopped, without_values
from grader.engine.examiner.schedules import Turn
from grader.engine.examiner.stuck import STUCK
from grader.engine.wire.channel import Gone
from grader.engine.wire.crossing import MayNotCross
from grader.engine.wire.exceptions import KNOWN
from grader.engine.wire.objects import MissingName, RemoteExit, RemoteGeneratorExit
from grader.model import Basis, Check, CheckResult, Outcome, TimelineEvent, shortened_s
from grader.testing import values
from grader.testing.checks import CheckMark
from grader.testing.tells import By, mark_raised, tells_of
from grader.testing.values import Mismatch, Seconds, shape_difference

MOST_SHOWN = 400
SLIP = "M00"
_ENDS = (".", "?", "!", "…")


class Words(NamedTuple):
    """What a failed check says: a misconception's code or "", a sentence, and what both were chosen by."""

    code: str
    sentence: str
    basis: Basis
    raised: str = ""


class Comparison(NamedTuple):
    """The two sides of a plain `assert got == expected` that failed."""

    got: object
    expected: object


class Comparisons:
    """Remembers the values of the last `assert a == b` that failed, which pytest's rewriting tells."""

    def __init__(self) -> None:
        self.last: Comparison | None = None


class Ending(NamedTuple):
    """How one run of a check ended: what it raised, the last comparison that failed, and what the candidate says.

    `loaded` is false when the student's module could not even be executed. `took` and `possible` are virtual seconds.
    """

    turn: Turn
    failure: BaseException | None
    comparison: Comparison | None
    loaded: bool
    took: float
    possible: float | None
    warnings: tuple[str, ...]
    report: CandidateReport


def judge(loaded: LoadedCheck, ending: Ending, session: CheckSession) -> CheckResult:
    """Make the result of a check that ran."""
    check, failure, report = loaded.check, ending.failure, ending.report
    if failure is None:
        return CheckResult(
            check,
            Outcome.PASSED,
            took=ending.took,
            possible=ending.possible,
            output=report.output,
            findings=report.findings,
            timeline=report.timeline,
            warnings=ending.warnings,
        )
    outcome = _outcome(failure, session)
    fault = fault_of(loaded.function, outcome, failure, session)
    if isinstance(failure, MayNotCross):
        return CheckResult(check, outcome, output=report.output, fault=fault, warnings=ending.warnings)
    compared = _compared(failure, ending.comparison)
    line = _line(failure, session, report)
    words = _words(loaded, failure, compared, session)
    if session.flooded:
        words = Words("", "The process was stopped: it wrote without end.", Basis.STUCK)
    elif not ending.loaded and not check.hidden:
        # Loading again for a hidden check may say a value that an earlier one handed in.
        words = words._replace(code="", sentence=could_not_load(failure, line, session.file))
    return CheckResult(
        check,
        outcome,
        # A check may put what a submission gave into its own words, such as the name of a type.
        headline=_with_schedule(clean(words.sentence, 400), ending.turn),
        misconception=words.code,
        basis=words.basis,
        raised=words.raised,
        expected=shown(compared.expected) if compared is not None else "",
        got=shown(compared.got) if compared is not None else "",
        took=ending.took,
        possible=ending.possible,
        line=line,
        output=report.output,
        findings=stuck.findings(failure, report.findings),
        timeline=report.timeline,
        fault=fault,
        warnings=ending.warnings,
    )


def not_run(check: Check, why: str) -> CheckResult:
    """Return the result of a check whose ground is missing."""
    return CheckResult(check, Outcome.NOT_RUN, headline=why)


def _outcome(failure: BaseException, session: CheckSession) -> Outcome:
    if isinstance(failure, Gone):
        return Outcome.TIMED_OUT if failure.timed_out else Outcome.ERRORED
    if isinstance(failure, (AssertionError, pytest.fail.Exception, *STUCK)) or session.came_from_the_student(failure):
        return Outcome.FAILED
    return Outcome.ERRORED


def _words(loaded: LoadedCheck, failure: BaseException, compared: Comparison | None, session: CheckSession) -> Words:
    """Return what a failure says, the most exact first; an exception of the student's code is told as what it is."""
    check, mark = loaded.check, loaded.mark
    if isinstance(failure, (Gone, MissingName, *STUCK)):
        return _stuck(check, mark, failure)
    if session.came_from_the_student(failure) or not isinstance(failure, (AssertionError, pytest.fail.Exception)):
        return _raised(check, mark, failure, session)
    tells = tells_of(failure)
    shape = shape_difference(compared.got, compared.expected) if compared is not None else ""
    if shape:
        # A right value of another kind says more than what the author foresaw for a wrong one.
        return Words(SLIP, f"{shape[0].upper()}{shape[1:]}.", Basis.SHAPE)
    if By.VALUE in tells:
        return Words(*tells[By.VALUE], Basis.VALUE)
    if By.COMPARISON in tells:
        return Words(*tells[By.COMPARISON], Basis.COMPARISON)
    if mark.tells is not None:
        return Words(*mark.tells, Basis.CHECK)
    if isinstance(failure, Mismatch) and isinstance(failure.got, Seconds):
        got = Seconds(shortened_s(failure.got)) if check.hidden else failure.got
        return Words("", f"It took {shown(got)}, where {shown(failure.expected)} is asked for.", Basis.STATED)
    return Words("", f"This does not hold yet: {check.sentence}", Basis.STATED)


def _stuck(check: Check, mark: CheckMark, failure: BaseException) -> Words:
    """Return what ended a check from outside, and what the check says of such an end."""
    if isinstance(failure, Gone):
        return Words("", lost(failure), Basis.STUCK)
    if not isinstance(failure, STUCK):
        return _with_tell(said(failure), mark, failure, Basis.STUCK)
    words = _with_tell(stuck.sentence(failure, hidden=check.hidden), mark, failure, Basis.STUCK)
    return words._replace(code=stuck.code(failure) or words.code)


def _raised(check: Check, mark: CheckMark, failure: BaseException, session: CheckSession) -> Words:
    """Return an exception: its type, its line, and its text where that gives no hidden value away."""
    line = session.line_of(failure)
    if isinstance(failure, UNUSABLE) and session.came_from_the_student(failure):
        return Words("", stopped(failure, line, hidden=check.hidden), Basis.RAISED, _name(failure, hidden=check.hidden))
    where = f" at line {line}" if line else ""
    if isinstance(failure, RemoteExit):
        return _with_tell(f"The code tried to end the whole program{where}.", mark, failure, Basis.RAISED)
    name = _name(failure, hidden=check.hidden)
    what = _kind(failure) if name else "An exception of the submission's own"
    text = _text(failure, hidden=check.hidden)
    told = f"{what} was raised{where}: {text}" if text else f"{what} was raised{where}."
    return _with_tell(told, mark, failure, Basis.RAISED)._replace(raised=name)


def _name(failure: BaseException, *, hidden: bool) -> str:
    """Return the name of its type; of a hidden check none of the student's own, which may say what was passed to it."""
    is_known = type(failure) in KNOWN.values() or type(failure) is RemoteGeneratorExit
    return type(failure).__name__ if is_known or not hidden else ""


def _text(failure: BaseException, *, hidden: bool) -> str:
    """Return what an exception says; of a hidden check only where no value that it handed in can stand in it."""
    text = said(failure)
    if not hidden:
        return text
    return without_values(text)


def _with_tell(told: str, mark: CheckMark, failure: BaseException, basis: Basis) -> Words:
    """Return what happened, and behind it what the check says of exceptions of this type."""
    mark_raised(failure, dict(mark.raises))
    tell = tells_of(failure).get(By.RAISED)
    if tell is None:
        return Words("", told, basis)
    end = "" if told.endswith((".", "!", "?")) else "."
    return Words(tell.code, f"{told}{end} {tell.sentence}", basis)


def _compared(failure: BaseException, comparison: Comparison | None) -> Comparison | None:
    if isinstance(failure, Mismatch):
        return Comparison(failure.got, failure.expected)
    return comparison if isinstance(failure, AssertionError) else None


def _with_schedule(sentence: str, turn: Turn) -> str:
    """Return a headline, with the schedule and the seed that show it again where the check failed under one."""
    if not turn.number:
        return sentence
    said = sentence if sentence.endswith(_ENDS) else f"{sentence}."
    return f"{said} Seen when tasks got their turn a little later (schedule {turn.number}, --seed {turn.seed})."


def shown(value: object) -> str:
    """Return a value as the report shows it."""
    return clean(values.shown(value, MOST_SHOWN), MOST_SHOWN)


def _kind(failure: BaseException) -> str:
    name = type(failure).__name__ or "nameless exception"
    return f"{'An' if name[0] in 'AEIOU' else 'A'} {name}"


def _line(failure: BaseException, session: CheckSession, report: CandidateReport) -> int:
    """Return the student's line at which the check ended; code that hung, or ended the process, says where it was."""
    if not isinstance(failure, Gone):
        return stuck.line(failure) or session.line_of(failure)
    # One that ended went on from where it was seen to wait last.
    waited = _last_line(report.timeline) if failure.timed_out else 0
    return session.last_line(ended=not failure.timed_out) or waited


def _last_line(timeline: tuple[TimelineEvent, ...]) -> int:
    return next((event.line for event in reversed(timeline) if event.line), 0)
