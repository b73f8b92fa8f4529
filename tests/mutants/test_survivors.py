"""`survivors.yaml`: what it may say, and what of it no longer holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.authoring.mutants.deriving import Derived
from grader.authoring.mutants.fates import Accepted, Fate, Share, read_survivors, score, score_of, tally
from grader.authoring.mutants.sites import Family
from grader.errors import BrokenKata
from grader.model import Verdict
from tests.mutants.greeting_kata import derived

LIVES = (Fate(Verdict.ACCEPTED),) * 3
DIES = (Fate(Verdict.REJECTED, ("test_greets",)),)


def test_no_file_accepts_nothing(tmp_path: Path) -> None:
    """A kata without survivors needs no file, and an empty one is as good."""
    without = read_survivors(tmp_path)
    (tmp_path / "survivors.yaml").write_text("", encoding="utf-8")

    assert without == () == read_survivors(tmp_path)


def test_an_entry_is_a_mutant_and_a_reason(tmp_path: Path) -> None:
    """The reason may go over several lines, and the change holds it to one program."""
    (tmp_path / "survivors.yaml").write_text(
        '- mutant: "a.py:1 block"\n  change: "a → b"\n  reason: >-\n    Nobody\n    can tell.\n', encoding="utf-8"
    )

    assert read_survivors(tmp_path) == (Accepted("a.py:1 block", "Nobody can tell.", "a → b"),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "it is no YAML"),
        ("mutant: a\n", "it is no list"),
        ("- a\n", "entry 1: it is no text by key"),
        ("- {mutant: a, reason: 3}\n", "entry 1: it is no text by key"),
        ("- {mutant: a}\n", "entry 1: it has no reason"),
        ("- {mutant: a, reason: ' '}\n", "entry 1: it has no reason"),
        ("- {mutant: a, reason: b, because: c}\n", "entry 1: there is no key because"),
        ("- {mutant: a, reason: b}\n- {mutant: a, reason: c}\n", "a stands there twice"),
    ],
)
def test_what_is_wrong_with_it_is_told(tmp_path: Path, text: str, told: str) -> None:
    """Each fault has its own words, with the file's name."""
    (tmp_path / "survivors.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(BrokenKata) as caught:
        read_survivors(tmp_path)

    assert f"solutions/{tmp_path.name}/survivors.yaml: " in caught.value.message
    assert told in caught.value.message


def test_every_mutant_is_counted_once() -> None:
    """Killed, not gradable, killed by luck, accepted, unexplained and lost are told apart."""
    fates = {
        "killed": DIES,
        "broken": (Fate(Verdict.NOT_GRADABLE),),
        "lucky": (Fate(Verdict.ACCEPTED), *DIES),
        "named": LIVES,
        "alive": LIVES,
        "lost": (Fate(Verdict.UNABLE_TO_GRADE),),
    }

    found = tally("kata01", derived(*fates), fates, [Accepted("named", "Nobody can tell.")])

    assert (found.mutants, found.killed, found.not_gradable, found.by_luck) == (6, 3, 1, ("lucky",))
    assert [one.mutant for one in found.accepted] == ["named"]
    assert [mutant.id for mutant in found.survivors] == ["alive"]
    assert found.problems == ("lost could not be graded",)
    assert score([found]) == (3 / 6, 4 / 6)


@pytest.mark.parametrize(
    ("accepted", "told"),
    [
        (Accepted("gone", "Why."), "survivors.yaml accepts gone, which is no mutant"),
        (Accepted("killed", "Why."), "survivors.yaml accepts killed, which is killed"),
        (
            Accepted("alive", "Why.", "another → nothing"),
            "survivors.yaml accepts alive as “another → nothing”, and it is “alive → nothing”",
        ),
    ],
)
def test_an_entry_that_no_longer_holds_is_a_problem(accepted: Accepted, told: str) -> None:
    """Of a mutant that is not there, that is killed, or that is another program than the one judged."""
    found = tally("kata01", derived("killed", "alive"), {"killed": DIES, "alive": LIVES}, [accepted])

    assert found.problems == (told,)


def test_families_are_counted_apart() -> None:
    """What lives, or could not be graded, is missing from its own family alone."""
    made = derived("slip", "lives", "lost").mutants
    several = Derived((made[0], *(replace(one, family=Family.HABIT) for one in made[1:])), equivalent=0)
    fates = {"slip": DIES, "lives": LIVES, "lost": (Fate(Verdict.UNABLE_TO_GRADE),)}

    found = tally("kata01", several, fates, [])

    assert (found.share(Family.SLIP), found.share(Family.HABIT)) == (Share(1, 1), Share(2, 0))
    assert (score_of([found], Family.SLIP), score_of([found], Family.HABIT)) == (1.0, 0.0)


def test_nothing_to_kill_is_all_killed() -> None:
    """A kata without mutants, as one whose answers are given by key may be, holds nobody up."""
    assert score([tally("kata01", derived(), {}, [])]) == (1.0, 1.0)
