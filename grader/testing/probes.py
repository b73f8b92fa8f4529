"""Probes for edges: odd values, repeated calls, a diary of calls, and gates that a check opens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator, Sequence
from typing import Any, ClassVar, TypeAlias

from grader.testing.minting import token
from grader.testing.misconceptions import M08
from grader.testing.moments import Noting, now, runs
from grader.testing.values import fail

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


Note: TypeAlias = tuple[str, tuple[Any, ...], float]


class Diary:
    """Makes functions to hand to the student's code, and notes each call of each of them.

    `called`, `began`, `ended` and `cancelled` hold (name, arguments, virtual seconds) in the order it happened: a
    coroutine that was called and never awaited did not begin. `most_at_once` is the highest number that ran at a time.
    """

    _crosses: ClassVar[frozenset[str]] = frozenset()

    def __init__(self) -> None:
        self.called: list[Note] = []
        self.began: list[Note] = []
        self.ended: list[Note] = []
        self.cancelled: list[Note] = []
        self.most_at_once = 0
        self._running: list[str] = []

    def function(self, name: str, answer: Any = None) -> Callable[..., Any]:
        """Make an ordinary function; `answer` is what it returns, or a function of the arguments that finds it."""

        def stand_in(*given: Any) -> Any:
            self.called.append((name, given, now()))
            return _found(answer, given)

        stand_in.__name__ = stand_in.__qualname__ = name
        return stand_in

    def coroutine_function(self, name: str, seconds: float = 0, answer: Any = None) -> Callable[..., Any]:
        """Make a function whose call is a coroutine that takes `seconds` virtual seconds.

        `answer` is what it returns, or a function of the arguments that finds it, when the seconds are over.
        """

        def stand_in(*given: Any) -> Any:
            self.called.append((name, given, now()))
            made: Any = self._work(name, given, seconds, answer)
            made.__name__ = made.__qualname__ = name
            return made

        stand_in.__name__ = stand_in.__qualname__ = name
        return stand_in

    def calls(self, name: str) -> list[tuple[Any, ...]]:
        """Return the arguments of each call of this function, in order."""
        return [given for called, given, _ in self.called if called == name]

    async def _work(self, name: str, given: tuple[Any, ...], seconds: float, answer: Any) -> Any:
        self.began.append((name, given, now()))
        self._running.append(name)
        self.most_at_once = max(self.most_at_once, len(self._running))
        try:
            if seconds:
                await asyncio.sleep(seconds)
            return _found(answer, given)
        except asyncio.CancelledError:
            self.cancelled.append((name, given, now()))
            raise
        finally:
            self._running.remove(name)
            if runs():
                self.ended.append((name, given, now()))

    def _left(self, at: float) -> list[str]:
        left = [name for name, _, _ in self.began]
        for name, _, then in self.ended:
            if then <= at:
                left.remove(name)
        return left

    def _noted(self) -> int:
        return len(self.called) + len(self.began) + len(self.ended)


def _found(answer: Any, given: tuple[Any, ...]) -> Any:
    found = answer(*given) if callable(answer) else answer
    if isinstance(found, BaseException):
        raise found
    return found


class Gate:
    """A barrier that a check opens: awaiting it waits until then, and gives what it was opened with.

    `gate("anna")` makes a coroutine that waits under that name; `await gate` waits under the name of its task.
    `arrived`, `passed` and `turned_away` (cancelled while waiting) hold (name, virtual seconds) in the order it
    happened, `waiting` the names of those who wait now.
    """

    _crosses: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, name: str = "gate") -> None:
        self.name = name
        self.arrived: list[tuple[str, float]] = []
        self.passed: list[tuple[str, float]] = []
        self.turned_away: list[tuple[str, float]] = []
        self._inside: list[tuple[str, asyncio.Future[Any]]] = []
        self._counts: list[tuple[int, asyncio.Future[None]]] = []
        self._opened = False
        self._value: Any = None

    @property
    def waiting(self) -> list[str]:
        """Who waits now, in the order they came."""
        return [who for who, _ in self._inside]

    def open(self, value: Any = None) -> None:
        """Let everybody through who waits, and everybody who comes later; `value` is what they get."""
        self._opened, self._value = True, value
        for _, future in self._inside:
            if not future.done():
                future.set_result(value)

    async def reached(self, number: int) -> None:
        """Wait until so many have arrived, in all."""
        if len(self.arrived) < number:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._counts.append((number, future))
            await future

    def __call__(self, who: str) -> Coroutine[Any, Any, Any]:
        made: Any = self._wait(who)
        made.__name__ = made.__qualname__ = who
        return made  # type: ignore[no-any-return]

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._wait("").__await__()

    async def _wait(self, who: str) -> Any:
        who = who or _current()
        self.arrived.append((who, now()))
        self._count()
        if self._opened:
            self.passed.append((who, now()))
            return self._value
        entry = who, asyncio.get_running_loop().create_future()
        self._inside.append(entry)
        try:
            value = await entry[1]
        except BaseException:
            if runs():
                self.turned_away.append((who, now()))
            raise
        finally:
            self._inside.remove(entry)
        self.passed.append((who, now()))
        return value

    def _count(self) -> None:
        for number, future in self._counts:
            if len(self.arrived) >= number and not future.done():
                future.set_result(None)

    def _left(self, at: float) -> list[str]:
        left = [who for who, _ in self.arrived]
        for who, then in (*self.passed, *self.turned_away):
            if then <= at:
                left.remove(who)
        return left

    def _noted(self) -> int:
        return len(self.arrived) + len(self.passed) + len(self.turned_away)


def _current() -> str:
    task = asyncio.current_task()
    return str(task.get_name()) if task is not None else "somebody"
