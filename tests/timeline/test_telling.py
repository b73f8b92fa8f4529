"""The timeline in sentences."""

from __future__ import annotations

from grader.model import TimelineEvent
from grader.report.timeline import tell, wakes
from tests.timeline.programs import graded


def test_nothing_gives_nothing() -> None:
    """Without events there is nothing to say."""
    assert tell(()) == ()
    assert wakes(()) == ()


def test_who_was_held_up_hears_by_whom() -> None:
    """A starving task is told what blocked, whose it was and at which line."""
    said = tell(graded("blocked").timeline)

    assert (
        "  From 1 to 2.5 s it could have run, but time.sleep(2) of Task-2 careless (line 19) held it up for 1.5 s."
        in said
    )


def test_an_arrow_is_a_sentence() -> None:
    """Who sets an event is said, since no label shows it; who is awaited by name is not said twice."""
    assert wakes(graded("rung").timeline) == (
        "At 1.5 s Task-1 ring let rung() go on, which waited for Event.wait (line 32).",
    )
    assert wakes(graded("one_task_at_a_time").timeline) == ()


def test_the_same_again_is_counted() -> None:
    """The same wait again and again is one sentence."""
    assert "  From 0 to 2 s it waited 4 times for sleep(0.5) (line 98)." in tell(graded("patient").timeline)


def test_a_crowd_is_counted() -> None:
    """Many tasks, and many steps of one, are told up to a point."""
    events = [TimelineEvent(float(at), "busy()", kind, f"x{at}") for at in range(50) for kind in ("wait", "run")]
    events += [TimelineEvent(1.0, f"Task-{number}", "run") for number in range(50)]

    said = tell(events)

    assert "39 more tasks are not told here." in said
    assert "  37 more such steps." in said
