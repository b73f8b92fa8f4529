"""The 26 timing cases: exact, on every version, whatever the machine does meanwhile."""

from __future__ import annotations

import asyncio
import queue
import select
import socket
import subprocess
import sys
import threading
import time

import pytest

from grader.vtime import REAL, BusyWait, Clock, Deadlock, virtual

CHILD = "import sys, time; time.sleep(.1); print('hi')"


def work_for_real(seconds):
    end = REAL.perf_counter() + seconds
    while REAL.perf_counter() < end:
        pass
    return "ok"


def test_01_a_thousand_hours(run, clock):
    """1000 sleeps of an hour take exactly 3 600 000 s."""

    async def program():
        for _ in range(1000):
            await asyncio.sleep(3600)

    run(program)

    assert clock.elapsed == 3_600_000.0


def test_02_ten_tenths(run, clock):
    """Ten sleeps of 0.1 s are 1.0 s, with no drift."""

    async def program():
        for _ in range(10):
            await asyncio.sleep(0.1)

    run(program)

    assert clock.elapsed == 1.0


def test_03_three_thirds(run, clock):
    """Three sleeps of a third of a second are 1.0 s."""

    async def program():
        for _ in range(3):
            await asyncio.sleep(1 / 3)

    run(program)

    assert clock.elapsed == 1.0


def test_04_equal_deadlines_wake_in_order(run):
    """Ten tasks that sleep equally long wake in the order they went to sleep."""
    woken = []

    async def sleeper(number):
        await asyncio.sleep(1)
        woken.append(number)

    async def program():
        await asyncio.gather(*(sleeper(number) for number in range(10)))

    run(program)

    assert woken == list(range(10))


def test_05_wait_for(run, clock):
    """wait_for gives up at exactly its timeout."""

    async def program():
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.sleep(100), 2.5)

    run(program)

    assert clock.elapsed == 2.5


def test_06_timeout_at(run, clock):
    """timeout_at ends the wait at that moment of the loop's time."""

    async def program():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + 7):
                await asyncio.Event().wait()

    run(program)

    assert clock.elapsed == 7.0


def test_07_call_later(run):
    """call_later calls at exactly its delay, by the loop's own time."""

    async def program():
        loop = asyncio.get_running_loop()
        started, called = loop.time(), loop.create_future()
        loop.call_later(5, lambda: called.set_result(loop.time() - started))
        return await called

    assert run(program) == 5.0


def test_08_queue_timeout(run, clock):
    """Waiting for an empty queue ends at the timeout."""

    async def program():
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.Queue().get(), 3)

    run(program)

    assert clock.elapsed == 3.0


def test_09_perf_counter(run):
    """time.perf_counter, monotonic and time follow the virtual clock, and none starts at 0."""

    async def program():
        before = time.perf_counter(), time.monotonic(), time.time()
        await asyncio.sleep(10)
        after = time.perf_counter(), time.monotonic(), time.time()
        return before, [late - early for early, late in zip(before, after, strict=True)]

    before, passed = run(program)

    assert passed == [10.0, 10.0, 10.0]
    assert all(before)


def test_10_time_sleep_starves_everybody(run, clock):
    """Three time.sleep(1) under gather take 3.0 s, not 1.0."""

    async def blocker():
        time.sleep(1)

    async def program():
        await asyncio.gather(blocker(), blocker(), blocker())

    run(program)

    assert clock.elapsed == 3.0
    assert [(block.what, block.seconds, block.waiting) for block in clock.blocks] == [("time.sleep(1)", 1.0, 2)] * 3


def test_11_time_sleep_in_a_thread_runs_beside(run, clock):
    """time.sleep in a worker thread passes beside the loop's own sleeps."""

    async def program():
        await asyncio.gather(asyncio.to_thread(time.sleep, 3), asyncio.sleep(1))

    run(program)

    assert clock.elapsed == 3.0
    assert clock.blocks == []


def test_12_real_work_in_a_thread_holds_the_clock(run, clock):
    """A thread that really works for 50 ms does not trip a timeout of 10 virtual seconds."""

    async def program():
        return await asyncio.wait_for(asyncio.to_thread(work_for_real, 0.05), 10)

    assert run(program) == "ok"
    assert clock.elapsed == 0.0


def test_13_a_sleeping_thread_can_time_out(run):
    """wait_for leaves a thread that sleeps too long at exactly its timeout."""

    async def program():
        loop = asyncio.get_running_loop()
        started = loop.time()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.to_thread(time.sleep, 10), 1)
        return loop.time() - started

    assert run(program) == 1.0


def test_14_a_thread_waits_for_the_loop(run, clock):
    """run_coroutine_threadsafe(...).result() in a thread gets its answer at the right time."""

    async def program():
        loop = asyncio.get_running_loop()

        async def slow():
            await asyncio.sleep(5)
            return "slow"

        return await asyncio.to_thread(lambda: asyncio.run_coroutine_threadsafe(slow(), loop).result())

    assert run(program) == "slow"
    assert clock.elapsed == 5.0


