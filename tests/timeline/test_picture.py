"""The picture of who ran when."""

from __future__ import annotations

from grader.model import TimelineEvent
from grader.report.timeline import ASCII, draw


def test_nothing_gives_nothing() -> None:
    """Without events there is no picture."""
    assert draw(()) == ()


def test_a_wait_is_drawn_with_its_place() -> None:
    """A task that waits shows on what and in which line, and how it ended."""
    events = (
        TimelineEvent(0.0, "main", "run"),
        TimelineEvent(0.0, "main", "wait", "sleep", 4),
        TimelineEvent(2.0, "main", "done"),
    )

    row, axis, _ = draw(events, width=32, signs=ASCII)

    assert row == "main  'sleep:4................v "
    assert axis == "      0     0.5   1     1.5 2 s"


def test_a_row_is_named_after_its_coroutine() -> None:
    """A task is told by its number and its coroutine, on one line whatever a submission called it."""
    events = (TimelineEvent(0.0, "Task-1", "made", "fetch\nall"), TimelineEvent(0.0, "Task-1", "run"))

    row, *_ = draw(events, width=40, signs=ASCII)

    assert row.startswith("Task-1 fetch all  >")


def test_a_blocking_call_fills_its_time() -> None:
    """Time that passes while a task runs is drawn as blocked."""
    events = (TimelineEvent(0.0, "main", "run"), TimelineEvent(4.0, "main", "done"))

    row, *_ = draw(events, width=16, signs=ASCII)

    assert row == "main   4 s ###v "


def test_ten_thousand_tasks_still_fit() -> None:
    """A crowd is cut to a few rows and counted."""
    events = [TimelineEvent(1.0, f"task-{number}", "run") for number in range(10_000)]

    lines = draw(events, width=60)

    assert len(lines) == 15
    assert lines[12].strip() == "and 9988 more tasks"


def test_no_row_is_wider_than_asked() -> None:
    """Long names and labels of a submission are cut."""
    events = [TimelineEvent(at, "n" * 90, "wait", "l" * 90, 7) for at in (0.0, 1.0, 2.0)]

    assert max(map(len, draw(events, width=50))) <= 50
