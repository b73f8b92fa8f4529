"""Values on the wire: exact plain data is copied, everything else crosses as a reference."""

from __future__ import annotations

import asyncio
import functools
import inspect
import types
from typing import TYPE_CHECKING, Any

from grader.wire import functions, stepping
from grader.wire.futures import RemoteFuture, RemoteTask, _RemoteFuture
from grader.wire.gone import Gone, Loss
from grader.wire.objects import Opaque, RemoteMeta, defines, describe_class, make_class
from grader.wire.plain import AS_THEY_ARE, CLASSES, ENCODERS, SEQUENCES, decode_int, hashed_quickly
from grader.wire.protocol import MAX_CLASSES, MAX_DEPTH, MAX_NODES
from grader.wire.text import clean

if TYPE_CHECKING:
    from grader.wire.peer import Peer

_FUNCTIONS = (
    types.FunctionType,
    types.MethodType,
    types.BuiltinFunctionType,
    functools.partial,
    types.MethodWrapperType,
)
_NEVER = (types.ModuleType, types.FrameType, types.CodeType, types.TracebackType)


class Values:
    """Both directions for one check."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._references = peer.references
        self._nodes = 0
        self._described: set[int] = set()
        self._classes: dict[int, RemoteMeta] = {}

    # -- out

    def encode(self, value: Any, depth: int = 0, *, iterator: bool = False) -> Any:
        """A value as JSON data; `iterator` says that it came from `__await__` or `__iter__`."""
        cls = type(value)
        if cls in AS_THEY_ARE:
            return value
        plain = ENCODERS.get(cls)
        if plain is not None:
            return plain(value)
        if cls in SEQUENCES or cls is dict:
            return self._encode_container(value, cls, depth)
        return self._encode_thing(value, cls, iterator)

    def _encode_thing(self, value: Any, cls: type, iterator: bool) -> Any:
        home = self._references.home(value)
        if home is not None:
            return ["m", home]
        if isinstance(value, BaseException):
            return self._peer.exceptions.encode(value)
        if isinstance(value, asyncio.AbstractEventLoop):
            return ["L"]
        if isinstance(value, _RemoteFuture):
            return ["m", value._reference]
        if value is NotImplemented:
            return ["N"]
        if isinstance(value, type):
            return self._encode_class(value)
        if isinstance(value, _NEVER):
            return ["o", cls.__name__]
        return self._encode_reference(value, cls, iterator)

    def _encode_container(self, value: Any, cls: type, depth: int) -> Any:
        if depth >= MAX_DEPTH:
            return ["o", "deeply nested value"]
        if cls is dict:
            pairs = [[self.encode(key, depth + 1), self.encode(item, depth + 1)] for key, item in value.items()]
            return ["d", pairs]
        return [SEQUENCES[cls], [self.encode(item, depth + 1) for item in value]]

    def _encode_class(self, cls: type) -> Any:
        if issubclass(cls, BaseException):
            return ["c", self._peer.exceptions.encode_class(cls)]
        if CLASSES.get(cls.__name__) is cls:
            return ["C", cls.__name__]
        if isinstance(cls, RemoteMeta) and cls._peer is self._peer:
            return ["m", cls._reference]
        number = self._references.give(cls)
        self._references.callable.add(number)
        return ["r", number, "class", self._describe(cls)]

    def _encode_reference(self, value: Any, cls: type, iterator: bool) -> Any:
        number = self._references.give(value)
        kind = _stepped_kind(value, cls, iterator)
        if kind is not None:
            self._references.steppable.add(number)
            return ["r", number, kind, str(getattr(value, "__name__", "?"))[:60]]
        if cls is types.AsyncGeneratorType:
            return ["r", number, "async generator", str(getattr(value, "__name__", "?"))[:60]]
        if isinstance(value, asyncio.Future):
            return ["r", number, "task" if isinstance(value, asyncio.Task) else "future", ""]
        if isinstance(value, _FUNCTIONS):
            self._references.callable.add(number)
            return ["r", number, "function", functions.describe(value)]
        if defines(cls, "__call__"):
            self._references.callable.add(number)
        return ["r", number, "object", self._describe(cls)]

    def _describe(self, cls: type) -> list[Any]:
        number = self._references.give(cls)
        if number in self._described:
            return [number]
        self._described.add(number)
        return [number, *describe_class(cls)]

    # -- in

    def decode_frame(self, encoded: Any) -> Any:
        """Decode what one frame carries, with the frame's own bound on nodes."""
        self._nodes = 0
        return self.decode(encoded)

    def decode(self, encoded: Any, depth: int = 0) -> Any:
        """The value, or its stand-in. Raises Gone, KeyError, TypeError or ValueError on anything malformed."""
        if type(encoded) is not list:
            if type(encoded) is dict:
                raise Gone("protocol: bare object")
            return encoded
        if depth > MAX_DEPTH + 2:
            raise Gone("protocol: nesting")
        decoder = _DECODERS.get(encoded[0])
        if decoder is None:
            raise Gone("protocol: unknown tag")
        return decoder(self, encoded, depth)

    def _many(self, encoded: Any, depth: int) -> list[Any]:
        self._nodes += len(encoded)
        if self._nodes > MAX_NODES:
            raise Gone("protocol: too many values at once", Loss.TOO_MUCH)
        return [self.decode(item, depth + 1) for item in encoded]

    def _dict(self, encoded: Any, depth: int) -> dict[Any, Any]:
        self._nodes += len(encoded[1])
        if self._nodes > MAX_NODES:
            raise Gone("protocol: too many values at once", Loss.TOO_MUCH)
        pairs = [(self.decode(key, depth + 1), self.decode(item, depth + 1)) for key, item in encoded[1]]
        hashed_quickly([key for key, _ in pairs])
        return dict(pairs)

    def _reference(self, encoded: Any, depth: int) -> Any:
        _, number, kind, description = encoded
        if type(number) is not int:
            raise Gone("protocol: reference")
        found = self._references.stand_in(number)
        if found is not None:
            return found
        if kind == "class":
            return self._class(description)
        if kind in ("task", "future"):
            return self.task(number, RemoteTask if kind == "task" else RemoteFuture)
        if kind == "object":
            cls: Any = self._class(description)
            made: Any = object.__new__(cls)
            object.__setattr__(made, "_reference", number)
            return self._references.adopt(number, made)
        if kind == "function":
            return self._references.adopt(number, self._function(number, description))
        maker = _MAKERS.get(kind)
        if maker is None:
            raise Gone("protocol: unknown kind of reference")
        made = maker(self._peer, number)
        if kind == "coroutine":
            made.__name__ = made.__qualname__ = clean(str(description), 60)
            self._references.watch_start(number, made)
        return self._references.adopt(number, made)

    def task(self, number: int, cls: type[Any] = RemoteTask) -> Any:
        """The stand-in for a task or future; in the candidate the check's tasks stay the same object throughout."""
        found = self._references.stand_in(number)
        if found is not None:
            return found
        made: Any = cls.__new__(cls)  # type: ignore[call-overload]
        made._peer, made._reference, made._watchers = self._peer, number, []
        return self._references.adopt(number, made, keep=not self._peer.trusted)

    def _class(self, description: Any) -> RemoteMeta:
        number = description[0]
        made = self._classes.get(number)
        if made is None:
            if len(self._classes) >= MAX_CLASSES:
                raise Gone("protocol: too many classes", Loss.TOO_MUCH)
            _, name, dunders, methods = description
            made = make_class(self._peer, number, clean(str(name), 80), dunders, methods)
            self._classes[number] = made
        return made

    def _function(self, number: int, description: Any) -> Any:
        shape, name, parameters, doc = description
        peer = self._peer

        def call(*arguments: Any, **keywords: Any) -> Any:
            return peer.call(number, arguments, keywords)

        made = functions.shaped(call, str(shape), clean(str(name), 80))
        functions.dress(made, parameters, doc)
        return made


