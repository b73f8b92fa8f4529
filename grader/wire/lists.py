"""Stand-ins for the lists that a check hands in and keeps watching: lists to read and to append to."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.wire.objects import RemoteMeta, RemoteObject, class_body, defines

if TYPE_CHECKING:
    from grader.wire.peer import Peer


def _reading(read: Callable[..., Any]) -> Any:
    def method(self: RemoteList, *arguments: Any) -> Any:
        return read(self.copy(), *arguments)

    return method


def _writing(name: str) -> Any:
    def method(self: RemoteList, *arguments: Any, **keywords: Any) -> Any:
        return self._peer.call_method(self._reference, name, arguments, keywords)

    return method


class RemoteList(RemoteObject, list):  # type: ignore[type-arg]
    """A list of the examiner's: what is in it is asked for anew each time, and nothing is kept here."""

    __hash__ = None  # type: ignore[assignment]
    __eq__ = _reading(operator.eq)
    __ne__ = _reading(operator.ne)
    __lt__ = _reading(operator.lt)
    __le__ = _reading(operator.le)
    __gt__ = _reading(operator.gt)
    __ge__ = _reading(operator.ge)
    __add__ = _reading(operator.add)
    __mul__ = __rmul__ = _reading(operator.mul)
    __iter__ = _reading(iter)
    __reversed__ = _reading(reversed)
    __getitem__ = _reading(operator.getitem)
    __contains__ = _reading(operator.contains)
    __repr__ = _reading(repr)
    count = _reading(list.count)
    index = _reading(list.index)
    append = _writing("append")
    extend = _writing("extend")
    insert = _writing("insert")
    pop = _writing("pop")
    remove = _writing("remove")
    clear = _writing("clear")
    sort = _writing("sort")
    reverse = _writing("reverse")

    def copy(self) -> list[Any]:
        """What is in it now."""
        taken: list[Any] = self._peer.call_method(self._reference, "copy", (), {})
        return taken

    def __len__(self) -> int:
        return int(self._peer.call_method(self._reference, "__len__", (), {}))

    def __radd__(self, other: Any) -> Any:
        return other + self.copy()

    def __iadd__(self, other: Any) -> Any:  # type: ignore[misc]
        self.extend(other)
        return self

    def __imul__(self, other: Any) -> Any:  # type: ignore[misc]
        raise TypeError("this list can be read and appended to, and not multiplied in place")

    def __reduce_ex__(self, protocol: Any) -> Any:
        return list, (self.copy(),)


def make_list_class(peer: Peer, reference: int, description: Any) -> RemoteMeta:
    """The stand-in class for a list of the examiner's; what no list has, such as a call, it has of its class."""
    name, dunders, methods, _ = description
    beyond = [dunder for dunder in dunders if dunder in ("__setitem__", "__delitem__") or not defines(list, dunder)]
    return RemoteMeta(name, (RemoteList,), class_body(peer, reference, beyond, methods))
