"""Context variables across the wire: a task of the examiner has one Context of its own in the candidate.

`Context.reset(token)` demands the very same Context object, so each task gets one, with a snapshot of every version
for the tasks it makes; the examiner carries (number, version) in a context variable, which create_task and
call_later copy by themselves.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Contexts:
    """The candidate's half: the Contexts of one check."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[contextvars.Context, list[contextvars.Context]]] = {}
        self._count = 0
        self._entered: list[int] = []
        self.reply: list[int] | None = None

    def enter(self, asked: Any) -> int:
        """The Context for a request; a task that inherited another's gets a copy of that version."""
        number, version, own = asked
        if own:
            return int(number)
        self._count += 1
        made = self._known[number][1][version].copy() if number else contextvars.Context()
        self._known[self._count] = (made, [made.copy()])
        return self._count

    def current(self) -> contextvars.Context | None:
        """The Context that was entered last and is not left, if any."""
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
