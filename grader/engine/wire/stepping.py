"""Coroutines and generators of the other side, driven step by step from the caller's own task."""

from __future__ import annotations

import asyncio
import inspect
import types
from collections.abc import AsyncGenerator, Callable, Generator
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.engine.wire.channel import Gone
from grader.engine.wire.functions import FUNCTIONS
from grader.engine.wire.futures import WaitMirror, _RemoteFuture, wake
from grader.engine.wire.objects import defines

if TYPE_CHECKING:
    from grader.engine.wire.peer import Peer

Callback = Callable[[Any], None]


class CoroutineStep(NamedTuple):
    """How one step of a coroutine ended: it returned `value`, or it yielded it."""

    returned: bool
    value: Any


class Waits:
    """Futures here that a coroutine over there waits for, and mirrors here of futures over there.

    A step of a coroutine ends in one of ["ret", value] returned, ["y0"] bare yield, ["yv", value] plain yield,
    ["yf", n] suspended on a future of the stepped side, ["yh", n] on one of the asker's that it had given out,
    ["yr", reference] on a future object of the asker's.

    What the candidate's code yields may pass through a coroutine of the check's, and come back to the loop that the
    student wrote: it is to be the very object then. So the candidate says ["yv", value, n], and where the examiner's
    next suspension is on just that value it answers ["ym", n].
    """

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._count = 0
        self.mine: dict[int, tuple[Any, Callback]] = {}
        self.mirrors: dict[int, WaitMirror] = {}
        # The value that was yielded last, with its number: only what passes straight through comes home.
        self._passing: tuple[int, Any] = (0, None)

    def encode_step(self, suspended_on: Any) -> list[Any]:
        """Return what to answer when a step of ours yielded this."""
        if suspended_on is None:
            return ["y0"]
        if isinstance(suspended_on, WaitMirror):
            self.mirrors.pop(suspended_on.wait, None)
            return ["yh", suspended_on.wait]
        if isinstance(suspended_on, _RemoteFuture):
            suspended_on._asyncio_future_blocking = False
            return ["yr", suspended_on._reference]
        if _is_waited_for(suspended_on):
            return ["yf", self._lend(suspended_on)]
        return self._encode_value(suspended_on)

    def _encode_value(self, value: Any) -> list[Any]:
        number, passing = self._passing
        if self._peer.trusted:
            self._passing = (0, None)
            return ["ym", number] if number and value is passing else ["yv", self._peer.encode(value)]
        encoded = self._peer.encode(value)
        self._passing = (number + 1, value)
        return ["yv", encoded, number + 1]

    def _lend(self, future: Any) -> int:
        self._count += 1
        number = self._count

        def wake(_: Any) -> None:
            if self.mine.pop(number, None) and not self._peer.over:
                # The loop calls back for a future of asyncio's, and for nothing else.
                self._peer.wake(number, is_last=isinstance(future, asyncio.Future))

        self.mine[number] = (future, wake)
        future._asyncio_future_blocking = False
        future.add_done_callback(wake)
        return number

    def suspended_on(self, answer: list[Any]) -> Any:
        """Return the future of ours behind a step's answer; None where it is a bare yield or a future over there."""
        lent = self.mine.get(answer[1]) if answer[0] == "yf" else None
        return lent[0] if lent is not None else None

    def decode_step(self, answer: Any) -> CoroutineStep:
        """Return how a step over there ended. Raises Gone on an unknown suspension."""
        if answer[0] == "ret":
            return CoroutineStep(returned=True, value=self._peer.decode(answer[1]))
        return CoroutineStep(returned=False, value=self._suspension(answer))

    def _suspension(self, step: Any) -> Any:
        kind = step[0]
        if kind == "y0":
            return None
        if kind == "yf":
            if type(step[1]) is not int:
                raise Gone("protocol: suspension")
            mirror = WaitMirror(self._peer, step[1], asyncio._get_running_loop())
            self.mirrors[step[1]] = mirror
            return mirror
        if kind == "yh":
            future, wake = self.mine.pop(step[1])
            future.remove_done_callback(wake)
            future._asyncio_future_blocking = True
            return future
        if kind == "yr":
            future = self._peer.references.mine(step[1])
            if not isinstance(future, asyncio.Future):
                raise Gone("protocol: not a future")
            future._asyncio_future_blocking = True
            return future
        if kind == "yv":
            return self._value(*step[1:])
        if kind == "ym" and not self._peer.trusted and step[1] == self._passing[0]:
            return self._passing[1]
        raise Gone("protocol: suspension")

    def _value(self, encoded: Any, number: Any = 0) -> Any:
        value = self._peer.decode(encoded)
        if self._peer.trusted:
            if type(number) is not int:
                raise Gone("protocol: suspension")
            self._passing = (number, value)
        return value

    def wake(self, number: int) -> None:
        """The future behind a mirror is done: run its waiters now."""
        mirror = self.mirrors.pop(number, None)
        if mirror is not None:
            for callback, context in mirror.callbacks:
                wake(mirror.get_loop(), callback, mirror, context)

    def cancel(self, number: int, msg: Any) -> bool:
        """Cancel a future of ours that the other side waits for: is it cancelled now, or on its way to be?

        One that was cancelled before counts: its waiter gets that cancellation, with the message it has.
        """
        lent = self.mine.get(number)
        if lent is None:
            return False
        future = lent[0]
        return bool(future.cancel(msg)) or (isinstance(future, asyncio.Future) and future.cancelled())


