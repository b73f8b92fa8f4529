"""The two ways of running held against each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.authoring.rehearsing import Rehearsal, differences
from grader.model import Outcome, Report, Verdict

Caught = Callable[..., Report]
PASSED, FAILED, TIMED_OUT = Outcome.PASSED, Outcome.FAILED, Outcome.TIMED_OUT


def test_equal_outcomes_agree(caught: Caught):
    """The same outcome of each check and the same verdict is agreement."""
    rehearsal = Rehearsal({"test_opens": PASSED, "test_waits": FAILED}, Verdict.REJECTED)

    assert differences(caught(), rehearsal) == ()


def test_each_different_check_is_told(caught: Caught):
    """Both checks differ, so both are told."""
    rehearsal = Rehearsal({"test_opens": FAILED, "test_waits": PASSED}, Verdict.REJECTED)

    assert differences(caught(), rehearsal) == (
        "differs between the modes on test_opens: split says passed, in-process failed",
        "differs between the modes on test_waits: split says failed, in-process passed",
    )


@pytest.mark.parametrize("outcome", [FAILED, TIMED_OUT, Outcome.ERRORED])
def test_a_child_that_ended_where_split_did_not_pass_agrees(caught: Caught, outcome: Outcome):
    """A program that hangs or kills its own process in-process was not passed by split either."""
    assert differences(caught(outcome), Rehearsal({"test_opens": PASSED})) == ()


def test_a_child_that_ended_where_split_passed_differs(caught: Caught):
    """Nothing may end the process in a check that split passes."""
    assert differences(caught(), Rehearsal()) == (
        "differs between the modes on test_opens: split says passed, in-process it hung or ended its process",
    )


def test_what_comes_after_the_end_of_a_child_is_not_judged(caught: Caught, accepted: Report):
    """After the check that ended the process nothing is known, so nothing is said."""
    first, second = accepted.results
    report = replace(caught(), results=(replace(first, outcome=TIMED_OUT), second))

    assert differences(report, Rehearsal()) == ()


def test_a_timeout_agrees_with_a_failure_from_within(caught: Caught):
    """What split ends at its wall limit may fail for its own reason in-process."""
    rehearsal = Rehearsal({"test_opens": PASSED, "test_waits": FAILED}, Verdict.REJECTED)

    assert differences(caught(TIMED_OUT), rehearsal) == ()


def test_verdicts_differ_where_no_check_does(accepted: Report):
    """A file that only one way can read is told by its verdict."""
    unread = replace(accepted, verdict=Verdict.NOT_GRADABLE, results=())

    assert differences(unread, Rehearsal({}, Verdict.ACCEPTED)) == (
        "is not gradable in split mode and accepted in-process",
    )


def test_a_check_that_one_way_leaves_out_differs(accepted: Report):
    """A finished rehearsal has judged every check."""
    rehearsal = Rehearsal({"test_opens": PASSED}, Verdict.ACCEPTED)

    assert differences(accepted, rehearsal) == (
        "differs between the modes on test_waits: split says passed, in-process it was not judged at all",
    )
