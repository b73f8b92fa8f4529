"""Edge probes and diaries: what they note, and what they catch."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from grader.model import Mode, Outcome
from grader.testing import (
    FRACTIONS,
    MANY,
    Diary,
    Job,
    Log,
    Unforeseen,
    every_error,
    expect_quiet,
    falsy,
    outcome,
    tokens,
    twice,
)
from tests.examiner import bench
from tests.testing.conftest import Run

BOTH = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)


def test_no_rounding_leaves_a_fraction_as_it_is() -> None:
    """int, round and steps of a tenth all change each of them; a sum of them is exact."""
    for seconds in FRACTIONS:
        assert seconds not in (int(seconds), round(seconds), round(seconds, 1))
        assert (seconds * 16).is_integer()


def test_falsy_values_are_false_and_fresh() -> None:
    """Every one counts as false, and no list of one call is that of another."""
    assert not any(falsy())
    assert falsy()[3] is not falsy()[3]


def test_every_error_is_of_its_own_kind(run: Run) -> None:
    """Each is fresh, one is no Exception, and StopIteration comes only where it is asked for."""

    async def body() -> None:
        errors = every_error()
        assert len({type(error) for error in errors}) == len(errors)
        assert [error for error in errors if not isinstance(error, Exception)] == [errors[5]]
        assert isinstance(errors[5], Unforeseen)
        assert not any(isinstance(error, StopIteration) for error in errors)
        assert any(isinstance(error, StopIteration) for error in every_error(stop=True))

    run(body())


def test_tokens_are_all_different(run: Run) -> None:
    """So many, no two alike."""

    async def body() -> None:
        assert len(set(tokens())) == MANY
        assert len(tokens(3, "page")) == 3

    run(body())


def test_an_outcome_is_a_value_or_an_exception(run: Run) -> None:
    """Also a cancellation and what no `except Exception` catches; an AssertionError leaves."""

    async def body() -> None:
        error = Unforeseen("x")
        cancelled: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        cancelled.cancel()
        assert await outcome(Job(1, 5)) == 5
        assert await outcome(Job(1, error=error)) is error
        assert isinstance(await outcome(cancelled), asyncio.CancelledError)
        with pytest.raises(AssertionError):
            await outcome(Job(1, error=AssertionError("stuck")))

    run(body())


def test_twice_shows_what_a_call_leaves_behind(run: Run) -> None:
    """Two in turn, then two at the same time."""
    left: list[int] = []

    async def leaves() -> int:
        left.append(1)
        here = len(left)
        await asyncio.sleep(1)
        return here

    assert run(twice(leaves)) == [1, 2, 3, 4]


def test_a_diary_tells_called_from_begun(run: Run) -> None:
    """A coroutine that is never awaited was called, and did not begin; times and arguments stand with each."""

    async def body() -> None:
        diary = Diary()
        look = diary.coroutine_function("look", 0.5, lambda letter: letter == "a")
        weigh, refuse = diary.function("weigh", 3), diary.function("refuse", OSError("no"))
        look("never").close()
        assert [await look("a"), await look("b"), weigh("c")] == [True, False, 3]
        with pytest.raises(OSError, match="no"):
            refuse()

        assert diary.calls("look") == [("never",), ("a",), ("b",)]
        assert diary.began == [("look", ("a",), 0.0), ("look", ("b",), 0.5)]
        assert diary.ended == [("look", ("a",), 0.5), ("look", ("b",), 1.0)]
        assert [name for name, _, _ in diary.called] == ["look", "look", "look", "weigh", "refuse"]
        assert (diary.most_at_once, diary.cancelled) == (1, [])

    run(body())


def test_a_diary_counts_who_runs_at_once(run: Run) -> None:
    """Also one that is cancelled ends."""

    async def body() -> None:
        diary = Diary()
        fetch = diary.coroutine_function("fetch", 2)
        tasks = [asyncio.create_task(fetch(number)) for number in range(3)]
        await asyncio.sleep(1)
        tasks[1].cancel()
        await asyncio.wait(tasks)

        assert diary.most_at_once == 3
        assert diary.cancelled == [("fetch", (1,), 1.0)]
        assert sorted(given for _, given, _ in diary.ended) == [(0,), (1,), (2,)]

    run(body())


@pytest.mark.parametrize("watched", [Job(2, None), Diary(), Log()], ids=["job", "diary", "log"])
def test_quiet_is_broken_by_whatever_goes_on(run: Run, watched: Any) -> None:
    """A job under way is seen at once; a line or a call that comes later is waited for."""

    async def later() -> None:
        await asyncio.sleep(1)
        if isinstance(watched, Job):
            await watched
        elif isinstance(watched, Diary):
            watched.function("send")()
        else:
            watched("late")

    async def body() -> None:
        await expect_quiet("it", [watched])
        task = asyncio.create_task(later())
        with pytest.raises(AssertionError, match="done only later"):
            await expect_quiet("it", [watched])
        await task

    run(body())


def test_what_still_runs_is_seen_at_once(run: Run) -> None:
    """Nothing needs to be waited for."""

    async def body() -> None:
        job = Job(100, None)
        task = asyncio.create_task(outcome(job))
        await asyncio.sleep(1)
        with pytest.raises(AssertionError, match="1 of what it had begun still ran"):
            await expect_quiet("it", [job])
        task.cancel()
        await task

    run(body())


SENDS = """
import asyncio
async def send_all(send, letters):
    for letter in letters:
        await send(letter)
async def shielded(send, letters):
    for letter in letters:
        await asyncio.shield(send(letter))
"""


@BOTH
@pytest.mark.parametrize(("name", "ended"), [("send_all", Outcome.PASSED), ("shielded", Outcome.FAILED)])
def test_a_stand_in_crosses(mode: Mode, name: str, ended: Outcome) -> None:
    """The student's code calls it like any function, and a shield shows after the end."""

    async def check(kata: Any) -> None:
        diary = Diary()
        send = diary.coroutine_function("send", 2)
        work = asyncio.create_task(outcome(getattr(kata, name)(send, ["a", "b"])))
        await asyncio.sleep(3)
        work.cancel()
        assert isinstance(await work, asyncio.CancelledError)
        await expect_quiet(name, [diary])
        assert diary.calls("send") == [("a",), ("b",)]

    assert bench.outcome(SENDS, check, mode=mode).outcome is ended
