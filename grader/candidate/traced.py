"""The timeline's events: a wrapper around each task's coroutine notes when it runs, waits and ends."""

from __future__ import annotations

import asyncio
import collections.abc
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

Event = tuple[int, str, str, int]
Record = Callable[[int, str, str, int], None]
_FRAMES = ("cr_frame", "gi_frame", "ag_frame")
_AWAITED = ("cr_await", "gi_yieldfrom", "ag_await")


class Traced(collections.abc.Coroutine[Any, Any, Any]):
    """Runs a coroutine and records its steps; asyncio takes it for a coroutine."""

    __slots__ = ("__weakref__", "_file", "_inner", "_record", "_task")

    def __init__(self, inner: Coroutine[Any, Any, Any], task: int, record: Record, file: str) -> None:
        self._inner = inner
        self._task = task
        self._record = record
        self._file = file
        record(task, "made", str(getattr(inner, "__qualname__", "?")), 0)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._inner.__await__()

    def send(self, value: Any) -> Any:
        return self._step(self._inner.send, value)

    def throw(self, kind: Any, error: Any = None, trace: Any = None) -> Any:
        return self._step(self._inner.throw, error if error is not None else kind)

    def close(self) -> None:
        self._inner.close()

    def _step(self, step: Callable[[Any], Any], value: Any) -> Any:
        with _recording(self._task, self._record):
            suspended = step(value)
        self._record(self._task, "wait", *_waits_for(self._inner, self._file, suspended))
        return suspended


def traced_step(
    step: Callable[[], list[Any]],
    coroutine: Any,
    task: int,
    record: Record,
    file: str,
    suspended_on: Callable[[list[Any]], Any],
) -> list[Any]:
    """One step of a coroutine that the examiner drives; one that ends in ["ret", value] was the last."""
    with _recording(task, record):
        answer = step()
    if answer[0] == "ret":
        record(task, "done", "", 0)
    else:
        record(task, "wait", *_waits_for(coroutine, file, suspended_on(answer)))
    return answer


@contextmanager
def _recording(task: int, record: Record) -> Iterator[None]:
    record(task, "run", "", 0)
    try:
        yield
    except StopIteration:
        record(task, "done", "", 0)
        raise
    except asyncio.CancelledError:
        record(task, "cancelled", "", 0)
        raise
    except BaseException as error:
        record(task, "error", type(error).__name__, 0)
        raise


def _waits_for(awaited: Any, file: str, suspended: Any) -> tuple[str, int]:
    """(what the innermost await of the student is for, its line)."""
    label, line = "", 0
    for _ in range(40):
        frame = _first(awaited, _FRAMES)
        if frame is not None:
            if frame.f_code.co_filename == file:
                label, line = "", frame.f_lineno
            elif not label:
                label = _called(awaited, frame)
        inner = _first(awaited, _AWAITED)
        if inner is None:
            break
        awaited = inner
    return label or _named(suspended), line


def _called(awaited: Any, frame: FrameType) -> str:
    delay = frame.f_locals.get("delay")
    if frame.f_globals.get("__name__") == "asyncio.tasks" and type(delay) in (int, float):
        return f"{frame.f_code.co_name}({delay:g})"
    return str(getattr(awaited, "__name__", frame.f_code.co_name))


def _named(suspended: Any) -> str:
    if suspended is None:
        return "its next turn"
    if isinstance(suspended, asyncio.Task):
        return f"{getattr(suspended.get_coro(), '__qualname__', 'a task')}()"
    return "gather" if type(suspended).__name__ == "_GatheringFuture" else "a future"


def _first(thing: Any, names: tuple[str, ...]) -> Any:
    for name in names:
        found = getattr(thing, name, None)
        if found is not None:
            return found
    return None
