"""As many checks as kata11 has, in plain pytest, with every sleep removed: what grading is measured against."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from my_gather import my_gather


class Job:
    """Work of a few steps of the loop; notes when it starts, ends or is cancelled."""

    def __init__(self, steps: int, value: Any = None, *, error: BaseException | None = None) -> None:
        self.steps, self.value, self.error = steps, value, error
        self.started = self.ended = self.cancelled = 0

    async def __call__(self) -> Any:
        self.started += 1
        try:
            for _ in range(self.steps):
                await asyncio.sleep(0)
            if self.error is not None:
                raise self.error
            return self.value
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.ended += 1


async def steps(count: int) -> None:
    """Let everybody else go on for so many rounds of the loop."""
    for _ in range(count):
        await asyncio.sleep(0)


def test_starts_everything_before_waiting() -> None:
    """All three jobs have started before the first one ends."""

    async def run() -> list[int]:
        jobs = [Job(3), Job(2), Job(4)]
        waiting = asyncio.create_task(my_gather(*(job() for job in jobs)))
        await steps(2)
        started = [job.started for job in jobs]
        await waiting
        return started

    assert asyncio.run(run()) == [1, 1, 1]


def test_results_stand_in_the_order_asked() -> None:
    """Results come in the order of the arguments."""

    async def run() -> list[Any]:
        return await my_gather(Job(2, "a")(), Job(1, "b")(), Job(3, "c")())

    assert asyncio.run(run()) == ["a", "b", "c"]


def test_a_failure_comes_out_at_once() -> None:
    """The exception of the first failure leaves, as the same object."""
    error = ValueError("first")

    async def run() -> None:
        await my_gather(Job(2)(), Job(1, error=error)(), Job(3)())

    with pytest.raises(ValueError, match="first") as caught:
        asyncio.run(run())
    assert caught.value is error


def test_nothing_to_wait_for() -> None:
    """Without arguments the result is []."""

    async def run() -> list[Any]:
        return await my_gather()

    assert asyncio.run(run()) == []


def test_the_others_go_on_after_a_failure() -> None:
    """After a failure the others run to their own ends."""

    async def run() -> list[tuple[int, int]]:
        jobs = [Job(1, error=KeyError("k")), Job(3), Job(4)]
        with pytest.raises(KeyError):
            await my_gather(*(job() for job in jobs))
        await steps(6)
        return [(job.ended, job.cancelled) for job in jobs]

    assert asyncio.run(run()) == [(1, 0)] * 3


def test_failures_stand_in_their_place() -> None:
    """With return_exceptions the exceptions stand in the list."""
    errors = [ValueError("v"), TimeoutError("t")]

    async def run() -> list[Any]:
        jobs = [Job(3, "a"), Job(1, error=errors[0]), Job(4, "c"), Job(2, error=errors[1])]
        return await my_gather(*(job() for job in jobs), return_exceptions=True)

    assert asyncio.run(run()) == ["a", errors[0], "c", errors[1]]


def test_cancelling_reaches_every_child() -> None:
    """Whoever is not done is cancelled."""

    async def run() -> list[int]:
        jobs = [Job(1), Job(50), Job(60)]
        caller = asyncio.create_task(my_gather(*(job() for job in jobs)))
        await steps(5)
        caller.cancel()
        await steps(5)
        return [job.cancelled for job in jobs]

    assert asyncio.run(run()) == [0, 1, 1]


@pytest.mark.parametrize("switch", [False, True])
def test_a_cancellation_leaves_my_gather(switch: bool) -> None:
    """CancelledError leaves, whatever return_exceptions says."""

    async def run() -> bool:
        caller = asyncio.create_task(my_gather(Job(50)(), return_exceptions=switch))
        await steps(3)
        caller.cancel()
        await steps(4)
        return caller.cancelled()

    assert asyncio.run(run())


def test_the_same_object_twice() -> None:
    """The same object runs once and stands in both places."""

    async def run() -> tuple[list[Any], int]:
        job = Job(1, "once")
        coroutine = job()
        return await my_gather(coroutine, Job(2, "other")(), coroutine), job.started

    assert asyncio.run(run()) == (["once", "other", "once"], 1)


def test_every_kind_of_awaitable() -> None:
    """Coroutines, tasks and futures, also one that is done already."""

    async def run() -> list[Any]:
        future = asyncio.get_running_loop().create_future()
        future.set_result("done")
        return await my_gather(Job(2, "c")(), asyncio.create_task(Job(1, "t")()), future)

    assert asyncio.run(run()) == ["c", "t", "done"]


def test_a_cancelled_child_is_listed() -> None:
    """With return_exceptions a cancelled child's CancelledError stands in the list."""

    async def run() -> list[Any]:
        given = asyncio.create_task(Job(50)())
        asyncio.get_running_loop().call_soon(given.cancel)
        return await my_gather(Job(1, "a")(), given, return_exceptions=True)

    results = asyncio.run(run())
    assert results[0] == "a"
    assert isinstance(results[1], asyncio.CancelledError)


def test_later_failures_are_fetched() -> None:
    """A child that fails later has its exception fetched."""

    async def run() -> bool:
        future = asyncio.get_running_loop().create_future()
        with pytest.raises(ValueError, match="first"):
            await my_gather(Job(1, error=ValueError("first"))(), future)
        future.set_exception(OSError("later"))
        await steps(2)
        return bool(getattr(future, "_log_traceback"))

    assert not asyncio.run(run())


def test_any_value_is_a_result() -> None:
    """None, False and a returned exception are results like any other."""
    values = [None, "x", False, ValueError("returned"), 0]

    async def run() -> list[Any]:
        return await my_gather(*(Job(5 - place, value)() for place, value in enumerate(values)))

    assert asyncio.run(run()) == values
