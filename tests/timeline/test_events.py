"""What the candidate tells of its tasks, seen through a real grading."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from grader.model import Mode
from grader.report.timeline import End, Part, SpanKind, TaskRow, Timeline, read
from tests.examiner.bench import outcome
from tests.timeline.programs import NAMES, SOURCE, graded


def test_a_wait_tells_the_call_and_the_line_inside_it() -> None:
    """An await in a function that the task's own function awaits is told with both lines."""
    first, second = _parts(_row(_timeline("sequential"), "sequential()"), SpanKind.WAITS)

    assert [(part.label, part.line, part.call, part.call_line) for part in (first, second)] == [
        ("sleep(1)", 6, "fetch()", 10),
        ("sleep(2)", 6, "fetch()", 11),
    ]


def test_a_task_tells_who_made_it_where() -> None:
    """A task knows its maker and the line at which it was made."""
    timeline = _timeline("rung")

    assert (timeline.rows[1].made_by, timeline.rows[1].made_line) == ("rung()", 31)


def test_a_blocking_call_is_told_with_its_line_and_seconds() -> None:
    """What blocks has a name, a line and a length."""
    (block,) = _parts(_row(_timeline("blocked"), "Task-2"), SpanKind.BLOCKS)

    assert (block.label, block.line, block.start, block.stop) == ("time.sleep(2)", 19, 0.5, 2.5)


def test_who_could_run_and_may_not_starves() -> None:
    """A sleeper whose time is over while another task blocks starves until the block ends."""
    timeline = _timeline("blocked")

    assert [(part.start, part.stop) for part in _parts(_row(timeline, "Task-1"), SpanKind.STARVES)] == [(1.0, 2.5)]
    assert _parts(_row(timeline, "Task-3"), SpanKind.STARVES) == []


def test_who_only_let_others_go_first_starves_too() -> None:
    """`sleep(0)` is over at once: whoever blocks in that turn holds up the one who was polite."""
    (starved,) = _parts(_row(_timeline("turns"), "turns()"), SpanKind.STARVES)

    assert (starved.start, starved.stop) == (0.0, 2.0)


def test_a_sleeper_who_is_cancelled_too_late_starved() -> None:
    """A sleep that was over before somebody cancelled it lasted as long as it was meant to."""
    row = _row(_timeline("overslept"), "Task-1")

    assert [(part.start, part.stop) for part in _parts(row, SpanKind.WAITS)] == [(0.0, 1.0)]
    assert [(part.start, part.stop) for part in _parts(row, SpanKind.STARVES)] == [(1.0, 3.0)]
    assert End.CANCELLED is row.end


def test_setting_an_event_is_a_wake() -> None:
    """The task that sets an event lets go on the one that waits for it."""
    wake = _timeline("rung").wakes[0]

    assert (wake.by, wake.row, wake.at, wake.label, wake.line) == ("Task-1", "rung()", 1.5, "Event.wait", 32)


def test_the_last_of_a_gather_wakes() -> None:
    """Who awaits a gather is let go on by the task that ended last."""
    (wake,) = _timeline("gathered").wakes

    assert (wake.by, wake.row) == ("Task-3", "gathered()")


def test_a_callback_wakes_for_the_task_it_was_called_for() -> None:
    """A future that a done-callback sets was set by the task that is done."""
    (wake,) = _timeline("hands_over").wakes

    assert (wake.by, wake.row, wake.at) == ("Task-1", "hands_over()", 1.0)


def test_cancelling_is_told_as_such() -> None:
    """Who cancels is known, and how the cancelled one ended."""
    timeline = _timeline("cancelled")

    assert (timeline.wakes[0].by, timeline.wakes[0].row, timeline.wakes[0].cancels) == ("cancelled()", "Task-1", True)
    assert End.CANCELLED is _row(timeline, "Task-1").end


def test_an_exception_is_an_end() -> None:
    """A task that fails tells the kind of its exception."""
    row = _row(_timeline("failed"), "Task-1")

    assert (row.end, row.error, row.ended_at) == (End.FAILED, "ValueError", 1.0)


def test_what_never_ends_stays_open() -> None:
    """A wait for ever and a task left behind are both open when the check ends."""
    assert End.OPEN is _row(_timeline("deadlocked"), "deadlocked()").end
    assert End.OPEN is _row(_timeline("leaked"), "Task-1").end


def test_a_loop_of_the_students_own_is_on_the_timeline() -> None:
    """What a student's own asyncio.run() runs has rows too, each with a name of its own."""
    assert [row.function for row in _timeline("by_itself").rows] == ["sequential"]
    assert [row.function for row in _timeline("by_itself_with_a_task").rows] == ["rung", "ring"]


@pytest.mark.parametrize("mode", list(Mode))
def test_an_async_generator_is_one_row(mode: Mode) -> None:
    """What a check asks of an async generator, value by value, is one row under the generator's name."""
    (row,) = read(graded("drawn", mode=mode).timeline).rows

    assert (row.title, row.end, row.ended_at) == ("drawn()", End.DONE, 3.0)
    assert [part.label for part in _parts(row, SpanKind.WAITS)] == ["sleep(1)", "sleep(2)"]


def test_too_much_is_cut_and_said() -> None:
    """A program that turns thousands of times is told up to a point, and that there was more."""
    timeline = _timeline("many")

    assert timeline.cut


@pytest.mark.parametrize("name", [*NAMES, "turns", "hands_over", "by_itself_with_a_task", "overslept", "failed"])
def test_in_process_tells_the_same(name: str) -> None:
    """Beside the checks the student's rows are told apart from the checks' own: event for event the same timeline."""
    assert graded(name).timeline == graded(name, mode=Mode.IN_PROCESS).timeline != ()


def test_what_a_check_runs_itself_is_no_row() -> None:
    """In-process too, the checks' own tasks are nobody's business; each await of the student's is a row of its own."""

    async def check_twice(kata: Any, clock: Any) -> None:
        async def own() -> None:
            await asyncio.sleep(9)

        await asyncio.gather(own(), kata.fetch(1), kata.fetch(2))
        await kata.fetch(3)

    timeline = read(outcome(SOURCE, check_twice, mode=Mode.IN_PROCESS).timeline)

    assert [(row.name, row.ended_at) for row in timeline.rows] == [
        ("fetch()", 1.0),
        ("fetch() #2", 2.0),
        ("fetch() #3", 12.0),
    ]


def _timeline(name: str) -> Timeline:
    return read(graded(name).timeline)


def _row(timeline: Timeline, name: str) -> TaskRow:
    row = timeline.row(name)
    assert row is not None
    return row


def _parts(row: TaskRow, kind: SpanKind) -> list[Part]:
    return [part for part in row.parts if part.kind is kind]
