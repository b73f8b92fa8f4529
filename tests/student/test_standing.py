"""Streaks, and what is still misunderstood."""

from __future__ import annotations

from grader.model import Verdict
from grader.student import Attempt
from grader.student.proposals import Streak, first_time_passes, rejections_in_a_row, standing


def attempt(kata: str, *misconceptions: str, verdict: Verdict = Verdict.REJECTED) -> Attempt:
    """An attempt; without more it was rejected."""
    return Attempt("2026-01-02T03:04:05+00:00", kata, "ab", verdict, 0, 10, "0" * 32, "v1", misconceptions)


def accepted(kata: str) -> Attempt:
    """An accepted attempt."""
    return attempt(kata, verdict=Verdict.ACCEPTED)


def test_only_the_first_attempt_counts_for_a_streak() -> None:
    """A kata accepted at the second attempt ends the streak, one tried again later does not."""
    made = [accepted("kata01"), accepted("kata02"), attempt("kata03"), accepted("kata03")]
    made += [accepted("kata04"), attempt("kata04")]

    assert Streak(now=1, best=2) == first_time_passes(made)


def test_nobody_has_a_streak_before_the_first_attempt() -> None:
    """Without attempts both are nought."""
    assert Streak(0, 0) == first_time_passes([])


def test_the_last_rejected_attempt_says_what_stands() -> None:
    """What an earlier attempt showed and a later one no longer does is understood."""
    made = [attempt("kata11", "M02", "M09"), attempt("kata11", "M09"), attempt("kata08", "M09")]

    assert standing(made) == {"M09": ("kata08", "kata11")}


def test_an_accepted_attempt_clears_its_kata() -> None:
    """After an acceptance nothing of that kata stands, until it is rejected again."""
    made = [attempt("kata11", "M02"), accepted("kata11")]

    assert standing(made) == {}
    assert standing([*made, attempt("kata11", "M07")]) == {"M07": ("kata11",)}


def test_a_file_that_could_not_be_graded_says_nothing() -> None:
    """A slip of syntax in between leaves what stands as it was."""
    made = [attempt("kata11", "M02"), attempt("kata11", verdict=Verdict.NOT_GRADABLE)]

    assert standing(made) == {"M02": ("kata11",)}


def test_rejections_are_counted_since_the_last_acceptance() -> None:
    """An acceptance begins the count anew."""
    made = [attempt("kata11"), accepted("kata11"), attempt("kata11"), attempt("kata08"), attempt("kata11")]

    assert rejections_in_a_row(made, "kata11") == 2
    assert rejections_in_a_row(made, "kata10") == 0
