"""Reports held against promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.authoring.kata_files import LOCKED, Claim
from grader.authoring.reports import has_words, right_problems, stub_problems, wrong_problems
from grader.model import Basis, Kata, Outcome, Report, Verdict

CLAIM = Claim("Believes in luck.", "M02", "test_waits", "one after  the OTHER")
Caught = Callable[..., Report]


def test_a_stub_may_be_rejected_or_not_gradable(accepted: Report):
    """Whatever is wrong with a stub is fine as long as it is not accepted."""
    for verdict in (Verdict.REJECTED, Verdict.NOT_GRADABLE):
        assert stub_problems(replace(accepted, verdict=verdict, results=())) == ()


def test_a_stub_earns_nothing(caught: Caught):
    """A check that passes with the stub pays for doing nothing."""
    assert stub_problems(caught()) == ("earns 4 points: nothing is paid for doing nothing",)


def test_a_stub_is_neither_accepted_nor_our_fault(accepted: Report):
    """An accepted stub, and one that we could not grade, are problems of the kata."""
    ours = replace(accepted, verdict=Verdict.UNABLE_TO_GRADE, reason="The pipe broke.")

    assert stub_problems(accepted) == ("is accepted: a stub fails until somebody fills it in",)
    assert stub_problems(ours) == ("could not be graded, by our own fault: The pipe broke.",)


def test_a_right_solution_earns_every_point(kata: Kata, accepted: Report):
    """Accepted with all points is right; a point withheld is not."""
    assert right_problems(kata, accepted) == ()
    assert right_problems(kata, replace(accepted, pending=3)) == ("earns 10 of 10 points though no check failed",)


def test_each_check_a_right_solution_fails_is_told(kata: Kata, caught: Caught):
    """The author reads which check fell, how, and on which value."""
    report = caught()
    fallen = tuple(replace(one, outcome=Outcome.FAILED, expected="1", got="2") for one in report.results)

    problems = right_problems(kata, replace(report, results=fallen))

    assert problems == (
        "does not pass test_opens, which failed:  (expected 1, got 2)",
        "does not pass test_waits, which failed: 3 = 2 + 1: one after the other (expected 1, got 2)",
    )


def test_a_verdict_with_a_reason_is_told_with_it(kata: Kata, accepted: Report):
    """A right solution that uses a locked name reads so."""
    locked = replace(accepted, verdict=Verdict.REJECTED, reason="doors.py uses asyncio.gather.")

    assert right_problems(kata, locked) == ("is rejected: doors.py uses asyncio.gather.",)


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.ERRORED, Outcome.TIMED_OUT])
def test_a_wrong_solution_is_caught_as_it_claims(caught: Caught, outcome: Outcome):
    """Caught by its check, in its words whatever the spaces and capitals, with its misconception."""
    assert wrong_problems(CLAIM, caught(outcome)) == ()


def test_a_wrong_solution_that_is_accepted_is_told(accepted: Report):
    """Only a rejected program was caught."""
    assert wrong_problems(CLAIM, accepted) == ("is accepted, not rejected: no reason is given",)


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Outcome.PASSED, "is not caught by test_waits, which passed; no check caught it"),
        (Outcome.NOT_RUN, "is not caught by test_waits, which was not run; no check caught it"),
    ],
)
def test_another_check_is_not_the_named_one(caught: Caught, outcome: Outcome, told: str):
    """A named check that passed, or was not run, caught nothing."""
    assert wrong_problems(CLAIM, caught(outcome)) == (told,)


def test_who_caught_it_instead_is_told(caught: Caught):
    """The author reads which checks did fail."""
    claim = replace(CLAIM, caught_by="test_opens")

    assert wrong_problems(claim, caught()) == ("is not caught by test_opens, which passed; caught by test_waits",)


def test_words_and_misconception_are_both_told(caught: Caught):
    """A headline with other words and another code has two problems."""
    assert wrong_problems(CLAIM, caught(headline="Too slow.", code="")) == (
        "should make test_waits say “one after  the OTHER”, and it says “Too slow.”",
        "should be told M02 by test_waits, and is told none",
    )


def test_a_headline_says_more_than_that_something_does_not_hold(caught: Caught):
    """Where nobody found words and no values can be shown, the author is asked for some."""
    report = caught(code="M02")
    bare = replace(report.results[1], headline="This does not hold yet: It waits.", basis=Basis.STATED)
    said = replace(CLAIM, student_reads="does not hold")

    assert wrong_problems(said, replace(report, results=(report.results[0], bare))) == (
        "makes its student read no more than “This does not hold yet: It waits.”: say what was seen",
    )


def test_a_locked_name_is_caught_by_the_verdicts_reason(accepted: Report):
    """`# caught by: locked` is held against the reason, since no check speaks."""
    report = replace(accepted, verdict=Verdict.REJECTED, reason="doors.py uses asyncio.gather: it is locked.")
    claim = replace(CLAIM, caught_by=LOCKED, student_reads="it is locked")

    assert wrong_problems(claim, report) == ()
    assert len(wrong_problems(replace(claim, student_reads="elsewhere"), report)) == 1


def test_words_ignore_spaces_and_capitals():
    """A line break within the words does not matter; other words do."""
    assert has_words("Believe\n  me: 6.0 = 2 + 4", "ME: 6.0 =\t2 + 4")
    assert not has_words("6.0 = 2 + 4", "6.0 = 4 + 2")
