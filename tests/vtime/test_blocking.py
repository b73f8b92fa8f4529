"""Waits that hold a thread, beside the matrix."""

from __future__ import annotations

import asyncio
import concurrent.futures
import multiprocessing
import queue
import selectors
import socket
import subprocess
import sys
import threading
import time
from fractions import Fraction
from time import sleep as sleep_bound_before

import pytest

from grader.vtime import REAL, Clock, Deadlock, TimeLimit, virtual


def test_plain_code_sleeps_without_a_loop(clock):
    """time.sleep in plain code moves the clock exactly and is recorded with its line."""
    with virtual(clock):
        time.sleep(2.5)

    (block,) = clock.blocks
    assert clock.elapsed == 2.5
    assert (block.what, block.seconds, block.file, block.waiting) == ("time.sleep(2.5)", 2.5, __file__, 0)


def test_a_name_bound_inside_is_real_outside(clock):
    """`from time import monotonic` made inside shows virtual time inside and real time afterwards."""
    with virtual(clock):
        from time import monotonic

        inside = monotonic()
    outside = monotonic()

    assert inside == 100_000.0
    assert REAL.monotonic() - 60 < outside <= REAL.monotonic()


def test_everything_is_restored(clock):
    """After the context every name is what it was."""
    owners = (time, threading.Condition, threading.Thread, threading, queue, asyncio, asyncio.events, selectors)
    before = [dict(vars(owner)) for owner in (*owners, subprocess.Popen, concurrent.futures.ThreadPoolExecutor)]

    with virtual(clock):
        assert time.sleep is not sleep_bound_before

    assert before == [dict(vars(owner)) for owner in (*owners, subprocess.Popen, concurrent.futures.ThreadPoolExecutor)]


def test_negative_sleep_is_refused(clock):
    """time.sleep(-1) raises the standard library's ValueError."""
    with virtual(clock), pytest.raises(ValueError, match="non-negative"):
        time.sleep(-1)

    assert clock.elapsed == 0.0


def test_a_block_passes_the_deadlines_of_threads_on_its_way(clock):
    """A thread that sleeps 1 s wakes at 1.0 while the loop's thread is held until 3.0."""
    seen = []

    def worker():
        time.sleep(1)
        seen.append(clock.elapsed)

    with virtual(clock):
        thread = threading.Thread(target=worker)
        thread.start()
        time.sleep(3)
        thread.join()

    assert (seen, clock.elapsed) == ([1.0], 3.0)


def test_a_thread_releases_the_loops_thread(run, clock):
    """Event.wait on the loop's thread ends when a thread sets it, at that thread's time."""

    async def program():
        done = threading.Event()

        def worker():
            time.sleep(4)
            done.set()

        threading.Thread(target=worker).start()
        return done.wait(10)

    assert run(program) is True
    assert clock.elapsed == 4.0
    assert [(block.what, block.seconds) for block in clock.blocks] == [("Event.wait(10)", 4.0)]


def test_a_thread_waits_with_a_timeout(run, clock):
    """queue.get(timeout=2) in a worker thread parks on the clock beside the loop."""

    def worker():
        try:
            queue.Queue().get(timeout=2)
        except queue.Empty:
            return clock.elapsed

    async def program():
        return await asyncio.gather(asyncio.to_thread(worker), asyncio.sleep(5))

    assert run(program) == [2.0, None]
    assert clock.elapsed == 5.0


def test_a_thread_is_notified_before_its_timeout(run, clock):
    """A worker thread in queue.get(timeout=9) gets what the loop puts at 3.0 s."""
    letters = queue.Queue()

    async def program():
        got = asyncio.create_task(asyncio.to_thread(letters.get, timeout=9))
        await asyncio.sleep(3)
        letters.put("letter")
        return await got, clock.elapsed

    assert run(program) == ("letter", 3.0)
    assert clock.elapsed == 3.0


def test_future_result_with_a_timeout(clock):
    """Future.result(timeout=1) gives up at 1.0; leaving the pool waits for the sleeping job until 5.0."""
    with virtual(clock), concurrent.futures.ThreadPoolExecutor() as pool:
        job = pool.submit(time.sleep, 5)
        with pytest.raises(concurrent.futures.TimeoutError):
            job.result(timeout=1)
        gave_up = clock.elapsed

    assert (gave_up, clock.elapsed) == (1.0, 5.0)


def test_a_timer_thread_fires_on_the_virtual_clock(clock):
    """threading.Timer(5) fires at 5.0 s."""
    fired = []
    with virtual(clock):
        timer = threading.Timer(5, lambda: fired.append(clock.elapsed))
        timer.start()
        timer.join()

    assert fired == [5.0]


def test_a_thread_marked_real_keeps_real_time(clock):
    """A thread with real_time = True waits for real and never holds the clock."""
    release = threading.Event()
    with virtual(clock):
        guard = threading.Timer(60, release.set)
        guard.real_time = True
        guard.start()
        time.sleep(1000)
        fired = release.is_set()
        guard.cancel()
        REAL.thread_join(guard)

    assert (fired, clock.elapsed) == (False, 1000.0)


