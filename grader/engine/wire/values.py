"""Values on the wire: plain data is copied, everything else crosses as a reference.

The examiner copies exact builtin types only, and of the rest lets cross what grader.engine.wire.crossing lists. What
comes from the candidate counts as the plain value it holds, whatever class of the student's holds it, unless the check
took hold of that class or the object is one to await, enter or call.
"""

from __future__ import annotations

import asyncio
import types
from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING, Any

from grader import cleaning
from grader.cleaning import clean
from grader.engine.wire import crossing, functions, stepping
from grader.engine.wire.channel import Gone, Loss
from grader.engine.wire.futures import RemoteFuture, RemoteTask, _RemoteFuture
from grader.engine.wire.objects import Opaque, RemoteMeta, defines, describe_class, make_class, make_list_class
from grader.engine.wire.plain import (
    AS_THEY_ARE,
    CLASSES,
    ENCODERS,
    SEQUENCES,
    decode_int,
    decode_ratio,
    encode_ratio,
    hashed_quickly,
)
from grader.engine.wire.protocol import MAX_CLASSES, MAX_DEPTH, MAX_NODES
from grader.vtime import CHECKS, NumberedTask

if TYPE_CHECKING:
    from grader.engine.wire.peer import Peer

# What crosses most often of all that is no value.
_HOLD_NOTHING = frozenset({types.CoroutineType, types.GeneratorType, types.FunctionType, types.MethodType})
_STEPPED = frozenset({types.CoroutineType, types.GeneratorType, types.AsyncGeneratorType})
_NEVER = (types.ModuleType, types.FrameType, types.CodeType, types.TracebackType)


