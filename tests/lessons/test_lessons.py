"""The lesson on each misconception."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest

from grader.engine.examiner.attempt import play
from grader.model import Outcome, Report
from grader.report.layout import Style
from grader.student.lessons import lesson, lessons
from grader.student.lists import lesson_list, lesson_page
from grader.student.prestart import Ahead
from grader.testing.misconceptions import BY_CODE

# What a run of the program must show for the lesson to be true.
SHOWS = {
    "M01": "mail() was made but never awaited",
    "M02": "9 s  3",
    "M03": "time.sleep(4) held the whole loop for 4 s",
    "M04": "save() was still running",
    "M05": "5.5 s  it was cancelled and went on",
    "M07": "['second', 'first']",
    "M08": "copy() was still running",
    "M09": "was never seen by anybody",
    "M11": "cannot be called from a running event loop",
    "M12": "cannot reuse already awaited coroutine",
    "M13": "6 s  3",
    "M15": "left: -6",
    "M16": "the door is ['open']",
    "M21": "1 s  c is served",
    "M22": "3 s  too late",
    "M24": "1 s  job 3",
    "M25": "0 s  nothing has rung yet",
    "M28": "Non-thread-safe operation",
    "M29": "2 s  []",
    "M30": "coroutine raised StopIteration",
    "M31": "cancellations on my count: 1",
    "M32": "Everybody waits for something that can no longer happen",
    "M33": "Everybody waits for something that can no longer happen",
    "M34": "1 s  c [OSError('no connection')]",
    "M35": "6 s  done",
    "M39": "has stopped: False",
    "M40": "ann gets the answer for bob",
    "M41": "Everybody waits for something that can no longer happen",
}


@pytest.fixture(scope="module")
def ahead() -> Iterator[Ahead]:
    """Candidates for the programs."""
    with Ahead() as made:
        yield made


def test_every_misconception_has_its_lesson() -> None:
    """None is missing, and none is explained that does not exist."""
    assert list(BY_CODE) == list(lessons())


@pytest.mark.parametrize("code", list(BY_CODE))
def test_a_program_has_ten_lines(code: str) -> None:
    """Each program is short and narrow, and begins in main()."""
    found = lesson(code)

    assert found is not None
    lines = [line for line in found.program.splitlines() if line]
    assert len(lines) <= 10
    assert max(map(len, lines)) <= 74
    assert "async def main():" in lines


@pytest.mark.parametrize("code", list(BY_CODE))
def test_a_program_shows_what_its_lesson_says(code: str, ahead: Ahead) -> None:
    """Run live, each program does what it is there for, and has a timeline in 80 columns."""
    found = lesson(code)
    assert found is not None
    played = play(found.program, launcher=ahead)

    page = lesson_page(code, found, played, style=Style.PICTURES)
    (result,) = played.results
    assert SHOWS.get(code, "") in told(played)
    assert result.outcome is not Outcome.TIMED_OUT
    assert result.timeline
    assert page.startswith(f"{code}  ")
    assert max(map(len, page.splitlines())) <= 80


def told(played: Report) -> str:
    """Everything that a run says."""
    (result,) = played.results
    return "\n".join([result.output, result.headline, *(finding.message for finding in result.findings)])


def test_a_run_is_the_same_every_time(ahead: Ahead) -> None:
    """Two runs of a program give the same page, byte for byte."""
    found = lesson("M03")
    assert found is not None

    first, second = (lesson_page("M03", found, play(found.program, launcher=ahead), style=Style.PLAIN) for _ in "ab")

    assert first == second


def test_the_list_marks_what_still_stands() -> None:
    """Each misconception has its line, and those of one's own name their katas."""
    listed = lesson_list(lessons(), {"M02": ("kata08",)}, style=Style.PLAIN)

    assert all(code in listed for code in BY_CODE)
    assert listed.count("still yours: kata08") == 1
    assert max(map(len, listed.splitlines())) <= 80


@pytest.mark.parametrize("code", lessons())
def test_its_file_is_titled_by_the_misconception(code: str) -> None:
    """Whoever opens the file reads first which misunderstanding it is about."""
    first = files("grader.student.lessons").joinpath(f"{code}.md").read_text("utf-8").splitlines()[0]

    assert first == f"# {code} {BY_CODE[code].sentence}"
