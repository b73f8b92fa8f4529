"""One headline for each failed kata: the most exact words there are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.engine.wire import clues
from grader.model import Basis, CheckResult, Clue, Finding, Outcome, Report, Verdict
from grader.report.headline import GUESSES, Headline, HeadlineSource, headline_of, line_of, needing, took, waiting
from grader.testing import BY_CODE

NEVER = Finding("never awaited", "sleep() was made but never awaited", "gather.py", 5)
LEFT = Finding("task left behind", "job() was still running", "gather.py", 7)
STATED = {"headline": "", "misconception": "", "findings": (), "basis": Basis.STATED}


def headline(report: Report, *results: CheckResult, **changes: object) -> Headline:
    """The headline of a report on these checks."""
    found = headline_of(replace(report, results=results, **changes))  # type: ignore[arg-type]
    assert found is not None
    return found


def told(report: Report, *results: CheckResult, **changes: object) -> tuple[HeadlineSource, str]:
    """What the headline of a report on these checks rests on, and its code."""
    found = headline(report, *results, **changes)
    return found.source, found.code


def test_an_accepted_kata_has_no_headline(report: Report, order: CheckResult) -> None:
    """Where nothing failed there is nothing to say."""
    passed = replace(order, outcome=Outcome.PASSED)

    assert headline_of(replace(report, verdict=Verdict.ACCEPTED, results=(passed,))) is None


def test_a_finding_that_explains_comes_first(report: Report, slow: CheckResult) -> None:
    """A blocking call that took all the time too long is the reason, not that things came one by one."""
    found = headline(report, slow)

    assert (found.source, found.code) == (HeadlineSource.FINDING, "M03")
    assert "time.sleep(3) held the whole loop for 3 s" in found.sentence
    assert line_of(found) == 12


def test_a_block_too_short_to_explain_is_only_advice(report: Report, slow: CheckResult) -> None:
    """A second that was blocked does not explain three that are lost."""
    short = Finding("blocking call", "time.sleep(1) held the whole loop for 1 s", "gather.py", 12, 1.0)

    assert told(report, replace(slow, findings=(short,))) == (HeadlineSource.COMPARISON, "M02")


def test_the_checks_own_words_stay_where_they_agree(report: Report, slow: CheckResult) -> None:
    """A finding of the same misconception adds its line, and leaves the kata's own sentence."""
    result = replace(slow, misconception="M01", headline="the pause was never awaited", findings=(NEVER,))

    found = headline(report, result)

    assert (found.source, found.sentence, found.seen) == (HeadlineSource.FINDING, "the pause was never awaited", NEVER)


@pytest.mark.parametrize("basis", [Basis.STATED, Basis.VALUE, Basis.STUCK])
def test_what_may_follow_from_a_failure_is_no_headline(report: Report, order: CheckResult, basis: Basis) -> None:
    """A task that is left when a check fails may be left because it failed: no headline is made of it."""
    found = headline(report, replace(order, basis=basis, findings=(LEFT,)))

    assert found.seen is None
    assert found.sentence == order.headline


def test_an_exception_is_told_before_what_was_seen_on_the_way(report: Report, slow: CheckResult) -> None:
    """What left the student's code is the failure itself."""
    said = "A TypeError was raised at line 4: 'NoneType' object is not iterable"
    result = replace(slow, headline=said, misconception="", basis=Basis.RAISED, raised="TypeError", line=4)

    found = headline(report, result)

    assert (found.source, found.sentence, line_of(found)) == (HeadlineSource.RAISED, said, 4)


@pytest.mark.parametrize(
    ("exact", "vague"),
    [
        (Basis.VALUE, Basis.SHAPE),
        (Basis.RAISED, Basis.SHAPE),
        (Basis.STUCK, Basis.SHAPE),
        (Basis.SHAPE, Basis.COMPARISON),
        (Basis.COMPARISON, Basis.CHECK),
        (Basis.CHECK, Basis.STATED),
    ],
)
def test_the_most_exact_words_are_taken(report: Report, order: CheckResult, exact: Basis, vague: Basis) -> None:
    """Whichever check stands first, the words that were chosen by the most exact thing are the headline."""
    first = replace(order, headline="vague", basis=vague)
    second = replace(order, headline="exact", basis=exact)

    assert headline(report, first, second).sentence == "exact"
    assert headline(report, second, first).sentence == "exact"


def test_of_equally_exact_words_the_first_are_taken(report: Report, order: CheckResult) -> None:
    """Ties go to the check that stands first."""
    results = [replace(order, headline=name, basis=Basis.VALUE) for name in ("one", "two")]

    assert headline(report, *results).sentence == "one"