def test_a_thread_from_before_is_joined_for_real(clock):
    """A thread that ran before the context lives in real time, and joining it is no deadlock."""
    thread = threading.Timer(0.02, lambda: None)
    thread.start()

    with virtual(clock):
        thread.join()

    assert (thread.is_alive(), clock.elapsed) == (False, 0.0)


def test_a_fraction_is_a_number_of_seconds(run, clock):
    """Fractions sleep too, and are shown."""

    async def program():
        await asyncio.sleep(Fraction(1, 2))
        time.sleep(Fraction(1, 4))

    run(program)

    assert clock.elapsed == 0.75
    assert clock.blocks[0].what == "time.sleep(0.25)"


def test_a_pool_of_processes_is_real_work(run, clock):
    """A job in another process does not trip a timeout, and an idle pool does not hold the clock."""

    async def program():
        loop = asyncio.get_running_loop()
        with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            first = await asyncio.wait_for(loop.run_in_executor(pool, pow, 7, 2), 10)
            await asyncio.sleep(5)
            return first, await asyncio.wait_for(loop.run_in_executor(pool, pow, 8, 2), 10)

    assert run(program) == (49, 64)
    assert clock.elapsed == 5.0


def test_more_sleeping_jobs_than_threads(clock):
    """Six sleeps of 1 s in a pool of two threads take 3.0 s."""
    with virtual(clock), concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(time.sleep, [1] * 6))

    assert clock.elapsed == 3.0


def test_threads_of_one_deadline_wake_in_order(run):
    """Worker threads that sleep equally long wake in the order they were started."""
    woken = []

    def worker(number):
        time.sleep(1)
        woken.append(number)

    async def program():
        await asyncio.gather(*(asyncio.to_thread(worker, number) for number in range(12)))

    run(program)

    assert woken == list(range(12))


def test_the_default_executor_has_as_many_threads_everywhere(run, clock):
    """Thirty threads that sleep 1 s take 1.0 s, whatever the number of cores."""

    async def program():
        await asyncio.gather(*(asyncio.to_thread(time.sleep, 1) for _ in range(30)))

    run(program)

    assert clock.elapsed == 1.0


def test_selectors_wait_on_the_clock(clock):
    """A selector of the student's own times out on the virtual clock."""
    left, right = socket.socketpair()
    with virtual(clock), left, right, selectors.DefaultSelector() as selector:
        selector.register(left, selectors.EVENT_READ)
        silent = selector.select(2)

    assert (silent, clock.elapsed) == ([], 2.0)


def test_the_timeout_of_a_child_process_stays_real(clock):
    """subprocess.run(timeout=) counts real seconds, so a slow child is still stopped, at no virtual time."""
    with virtual(clock), pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([sys.executable, "-I", "-S", "-c", "import time; time.sleep(60)"], timeout=0.05, check=False)

    assert clock.elapsed == 0.0


def test_a_wait_that_nobody_can_end_is_told(clock):
    """Event.wait() with nobody to set it is a deadlock, told at once with its line."""
    with virtual(clock), pytest.raises(Deadlock) as told:
        threading.Event().wait()

    (wait,) = told.value.waits
    assert (wait.function, wait.file, wait.what) == (
        "test_a_wait_that_nobody_can_end_is_told",
        __file__,
        "Event.wait",
    )


def test_a_long_sleep_meets_the_limit():
    """Sleeping past the clock's limit raises TimeLimit and leaves the clock where it was."""
    clock = Clock(limit_ns=10 * 10**9)

    with virtual(clock), pytest.raises(TimeLimit):
        time.sleep(11)

    assert clock.elapsed == 0.0


def test_blocks_are_bounded_but_all_are_told(clock):
    """The clock keeps 100 blocks; its listener hears of every one."""
    heard = []
    clock.on_block = heard.append

    with virtual(clock):
        for _ in range(120):
            time.sleep(1)

    assert (len(clock.blocks), len(heard)) == (100, 120)


def test_asyncio_run_in_a_thread(clock):
    """asyncio.run in a worker thread sleeps on the same clock."""
    done = []

    async def program():
        await asyncio.sleep(3)
        done.append(clock.elapsed)

    with virtual(clock):
        thread = threading.Thread(target=lambda: asyncio.run(program()))
        thread.start()
        thread.join()

    assert done == [3.0]


def test_two_loops_in_two_threads_share_the_clock(run, clock):
    """A loop in a worker thread and the main loop see each other's time in order."""
    seen = []

    async def steps(name, pause):
        for _ in range(2):
            await asyncio.sleep(pause)
            seen.append((name, clock.elapsed))

    async def program():
        await asyncio.gather(asyncio.to_thread(lambda: asyncio.run(steps("thread", 2))), steps("main", 1.5))

    run(program)

    assert seen == [("main", 1.5), ("thread", 2.0), ("main", 3.0), ("thread", 4.0)]