@pytest.mark.skipif(sys.platform == "win32", reason="a selector loop has no subprocesses on Windows")
def test_15_a_child_process_holds_the_clock(run, clock):
    """A child that really takes 100 ms does not trip a timeout of 10 virtual seconds."""

    async def program():
        child = await asyncio.create_subprocess_exec(sys.executable, "-I", "-S", "-c", CHILD, stdout=subprocess.PIPE)
        output, _ = await asyncio.wait_for(child.communicate(), 10)
        return output.strip()

    assert run(program) == b"hi"
    assert clock.elapsed == 0.0


def test_16_streams_over_loopback(run, clock):
    """An echo server that thinks for 2 s answers at 2.0 s over real sockets, within a timeout of 5."""

    async def answer(reader, writer):
        line = await reader.readline()
        await asyncio.sleep(2)
        writer.write(line.upper())
        await writer.drain()
        writer.close()

    async def program():
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hi\n")
        line = await asyncio.wait_for(reader.readline(), 5)
        writer.close()
        await writer.wait_closed()
        server.close()
        return line

    assert run(program) == b"HI\n"
    assert clock.elapsed == 2.0


def test_17_a_deadlock_is_told(run):
    """A wait that nobody can end is told, with who waits for what and where."""

    async def program():
        await asyncio.Event().wait()

    with pytest.raises(Deadlock) as told:
        run(program)

    (wait,) = told.value.waits
    assert (wait.task, wait.function, wait.what) == ("Task-1", "program", "Event.wait")


@pytest.mark.skipif(not hasattr(asyncio, "eager_task_factory"), reason="eager tasks came with 3.12")
def test_18_eager_tasks(run, clock):
    """A student's eager task factory works: tasks start at once and sleep exactly."""
    started = []

    async def worker(number):
        started.append(number)
        await asyncio.sleep(1)

    async def program():
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        tasks = [asyncio.create_task(worker(number)) for number in range(3)]
        at_once = list(started)
        await asyncio.gather(*tasks)
        return at_once

    assert run(program) == [0, 1, 2]
    assert clock.elapsed == 1.0


def test_19_the_students_own_asyncio_run(clock):
    """asyncio.run called by plain code is virtual, again and again on one clock."""

    async def program():
        await asyncio.sleep(2)
        return time.monotonic()

    with virtual(clock):
        first, second = asyncio.run(program()), asyncio.run(program())

    assert (second - first, clock.elapsed) == (2.0, 4.0)


def test_20_tiny_sleeps(run, clock):
    """Fifty sleeps of 100 ns end, and take 5 microseconds."""

    async def program():
        for _ in range(50):
            await asyncio.sleep(1e-7)

    run(program)

    assert clock.elapsed == 5e-6


def test_21_many_tasks(run, clock):
    """A thousand tasks of ten sleeps each take as long as the slowest: 70.0 s."""

    async def worker(number):
        for _ in range(10):
            await asyncio.sleep(number % 7 + 1)

    async def program():
        await asyncio.gather(*(worker(number) for number in range(1000)))

    run(program)

    assert clock.elapsed == 70.0


def test_22_a_busy_wait_is_told(run):
    """A loop that only looks at the clock ends, past `except Exception`, with its line."""

    async def program():
        end = time.monotonic() + 1
        while time.monotonic() < end:
            try:
                pass
            except Exception:
                pass

    with pytest.raises(BusyWait) as told:
        run(program)

    first = program.__code__.co_firstlineno
    assert (told.value.file, told.value.line) == (__file__, first + 2)


def test_23_event_wait(run, clock):
    """threading.Event.wait(2) on the loop's thread takes 2.0 s while the other task starves."""
    ticks = []

    async def ticker():
        await asyncio.sleep(1)
        ticks.append(clock.elapsed)

    async def program():
        task = asyncio.create_task(ticker())
        await asyncio.sleep(0)
        came = threading.Event().wait(2)
        await task
        return came

    assert run(program) is False
    assert ticks == [2.0]
    assert [(block.what, block.seconds, block.waiting) for block in clock.blocks] == [("Event.wait(2)", 2.0, 1)]


def test_24_queue_get(run, clock):
    """queue.get(timeout=3) on the loop's thread finds it empty at exactly 3.0 s."""

    async def program():
        with pytest.raises(queue.Empty):
            queue.Queue().get(timeout=3)

    run(program)

    assert clock.elapsed == 3.0
    assert [(block.what, block.seconds) for block in clock.blocks] == [("Queue.get(3)", 3.0)]


def test_25_select(run, clock):
    """select(1.5) on silent files takes 1.5 s; with data there it takes none."""

    async def program():
        left, right = socket.socketpair()
        with left, right:
            silent = select.select([left], [], [], 1.5)
            right.send(b"x")
            spoken = select.select([left], [], [], 1.5)
            return silent, spoken == ([left], [], [])

    assert run(program) == (([], [], []), True)
    assert clock.elapsed == 1.5
    assert [(block.what, block.seconds) for block in clock.blocks] == [("select(1.5)", 1.5)]


def test_26_subprocess_run(run, clock):
    """subprocess.run on the loop's thread gives its output; the clock stands still, and the call is noted."""

    async def program():
        command = [sys.executable, "-I", "-S", "-c", CHILD]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout.strip()

    assert run(program) == "hi"
    assert clock.elapsed == 0.0
    assert [(block.what, block.seconds) for block in clock.blocks] == [("subprocess.run", 0.0)]


def test_every_case_starts_its_own_clock():
    """A new clock shows 0.0."""
    assert Clock().elapsed == 0.0
