"""Every usual way to a loop gives a virtual one."""

from __future__ import annotations

import asyncio
import selectors
import sys
import threading
import time
import warnings

import pytest

from grader.vtime import REAL, Clock, Patches, VirtualLoop, forget_current_loop, virtual


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


POLICIES = pytest.mark.skipif(sys.version_info >= (3, 16), reason="policies are gone in 3.16")


def closing(loop):
    try:
        return loop.run_until_complete(two_seconds())
    finally:
        loop.close()


WAYS = [
    by_run,
    by_runner,
    by_runner_with_a_factory,
    by_new_event_loop,
    by_selector_event_loop,
    pytest.param(by_policy, marks=POLICIES),
]


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


def test_no_exception_handler_until_one_is_set(run):
    """get_exception_handler() is None, is the student's own once it is set, and can be None again."""

    async def program():
        loop, seen = asyncio.get_running_loop(), []
        seen.append(loop.get_exception_handler())
        loop.set_exception_handler(print)
        seen.append(loop.get_exception_handler())
        loop.set_exception_handler(None)
        return [*seen, loop.get_exception_handler()]

    assert run(program) == [None, print, None]


def narrow(loop, coro):
    return asyncio.Task(coro, loop=loop)


def wide(loop, coro, **options):
    return asyncio.Task(coro, loop=loop, **options)


@pytest.mark.parametrize("factory", [narrow, wide])
def test_a_task_factory_is_asked_for_no_more_than_the_student_asked(factory, run):
    """A factory of the shape (loop, coro) works, and the task is named afterwards."""

    async def program():
        loop = asyncio.get_running_loop()
        loop.set_task_factory(factory)
        made = asyncio.create_task(two_seconds())
        loop.set_task_factory(None)
        await made
        return type(made), made.get_name()

    assert run(program) == (asyncio.Task, "Task-2")


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with 3.12")
def test_an_eager_task_has_its_name_at_once(run):
    """The name that an eager task is given follows from its number also while it is made."""
    names = []

    async def begins():
        names.append(asyncio.current_task().get_name())

    async def program():
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        names.append(asyncio.create_task(begins()).get_name())

    run(program)

    assert names == ["Task-2", "Task-2"]


@pytest.mark.parametrize("factory", [None, wide])
def test_a_task_has_the_students_own_coroutine(factory, clock):
    """get_coro() gives what create_task() was given, also where the loop wraps it."""

    async def wrapped(coroutine):
        return await coroutine

    def make_loop():
        loop = VirtualLoop(clock)
        loop.wrap = wrapped
        loop.set_task_factory(factory)
        return loop

    async def program():
        made = two_seconds()
        task = asyncio.create_task(made)
        before = task.get_coro()
        await task
        return [before is made, task.get_coro() is made, asyncio.current_task().get_coro() is own]

    own = program()
    with virtual(clock, make_loop=make_loop):
        seen = asyncio.run(own)

    assert seen == [True, True, True]


def test_a_task_says_it_is_one(run):
    """Neither a task nor its class shows a name of ours."""

    async def program():
        task = asyncio.current_task()
        return repr(task), repr(type(task))

    task, kind = run(program)

    assert task.startswith("<Task pending name='Task-1' coro=<test_a_task_says_it_is_one")
    assert kind == repr(asyncio.Task)


@pytest.mark.parametrize("name", ["call_soon", "call_later", "call_at"])
def test_in_debug_mode_another_thread_is_refused(name, clock):
    """As in asyncio: only call_soon_threadsafe is for other threads; and a coroutine function is no callback."""
    refused = []

    async def program():
        loop = asyncio.get_running_loop()
        arguments = [] if name == "call_soon" else [1]

        def elsewhere():
            with pytest.raises(RuntimeError) as caught:
                getattr(loop, name)(*arguments, print)
            refused.append(str(caught.value))

        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        with pytest.raises(TypeError):
            getattr(loop, name)(*arguments, two_seconds)
        with pytest.raises(TypeError):
            loop.call_soon_threadsafe(two_seconds)

    with virtual(clock):
        asyncio.run(program(), debug=True)

    assert refused == ["Non-thread-safe operation invoked on an event loop other than the current one"]


def test_without_policies_the_current_loop_is_forgotten_too(monkeypatch, clock):
    """Where asyncio has no policies, as from 3.16 on, loops are made and forgotten all the same."""
    for name in ("__getattr__", "get_event_loop_policy", "DefaultEventLoopPolicy"):
        monkeypatch.delattr(asyncio, name, raising=False)
    forgotten = []
    monkeypatch.setattr(asyncio, "set_event_loop", forgotten.append)

    with virtual(clock):
        kind = by_new_event_loop()
    forget_current_loop()

    assert (kind, forgotten) == (VirtualLoop, [None])
