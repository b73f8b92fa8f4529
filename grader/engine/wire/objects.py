"""Stand-ins for objects, lists, classes and modules of the other side."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from grader.cleaning import clean
from grader.engine.wire.crossing import MayNotCross
from grader.engine.wire.functions import shape_of, shaped
from grader.engine.wire.protocol import DUNDERS

if TYPE_CHECKING:
    from grader.engine.wire.peer import Peer

_COMPARISONS = frozenset({"__lt__", "__le__", "__gt__", "__ge__"})
STUDENTS = "kata"
"""The module of a class that the student's file defines."""


class Opaque:
    """A value that may not cross. Equal to nothing, not even itself."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"a {self.name}"


class RemoteExit(BaseException):
    """KeyboardInterrupt or SystemExit raised in the candidate: reported, never obeyed."""


class RemoteGeneratorExit(BaseException):
    """GeneratorExit raised in the candidate: it would end a coroutine of the check's without a word."""


RemoteGeneratorExit.__name__ = RemoteGeneratorExit.__qualname__ = "GeneratorExit"


class MissingName(AttributeError):
    """The student's module has no such name."""


class RemoteMeta(type):
    """A class of the other side: calling it and isinstance() ask there."""

    _peer: Peer | None
    _reference: int

    def __call__(cls, *arguments: Any, **keywords: Any) -> Any:
        if cls._peer is None:
            raise TypeError("this class cannot be called here")
        return cls._peer.call(cls._reference, arguments, keywords)

    def __instancecheck__(cls, instance: object) -> bool:
        if type.__instancecheck__(cls, instance):
            return True
        peer = cls._peer
        if peer is None or not type.__instancecheck__(RemoteObject, instance):
            return False
        return peer.ask("isinst", cls._reference, peer.encode(instance)) is True

    def __getattr__(cls, name: str) -> Any:
        peer = type.__getattribute__(cls, "_peer")
        if name.startswith("_") or peer is None:
            raise AttributeError(name)
        return peer.ask("get", cls._reference, name)


class RemoteObject(metaclass=RemoteMeta):
    """An instance of a class of the other side: public names and the listed dunders cross."""

    _peer: Any = None
    _reference = 0
    _methods: ClassVar[dict[str, str]] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        shape = self._methods.get(name)
        if shape is not None:
            return _method(self, name, shape)
        return self._peer.ask("get", self._reference, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            raise AttributeError(name)
        self._peer.ask("set", self._reference, name, self._peer.encode(value))

    def __repr__(self) -> str:
        return f"an object of the class {type(self).__name__}" if self._peer.trusted else f"<{type(self).__name__}>"

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


class RemoteKit(RemoteObject):
    """A kit beside the student's module. Raises MissingName for a name it does not have."""

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getattr__(name)
        except AttributeError as error:
            if name.startswith("_"):
                raise
            raise MissingName(name) from error

    def __repr__(self) -> str:
        return "<a kit>"


class RemoteModule(RemoteKit):
    """The student's module: functions that were wanted of it before have come along with it."""

    def __getattr__(self, name: str) -> Any:
        lent = self._peer.lent.get(name)
        if lent is not None:
            return lent
        found = super().__getattr__(name)
        self._peer.wanted[name] = None
        return found

    def beside(self, source: str) -> Any:
        """Run a kit's source as a module beside this one."""
        return self._peer.open_kit(source)

    def __repr__(self) -> str:
        return "<the student's module>"


def _method(owner: RemoteObject, name: str, shape: str) -> Any:
    def call(*arguments: Any, **keywords: Any) -> Any:
        return owner._peer.call_method(owner._reference, name, arguments, keywords)

    return shaped(call, shape, name)


def _forward(name: str) -> Any:
    def dunder(self: RemoteObject, *arguments: Any, **keywords: Any) -> Any:
        return self._peer.call_method(self._reference, name, arguments, keywords)

    def comparison(self: RemoteObject, other: Any) -> Any:
        try:
            return dunder(self, other)
        except MayNotCross as refusal:
            # Nothing was handed over: a check compared it with what it expects.
            self._peer.takes_back(refusal)
            return NotImplemented

    made = comparison if name in _COMPARISONS else dunder
    made.__name__ = name
    return made


FORWARDS = {name: _forward(name) for name in sorted(DUNDERS)}


def describe_class(cls: type, name: str) -> list[Any]:
    """[name, dunders it has, {public method: shape}, is it the student's own?] for the wire."""
    dunders = [dunder for dunder in sorted(DUNDERS) if defines(cls, dunder)]
    allowed = getattr(cls, "_crosses", None)
    methods = {}
    for public in dir(cls):
        if public.startswith("_") or (allowed is not None and public not in allowed):
            continue
        found = getattr(cls, public, None)
        if callable(found) and not isinstance(found, type):
            methods[public] = shape_of(found)
    return [name[:80], dunders, methods, getattr(cls, "__module__", "") == STUDENTS]


def defines(cls: type, name: str) -> bool:
    """Return whether instances of this class have the dunder."""
    # Not getattr: a class answers __call__ through its metaclass although its instances cannot be called.
    for base in cls.__mro__[:-1]:
        if name in base.__dict__:
            return base.__dict__[name] is not None
    return False


def make_class(peer: Peer, reference: int, description: Any) -> RemoteMeta:
    """Return the stand-in class that a description asks for."""
    name, dunders, methods, students = description
    body = class_body(peer, reference, dunders, methods)
    body["__module__"] = STUDENTS if students is True else "builtins"
    return RemoteMeta(clean(str(name), 80), (RemoteObject,), body)


def class_body(peer: Peer, reference: int, dunders: Any, methods: Any) -> dict[str, Any]:
    """Return what stands in a stand-in class; unknown dunders and private methods are left out."""
    body: dict[str, Any] = {known: FORWARDS[known] for known in dunders if known in FORWARDS}
    body["_peer"] = peer
    body["_reference"] = reference
    body["_methods"] = {key: shape for key, shape in methods.items() if type(shape) is str and not key.startswith("_")}
    body["__module__"] = "builtins"
    return body


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
        """Return what is in it now."""
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
    """Return the stand-in class for a list of the examiner's; what no list has, such as a call, it has of its class."""
    name, dunders, methods, _ = description
    beyond = [dunder for dunder in dunders if dunder in ("__setitem__", "__delitem__") or not defines(list, dunder)]
    return RemoteMeta(name, (RemoteList,), class_body(peer, reference, beyond, methods))
