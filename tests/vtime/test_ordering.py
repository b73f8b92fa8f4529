"""The order of callbacks is asyncio's own, in one loop and in two halves."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from grader.vtime import NEVER, Clock, NumberedTask, SetOrder, VirtualLoop, swap_current_task, to_ns
from tests.programs.plain import FastForwardLoop


class SharedClock(Clock):
    """One clock for both halves: like the wire, it tells both when a new epoch begins."""

    halves: tuple[VirtualLoop, ...] = ()
    _epoch = 0

    @property
    def epoch(self):
        return self._epoch

    @epoch.setter
    def epoch(self, epoch):
        self._epoch = epoch
        for half in self.halves:
            half.begin_epoch()


class OtherHalf:
    """A partner that keys and runs its callbacks as a second process would."""

    def __init__(self, clock):
        self.loop = VirtualLoop(clock)
        self.owner = None

    def head(self):
        return self.loop.head()

    def next_timer(self):
        return self.loop.next_timer()

    def listens(self):
        return False

    def busy(self):
        return False

    def run(self, upto, wait=False):
        self.loop.run_ready(self.owner.head, upto)

    def describe(self):
        return []


@pytest.fixture
def clock():
    return SharedClock()


@pytest.fixture
def halves(clock):
    """(one half that drives, its partner's loop)"""
    loop, other = VirtualLoop(clock), OtherHalf(clock)
    loop.partner, other.owner = other, loop
    clock.halves = loop, other.loop
    yield loop, other.loop
    loop.close()
    other.loop.close()


def script(first, second, seen):
    """Callbacks that alternate between two loops, soon and later, with ties of every kind."""

    def note(name, *then):
        seen.append(name)
        for schedule in then:
            schedule()

    first.call_later(1, note, "timer-1")
    second.call_later(1, note, "timer-2")
    first.call_later(1, note, "timer-3", lambda: second.call_soon(note, "soon-after-3"))
    second.call_later(0.5, note, "early", lambda: first.call_later(0.5, note, "timer-4"))
    first.call_soon(note, "a", lambda: second.call_soon(note, "d"), lambda: first.call_soon(note, "e"))
    second.call_soon(note, "b", lambda: first.call_soon(note, "f"))
    first.call_soon(note, "c", lambda: second.call_later(0, note, "g"))
    first.call_later(2, first.stop)


def test_two_halves_run_as_one_loop(halves):
    """Callbacks and equal timers of two halves interleave exactly as in a single loop."""
    first, second = halves
    split, single, whole = [], [], VirtualLoop(Clock())
    script(first, second, split)
    script(whole, whole, single)

    first.run_forever()
    whole.run_forever()
    whole.close()

    assert split == single
    assert split[:3] == ["a", "b", "c"]
    assert split[-5:] == ["timer-1", "timer-2", "timer-3", "timer-4", "soon-after-3"]


def test_a_half_stops_before_the_other_halfs_callback(halves):
    """run_ready runs only what comes before the limit."""
    first, second = halves
    seen = []
    first.call_soon(seen.append, 1)
    second.call_soon(seen.append, 2)
    first.call_soon(seen.append, 3)

    first.run_ready(second.head)

    assert seen == [1]
    assert first.head() > second.head()


@pytest.mark.parametrize("upto", [None, 1])
def test_a_stopped_half_runs_its_turn_and_no_other(halves, upto):
    """After stop() the callbacks of this turn still run, and no new turn begins."""
    first, _ = halves
    seen = []
    first.call_soon(first.stop)
    first.call_soon(lambda: (seen.append("this turn"), first.call_soon(seen.append, "the next")))
    first.call_soon(seen.append, "this turn too")

    first.run_ready(lambda: None, upto)

    assert seen == ["this turn", "this turn too"]


def test_a_half_runs_at_most_its_budget(halves):
    """run_ready runs no more callbacks than its budget."""
    first, _ = halves
    seen = []
    for number in range(5):
        first.call_soon(seen.append, number)

    first.run_ready(lambda: None, None, 3)

    assert seen == [0, 1, 2]


def test_the_earlier_half_moves_the_clock(halves, clock):
    """With both halves idle the clock moves to the earlier of their timers."""
    first, second = halves
    seen = []
    second.call_later(1, lambda: seen.append(("second", clock.elapsed)))
    first.call_later(3, lambda: seen.append(("first", clock.elapsed)))
    first.call_later(3, first.stop)

    first.run_forever()

    assert seen == [("second", 1.0), ("first", 3.0)]


def test_random_programs_keep_asyncios_order(halves):
    """Chains of call_soon and call_later spread over both halves run in asyncio's order."""
    first, second = halves

    def grow(loops, seen):
        pick = itertools.cycle(loops)

        def step(name, depth):
            seen.append(name)
            for branch in range(2 if depth < 4 else 0):
                loop = next(pick)
                if (depth + branch) % 3:
                    loop.call_soon(step, f"{name}{branch}", depth + 1)
                else:
                    loop.call_later(0, step, f"{name}{branch}", depth + 1)

        loops[0].call_soon(step, "", 0)
        loops[0].call_later(0.01, loops[0].stop)
        loops[0].run_forever()
        return seen

    plain = FastForwardLoop(SetOrder())
    expected = grow([plain, plain], [])
    plain.close()

    assert grow([first, second], []) == expected


def late(loop, seen):
    """Timers that were due before they were made, in no order."""
    for delay in (0, -2, -5, -0.5, float("-inf"), -1e300):
        loop.call_later(delay, seen.append, delay)
    loop.call_at(loop.time() - 3, seen.append, "at -3")
    loop.call_at(0, seen.append, "at 0")
    loop.call_soon(seen.append, "soon")
    loop.call_later(0.01, loop.stop)
    loop.run_forever()
    return seen


def test_timers_of_the_past_fire_by_their_time(halves):
    """A negative delay is due before now, as in asyncio: among timers that are due, the earlier goes first."""
    first, _ = halves
    plain = asyncio.SelectorEventLoop()
    expected = late(plain, [])
    plain.close()

    assert late(first, []) == expected
    assert first.call_later(-1, print).when() == first.time() - 1


def test_what_came_from_other_threads_before_the_start_runs_first(clock):
    """On a loop that does not run yet, call_soon_threadsafe and call_soon keep the order they were called in."""
    loop, seen = VirtualLoop(clock), []
    loop.call_soon(seen.append, 1)
    loop.call_soon_threadsafe(seen.append, 2)
    loop.call_soon(seen.append, 3)
    loop.call_soon_threadsafe(seen.append, 4)
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()

    assert seen == [1, 2, 3, 4]


def test_cancelled_timers_do_not_move_the_clock(run, clock):
    """A thousand timers that are cancelled leave no trace in time."""

    async def program():
        loop = asyncio.get_running_loop()
        timers = [loop.call_later(100 + number, print) for number in range(1000)]
        for timer in timers:
            timer.cancel()
        await asyncio.sleep(1)

    run(program)

    assert clock.elapsed == 1.0


def test_tasks_are_numbered_and_their_sets_are_not_in_that_order(run):
    """A new task is a NumberedTask, and a set of them does not iterate in the order of making."""

    async def program():
        tasks = [asyncio.create_task(asyncio.sleep(1), name=str(number)) for number in range(20)]
        done, _ = await asyncio.wait(tasks)
        return [type(task) for task in done], [int(task.get_name()) for task in done]

    kinds, names = run(program)

    assert set(kinds) == {NumberedTask}
    assert sorted(names) == list(range(20)) != names


def test_as_completed_follows_the_arguments(run):
    """as_completed starts coroutines in the order of its arguments; equal ones complete in it too."""
    started = []

    async def job(number):
        started.append(number)
        await asyncio.sleep(1)
        return number

    async def program():
        return [await done for done in asyncio.as_completed([job(number) for number in range(8)])]

    assert run(program) == list(range(8))
    assert started == list(range(8))


def test_all_tasks_forgets_what_is_done(run):
    """A finished task leaves asyncio.all_tasks, so its hash was the same all along."""

    async def program():
        await asyncio.gather(*(asyncio.sleep(0) for _ in range(50)))
        return len(asyncio.all_tasks())

    assert run(program) == 1


def test_current_task_can_be_swapped(clock):
    """swap_current_task makes another task current and gives the one before, None included."""
    loop = VirtualLoop(clock)

    async def nothing():
        pass

    task = loop.create_task(nothing())
    # From 3.14 on only the running loop has a current task.
    asyncio._set_running_loop(loop)
    before = swap_current_task(loop, task)
    current = asyncio.current_task(loop)
    after = swap_current_task(loop, None)
    asyncio._set_running_loop(None)
    loop.run_until_complete(task)
    loop.close()

    assert (before, current, after, asyncio.current_task(loop)) == (None, task, task, None)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (1 / 8, 125_000_000),
        (0.1, 100_000_000),
        (float("inf"), NEVER),
        (-1, -1_000_000_000),
        (1e300, NEVER),
        (float("-inf"), -NEVER),
        (-1e300, -NEVER),
    ],
)
def test_seconds_become_whole_nanoseconds(seconds, expected):
    """to_ns rounds to the nanosecond; infinity is NEVER, and in the other direction -NEVER."""
    assert to_ns(seconds) == expected


def test_nan_is_no_delay():
    """to_ns refuses NaN."""
    with pytest.raises(ValueError, match="NaN"):
        to_ns(float("nan"))


def test_the_clock_never_goes_back():
    """move_to an earlier moment changes nothing."""
    clock = Clock()
    clock.move_to(5)
    clock.move_to(3)

    assert clock.now == 5
