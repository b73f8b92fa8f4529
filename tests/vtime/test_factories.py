"""Every usual way to a loop gives a virtual one."""

from __future__ import annotations

import asyncio
import selectors
import sys
import threading
import time
import warnings

import pytest

from grader.vtime import REAL, Clock, Patches, VirtualLoop, virtual


async def two_seconds():
    await asyncio.sleep(2)
    return type(asyncio.get_running_loop())


def by_run():
    return asyncio.run(two_seconds())


def by_runner():
    with asyncio.Runner() as runner:
        return runner.run(two_seconds())


def by_runner_with_a_factory():
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(two_seconds())


def by_new_event_loop():
    return closing(asyncio.new_event_loop())


def by_selector_event_loop():
    return closing(asyncio.SelectorEventLoop())


def by_policy():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return closing(asyncio.get_event_loop_policy().new_event_loop())


def closing(loop):
    try:
        return loop.run_until_complete(two_seconds())
    finally:
        loop.close()


WAYS = [by_run, by_runner, by_runner_with_a_factory, by_new_event_loop, by_selector_event_loop, by_policy]


@pytest.mark.parametrize("way", WAYS)
def test_a_way_to_a_loop_is_virtual(way, clock):
    """Two seconds take exactly 2.0 virtual seconds, whoever makes the loop."""
    with virtual(clock):
        kind = way()

    assert kind is VirtualLoop
    assert clock.elapsed == 2.0


@pytest.mark.skipif(sys.version_info < (3, 13), reason="asyncio.EventLoop came with 3.13")
def test_event_loop_is_virtual(clock):
    """asyncio.EventLoop() gives a virtual loop."""
    with virtual(clock):
        loop = asyncio.EventLoop()
        loop.close()

    assert type(loop) is VirtualLoop


def test_a_loop_is_still_an_instance_of_its_class(clock):
    """isinstance(loop, asyncio.SelectorEventLoop) holds inside."""
    with virtual(clock):
        loop = asyncio.new_event_loop()
        loop.close()

        assert isinstance(loop, asyncio.SelectorEventLoop)


def test_the_owner_says_which_loop(clock):
    """Loops come from the make_loop that was given."""
    made = []

    def make_loop():
        made.append(VirtualLoop(clock))
        return made[-1]

    with virtual(clock, make_loop=make_loop):
        by_run()

    assert len(made) == 1


def test_patches_in_place_change_nothing_by_themselves(clock):
    """Before, between and after stretches of virtual time, all that is replaced does what it did."""
    thread = threading.Thread(target=int)
    with Patches() as patches:
        thread.start()
        thread.join()
        before = asyncio.new_event_loop()
        with virtual(clock, patches=patches):
            kind = by_run()
        after = asyncio.SelectorEventLoop()
        readings = [REAL.monotonic(), time.monotonic(), REAL.monotonic()]
        before.close()
        after.close()

    assert kind is VirtualLoop
    assert not isinstance(before, VirtualLoop) and not isinstance(after, VirtualLoop)
    assert readings == sorted(readings)


def test_a_real_loop_stays_real(clock):
    """A real loop made by somebody else runs in real time, does not hang and does not move the clock."""
    real_loop = asyncio.SelectorEventLoop(selectors.DefaultSelector())
    with virtual(clock):
        real_loop.run_until_complete(asyncio.sleep(0.01))
        real_loop.close()

    assert clock.elapsed == 0.0


def test_contexts_follow_each_other():
    """Each context has its own clock."""
    clocks = [Clock(), Clock()]

    for clock in clocks:
        with virtual(clock):
            by_run()

    assert [clock.elapsed for clock in clocks] == [2.0, 2.0]


def test_a_loop_can_be_abandoned(clock):
    """An abandoned loop is closed, its pending tasks are left as they are."""
    ends = []

    async def endless():
        try:
            await asyncio.Event().wait()
        finally:
            ends.append("ended")

    with virtual(clock):
        loop = asyncio.new_event_loop()
        task = loop.create_task(endless())
        loop.run_until_complete(asyncio.sleep(1))
        task._log_destroy_pending = False
        loop.abandon()

        assert (loop.is_closed(), task.done(), ends) == (True, False, [])


def test_the_clock_begins_again(clock):
    """reset() brings the clock to 0 and forgets loops and blocks."""
    with virtual(clock):
        by_run()
        clock.reset()

    assert (clock.elapsed, clock.counter, clock.epoch, clock.blocks, clock.loops) == (0.0, 0, 0, [], [])


def test_running_loops_are_abandoned_when_the_clock_begins_again(clock):
    """reset() closes the loops that are still on the stack."""
    loops = [VirtualLoop(clock), VirtualLoop(clock)]
    clock.loops.extend(loops)

    clock.reset()

    assert [loop.is_closed() for loop in loops] == [True, True]
    assert clock.loops == []


def test_debug_mode_works(clock):
    """asyncio.run(debug=True) behaves the same."""
    with virtual(clock):
        asyncio.run(two_seconds(), debug=True)

    assert clock.elapsed == 2.0


def test_hooks_see_and_wrap_each_task(clock):
    """on_task hears of every task and wrap may change its coroutine; tasks are numbered in order."""
    heard, wrapped = [], []

    def make_loop():
        loop = VirtualLoop(clock)
        loop.on_task = lambda task: heard.append(task.get_name())
        loop.wrap = lambda coroutine: wrapped.append(coroutine.__name__) or coroutine
        return loop

    async def program():
        await asyncio.gather(two_seconds(), two_seconds())

    with virtual(clock, make_loop=make_loop):
        asyncio.run(program())

    assert heard[:3] == ["Task-1", "Task-2", "Task-3"]
    assert wrapped[:3] == ["program", "two_seconds", "two_seconds"]


def test_lost_exceptions_reach_the_owner(clock):
    """on_lost hears what the loop would only log."""
    lost = []

    def make_loop():
        loop = VirtualLoop(clock)
        loop.on_lost = lambda context: lost.append(type(context["exception"]))
        return loop

    async def program():
        asyncio.get_running_loop().call_soon(lambda: 1 / 0)
        await asyncio.sleep(1)

    with virtual(clock, make_loop=make_loop):
        asyncio.run(program())

    assert lost == [ZeroDivisionError]
