"""The files of a new kata, as texts."""

from __future__ import annotations

import ast

import pytest
import yaml

from grader.authoring.kata_files import is_left_open
from grader.authoring.new.templates import Facts, kata_texts, shares, solution_texts
from grader.model import POINTS_FOR_DIFFICULTY, KataKind

TITLE = 'The "last" \\ of $us: a # tale'


def facts(kind: KataKind) -> Facts:
    """What is known of a kata with an awkward title."""
    return Facts("kata61", "kata61_the_last", TITLE, "tasks", kind, 4, "last.py", ("kata02",), "last")


@pytest.mark.parametrize("kind", KataKind)
def test_every_file_says_what_belongs_there(kind: KataKind) -> None:
    """Whatever the kind, no file is silent about what is still to be written in it."""
    files = {
        **kata_texts(facts(kind)),
        **{f"solutions/{name}": one for name, one in solution_texts(facts(kind)).items()},
    }

    silent = [name for name, one in files.items() if not is_left_open(one.text)]

    assert len(files) == 8
    assert silent == []


@pytest.mark.parametrize("kind", KataKind)
def test_every_file_is_what_its_name_says(kind: KataKind) -> None:
    """Whatever the title holds, a program is Python, and kata.yaml holds the facts."""
    files = {**kata_texts(facts(kind)), **solution_texts(facts(kind))}

    for name, one in files.items():
        if name.endswith(".py"):
            ast.parse(one.text, name)

    told = yaml.safe_load(files["kata.yaml"].text)
    assert (TITLE, "tasks", str(kind), 4, "last.py", ["kata02"]) == tuple(
        told[key] for key in ("title", "track", "kind", "difficulty", "submit", "after")
    )
    assert len(set(told["hints"])) == 3


@pytest.mark.parametrize("points", POINTS_FOR_DIFFICULTY.values())
def test_points_are_shared_out(points: int) -> None:
    """The five checks have the kata's points, 30 to 40 % of them where a student sees the check."""
    found = shares(points)

    visible = sum(share for name, share in found.items() if name.startswith("visible"))
    assert (5, points) == (len(found), sum(found.values()))
    assert 3 * points <= 10 * visible <= 4 * points
    assert min(found.values()) >= 1
