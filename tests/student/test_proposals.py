"""Which kata comes next, and why."""

from __future__ import annotations

from pathlib import Path

from grader.model import Kata, KataKind, Verdict
from grader.student import Attempt
from grader.student.proposals import propose


def kata(name: str, *after: str, difficulty: int = 1) -> Kata:
    """A kata that builds on these."""
    return Kata(name, name, Path(name), name, "tasks", KataKind.BUILD, difficulty, f"{name}.py", after)


def attempt(name: str, verdict: Verdict, *misconceptions: str) -> Attempt:
    """An attempt at a kata."""
    return Attempt("2026-01-02T03:04:05+00:00", name, "ab", verdict, 4, 10, "0" * 32, "v1", misconceptions)


def test_a_beginner_starts_at_the_beginning() -> None:
    """Without attempts it is the first kata that builds on nothing."""
    found = propose([kata("kata02", "kata01"), kata("kata01")], [], {})

    assert found is not None
    assert (found.kata.id, found.why) == ("kata01", "it is where the course begins.")


def test_a_kata_waits_for_what_it_builds_on() -> None:
    """A kata whose ground is not done is passed over; what is not in this course does not count."""
    katas = [kata("kata01"), kata("kata02", "kata03"), kata("kata03", "kata99"), kata("kata04", "kata01")]

    found = propose(katas, [attempt("kata01", Verdict.ACCEPTED)], {})

    assert found is not None
    assert found.kata.id == "kata03"


def test_what_was_begun_comes_first() -> None:
    """The kata tried last and not accepted is proposed, with its points."""
    made = [attempt("kata03", Verdict.REJECTED), attempt("kata01", Verdict.ACCEPTED)]

    found = propose([kata("kata01"), kata("kata02"), kata("kata03")], made, {})

    assert found is not None
    assert (found.kata.id, found.why) == ("kata03", "you have begun it: 4 of 10 points so far.")


def test_who_is_stuck_gets_an_easier_one_for_the_same() -> None:
    """After three rejections a kata that practises the same, and is no harder, goes first."""
    katas = [kata("kata01"), kata("kata02", difficulty=5), kata("kata03"), kata("kata04", difficulty=3)]
    made = [attempt("kata04", Verdict.REJECTED, "M02")] * 3
    practises = {"kata02": ["M02"], "kata03": ["M02", "M09"]}

    found = propose(katas, made, practises)

    assert found is not None
    assert found.kata.id == "kata03"
    assert found.why.startswith("kata04 was rejected 3 times with M02")


def test_what_stands_is_practised_elsewhere() -> None:
    """Where the misunderstood kata itself is not asked for, another that practises it comes before the order."""
    katas = [kata("kata01"), kata("kata02"), kata("kata03")]
    made = [attempt("kata01", Verdict.REJECTED, "M00", "M07")]
    practises = {"kata02": ["M00"], "kata03": ["M07"]}

    found = propose(katas, made, practises, but="kata01")

    assert found is not None
    assert (found.kata.id, found.why) == ("kata03", "M07 still stands from kata01, and this one practises it.")


def test_its_ground_is_named() -> None:
    """A kata that builds on one that is done says so."""
    found = propose([kata("kata01"), kata("kata02", "kata01")], [attempt("kata01", Verdict.ACCEPTED)], {})

    assert found is not None
    assert found.why == "it builds on kata01, which you have done."


def test_who_has_done_all_is_done() -> None:
    """Nothing is proposed where nothing is open, or only the one that is not asked for."""
    katas = [kata("kata01"), kata("kata02")]
    made = [attempt("kata01", Verdict.ACCEPTED), attempt("kata02", Verdict.ACCEPTED)]

    assert propose(katas, made, {}) is None
    assert propose(katas, made[:1], {}, but="kata02") is None


def test_a_ring_of_prerequisites_does_not_stop_anybody() -> None:
    """Where nothing is ready, the first that is left is proposed, and what it misses is said."""
    found = propose([kata("kata01", "kata02"), kata("kata02", "kata01")], [], {})

    assert found is not None
    assert (found.kata.id, found.why) == ("kata01", "it is the first that is left, though it builds on kata02.")
