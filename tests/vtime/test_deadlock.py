"""What would never end is told, with who waits for what and where."""

from __future__ import annotations

import asyncio
import os
import threading
import time

import pytest

from grader.vtime import BusyWait, Cause, Clock, Deadlock, Livelock, TimeLimit, called, virtual, wait_of


def line_of(function, offset):
    return function.__code__.co_firstlineno + offset


def test_every_waiting_task_is_named(run):
    """Two tasks that wait for each other are told in the order they were made, with what each waits for."""
    first, second = asyncio.Event(), asyncio.Event()

    async def ann():
        await second.wait()
        first.set()

    async def bob():
        await first.wait()
        second.set()

    async def program():
        async with asyncio.TaskGroup() as group:
            group.create_task(ann(), name="ann")
            group.create_task(bob(), name="bob")

    with pytest.raises(BaseException) as told:
        run(program)

    waits = {wait.task: (wait.function, wait.line, wait.what) for wait in told.value.waits}
    assert list(waits) == ["Task-1", "ann", "bob"]
    assert waits["ann"] == ("ann", line_of(ann, 1), "Event.wait")
    assert waits["bob"] == ("bob", line_of(bob, 1), "Event.wait")


def test_the_text_names_places(run):
    """The message of a deadlock can be read by itself."""

    async def program():
        await asyncio.Queue().get()

    with pytest.raises(Deadlock) as told:
        run(program)

    place = f"{os.path.basename(__file__)}:{line_of(program, 1)}"
    assert str(told.value) == (
        "deadlock: everybody waits for something that can no longer happen\n"
        f"  Task-1 waits for Queue.get in program ({place}): nobody puts anything into it any more"
    )


def test_awaiting_a_task_names_it(run):
    """A task that awaits another says its name."""

    async def endless():
        await asyncio.get_running_loop().create_future()

    async def program():
        await asyncio.create_task(endless(), name="fetch-a")

    with pytest.raises(Deadlock) as told:
        run(program)

    assert [wait.what for wait in told.value.waits] == ["task fetch-a", "future"]


def test_a_lock_held_by_its_owner(run):
    """Taking an asyncio lock twice is a deadlock that names the lock."""

    async def program():
        lock = asyncio.Lock()
        async with lock, lock:
            pass

    with pytest.raises(Deadlock) as told:
        run(program)

    assert [(wait.what, wait.cause) for wait in told.value.waits] == [("Lock.acquire", Cause.ITS_OWN_LOCK)]
    assert told.value.waits[0].why == "program() holds it itself"


def test_a_lock_held_by_another(run):
    """Of two tasks that hold a lock each and want the other's, each is told who holds it and where that one waits."""
    first, second = asyncio.Lock(), asyncio.Lock()

    async def take(one, other):
        async with one:
            await asyncio.sleep(1)
            async with other:
                pass

    async def program():
        await asyncio.gather(take(first, second), take(second, first))

    with pytest.raises(Deadlock) as told:
        run(program)

    holds = f"take() holds it, and waits at line {line_of(take, 3)}"
    assert [wait.why for wait in told.value.waits] == ["", holds, holds]


def test_a_lock_that_nobody_holds_any_more(run):
    """A task that took a lock and ended without giving it back is not in sight: nobody is named."""

    async def take(lock):
        await lock.acquire()

    async def program():
        lock = asyncio.Lock()
        await asyncio.create_task(take(lock))
        await lock.acquire()

    with pytest.raises(Deadlock) as told:
        run(program)

    (wait,) = told.value.waits
    assert (wait.why, wait.cause) == ("nobody releases it any more", Cause.UNKNOWN)


@pytest.mark.parametrize(
    ("put", "taken", "why", "cause"),
    [
        (3, 3, "3 items were taken out and never reported with task_done()", Cause.NOT_REPORTED),
        (1, 1, "1 item was taken out and never reported with task_done()", Cause.NOT_REPORTED),
        (2, 0, "2 items were still in it, and nobody takes them out any more", Cause.UNKNOWN),
        (
            3,
            2,
            "2 items were taken out and never reported with task_done(); "
            "1 item was still in it, and nobody takes it out any more",
            Cause.NOT_REPORTED,
        ),
    ],
)
@pytest.mark.parametrize("kind", [asyncio.Queue, asyncio.LifoQueue, asyncio.PriorityQueue])
def test_what_a_queue_is_joined_for(run, kind, put, taken, why, cause):
    """Queue.join() counts what was taken and not reported, and what still lies there."""

    async def program():
        queue = kind()
        for number in range(put):
            queue.put_nowait(number)
        for _ in range(taken):
            queue.get_nowait()
        await queue.join()

    with pytest.raises(Deadlock) as told:
        run(program)

    assert [(wait.why, wait.cause) for wait in told.value.waits] == [(why, cause)]