def _is_waited_for(suspended_on: Any) -> bool:
    """Return whether asyncio waits for this future; where no loop of asyncio's runs, one of the student's own is a
    value.
    """
    if getattr(suspended_on, "_asyncio_future_blocking", None) is None:
        return False
    return isinstance(suspended_on, asyncio.Future) or asyncio._get_running_loop() is not None


# What stands for the file of a coroutine that a check handed over, where a student prints a task that runs it.
OF_THE_CHECK = "the check"
# What asking an async generator for its next value gives, by names of types that Python does not export: it is stepped
# like a generator.
ASYNC_STEPS = ("async_generator_asend", "async_generator_athrow", "anext_awaitable")


def drive(peer: Peer, reference: int, first: CoroutineStep | None = None) -> Generator[Any, Any, Any]:
    """Step an iterator of the other side until it returns; what is sent or thrown in goes there."""
    how: str = "send"
    value: Any = None
    while True:
        step = first or peer.ask("step", reference, how, peer.encode(value), read=peer.waits.decode_step)
        first = None
        if step.returned:
            return step.value
        try:
            value = yield step.value
            how = "send"
        except GeneratorExit:
            if peer.over is None:
                peer.ask("step", reference, "close", None, read=peer.waits.decode_step)
            raise
        except BaseException as error:
            how, value = "throw", error
            error = None  # type: ignore[assignment]  # else the frame and its exception keep each other alive


class Driven:
    """An awaitable that steps an iterator of the other side."""

    def __init__(self, peer: Peer, reference: int, first: CoroutineStep | None = None) -> None:
        self._peer = peer
        self._reference = reference
        self._first = first

    def __await__(self) -> Generator[Any, Any, Any]:
        return drive(self._peer, self._reference, self._first)


async def coroutine(peer: Peer, reference: int) -> Any:
    """Return a native coroutine that runs a coroutine of the other side."""
    return await Driven(peer, reference)


def generator(peer: Peer, reference: int) -> Generator[Any, Any, Any]:
    """Yield a native generator that runs a generator of the other side."""
    return (yield from drive(peer, reference))


@types.coroutine
def generator_coroutine(peer: Peer, reference: int) -> Generator[Any, Any, Any]:
    """A generator-based coroutine that runs one of the other side."""
    return (yield from drive(peer, reference))


async def async_generator(peer: Peer, reference: int) -> AsyncGenerator[Any, Any]:
    """Yield a native async generator that runs one of the other side."""
    how, value = "asend", None
    peer.references.begin_generator(reference)
    try:
        while True:
            try:
                item = await _started(peer, reference, how, value)
            except StopAsyncIteration:
                return
            try:
                value = yield item
                how = "asend"
            except GeneratorExit:
                if peer.over is None:
                    await _started(peer, reference, "aclose", None)
                raise
            except BaseException as error:
                how, value = "athrow", error
                error = None  # type: ignore[assignment]
    finally:
        peer.references.end_generator(reference)


def _started(peer: Peer, reference: int, how: str, value: Any) -> Driven:
    def read(answer: Any) -> tuple[int, CoroutineStep]:
        made, step = answer
        return int(made), peer.waits.decode_step(step)

    made, first = peer.ask("astart", reference, how, peer.encode(value), read=read)
    return Driven(peer, made, first)


def _elsewhere(*functions: types.FunctionType) -> None:
    """Let a task that runs one of these be shown as one of the check's, and not with the place of this file."""
    for function in functions:
        function.__code__ = function.__code__.replace(co_filename=OF_THE_CHECK, co_firstlineno=1)


class Iterator:
    """A plain iterator of the other side: what `__await__` or `iter()` gave there."""

    def __init__(self, peer: Peer, reference: int) -> None:
        self._driven = drive(peer, reference)

    def __iter__(self) -> Iterator:
        return self

    def __await__(self) -> Iterator:
        return self

    def __next__(self) -> Any:
        return next(self._driven)

    def send(self, value: Any) -> Any:
        if value is not None and inspect.getgeneratorstate(self._driven) == inspect.GEN_CREATED:
            next(self._driven)
        return self._driven.send(value)

    def throw(self, *error: Any) -> Any:
        return self._driven.throw(*error)

    def close(self) -> None:
        self._driven.close()


def kind_of(value: Any, cls: type, *, iterator: bool) -> str | None:
    """Return what kind of thing the other side may step, or None."""
    if cls is types.CoroutineType:
        return "coroutine"
    if cls is types.GeneratorType and not iterator:
        return _generator_kind(value)
    if cls.__module__ == "builtins" and cls.__name__ in ASYNC_STEPS:
        return "generator coroutine"
    if isinstance(value, (asyncio.Future, *FUNCTIONS)) or cls is types.AsyncGeneratorType:
        return None
    if iterator and not any(defines(cls, dunder) for dunder in ("__anext__", "__len__")):
        return "iterator"
    return None


def _generator_kind(generator: Any) -> str:
    if inspect.getgeneratorstate(generator) != inspect.GEN_CREATED:
        return "iterator"
    iterable = generator.gi_code.co_flags & inspect.CO_ITERABLE_COROUTINE
    return "generator coroutine" if iterable else "generator"


_elsewhere(coroutine, generator, generator_coroutine, async_generator)  # type: ignore[arg-type]