class WireValues:
    """Both directions for one check."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._references = peer.references
        self._nodes = 0
        self._described: set[int] = set()
        self._classes: dict[int, RemoteMeta] = {}
        self._handed: set[int] = set()
        self._leave: dict[type, bool] = {}

    # -- out

    def encode(self, value: Any, depth: int = 0, *, iterator: bool = False, hashed: bool = False) -> Any:
        """Return a value as JSON data.

        `iterator` says that it came from `__await__` or `__iter__`, `hashed` that it is a key or an element of a set.
        """
        cls = type(value)
        if cls in AS_THEY_ARE:
            return value
        plain = ENCODERS.get(cls)
        if plain is not None:
            return plain(value)
        if cls in SEQUENCES or cls is dict:
            return self._encode_container(value, value.items() if cls is dict else value, cls, depth, hashed)
        home = self._references.home(value)
        if home is not None:
            return ["m", home]
        if not self._peer.trusted and cls not in _HOLD_NOTHING:
            held = self._encode_held(value, cls, depth, hashed)
            if held is not None:
                return held
        return self._encode_thing(value, cls, iterator)

    def _encode_held(self, value: Any, cls: type, depth: int, hashed: bool) -> Any:
        """Return the plain value that the student's object holds, or None where it is an object for its own sake."""
        quotient = cleaning.ratio(value)
        if quotient is not None:
            return encode_ratio(*quotient)
        builtin = cleaning.builtin_of(cls)
        if builtin is None or (hashed and builtin in cleaning.UNHASHABLE) or self._is_object(value, cls):
            return None
        if cleaning.is_container(builtin):
            return self._encode_container(value, cleaning.items(value, builtin), builtin, depth, hashed)
        return self.encode(cleaning.scalar(value, builtin))

    def _is_object(self, value: Any, cls: type) -> bool:
        """Return whether the check knows this object, or a class that it is of."""
        return self._references.gave(value) or any(id(base) in self._handed for base in cleaning.bases(cls))

    def _encode_thing(self, value: Any, cls: type, iterator: bool) -> Any:
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
        if self._peer.trusted:
            return self._encode_checks(value, cls, iterator)
        return ["o", cls.__name__] if isinstance(value, _NEVER) else self._encode_reference(value, cls, iterator)

    def _encode_checks(self, value: Any, cls: type, iterator: bool) -> Any:
        """Return what has leave to cross. Raises MayNotCross."""
        if cls in _STEPPED:
            return self._encode_reference(value, cls, iterator)
        if cls is Opaque:
            return ["o", value.name]
        if cls is types.TracebackType:
            # What `__exit__` is given of a block of the check's that failed: its frames stay here.
            return ["T"]
        quotient = cleaning.ratio(value)
        if quotient is not None:
            return encode_ratio(*quotient)
        # Before it has a number: whatever has one can be asked for.
        self._must_have_leave(value, cls, iterator)
        return self._encode_reference(value, cls, iterator)

    def _encode_container(self, value: Any, items: Iterable[Any], cls: type, depth: int, hashed: bool) -> Any:
        if depth >= MAX_DEPTH:
            return ["o", "deeply nested value"]
        if hashed and cls in cleaning.UNHASHABLE:
            # In a tuple of a class with a hash of its own: nothing that its copy could be a key with.
            return self._encode_reference(value, cls, iterator=False)
        deeper = depth + 1
        if cls is dict:
            pairs = [
                [key if type(key) is str else self.encode(key, deeper, hashed=True), self.encode(item, deeper)]
                for key, item in items
            ]
            return ["d", pairs]
        if hashed or cls in (set, frozenset):
            return [SEQUENCES[cls], [self.encode(item, deeper, hashed=True) for item in items]]
        return [SEQUENCES[cls], [self.encode(item, deeper) for item in items]]

    def _encode_class(self, cls: type) -> Any:
        if issubclass(cls, BaseException):
            return ["c", self._peer.exceptions.encode_class(cls)]
        if CLASSES.get(cls.__name__) is cls:
            return ["C", cls.__name__]
        if isinstance(cls, RemoteMeta) and cls._peer is self._peer:
            return ["m", cls._reference]
        if self._peer.trusted and not self._may_cross(cls):
            raise self._told(crossing.refused(cls))
        number = self._references.give(cls)
        self._references.callable.add(number)
        self._handed.add(id(cls))
        return ["r", number, "class", self._describe(cls, cls.__name__)]

    def _encode_reference(self, value: Any, cls: type, iterator: bool) -> Any:
        number = self._references.give(value)
        kind = stepping.kind_of(value, cls, iterator=iterator)
        if kind is not None:
            self._references.steppable.add(number)
            return ["r", number, kind, str(getattr(value, "__name__", "?"))[:60]]
        if cls is types.AsyncGeneratorType:
            return ["r", number, "async generator", str(getattr(value, "__name__", "?"))[:60]]
        if isinstance(value, asyncio.Future):
            place = value.place if type(value) is NumberedTask else 0
            return ["r", number, "task" if isinstance(value, asyncio.Task) else "future", place]
        if isinstance(value, functions.FUNCTIONS):
            self._references.callable.add(number)
            return ["r", number, "function", functions.describe(value, trusted=self._peer.trusted)]
        if defines(cls, "__call__"):
            self._references.callable.add(number)
        # A class of a check's or of the kit's is nobody's business, by its name neither.
        kind, name = ("list", "list") if self._peer.trusted and issubclass(cls, list) else ("object", "object")
        return ["r", number, kind, self._describe(cls, name if self._peer.trusted else cls.__name__)]

    def _must_have_leave(self, value: Any, cls: type, iterator: bool) -> None:
        """Refuse what a check may not hand over. Raises MayNotCross."""
        if isinstance(value, asyncio.Future):
            return
        if isinstance(value, functions.FUNCTIONS):
            refusal = crossing.refused_function(value, self._may_cross)
            if refusal is not None:
                raise self._told(refusal)
        elif not self._may_cross(cls) and stepping.kind_of(value, cls, iterator=iterator) is None:
            raise self._told(crossing.refused(value))

    def _told(self, refusal: crossing.MayNotCross) -> crossing.MayNotCross:
        self._peer.passes(refusal)
        return refusal

    def _may_cross(self, cls: type) -> bool:
        leave = self._leave.get(cls)
        if leave is None:
            leave = self._leave[cls] = crossing.may_cross(cls)
        return leave

    def _describe(self, cls: type, name: str) -> list[Any]:
        number = self._references.give(cls)
        if number in self._described:
            return [number]
        self._described.add(number)
        return [number, *describe_class(cls, name)]

    # -- in

    def begin_frame(self) -> None:
        """From here on values count anew."""
        self._nodes = 0

    def decode_frame(self, encoded: Any) -> Any:
        """Decode what one frame carries, with the frame's own bound on nodes."""
        self.begin_frame()
        return self.decode(encoded)

    def decode(self, encoded: Any, depth: int = 0) -> Any:
        """Return the value, or its stand-in. Raises Gone, KeyError, TypeError or ValueError on anything malformed."""
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

    def _traceback(self) -> types.TracebackType:
        """Return a traceback without frames of the check's, to be handed on by whoever closes a block of its."""
        if self._peer.trusted:
            raise Gone("protocol: traceback")
        frame = _block().gi_frame
        assert frame is not None
        return types.TracebackType(None, frame, 0, frame.f_lineno)

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

    def _exception(self, encoded: Any) -> BaseException | None:
        error = self._peer.exceptions.decode(encoded)
        if error is not None and self._peer.trusted:
            self._nodes += self._peer.exceptions.weights.nodes(error)
            if self._nodes > MAX_NODES:
                raise Gone("protocol: too many values at once", Loss.TOO_MUCH)
        return error

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
            return self.task(number, RemoteTask if kind == "task" else RemoteFuture, description)
        if kind == "object" or (kind == "list" and not self._peer.trusted):
            cls: Any = self._class(description, make_list_class if kind == "list" else make_class)
            made: Any = cls.__new__(cls)
            object.__setattr__(made, "_reference", number)
            return self._references.adopt(number, made)
        if kind == "function":
            return self._references.adopt(number, self._function(number, description))
        maker = _MAKERS.get(kind)
        if maker is None:
            raise Gone("protocol: unknown kind of reference")
        made = maker(self._peer, number)
        if kind != "iterator":
            made.__name__ = made.__qualname__ = clean(str(description), 60)
        if kind == "coroutine":
            self._references.watch_start(number, made)
        return self._references.adopt(number, made)

    def task(self, number: int, cls: type[Any] = RemoteTask, place: int = 0) -> Any:
        """Return the stand-in for a task or future; in the candidate the check's tasks stay the same object
        throughout.
        """
        found = self._references.stand_in(number)
        if found is not None:
            return found
        made: Any = cls.__new__(cls)  # type: ignore[call-overload]
        made._peer, made._reference, made._watchers = self._peer, number, []
        if place and not self._peer.trusted:
            # Only here: in the examiner, places that the candidate tells could give many tasks the same hash.
            made._hash = self._peer.clock.order.of_task(CHECKS, place)
        return self._references.adopt(number, made, keep=not self._peer.trusted)

    def _class(self, description: Any, make: Any = make_class) -> RemoteMeta:
        number = description[0]
        made = self._classes.get(number)
        if made is None:
            if len(self._classes) >= MAX_CLASSES:
                raise Gone("protocol: too many classes", Loss.TOO_MUCH)
            made = make(self._peer, number, description[1:])
            self._classes[number] = made
        return made

    def _function(self, number: int, description: Any) -> Any:
        shape, name, parameters, doc, annotations = description
        peer = self._peer

        def call(*arguments: Any, **keywords: Any) -> Any:
            return peer.call(number, arguments, keywords)

        made = functions.shaped(call, str(shape), clean(str(name), 80))
        functions.dress(made, parameters, doc, {} if peer.trusted else annotations)
        return made


def _block() -> types.GeneratorType[None, None, None]:
    """Make a generator that has not begun: its frame is one for a traceback."""

    def waits() -> Generator[None, None, None]:
        yield

    made = waits()
    assert isinstance(made, types.GeneratorType)
    return made


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
    "d": WireValues._dict,
    "r": WireValues._reference,
    "m": lambda values, encoded, depth: values._references.mine(encoded[1]),
    "x": lambda values, encoded, depth: values._exception(encoded),
    "c": lambda values, encoded, depth: values._peer.exceptions.decode_class(encoded[1]),
    "C": lambda values, encoded, depth: CLASSES[encoded[1]],
    "b": lambda values, encoded, depth: bytes.fromhex(encoded[1]),
    "i": lambda values, encoded, depth: decode_int(encoded[1]),
    "f": lambda values, encoded, depth: float(encoded[1]),
    "q": lambda values, encoded, depth: decode_ratio(*values._many(encoded[1], depth)),
    "o": lambda values, encoded, depth: Opaque(clean(str(encoded[1]), 80)),
    "T": lambda values, encoded, depth: values._traceback(),
    "L": lambda values, encoded, depth: asyncio._get_running_loop(),
    "N": lambda values, encoded, depth: NotImplemented,
}