def test_a_gather_is_no_future_of_its_own(run):
    """Who awaits gather() waits for what it gathers, also where no task of its own shows that."""

    async def endless():
        await asyncio.Event().wait()

    async def gathers():
        await asyncio.gather(endless())

    async def program():
        coroutine = gathers()
        coroutine.send(None)
        wait = wait_of(coroutine, lambda filename: filename == __file__)
        coroutine.close()
        return wait.what

    assert run(program) == "gather"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("main", "main()"),
        ("Bank.deposit", "Bank.deposit()"),
        ("main.<locals>.worker", "worker()"),
        ("main.<locals>.Bank.deposit", "Bank.deposit()"),
        ("main.<locals>.<listcomp>", "main()"),
        ("<lambda>", "a lambda"),
        ("main.<locals>.<lambda>", "a lambda"),
        ("", "a coroutine without a name"),
        ("?", "a coroutine without a name"),
    ],
)
def test_calls_are_told_by_name(name, words):
    """A call is told by the name in the file; what has none is told in plain words."""
    assert called(name) == words


def test_a_sleeping_task_says_how_long(run):
    """wait_of reads a suspended task: its line and sleep(3)."""

    async def sleeper():
        await asyncio.sleep(3)

    async def program():
        task = asyncio.create_task(sleeper(), name="sleeper")
        await asyncio.sleep(1)
        wait = wait_of(task, lambda filename: filename == __file__)
        await task
        return wait

    wait = run(program)

    assert (wait.task, wait.function, wait.line, wait.what) == ("sleeper", "sleeper", line_of(sleeper, 1), "sleep(3)")


def test_a_deadlock_with_idle_threads(run):
    """Idle threads of the default executor do not hide a deadlock."""

    async def program():
        await asyncio.to_thread(time.sleep, 1)
        await asyncio.Event().wait()

    with pytest.raises(Deadlock):
        run(program)


def test_a_deadlock_between_a_thread_and_the_loop(run):
    """A thread that waits for an event nobody sets does not hide a deadlock."""
    never = threading.Event()

    async def program():
        await asyncio.to_thread(never.wait)

    with virtual(clock := Clock()):
        loop = asyncio.new_event_loop()
        task = loop.create_task(program())
        with pytest.raises(Deadlock):
            loop.run_until_complete(task)
        never.set()
        loop.run_until_complete(task)
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()

    assert clock.elapsed == 0.0


def test_polling_is_a_livelock(run):
    """A task that polls with sleep(0) is told after 10 000 turns, with its line."""

    async def program():
        while True:
            await asyncio.sleep(0)

    with pytest.raises(Livelock) as told:
        run(program)

    assert f"in program ({os.path.basename(__file__)}:{line_of(program, 2)})" in str(told.value)


def test_polling_for_a_thread_is_no_livelock(run):
    """Polling with sleep(0) until a thread has really worked is allowed."""
    done = threading.Event()

    def work():
        sum(range(3_000_000))
        done.set()

    async def program():
        job = asyncio.create_task(asyncio.to_thread(work))
        while not done.is_set():
            await asyncio.sleep(0)
        await job
        return "done"

    assert run(program) == "done"


def test_waiting_for_ever_meets_the_limit(run, clock):
    """A program that sleeps again and again ends at the limit of virtual time."""

    async def program():
        while True:
            await asyncio.sleep(3600)

    with pytest.raises(TimeLimit):
        run(program)

    assert clock.now <= clock.limit_ns


def ask_the_clock():
    """Read the clock and do nothing else."""
    while time.perf_counter() < 10**9:
        pass


def test_a_busy_wait_in_plain_code(clock):
    """Plain code that only reads the clock is told too."""
    with virtual(clock), pytest.raises(BusyWait):
        ask_the_clock()


def test_a_busy_wait_on_the_loops_time(run):
    """A loop over loop.time() is a busy wait as well."""

    async def program():
        loop = asyncio.get_running_loop()
        while loop.time() < 10**9:
            pass

    with pytest.raises(BusyWait):
        run(program)


def test_many_readings_with_steps_between_are_fine(run):
    """Reading the clock 20 000 times in all is no busy wait when each step reads it only a few times."""

    async def program():
        readings = 0
        for _ in range(4000):
            for _ in range(5):
                time.monotonic()
                readings += 1
            await asyncio.sleep(0.125)
        return readings

    assert run(program) == 20_000
