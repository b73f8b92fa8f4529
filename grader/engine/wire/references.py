"""Who holds what: objects given out by number, and stand-ins for the other side's."""

from __future__ import annotations

import types
import weakref
from typing import Any

from grader.engine.wire.channel import Gone, Loss
from grader.engine.wire.protocol import MAX_REFERENCES


class References:
    """The two tables of one side. A reference that goes home is the original object again.

    Objects given out are held until the other side says that it dropped its stand-in; stand-ins are held weakly.
    """

    def __init__(self) -> None:
        self._given: dict[int, object] = {}
        self._number_of: dict[int, int] = {}
        self._count = 0
        self.callable: set[int] = set()
        self.steppable: set[int] = set()
        self._stand_ins: dict[int, weakref.ref[Any]] = {}
        self._home_of: dict[int, int] = {}
        self._dropped: dict[int, None] = {}
        self._not_started: dict[int, weakref.ref[Any]] = {}
        self._kept: list[object] = []
        # Async generators of the other side that were begun and are not over: a loop closes them when nobody holds
        # their stand-in any more, which comes back to life for that.
        self._begun: set[int] = set()

    def give(self, thing: object) -> int:
        """Return the number under which the other side knows this object."""
        number = self._number_of.get(id(thing))
        if number is None or self._given.get(number) is not thing:
            if len(self._given) >= MAX_REFERENCES:
                raise Gone("too many objects cross the wire", Loss.TOO_MUCH)
            self._count += 1
            number = self._count
            self._given[number] = thing
            self._number_of[id(thing)] = number
        return number

    def gave(self, thing: object) -> bool:
        """Return whether the other side knows this object."""
        number = self._number_of.get(id(thing))
        return number is not None and self._given.get(number) is thing

    def mine(self, number: Any) -> Any:
        """Return the object given out under this number. Raises KeyError or TypeError when there is none."""
        return self._given[number]

    def given(self, number: int) -> Any:
        """Return the object given out under this number, or None once the other side let it go."""
        return self._given.get(number)

    def stand_in(self, number: int) -> Any:
        """Return the stand-in for the other side's object, if it still lives here."""
        found = self._stand_ins.get(number)
        return found() if found is not None else None

    def adopt(self, number: int, stand_in: Any, *, keep: bool = False) -> Any:
        """Remember a stand-in, so that it is one object here and goes home as itself."""
        if type(number) is not int or len(self._stand_ins) >= MAX_REFERENCES:
            raise Gone("protocol: reference")
        identity = id(stand_in)
        # Not weakref.finalize: it would hold these tables, and all they lead to, while the stand-in lives.
        self._stand_ins[number] = weakref.ref(stand_in, lambda gone: self._drop(number, identity, gone))
        self._home_of[identity] = number
        self._dropped.pop(number, None)
        if keep:
            self._kept.append(stand_in)
        return stand_in

    @property
    def kept(self) -> list[object]:
        """The stand-ins that live as long as these tables."""
        return self._kept

    def home(self, thing: object) -> int | None:
        """Return the number of the other side's object for which this stands, or None."""
        number = self._home_of.get(id(thing))
        return number if number is not None and self.stand_in(number) is thing else None

    def watch_start(self, number: int, coroutine: Any) -> None:
        """Tell the other side if this stand-in coroutine is closed before its first step: no code of ours runs then."""
        self._not_started[number] = weakref.ref(coroutine)

    def _drop(self, number: int, identity: int, gone: weakref.ref[Any]) -> None:
        if self._home_of.get(identity) == number:
            del self._home_of[identity]
        # Another may have come in its place meanwhile: then it is not dropped.
        if self._stand_ins.get(number) is gone:
            del self._stand_ins[number]
            if number not in self._begun:
                self._dropped[number] = None

    def begin_generator(self, number: int) -> None:
        """Keep this async generator of the other side, whoever drops its stand-in, until it is over."""
        self._begun.add(number)

    def end_generator(self, number: int) -> None:
        """It is over."""
        if number in self._begun:
            self._begun.discard(number)
            if self.stand_in(number) is None:
                self._dropped[number] = None

    def take_dropped(self) -> list[int] | None:
        """Return what to tell the other side: its numbers that nobody here holds, negative for coroutines closed
        unstarted.
        """
        if not self._not_started and not self._dropped:
            return None
        closed = []
        for number, weak in list(self._not_started.items())[:200]:
            coroutine = weak()
            if coroutine is not None and _is_unstarted(coroutine):
                continue
            del self._not_started[number]
            if coroutine is not None and coroutine.cr_frame is None:
                closed.append(-number)
        if not closed and not self._dropped:
            return None
        dropped, self._dropped = [*closed, *self._dropped], {}
        return dropped

    def release(self, dropped: Any) -> None:
        """Let go of what the other side dropped; close the coroutines it closed unstarted."""
        for number in dropped:
            if number >= 0:
                self._let_go(number)
                continue
            coroutine = self._given.get(-number)
            if type(coroutine) is types.CoroutineType and _is_unstarted(coroutine):
                coroutine.close()

    def _let_go(self, number: int) -> None:
        if number in self._given:
            self._number_of.pop(id(self._given[number]), None)
            del self._given[number]

    def forget_all(self) -> None:
        """Hold nothing any more: the check is over."""
        tables = (self._given, self._number_of, self._stand_ins, self._home_of, self._dropped, self._not_started)
        for table in (*tables, self._kept, self.callable, self.steppable, self._begun):
            table.clear()

    def forget_dropped(self) -> None:
        """Say nothing about stand-ins of an earlier check."""
        self._dropped.clear()
        self._not_started.clear()


def _is_unstarted(coroutine: types.CoroutineType[Any, Any, Any]) -> bool:
    """Return whether inspect.getcoroutinestate calls it CORO_CREATED."""
    return coroutine.cr_frame is not None and not coroutine.cr_suspended and not coroutine.cr_running
