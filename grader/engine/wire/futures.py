"""Futures, tasks and context variables of the other side, as instances of asyncio's own classes."""

from __future__ import annotations

import asyncio
import contextvars
import sys
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeVar

from grader.vtime import VirtualLoop

if TYPE_CHECKING:
    from grader.engine.wire.peer import Peer

T = TypeVar("T")


class Contexts:
    """The candidate's half: the Contexts of one check."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[contextvars.Context, list[contextvars.Context]]] = {}
        self._count = 0
        self._entered: list[int] = []
        self.reply: list[int] | None = None

    def enter(self, asked: Any) -> int:
        """Return the Context for a request; a task that inherited another's gets a copy of that version."""
        number, version, own = asked
        if own:
            return int(number)
        self._count += 1
        made = self._known[number][1][version].copy() if number else contextvars.Context()
        self._known[self._count] = (made, [made.copy()])
        return self._count

    def current(self) -> contextvars.Context | None:
        """Return the Context that was entered last and is not left, if any."""
        return self._known[self._entered[-1]][0] if self._entered else None

    def run(self, number: int, thunk: Callable[[], T]) -> T:
        """Run in that Context and note its new version for the answer."""
        context, versions = self._known[number]
        if self._entered and self._entered[-1] == number:
            return thunk()
        self._entered.append(number)
        try:
            return context.run(thunk)
        finally:
            self._entered.pop()
            if context != versions[-1]:
                versions.append(context.copy())
            self.reply = [number, len(versions) - 1]


class CarriedContext:
    """The examiner's half: which Context of the candidate belongs to the current task."""

    def __init__(self) -> None:
        self._carried: contextvars.ContextVar[tuple[int, int, Any]] = contextvars.ContextVar("candidate_context")

    def request(self, task: Any) -> list[Any]:
        """[number, version, is it this task's own]."""
        number, version, owner = self._carried.get((0, 0, None))
        return [number, version, owner is task and task is not None]

    def forget(self) -> None:
        """Begin with a fresh Context of the candidate, as its own `asyncio.run` does."""
        self._carried.set((0, 0, None))

    def absorb(self, reply: Any, task: Any) -> None:
        """Remember the version the candidate answered with."""
        number, version = reply
        if type(number) is int and type(version) is int and self._carried.get(None) != (number, version, task):
            self._carried.set((number, version, task))


def wake(loop: Any, callback: Callable[[Any], Any], future: Any, context: contextvars.Context) -> None:
    """Call back for a future of the other side, which has had its turn in the queue there."""
    if isinstance(loop, VirtualLoop):
        loop.wake(callback, future, context)
    else:
        context.run(callback, future)


class WaitMirror:
    """Stands for a future of the other side on which a stepped coroutine is suspended.

    Its waiter is woken at once when the other side says so: an extra turn of the loop would change the order.
    """

    _asyncio_future_blocking = True

    def __init__(self, peer: Peer, wait: int, loop: asyncio.AbstractEventLoop | None) -> None:
        self.peer = peer
        self.wait = wait
        self._loop = loop
        self.callbacks: list[tuple[Callable[[Any], Any], contextvars.Context]] = []

    def get_loop(self) -> asyncio.AbstractEventLoop | None:
        return self._loop

    def add_done_callback(self, callback: Callable[[Any], Any], *, context: contextvars.Context | None = None) -> None:
        self.callbacks.append((callback, context or contextvars.copy_context()))

    def remove_done_callback(self, callback: Callable[[Any], Any]) -> int:
        return 0

    def cancel(self, msg: object = None) -> Any:
        return self.peer.ask("wcancel", self.wait, self.peer.encode(msg))

    def result(self) -> None:
        return None

    def done(self) -> bool:
        return self.wait not in self.peer.waits.mirrors

    def __repr__(self) -> str:
        return "<Future>"


class _RemoteFuture:
    """Every method asks the other side: the C part of the asyncio class it is mixed with is never used."""

    _asyncio_future_blocking = False
    _peer: Peer
    _reference: int
    _hash = 0
    _watchers: list[tuple[Callable[[Any], Any], Callable[[Any], Any]]]

    def __init__(self) -> None:
        pass

    def _ask(self, name: str, *arguments: Any) -> Any:
        return self._peer.call_method(self._reference, name, arguments, {})

    def cancel(self, msg: object = None) -> Any:
        return self._ask("cancel") if msg is None else self._ask("cancel", msg)

    def done(self) -> Any:
        return self._ask("done")

    def cancelled(self) -> Any:
        return self._ask("cancelled")

    def result(self) -> Any:
        return self._ask("result")

    def exception(self) -> Any:
        return self._ask("exception")

    def set_result(self, value: Any) -> Any:
        return self._ask("set_result", value)

    def set_exception(self, error: Any) -> Any:
        return self._ask("set_exception", error)

    def get_name(self) -> Any:
        return self._ask("get_name")

    def set_name(self, name: Any) -> Any:
        return self._ask("set_name", name)

    def cancelling(self) -> Any:
        return self._ask("cancelling")

    def uncancel(self) -> Any:
        return self._ask("uncancel")

    def get_coro(self) -> Any:
        return self._peer.coroutine_of(self)

    def _make_cancelled_error(self) -> BaseException:
        # asyncio.gather asks for it, to see the message.
        try:
            self.result()
        except asyncio.CancelledError as error:
            return error
        return asyncio.CancelledError()

    def get_stack(self, *, limit: int | None = None) -> list[Any]:
        return []

    def print_stack(self, *, limit: int | None = None, file: Any = None) -> None:
        print(f"No stack for {self!r}", file=file)

    def get_loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    def add_done_callback(self, callback: Callable[[Any], Any], *, context: contextvars.Context | None = None) -> None:
        chosen = context or contextvars.copy_context()
        loop = asyncio._get_running_loop()

        def fire(_: Any) -> None:
            wake(loop, callback, self, chosen)

        self._watchers.append((callback, fire))
        self._ask("add_done_callback", fire)

    def remove_done_callback(self, callback: Callable[[Any], Any]) -> int:
        removed = 0
        for watched, fire in list(self._watchers):
            if watched == callback:
                self._watchers.remove((watched, fire))
                removed += self._peer.ask("undone", self._reference, self._peer.encode(fire))
        return removed

    def __await__(self) -> Generator[Any, None, Any]:
        if not self.done():
            self._asyncio_future_blocking = True
            yield self
        if not self.done():
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__

    def __hash__(self) -> int:
        if not self._hash:
            self._hash = self._peer.clock.order.next_future()
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other

    def __repr__(self) -> str:
        return "<Task>" if isinstance(self, asyncio.Task) else "<Future>"


class RemoteFuture(_RemoteFuture, asyncio.Future):  # type: ignore[type-arg]
    """A future of the other side."""


class RemoteTask(_RemoteFuture, asyncio.Task):  # type: ignore[type-arg]
    """A task of the other side."""

    if sys.version_info >= (3, 12):

        def get_context(self) -> contextvars.Context:
            # Not asyncio's: the C part of this task was never made, and CPython 3.12 and 3.13 crash on that.
            return self._peer.context_behind(self)


# What a learner prints says Future and Task, as everywhere.
RemoteFuture.__name__ = RemoteFuture.__qualname__ = "Future"
RemoteTask.__name__ = RemoteTask.__qualname__ = "Task"
