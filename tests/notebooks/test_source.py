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


def gathered_from(path: Path) -> tuple[FakeBook, Gathered]:
    """What nbgrader's folder of submitted notebooks comes to."""
    book, katas = FakeBook(), {kata.id: kata for kata in KATAS}
    gathering = Gathering(book, "test", NOW, Counted())
    return book, gathering.all(Notebooks(tree_of(path), katas), Choosing(KataNames(KATAS), ROSTER, NO_TIMES))


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
    assert [b"x = 1\n"] == [one["source"] for one in book.kept]
