"""The list of katas."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.model import Kata, KataKind
from grader.report.layout import Style
from grader.student import KataProgress
from grader.student.lists import listing


def kata(number: int, title: str, track: str = "tasks", after: tuple[str, ...] = (), difficulty: int = 1) -> Kata:
    """A kata of which only the facts that a list shows are known."""
    name = f"kata{number:02}"
    return Kata(name, f"{name}_x", Path(), title, track, KataKind.IMPLEMENT, difficulty, "x.py", after=after)


KATAS = [
    kata(1, "One"),
    kata(2, "Two, which has a title that is a good deal longer than there is room", difficulty=2),
    kata(3, "Three", "streams", ("kata01", "kata99"), 3),
    kata(4, "Four", after=("kata01", "kata02", "kata03"), difficulty=5),
]
MADE = {"kata01": KataProgress(3, 10, 10, done=True), "kata02": KataProgress(1, 4, 15)}


def test_the_list_is_as_golden(golden: Callable[[str, str], None]) -> None:
    """Tracks in the order of their first katas; done, begun, ready, and what the others come after."""
    golden("list.txt", listing(KATAS, MADE, style=Style.PLAIN))


@pytest.mark.parametrize("style", Style)
def test_the_same_is_told_in_every_style(style: Style) -> None:
    """Signs have a legend, words need none; no line of a full course is wider than a terminal."""
    shown = re.sub(r"\x1b\[[0-9;]*m", "", listing(KATAS, MADE, style=style))

    assert ("· ready" in shown) == (style is not Style.PLAIN)
    assert max(map(len, shown.splitlines())) <= 80


def test_nothing_is_ready_because_a_kata_is_not_here() -> None:
    """What a kata builds on and this course does not have is not waited for."""
    assert "ready kata03" in listing(KATAS, MADE, style=Style.PLAIN)
