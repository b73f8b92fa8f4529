"""Coroutines and generators of the other side, driven step by step from the caller's own task."""

from __future__ import annotations

import asyncio
import inspect
import types
from collections.abc import AsyncGenerator, Generator
from typing import TYPE_CHECKING, Any

from grader.wire.functions import FUNCTIONS
from grader.wire.objects import defines

if TYPE_CHECKING:
    from grader.wire.peer import Peer
    from grader.wire.waits import Step

# What stands for the file of a coroutine that a check handed over, where a student prints a task that runs it.
OF_THE_CHECK = "the check"
# What asking an async generator for its next value gives, by names of types that Python does not export: it is stepped
# like a generator.
ASYNC_STEPS = ("async_generator_asend", "async_generator_athrow", "anext_awaitable")


def drive(peer: Peer, reference: int, first: Step | None = None) -> Generator[Any, Any, Any]:
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

    def __init__(self, peer: Peer, reference: int, first: Step | None = None) -> None:
        self._peer = peer
        self._reference = reference
        self._first = first

    def __await__(self) -> Generator[Any, Any, Any]:
        return drive(self._peer, self._reference, self._first)


async def coroutine(peer: Peer, reference: int) -> Any:
    """A native coroutine that runs a coroutine of the other side."""
    return await Driven(peer, reference)


def generator(peer: Peer, reference: int) -> Generator[Any, Any, Any]:
    """A native generator that runs a generator of the other side."""
    return (yield from drive(peer, reference))


@types.coroutine
def generator_coroutine(peer: Peer, reference: int) -> Generator[Any, Any, Any]:
    """A generator-based coroutine that runs one of the other side."""
    return (yield from drive(peer, reference))


async def async_generator(peer: Peer, reference: int) -> AsyncGenerator[Any, Any]:
    """A native async generator that runs one of the other side."""
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
    def read(answer: Any) -> tuple[int, Step]:
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
    """What kind of thing the other side may step, or None."""
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
