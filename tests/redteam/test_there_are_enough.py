"""The red team is large enough to mean something, and what it looks for is there."""

from __future__ import annotations

import pytest

from tests.redteam.arena import KATA
from tests.redteam.judging import NOT_FOR_STUDENTS
from tests.redteam.submissions import CLASSES, HONEST, HOSTILE, Tried
from tests.redteam.test_tricks import TRICKS


def test_there_are_enough_of_each_class() -> None:
    """At least eighty hostile and twenty honest submissions, and ten of each class; few wait for real time."""
    of_each = {name: sum(one.path.parent.name == name for one in HOSTILE) for name in CLASSES}

    assert len(HOSTILE) >= 80
    assert len(HONEST) >= 20
    assert {name: number for name, number in of_each.items() if number < 10} == {}
    assert sum(one.wall == "always" for one in HOSTILE) <= 8
    assert len(TRICKS) >= 4


@pytest.mark.parametrize("one", [*HOSTILE, *HONEST], ids=lambda one: one.path.stem)
def test_a_submission_says_what_it_tries(one: Tried) -> None:
    """The file begins with a docstring."""
    assert one.path.read_text(encoding="utf-8")[:3] == '"""', f"{one.name} does not begin with what it tries"


def test_the_hidden_checks_have_names_to_look_for() -> None:
    """So that looking for them in a student's report can find something."""
    assert len(NOT_FOR_STUDENTS) >= 3, f"only {NOT_FOR_STUDENTS} in {KATA / 'hidden'}"
