"""One headline for each failed kata."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.model import CheckResult, Clue, Finding, Outcome, Report, Verdict
from grader.render.headline import GUESSES, Source, headline_of, line_of
from grader.testing import BY_CODE
from grader.wire import clues

NEVER = Finding("never awaited", "sleep() was made but never awaited", "gather.py", 5)
LEFT = Finding("task left behind", "job() was still running", "gather.py", 7)


def told(report: Report, *results: CheckResult) -> tuple[Source, str]:
    """What the headline of a report on these checks rests on, and its code."""
    found = headline_of(replace(report, results=results))
    assert found is not None
    return found.source, found.code


def test_an_accepted_kata_has_no_headline(report: Report, order: CheckResult) -> None:
    """Where nothing failed there is nothing to say."""
    passed = replace(order, outcome=Outcome.PASSED)

    assert headline_of(replace(report, verdict=Verdict.ACCEPTED, results=(passed,))) is None


def test_a_finding_that_explains_comes_first(report: Report, slow: CheckResult) -> None:
    """A blocking call that took all the time too long is the reason, not that things came one by one."""
    found = headline_of(replace(report, results=(slow,)))

    assert found is not None
    assert (found.source, found.code) == (Source.FINDING, "M03")
    assert "time.sleep(3) held the whole loop for 3 s" in found.sentence
    assert line_of(found) == 12


def test_a_block_too_short_to_explain_is_only_advice(report: Report, slow: CheckResult) -> None:
    """A second that was blocked does not explain three that are lost."""
    short = Finding("blocking call", "time.sleep(1) held the whole loop for 1 s", "gather.py", 12, 1.0)

    assert told(report, replace(slow, findings=(short,))) == (Source.TIME, "M02")


def test_the_checks_own_words_stay_where_they_agree(report: Report, slow: CheckResult) -> None:
    """A finding of the same misconception adds its line, and leaves the kata's own sentence."""
    result = replace(slow, misconception="M01", headline="the pause was never awaited", findings=(NEVER,))

    found = headline_of(replace(report, results=(result,)))

    assert found is not None
    assert (found.source, found.sentence, found.seen) == (Source.FINDING, "the pause was never awaited", NEVER)


def test_a_mere_consequence_is_no_headline(report: Report, order: CheckResult) -> None:
    """A task left behind after a failure that the check knows by name does not hide that name."""
    assert told(report, replace(order, findings=(LEFT,))) == (Source.ORDER, "M07")


def test_time_then_order_then_words(report: Report, slow: CheckResult, order: CheckResult) -> None:
    """Without an explaining finding the time gives it away, then the order, then the prepared words."""
    late = replace(slow, findings=())
    other = replace(order, misconception="M27", expected="1", got="2")

    assert told(report, late) == (Source.TIME, "M02")
    assert told(report, order) == (Source.ORDER, "M07")
    assert told(report, other) == (Source.TELL, "M27")


def test_a_speechless_first_failure_borrows_what_a_later_one_knows(
    report: Report, slow: CheckResult, order: CheckResult
) -> None:
    """Where the first failed check has no words, another's time or order may tell what was misunderstood."""
    speechless = replace(order, headline="This did not hold.", misconception="", expected="1", got="2")

    assert told(report, speechless, order, replace(slow, findings=())) == (Source.TIME, "M02")
    assert told(report, speechless, order) == (Source.ORDER, "M07")
    assert told(report, speechless) == (Source.BEHAVIOUR, "")


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.TIMED_OUT, Outcome.ERRORED])
def test_there_is_always_something_to_say(report: Report, order: CheckResult, outcome: Outcome) -> None:
    """A check that ends without any words still has a sentence."""
    found = headline_of(replace(report, results=(replace(order, headline="", misconception="", outcome=outcome),)))

    assert found is not None
    assert found.sentence.endswith(".")


def test_it_never_decides(report: Report) -> None:
    """The headline leaves outcomes, points and verdict alone: it only reads."""
    before = (report.points, report.verdict, [result.outcome for result in report.results])

    headline_of(report)

    assert (report.points, report.verdict, [result.outcome for result in report.results]) == before


SILENT_FAILURE = {"headline": "This did not hold.", "misconception": "", "findings": ()}


def test_a_clue_comes_before_a_mere_behaviour(report: Report, slow: CheckResult) -> None:
    """Where nobody has words, the syntax tree may suggest some: as a guess, with its own line."""
    result = replace(slow, **SILENT_FAILURE)
    clue = Clue(clues.AWAIT_IN_LOOP, 4)

    found = headline_of(replace(report, results=(result,), clues=(clue,)))

    assert found is not None
    assert (found.source, found.code, found.clue, line_of(found)) == (Source.CLUE, "M02", clue, 4)
    assert found.sentence.startswith(
        "This does not hold yet. Perhaps this is why: line 4 awaits one call after the other"
    )


def test_a_clue_never_takes_the_place_of_what_is_known(report: Report, slow: CheckResult, order: CheckResult) -> None:
    """Findings, the time and the order things came in, and a check's own words all go before it."""
    with_clue = replace(report, clues=tuple(Clue(kind, 4) for kind in clues.KINDS))

    assert told(with_clue, slow)[0] is Source.FINDING
    assert told(with_clue, replace(slow, findings=()))[0] is Source.TIME
    assert told(with_clue, order)[0] is Source.ORDER
    assert told(with_clue, replace(order, misconception="M27", expected="1", got="2"))[0] is Source.TELL
    assert told(with_clue, replace(order, **SILENT_FAILURE), slow)[0] is not Source.CLUE


def test_a_clue_must_fit_how_it_failed(report: Report, slow: CheckResult) -> None:
    """What explains a long time is not said of one that was right, nor what raises of one that raised nothing."""
    result = replace(slow, **SILENT_FAILURE)
    raised = replace(result, headline="A RuntimeError was raised: no.", possible=None)
    right = replace(result, took=result.possible)

    assert told(replace(report, clues=(Clue(clues.AWAIT_IN_LOOP, 4),)), right)[0] is Source.BEHAVIOUR
    assert told(replace(report, clues=(Clue(clues.RUN_INSIDE, 4),)), result)[0] is Source.BEHAVIOUR
    assert told(replace(report, clues=(Clue(clues.RUN_INSIDE, 4),)), raised) == (Source.CLUE, "M11")


def test_every_kind_of_clue_has_words() -> None:
    """There is a guess for each kind, with the code of a misconception of the course."""
    assert clues.KINDS == GUESSES.keys()
    assert {guess.code for guess in GUESSES.values()} <= BY_CODE.keys()
