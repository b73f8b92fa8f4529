"""Sources follow their script, and note how they were used."""

from __future__ import annotations

from contextlib import aclosing
from typing import Any

import pytest

from grader.testing import Source


async def _all(source: Any) -> list[Any]:
    return [value async for value in source]


@pytest.mark.parametrize("make", [lambda source: source(), lambda source: source], ids=["generator", "iterator"])
def test_values_come_after_their_waits(run: Any, make: Any) -> None:
    """Each wait begins when the value is asked for, and the end comes after its own."""
    source = Source([(1, "a"), (0.5, "b")], ending=2)

    assert run(_all(make(source))) == ["a", "b"]
    assert [source.asked, source.given, source.ended] == [[0.0, 1.0, 1.5], [(1.0, "a"), (1.5, "b")], [3.5]]
    assert source.closed == []


@pytest.mark.parametrize("make", [lambda source: source(), lambda source: source], ids=["generator", "iterator"])
def test_a_source_may_fail(run: Any, make: Any) -> None:
    """At its end a source raises its error."""
    error = OSError("gone")
    source = Source([(1, "a")], error=error)

    with pytest.raises(OSError) as caught:
        run(_all(make(source)))

    assert caught.value is error
    assert source.ended == [1.0]


def test_closing_is_noted_when_it_is_done(run: Any) -> None:
    """A generator that is closed early notes it after its cleanup."""
    source = Source([(1, "a"), (1, "b")], cleanup=0.25)

    async def first() -> Any:
        async with aclosing(source()) as values:
            return await anext(values)

    assert run(first()) == "a"
    assert source.closed == [1.25]
    assert source.ended == []


def test_an_error_thrown_in_closes_it(run: Any) -> None:
    """Whoever throws an exception into the generator has closed it; it takes its cleanup for that as well."""
    source = Source([(1, "a"), (1, "b")], cleanup=0.5)

    async def scenario() -> None:
        values = source()
        await anext(values)
        await values.athrow(KeyError("mine"))

    with pytest.raises(KeyError, match="mine"):
        run(scenario())
    assert [source.closed, source.ended] == [[1.5], []]