def _stepped_kind(value: Any, cls: type, iterator: bool) -> str | None:
    """What kind of thing the other side may step, or None."""
    if cls is types.CoroutineType:
        return "coroutine"
    if cls is types.GeneratorType and not iterator:
        return _generator_kind(value)
    if isinstance(value, (asyncio.Future, *_FUNCTIONS)) or cls is types.AsyncGeneratorType:
        return None
    if iterator and not any(defines(cls, dunder) for dunder in ("__anext__", "__len__")):
        return "iterator"
    return None


def _generator_kind(generator: Any) -> str:
    if inspect.getgeneratorstate(generator) != inspect.GEN_CREATED:
        return "iterator"
    iterable = generator.gi_code.co_flags & inspect.CO_ITERABLE_COROUTINE
    return "generator coroutine" if iterable else "generator"


_MAKERS: dict[str, Any] = {
    "coroutine": stepping.coroutine,
    "generator": stepping.generator,
    "generator coroutine": stepping.generator_coroutine,
    "async generator": stepping.async_generator,
    "iterator": stepping.Iterator,
}

_DECODERS: dict[str, Any] = {
    "t": lambda values, encoded, depth: tuple(values._many(encoded[1], depth)),
    "l": lambda values, encoded, depth: values._many(encoded[1], depth),
    "s": lambda values, encoded, depth: set(hashed_quickly(values._many(encoded[1], depth))),
    "z": lambda values, encoded, depth: frozenset(hashed_quickly(values._many(encoded[1], depth))),
    "d": Values._dict,
    "r": Values._reference,
    "m": lambda values, encoded, depth: values._references.mine(encoded[1]),
    "x": lambda values, encoded, depth: values._peer.exceptions.decode(encoded),
    "c": lambda values, encoded, depth: values._peer.exceptions.decode_class(encoded[1]),
    "C": lambda values, encoded, depth: CLASSES[encoded[1]],
    "b": lambda values, encoded, depth: bytes.fromhex(encoded[1]),
    "i": lambda values, encoded, depth: decode_int(encoded[1]),
    "f": lambda values, encoded, depth: float(encoded[1]),
    "o": lambda values, encoded, depth: Opaque(clean(str(encoded[1]), 80)),
    "L": lambda values, encoded, depth: asyncio._get_running_loop(),
    "N": lambda values, encoded, depth: NotImplemented,
}
