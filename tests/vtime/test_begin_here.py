"""A clock that begins again at 0 where it is: what waits goes on waiting, and what is read of the time goes on."""

from __future__ import annotations

import asyncio
import threading
import time

from grader.vtime import Clock, VirtualLoop, virtual


def test_the_clock_shows_0_and_the_time_goes_on(clock: Clock) -> None:
    """`elapsed` begins anew; time.monotonic() and a loop's time do not go back."""
    with virtual(clock):
        loop = VirtualLoop(clock)
        time.sleep(40)
        before = time.monotonic(), loop.time(), time.time()
        clock.begin_here([])
        after = time.monotonic(), loop.time(), time.time()
        loop.close()

    assert clock.elapsed == 0.0 and clock.blocks == []
    assert before == after


def test_timers_fire_as_much_later_as_they_would_have(clock: Clock) -> None:
    """In their order, one that is over due at once; what was ready comes before what is made ready now."""
    fired: list[tuple[str, float]] = []
    with virtual(clock):
        loop = VirtualLoop(clock)
        for delay, name in ((9, "c"), (5, "a"), (5, "b"), (1, "overdue")):
            loop.call_later(delay, lambda name: fired.append((name, clock.elapsed)), name)
        loop.call_soon(lambda: fired.append(("ready", clock.elapsed)))
        time.sleep(2)
        clock.begin_here([loop])
        loop.call_soon(lambda: fired.append(("new", clock.elapsed)))
        loop.call_at(loop.time() + 8, loop.stop)
        loop.run_forever()
        loop.close()

    assert fired == [("ready", 0.0), ("new", 0.0), ("overdue", 0.0), ("a", 3.0), ("b", 3.0), ("c", 7.0)]


def test_a_thread_wakes_when_it_would_have(clock: Clock) -> None:
    """A sleep of 5 s that began 2 s before is over at 3 s."""
    woken: list[float] = []
    with virtual(clock):
        thread = threading.Thread(target=lambda: (time.sleep(5), woken.append(clock.elapsed)))
        thread.start()
        time.sleep(2)
        clock.begin_here([])
        asyncio.run(asyncio.sleep(4))
        thread.join()

    assert woken == [3.0]
