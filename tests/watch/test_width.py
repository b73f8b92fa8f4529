"""`grade watch` in terminals of several widths. Only a real process asks a real terminal how wide it is.

Each test waits for what is shown, however long that takes, and for no number of seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.report.layout import Style
from tests.support.claims import nonempty
from tests.watch.screens import Screen
from tests.watch.terminals import Watched
from tests.watch.test_watch import SOLUTIONS, stub

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs pseudo-terminals")
BLOCKS = (SOLUTIONS / "wrong" / "w2_blocks_everybody.py").read_bytes()
POINTS = ("2/2", "0/4")
DRAWN = "\x1b[?7h"


@pytest.fixture(params=[60, 80, 100])
def watched(course: Path, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """kata00 being watched in a terminal of that many columns, a wrong submission saved."""
    running = Watched(course, rows=100, columns=request.param)
    running.page("not started")
    stub(running).write_bytes(BLOCKS)
    running.page("rejected")
    running.until(DRAWN)
    yield running
    running.close()


def test_a_line_as_wide_as_the_terminal_is_whole() -> None:
    """The screen of these tests clears the last character of a full line, as a terminal does: they can fail."""
    screen = Screen(2, 4)

    screen.write("\x1b[?7labcd\x1b[K\r\n\x1b[Kefgh")

    assert screen.lines == ["abc", "efgh"]


def test_a_report_is_shown_whole(watched: Watched) -> None:
    """The name of the file and the points stand there with their last characters, at the edge where there is room."""
    lines = watched.screen.lines

    words = [line.split() for line in lines if line]
    assert "warm_up.py" in (words[0] + words[1])
    assert all(any(points in line for line in words) for points in POINTS)
    if watched.screen.columns >= 80:
        assert len(lines[0]) == 80
        assert all(any(len(line) == 80 and line.endswith(points) for line in lines) for points in POINTS)


def test_a_timeline_is_shown_whole(watched: Watched) -> None:
    """Each row of the picture ends at its right edge, and the axis with its unit."""
    watched.press("t")
    watched.page("blocks all")
    watched.until(DRAWN)

    lines = watched.screen.lines
    rows = [line for line in lines if "│" in line]
    assert rows
    assert all(line.count("│") == 2 and line.endswith("│") for line in nonempty(rows))
    assert {min(80, watched.screen.columns)} == {len(line) for line in rows}
    assert any(line.endswith(" s") for line in lines)


@pytest.mark.parametrize("columns", [80, 100])
def test_without_pictures_no_line_is_folded_by_the_terminal(course: Path, columns: int) -> None:
    """With --plain the report scrolls by, in lines that the terminal need not fold."""
    watched = Watched(course, f"--{Style.PLAIN}", rows=200, columns=columns)
    try:
        watched.page("not started")
        stub(watched).write_bytes(BLOCKS)
        page = watched.until("not a grade.\r\n")
        shown = watched.screen.lines

        said = [line.rstrip("\r") for line in page.split("\n")[1:-1]]
        assert max(map(len, said)) <= 80
        assert set(said) <= set(shown)
        assert all(any(line.endswith(points) for line in shown) for points in POINTS)
    finally:
        watched.close()
