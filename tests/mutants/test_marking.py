"""Mutants graded by a runner that only pretends: seeds, what is kept, and taking up what was stopped."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring.mutants.fates import Fate, StoredFates
from grader.authoring.mutants.grading import Bench, MutantsToGrade, grade_mutants, seed_of
from grader.model import Kata, Verdict
from tests.mutants.greeting_kata import BLOCK, SWALLOW, Pretending, course, mutants

MUTANTS = mutants()


@pytest.fixture
def kata(tmp_path: Path) -> Kata:
    """The small kata."""
    return course(tmp_path)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where it is remembered."""
    return tmp_path / "kept"


def lives(*names: str) -> Callable[[str, str], bool]:
    """Accepts the mutants of these names, whatever the seed."""
    sources = {mutant.source for mutant in MUTANTS if mutant.id in names}
    return lambda source, seed: source in sources


def marked(kata: Kata, kept: Path, runner: Pretending, tell: Callable[[int], None] = lambda done: None) -> list[int]:
    """Grade all, and give for each mutant with how many seeds."""
    (fates,) = grade_mutants([MutantsToGrade(kata, MUTANTS, StoredFates(kept, kata))], Bench(runner, 2, tell))
    return [len(fates[mutant.id]) for mutant in MUTANTS]


def test_who_lives_is_marked_with_three_seeds(kata: Kata, kept: Path) -> None:
    """One seed kills, three let live; the seeds are the kata's and always the same."""
    runner = Pretending(lives(BLOCK, SWALLOW))

    seeds = marked(kata, kept, runner)

    assert seeds == [3 if mutant.id in (BLOCK, SWALLOW) else 1 for mutant in MUTANTS]
    assert {seed for _, seed in runner.marked} == {seed_of("kata01", number) for number in range(3)}


def test_killed_by_the_second_seed(kata: Kata, kept: Path) -> None:
    """Who lives by luck under the first seed is not graded with a third."""
    first = seed_of("kata01", 0)
    runner = Pretending(lambda source, seed: seed == first)

    seeds = marked(kata, kept, runner)

    assert seeds == [2] * len(MUTANTS)


def test_what_is_known_is_not_marked_again(kata: Kata, kept: Path) -> None:
    """A second run grades nothing and comes to the same."""
    again = Pretending(lives(BLOCK))

    first = marked(kata, kept, Pretending(lives(BLOCK)))
    second = marked(kata, kept, again)

    assert first == second
    assert again.marked == [] == again.batches


def test_a_run_that_was_stopped_is_taken_up(kata: Kata, kept: Path) -> None:
    """After Ctrl-C at the fourth, only the others are left to grade."""
    rest = Pretending()

    with pytest.raises(KeyboardInterrupt):
        marked(kata, kept, Pretending(stops_after=3))
    marked(kata, kept, rest)

    assert [key for key, _ in rest.marked] == [f"kata01 {mutant.id}" for mutant in MUTANTS[3:]]


def test_another_version_of_the_kata_is_marked_anew(kata: Kata, kept: Path) -> None:
    """A check that changed may kill another mutant."""
    marked(kata, kept, Pretending())
    hidden = next((kata.folder / "hidden").iterdir())
    hidden.write_text(f"{hidden.read_text(encoding='utf-8')}\n# another\n", encoding="utf-8")
    anew = Pretending()

    marked(kata, kept, anew)

    assert len(anew.marked) == len(MUTANTS)


def test_our_own_fault_is_tried_once_more_and_not_kept(kata: Kata, kept: Path) -> None:
    """What could not be graded twice is known as such, and unknown to the next run."""
    failing = Pretending(fails_first=2 * len(MUTANTS))
    once = Pretending(fails_first=1)

    bench = Bench(failing, 2, lambda done: None)
    (fates,) = grade_mutants([MutantsToGrade(kata, MUTANTS, StoredFates(kept, kata))], bench)
    marked(kata, kept, once)

    assert {fate.verdict for several in fates.values() for fate in several} == {Verdict.UNABLE_TO_GRADE}
    assert len(failing.marked) == 2 * len(MUTANTS)
    assert len(once.marked) == len(MUTANTS) + 1


def test_two_katas_share_the_workers(tmp_path: Path, kept: Path) -> None:
    """They are graded in one batch, each with its own seeds, also when their mutants have the same names."""
    one, two = course(tmp_path / "one"), course(tmp_path / "two", slug="kata02_greeting")
    runner = Pretending()

    fates = grade_mutants(
        [MutantsToGrade(kata, MUTANTS, StoredFates(kept, kata)) for kata in (one, two)],
        Bench(runner, 2, lambda done: None),
    )

    assert runner.batches == [("kata01", "kata02")]
    assert [sorted(each) for each in fates] == [sorted(mutant.id for mutant in MUTANTS)] * 2
    assert {seed for _, seed in runner.marked} == {seed_of("kata01", 0), seed_of("kata02", 0)}


def test_how_many_have_ended_is_told(kata: Kata, kept: Path) -> None:
    """One after the other, up to all; nobody counts twice who lives."""
    heard: list[int] = []

    marked(kata, kept, Pretending(lives(BLOCK)), heard.append)

    assert heard == [*range(1, len(MUTANTS) + 1), len(MUTANTS)]


def test_a_torn_line_loses_nothing_else(kata: Kata, kept: Path) -> None:
    """A run killed in the middle of a line: what stood before it and what comes after it is known."""
    first = StoredFates(kept, kata)
    first.put("one", "5eed", Fate(Verdict.REJECTED, ("test_greets",)))
    (path,) = kept.iterdir()
    path.write_text(path.read_text(encoding="utf-8") + '{"key": "torn', encoding="utf-8")
    StoredFates(kept, kata).put("two", "5eed", Fate(Verdict.ACCEPTED))

    known = StoredFates(kept, kata)

    assert known.get("one", "5eed") == Fate(Verdict.REJECTED, ("test_greets",))
    assert known.get("two", "5eed") == Fate(Verdict.ACCEPTED)
    assert known.get("one", "other") is None


def test_what_nobody_asks_for_is_swept_out(kata: Kata, kept: Path) -> None:
    """Only what this run asked for or found out is kept."""
    before = StoredFates(kept, kata)
    before.put("old", "5eed", Fate(Verdict.REJECTED))
    before.put("asked", "5eed", Fate(Verdict.REJECTED))

    now = StoredFates(kept, kata)
    now.get("asked", "5eed")
    now.sweep()

    (path,) = kept.iterdir()
    assert len([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]) == 1
    assert StoredFates(kept, kata).get("asked", "5eed") is not None