def test_a_hidden_exception_without_words_is_less_exact(
    report: Report, order: CheckResult, hidden: CheckResult
) -> None:
    """Of a hidden check an exception may have no text: what a check says of a value is more."""
    bare = replace(hidden, headline="A KeyError was raised at line 3.", misconception="", findings=())
    raised = replace(bare, basis=Basis.RAISED, raised="KeyError")

    assert told(report, raised, replace(order, basis=Basis.VALUE))[0] is HeadlineSource.VALUE
    assert (
        told(report, replace(raised, misconception="M27"), replace(order, basis=Basis.VALUE))[0]
        is HeadlineSource.RAISED
    )


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.TIMED_OUT, Outcome.ERRORED])
def test_there_is_always_something_to_say(report: Report, order: CheckResult, outcome: Outcome) -> None:
    """A check that ends without any words still has a sentence."""
    found = headline(report, replace(order, headline="", misconception="", outcome=outcome))

    assert found.sentence.endswith(".")


def test_without_words_the_contract_speaks(report: Report, order: CheckResult) -> None:
    """A failure that nobody has words for is told in the check's own sentence."""
    found = headline(report, replace(order, **STATED))

    assert (found.source, found.code) == (HeadlineSource.BEHAVIOUR, "")
    assert order.check.sentence in found.sentence


def test_it_never_decides(report: Report) -> None:
    """The headline leaves outcomes, points and verdict alone: it only reads."""
    before = (report.points, report.verdict, [result.outcome for result in report.results])

    headline_of(report)

    assert (report.points, report.verdict, [result.outcome for result in report.results]) == before


def test_a_clue_comes_before_a_mere_behaviour(report: Report, slow: CheckResult) -> None:
    """Where nobody has words, the syntax tree may suggest some: as a guess, with its own line."""
    result = replace(slow, **STATED)
    clue = Clue(clues.AWAIT_IN_LOOP, 4)

    found = headline(report, result, clues=(clue,))

    assert (found.source, found.code, found.clue, line_of(found)) == (HeadlineSource.CLUE, "M02", clue, 4)
    assert slow.check.sentence in found.sentence
    assert "Perhaps this is why: line 4 awaits one call after the other" in found.sentence


def test_a_clue_never_takes_the_place_of_what_is_known(report: Report, slow: CheckResult, order: CheckResult) -> None:
    """Findings, values and a check's own words all go before it."""
    guesses = tuple(Clue(kind, 4) for kind in clues.KINDS)

    assert told(report, slow, clues=guesses)[0] is HeadlineSource.FINDING
    assert told(report, replace(slow, findings=()), clues=guesses)[0] is HeadlineSource.COMPARISON
    assert told(report, replace(order, basis=Basis.VALUE), clues=guesses)[0] is HeadlineSource.VALUE
    assert told(report, replace(slow, **STATED), order, clues=guesses)[0] is HeadlineSource.COMPARISON


def test_a_clue_must_fit_how_it_failed(report: Report, slow: CheckResult) -> None:
    """What explains a long time is not said of one that was right, nor what raises of one that raised nothing."""
    result = replace(slow, **STATED)
    right = replace(result, took=result.possible)
    raised = replace(result, headline="A RuntimeError was raised: no.", basis=Basis.RAISED, raised="RuntimeError")
    inside = (Clue(clues.RUN_INSIDE, 4),)

    assert told(report, right, clues=(Clue(clues.AWAIT_IN_LOOP, 4),))[0] is HeadlineSource.BEHAVIOUR
    assert told(report, result, clues=inside)[0] is HeadlineSource.BEHAVIOUR
    assert told(report, raised, clues=inside) == (HeadlineSource.RAISED, "M11")
    assert headline(report, raised, clues=inside).sentence.startswith("A RuntimeError was raised: no. Perhaps")


def test_every_kind_of_clue_has_words() -> None:
    """There is a guess for each kind, with the code of a misconception of the course."""
    assert GUESSES.keys() == clues.KINDS
    assert set(clues.MEANS.values()) <= BY_CODE.keys()


def test_a_time_is_shown_only_where_it_says_something(slow: CheckResult) -> None:
    """Not where it is right, not where nothing was compared, not where it stands there as what was expected and got."""
    other = replace(slow, expected="['a']", got="[]")

    assert took(other) == "6 virtual seconds; 3 is possible"
    assert took(replace(other, took=1.0)) == "1 virtual second; 3 is asked for"
    assert took(slow) == took(replace(other, took=3.0)) == took(replace(other, possible=None)) == ""


def test_what_a_failed_need_keeps_back_is_one_line(report: Report, order: CheckResult) -> None:
    """The checks that were not run for want of another are counted; one that time ran out for is not."""
    kept_back = report.results[-1]
    late = replace(order, outcome=Outcome.NOT_RUN, headline="Not run: the time was used up.")

    assert waiting([*report.results, late]) == [kept_back]
    assert (needing(1), needing(4)) == ("1 more check needs this first.", "4 more checks need this first.")
