"""Submitted notebooks as a source: a bad one is one line, and the class goes on."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.classroom.collect import NO_TIMES, Choosing, Gathered, Gathering, KataNames
from grader.classroom.collect.trees import tree_of
from grader.classroom.nbgrader.course import Notebooks
from tests.collect.sources import KATAS, NOW, ROSTER, Counted, FakeBook, said
from tests.support.archives import folder


def notebook(source: str) -> str:
    """A notebook whose solution cell holds this."""
    cell = {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": "kata01-solution"}}, "source": source}
    return json.dumps({"cells": [cell]})


def gathered_from(path: Path, own: frozenset[tuple[str, ...]] = frozenset()) -> tuple[FakeBook, Gathered]:
    """What nbgrader's folder of submitted notebooks comes to, where the assignments have these files of their own."""
    book, katas = FakeBook(), {kata.id: kata for kata in KATAS}
    gathering = Gathering(book, "test", NOW, Counted())
    return book, gathering.all(Notebooks(tree_of(path), katas, own), Choosing(KataNames(KATAS), ROSTER, NO_TIMES))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{", "is no notebook"),
        ("[" * 200_000, "is no notebook"),
        ('{"cells": [{"cell_type": "code", "metadata": [], "source": {}}, 1, null]}', "has no solution cell"),
        (notebook("#" * (300 << 10)), "has a solution cell larger than 256 KiB"),
        (notebook("x" * (9 << 20)), "is larger than 8 MiB"),
    ],
    ids=["cut off", "deep", "odd", "a large cell", "large"],
)
def test_a_bad_notebook_is_told_and_the_class_goes_on(content: str, expected: str, tmp_path: Path) -> None:
    """It is named with what is wrong; the notebooks before it and after it are taken."""
    others = {f"{student}/hw/kata01.ipynb": notebook("x = 1") for student in ("ada", "cyd")}
    path = folder(tmp_path, others | {"ben/hw/kata01.ipynb": content})

    book, gathered = gathered_from(path)

    assert {("ada", "kata01"), ("cyd", "kata01")} == book.taken()
    (line,) = said(gathered)
    assert line.startswith(f"ben/hw/kata01.ipynb: {expected}")


@pytest.mark.parametrize("source", ["x = 1\rawait f()\r", "x = (\r\r", "\x0c\x0bawait f()", "await f()\\", "'\ud800'"])
def test_an_odd_cell_is_handed_in(source: str, tmp_path: Path) -> None:
    """Line ends of another kind, or what is no Python, are no fault of the collecting."""
    book, gathered = gathered_from(folder(tmp_path, {"ada/hw/kata01.ipynb": notebook(source)}))

    assert {("ada", "kata01")} == book.taken()
    assert not [line for line in said(gathered) if "not gradable" not in line]


def test_only_the_assignments_own_notebook_and_time_count(tmp_path: Path) -> None:
    """What lies deeper in a student's folder is neither their notebook nor its time, nor anybody else's."""
    files = {
        "ben/hw/kata01.ipynb": notebook("x = 1"),
        "ben/hw/timestamp.txt": "2026-01-31 10:00:00 UTC",
        "ben/hw/mine/timestamp.txt": "2026-01-01 10:00:00 UTC",
        "ben/hw/mine/kata01.ipynb": notebook("x = 2"),
        "ben/hw/submitted/ada/hw/kata01.ipynb": notebook("x = 3"),
        "ben/hw/submitted/ada/hw/timestamp.txt": "2026-01-01 10:00:00 UTC",
    }

    book, _ = gathered_from(folder(tmp_path, files))

    assert {("ben", "kata01"): datetime(2026, 1, 31, 10, tzinfo=UTC)} == book.times()
    assert [one.source for one in book.kept] == [b"x = 1\n"]


def test_whatever_is_not_taken_is_told_with_the_way_to_take_it(tmp_path: Path) -> None:
    """Renamed, doubled, stray and misplaced: each file a line; only what came with the assignment needs none."""
    files = {
        "ada/hw/kata01 (1).ipynb": notebook("x = 1"),
        "ada/hw/timestamp.txt": "2026-01-31 10:00:00 UTC",
        "ada/hw/retry.py": "x = 1",
        "ada/hw/data.csv": "1",
        "ada/hw/images/plot.png": "",
        "ada/hw/notes.txt": "",
        "ada/hw/.ipynb_checkpoints/kata01-checkpoint.ipynb": notebook("x = 0"),
        "ben/hw/kata01.ipynb": notebook("x = 1"),
        "ben/hw/kata01 (1).ipynb": notebook("x = 2"),
        "ben/hw/kata02_final_Ben.ipynb": notebook("x = 1"),
        "ben/hw/mine/kata03.ipynb": notebook("x = 1"),
        "ben/hw/essay.ipynb": "{}",
        "ben/hw/Untitled.ipynb": "{}",
        "cyd/kata01.ipynb": notebook("x = 1"),
    }
    own = frozenset({("hw", "data.csv"), ("hw", "images", "plot.png"), ("hw", "essay.ipynb")})

    book, gathered = gathered_from(folder(tmp_path, files), own)

    assert {("ben", "kata01")} == book.taken()
    assert sorted(said(gathered)) == [
        "ada/hw/kata01 (1).ipynb: "
        "is a notebook that is not called as its kata: rename it to kata01.ipynb, then run grade notebooks collect",
        "ada/hw/notes.txt: "
        "is neither a notebook nor a file of the assignment: only solution cells of katas' notebooks are taken",
        "ada/hw/retry.py: is no notebook: take it with grade class collect FILE --kata kata02 --student ada",
        "ben/hw/Untitled.ipynb: "
        "is a notebook of no kata of this course: if it is one, rename it to KATA.ipynb and collect again",
        "ben/hw/kata01 (1).ipynb: is another notebook of kata01, and kata01.ipynb beside it is taken",
        "ben/hw/kata02_final_Ben.ipynb: "
        "is a notebook that is not called as its kata: rename it to kata02.ipynb, then run grade notebooks collect",
        "ben/hw/mine/kata03.ipynb: "
        "is a notebook in a folder of its own: move it up beside the others, then run grade notebooks collect",
        "cyd/kata01.ipynb: "
        "lies outside of a student's <student>/<assignment>/: move it there, then run grade notebooks collect",
    ]
