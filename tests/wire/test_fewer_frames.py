"""What saves frames changes nothing: time that is granted, functions that come along, a wake that is a turn as well."""

from __future__ import annotations

from typing import Any

import pytest

from grader.engine.examiner.peer import ExaminerPeer
from grader.engine.wire.channel import Frame, Gone
from grader.model import Mode, Outcome
from grader.testing import Job, beside, expect
from grader.vtime import Clock, VirtualLoop
from grader.vtime.clock import NS
from tests.examiner.bench import grade, outcome
from tests.wire.scripts import Script

BOTH = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)


def moved(to_ns: Any, events: list[Any] | None = None) -> Frame:
    """An answer of a candidate that let time pass by itself."""
    return ["a", None, [9, 0, None, None, 0, None, events or [], to_ns], None]


def let_run(channel: Script, *, timer_s: float = 5, ready: bool = False, upto: int | None = None) -> ExaminerPeer:
    """Let the candidate run while the examiner has a timer, and perhaps something ready."""
    clock = Clock()
    peer = ExaminerPeer(channel, clock)
    loop = VirtualLoop(clock)
    loop.partner = peer.half
    clock.loops.append(loop)
    loop.call_later(timer_s, print)
    if ready:
        loop.call_soon(print)
    try:
        peer.half.run(upto)
    finally:
        loop.abandon()
    return peer


def test_time_is_granted_up_to_the_examiners_own_timer() -> None:
    """With nothing ready here, the candidate is told when our next timer is, and may move the clock to before it."""
    channel = Script(moved(5 * NS - 1))

    peer = let_run(channel)

    assert channel.sent[0][6][4:] == [5 * NS]
    assert peer.clock.now == 5 * NS - 1


LIES: dict[str, Any] = {
    "the very moment of our timer": 5 * NS,
    "later than our timer": 6 * NS,
    "no time at all": 0,
    "time moved back": -1,
    "a time that is text": "1",
    "a time that is a truth": True,
    "a time of fractions": 1.5,
}


@pytest.mark.parametrize("lie", LIES)
def test_no_more_time_than_granted(lie: str) -> None:
    """A candidate that lets more time pass than it may, or none, is Gone."""
    with pytest.raises(Gone, match="protocol: time"):
        let_run(Script(moved(LIES[lie])))


@pytest.mark.parametrize("asked", [{"ready": True}, {"upto": 3}], ids=["something is ready here", "only this turn"])
def test_no_time_is_granted_while_it_would_make_a_difference(asked: dict[str, Any]) -> None:
    """Where the examiner has something to run first, no time is granted, and none may be taken."""
    channel = Script(moved(1))

    with pytest.raises(Gone, match="protocol: time"):
        let_run(channel, **asked)
    assert len(channel.sent[0][6]) == 4


def test_no_time_is_granted_beyond_one_run() -> None:
    """An answer to anything else than to run cannot move the clock."""
    peer = ExaminerPeer(Script(moved(1)), Clock())

    with pytest.raises(Gone, match="protocol: time"):
        peer.open_module()


RUN = [1, "run", "", 1]


def test_events_have_the_time_they_say_within_what_passed() -> None:
    """An event behind a time has that time in the timeline."""
    peer = let_run(Script(moved(3 * NS, [RUN, [NS], RUN, [2 * NS], RUN])))

    assert [event.at for event in peer.events] == [0.0, 1.0, 2.0]


@pytest.mark.parametrize("times", [[[-1]], [[4 * NS]], [[2 * NS], [1 * NS]], [["1"]], [[True]], [[None]]])
def test_events_cannot_lie_outside_of_what_passed(times: list[Any]) -> None:
    """A time before the last one, after now, or none at all is Gone."""
    with pytest.raises(Gone, match="protocol: event"):
        let_run(Script(moved(3 * NS, [*times, RUN])))


@BOTH
def test_time_passes_for_both_halves(mode: Mode) -> None:
    """Sleeps of the student's and of the check's own interleave, and so do the times of the timeline."""

    async def check(kata: Any, clock: Any) -> None:
        job = Job(2.5)
        seen = await kata.both(job(), lambda: clock.elapsed)
        expect(seen, [(1, 1.0), (2, 2.0), (3, 3.0), (4, 4.0)])
        expect(job.ended, [2.5])
        clock.took(4.0)

    source = """
    import asyncio
    async def both(job, now):
        task = asyncio.create_task(job)
        seen = []
        for n in range(1, 5):
            await asyncio.sleep(1)
            seen.append((n, now()))
        await task
        return seen
    """
    result = outcome(source, check, mode=mode)

    assert (result.outcome, result.headline, result.got) == (Outcome.PASSED, "", "")
    waits = [event.at for event in result.timeline if event.event == "wait" and event.label == "sleep(1)"]
    assert waits == [0.0, 1.0, 2.0, 3.0]


def asks_twice(first: int, second: int) -> Any:
    """A check that calls the function, has its name bound anew, and calls it again."""

    async def check(kata: Any) -> None:
        expect(kata.give(), first)
        kata.change()
        expect(kata.give(), second)

    return check


@pytest.mark.parametrize("how", ["give = lambda: 2", "globals()['give'] = lambda: 2", "import kata; kata.give = other"])
def test_a_name_that_is_bound_anew_is_seen(how: str) -> None:
    """A function that came along with the module is asked for again as soon as its name means another."""
    source = f"def give():\n    return 1\ndef other():\n    return 2\ndef change():\n    global give\n    {how}\n"
    if "give =" not in how.split("kata.")[0]:
        source = source.replace("    global give\n", "")
    first, again = asks_twice(1, 2), asks_twice(1, 2)
    again.__name__ = "again"

    report = grade(source, first, again)

    assert [str(result.outcome) for result in report.results] == ["passed", "passed"]


@pytest.mark.parametrize(
    "lie", [7, [1], [1, 7], [1, [["?", 1]]], ["1", []], [1, [None] * 21]], ids=lambda lie: str(lie)[:20]
)
def test_functions_that_come_along_are_checked(lie: Any) -> None:
    """What is no module with functions is Gone."""
    peer = ExaminerPeer(Script(["a", lie, [0, 0, None, None, 0, None, []], None]), Clock(), {"work": None})

    with pytest.raises(Gone, match="protocol"):
        peer.open_module()


NAMESAKES = """
def read(number):
    return "the student's"
def load(number):
    return read(number)
"""
KIT = "def read(number):\n    return 'the kit' + chr(39) + 's'\n"


@BOTH
def test_a_kits_function_is_its_own_though_the_student_has_one_of_that_name(mode: Mode) -> None:
    """A function that came along with the student's module answers for that module alone."""

    def first(kata: Any) -> None:
        """The function is wanted of the student's module."""
        expect(kata.read(1), "the student's")

    def second(kata: Any) -> None:
        """It comes along, and the kit's own is put in its place."""
        kata.read = beside(kata, KIT).read
        expect(kata.load(1), "the kit's")

    report = grade(NAMESAKES, first, second, mode=mode)

    assert [result.outcome for result in report.results] == [Outcome.PASSED, Outcome.PASSED]
