"""Edge probes: the values, numbers, moments and repetitions that a program right only by luck does not survive.

On a virtual clock none of them costs a wait. Put several into one check's one run: what they cost is round trips.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from grader.testing.expectations import fail
from grader.testing.minting import token
from grader.testing.misconceptions import M08
from grader.testing.moments import Noting, now

MANY = 250
"""More than any round number that somebody takes for a limit."""

FRACTIONS = (0.625, 2.375, 1.1875)
"""Virtual seconds that are exact, and that neither int() nor round() nor steps of a tenth leave as they are."""

LONG = (3_600.0, 86_400.0)
"""An hour and a day, in virtual seconds: longer than anybody's patience."""

QUIET = 60.0


class Unforeseen(BaseException):
    """An error that `except Exception` does not catch."""


def falsy() -> list[Any]:
    """Make a list of values that count as false, some of them equal to each other: each is a value like any other."""
    return [None, 0, "", [], False, 0.0, (), {}]


def every_error(*, stop: bool = False) -> list[BaseException]:
    """Make an error of each kind that people catch too much or too little of, each with a text of its own.

    `stop` adds StopIteration, which can leave an ordinary function and no coroutine.
    """
    kinds: list[type[BaseException]] = [Exception, ValueError, RuntimeError, TimeoutError, OSError, Unforeseen]
    errors = [kind(token("error")) for kind in (*kinds, *([StopIteration] if stop else []))]
    return [*errors, ExceptionGroup(token("errors"), [KeyError(token("key"))])]


def tokens(number: int = MANY, prefix: str = "v") -> list[str]:
    """Make so many values that nobody can know, no two alike: among many, luck cannot decide."""
    return list(dict.fromkeys(f"{token(prefix)}-{place}" for place in range(number)))


async def outcome(awaitable: Awaitable[Any]) -> Any:
    """Return what it gives, or the exception it ends with. An AssertionError leaves: it is the clock's."""
    try:
        return await awaitable
    except AssertionError:
        raise
    except (Exception, asyncio.CancelledError, Unforeseen) as error:
        return error


async def twice(call: Callable[[], Awaitable[Any]]) -> list[Any]:
    """Return the outcomes of a first call, of the same again, and of two at the same time.

    `call` makes the student's work anew; what one call leaves behind shows in the others.
    """
    alone = [await outcome(call()), await outcome(call())]
    return [*alone, *await asyncio.gather(*(outcome(work) for work in [call(), call()]))]


async def expect_quiet(what: str, watched: Sequence[Noting], *, seconds: float = QUIET) -> None:
    """Fail where something handed in still runs now, or notes anything in the next `seconds` virtual seconds.

    Call it when `what`, the student's function, is over. `watched` are Jobs, Probes, Logs, Diaries, Gates, Sources and
    Connections. Raises AssertionError marked with M08.
    """
    left = [name for one in watched for name in one._left(now())]
    noted = [one._noted() for one in watched]
    if left:
        fail(M08.because(f"{what} was over, and {len(left)} of what it had begun still ran"))
    await asyncio.sleep(seconds)
    if [one._noted() for one in watched] != noted:
        fail(M08.because(f"{what} was over, and something of it was done only later"))
