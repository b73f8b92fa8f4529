"""Visible checks of kata04."""

import asyncio

from grader.testing import M00, M38, Job, check, expect, fail, plain

WORDS = {
    "coroutine function",
    "coroutine",
    "async generator function",
    "async generator",
    "task",
    "future",
    "awaitable",
    "plain",
}


async def function():
    """Nothing to do."""


async def numbers():
    yield 1


def word(kata, thing):
    """What `classify` says, which is a text."""
    said = kata.classify(thing)
    if asyncio.iscoroutine(said):
        said.close()
        fail(M38.because("classify returned a coroutine: it is an ordinary function, and returns a word"))
    said = plain(said)
    if said not in WORDS:
        fail(M00.because("classify returned something that is none of the eight words"))
    return said


@check(points=2, rules=(1, 2))
async def test_functions_and_coroutines(kata, clock):
    """A function written with async def is a "coroutine function", and what its call returns a "coroutine"."""
    made = function()

    try:
        expect(word(kata, function), "coroutine function")
        expect(
            word(kata, made),
            "coroutine",
            tells={
                "awaitable": M00.because("A coroutine was called an awaitable: ask the more special question first")
            },
        )
    finally:
        made.close()
    clock.took(0.0)


@check(points=2, needs="test_functions_and_coroutines", rules=(1, 3))
async def test_async_generators(kata, clock):
    """With a yield, async def makes an "async generator function"; what its call returns is an "async generator"."""
    mixed = M38.because(
        "`async def` with `yield` makes no coroutine: what its call returns is gone through, not awaited"
    )

    expect(word(kata, numbers), "async generator function", tells={"coroutine function": mixed, "plain": mixed})
    expect(word(kata, numbers()), "async generator", tells={"coroutine": mixed, "plain": mixed})


@check(points=1, needs="test_functions_and_coroutines", rules=(1, 5, 7))
async def test_a_task_and_a_number(kata, clock):
    """A task is a "task", and 42 is "plain"."""
    task = asyncio.create_task(Job(0)())

    expect(word(kata, task), "task", tells={"future": M00.because("A task was called a future: every task is one too")})
    expect(word(kata, 42), "plain")
    await task
