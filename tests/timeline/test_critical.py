"""Which waits add up to the time a check took."""

from __future__ import annotations

from grader.model import TimelineEvent
from grader.report.timeline import critical_path
from tests.timeline.programs import graded


def test_waits_one_after_the_other_add_up() -> None:
    """Sequential awaits are told in their order, each with its seconds and its line."""
    assert _path("sequential", 2.0) == (
        "3.0 = fetch() 1 (line 10) + fetch() 2 (line 11), each started after the one before had ended"
    )


def test_a_line_they_share_is_said_once() -> None:
    """Tasks awaited one by one are told by the line that awaits them."""
    assert _path("one_task_at_a_time", 2.0) == (
        "3.0 = sleep(1) + sleep(2), each started after the one before had ended (line 6)"
    )


def test_a_blocking_call_is_part_of_the_path() -> None:
    """What held the last task up is on its path, in the words of the call that blocked."""
    assert _path("blocked", 3.0) == (
        "3.5 = sleep(0.5) (line 18) + time.sleep(2) (line 19) + sleep(1) (line 20),"
        " each started after the one before had ended"
    )


def test_the_path_goes_through_who_let_go() -> None:
    """A wait for an event is explained by what the task did that set it."""
    assert _path("rung", 1.0) == "1.5 = sleep(1.5) (line 26)"


def test_no_sentence_where_nothing_was_too_slow() -> None:
    """What is as fast as possible, or was never measured, needs no explanation."""
    result = graded("gathered")

    assert critical_path(result.timeline, 3.0, 3.0) == ""
    assert critical_path(result.timeline, 3.0, None) == ""
    assert critical_path((), 3.0, 1.0) == ""


def test_who_never_came_back_has_no_path() -> None:
    """A deadlock did not take long: it took for ever."""
    assert critical_path(graded("deadlocked").timeline, 1.0, 0.5) == ""


def test_many_of_the_same_are_told_once() -> None:
    """A hundred equal waits are one term."""
    events = [TimelineEvent(0.0, "work()", "run")]
    for second in range(100):
        events += [
            TimelineEvent(float(second), "work()", "wait", "sleep(1)", 7),
            TimelineEvent(second + 1.0, "work()", "run"),
        ]
    events.append(TimelineEvent(100.0, "work()", "done"))

    assert critical_path(events, 100.0, 1.0) == (
        "100.0 = 100 times sleep(1), each started after the one before had ended (line 7)"
    )


def test_a_part_of_the_time_is_called_a_part() -> None:
    """Where the check itself took time too, the sum says so."""
    events = [
        TimelineEvent(1.0, "work()", "run"),
        TimelineEvent(1.0, "work()", "wait", "sleep(2)", 7),
        TimelineEvent(3.0, "work()", "done"),
    ]

    assert critical_path(events, 3.0, 1.0) == "2.0 of the 3.0 s = sleep(2) (line 7)"


def test_any_events_end_in_a_sentence_or_none() -> None:
    """Tasks that claim to have made and woken each other do not make us walk for ever."""
    events = [
        TimelineEvent(1.0, "Task-1", "made", "a", by="Task-2"),
        TimelineEvent(1.0, "Task-2", "made", "b", by="Task-1"),
        TimelineEvent(1.0, "Task-1", "wait", "x"),
        TimelineEvent(1.0, "Task-2", "wait", "x"),
        TimelineEvent(2.0, "Task-1", "run", by="Task-2", seconds=99.0),
        TimelineEvent(2.0, "Task-2", "run", by="Task-1"),
        TimelineEvent(2.0, "Task-1", "done"),
    ]

    assert isinstance(critical_path(events, 2.0, 1.0), str)


def _path(name: str, possible: float) -> str:
    result = graded(name, possible=possible)
    return critical_path(result.timeline, result.took, result.possible)
