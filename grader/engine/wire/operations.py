"""What one side may ask of the other's objects. Each is one request and one answer.

An operation decodes its arguments at once, where an error is a breach of the protocol, and returns a thunk, whose
error is an answer: that is where foreign code runs.
"""

from __future__ import annotations

import asyncio
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.engine.wire.channel import Gone
from grader.engine.wire.crossing import may_be_read
from grader.engine.wire.functions import take_the_place
from grader.engine.wire.objects import FORWARDS

if TYPE_CHECKING:
    from grader.engine.wire.peer import Peer

Thunk = Callable[[], Any]

_FUTURE_METHODS = frozenset(
    [
        "cancel",
        "cancelled",
        "done",
        "result",
        "exception",
        "add_done_callback",
        "set_result",
        "set_exception",
        "get_name",
        "set_name",
        "cancelling",
        "uncancel",
    ]
)
_SEALED = (
    types.ModuleType,
    types.FrameType,
    types.CodeType,
    types.FunctionType,
    types.MethodType,
    types.BuiltinFunctionType,
    types.MethodWrapperType,
    types.CoroutineType,
    types.GeneratorType,
    types.AsyncGeneratorType,
    asyncio.AbstractEventLoop,
)


class Operations:
    """The operations both sides serve on the objects they gave out."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._callbacks: dict[int, tuple[Any, Callable[[Any], None]]] = {}
        self.table: dict[str, Callable[..., Thunk]] = {
            "get": self._get,
            "set": self._set,
            "call": self._call,
            "callm": self._call_method,
            "undone": self._remove_callback,
            "isinst": self._isinstance,
            "step": self._step,
            "astart": self._start_async_step,
            "wcancel": self._cancel_wait,
            "coro": self._coroutine,
            "wake": self._wake,
        }

    def _mine(self, number: Any) -> Any:
        return self._peer.references.mine(number)

    def _must_be_public(self, thing: Any, name: Any, dunders: Any = ()) -> None:
        if type(name) is not str or len(name) > 100 or (name.startswith("_") and name not in dunders):
            raise Gone("protocol: private name")
        if not self._peer.trusted:
            return
        if isinstance(thing, _SEALED):
            raise Gone("protocol: attribute of a sealed object")
        if isinstance(thing, (asyncio.Future, BaseException)) and name not in _FUTURE_METHODS:
            raise Gone("protocol: attribute of a sealed object")

    def _shown(self, thing: Any, name: str) -> bool:
        if self._peer.trusted and isinstance(thing, type):
            # A class that describes an object is shared by all checks: whoever could set a name on it would forge them.
            return False
        if name in FORWARDS:
            return True
        allowed = getattr(type(thing), "_crosses", None)
        if allowed is None:
            # What is only stepped has a number, too.
            return not self._peer.trusted or may_be_read(type(thing))
        return name in allowed

    def _refuse(self, thing: Any, name: str) -> None:
        if not self._shown(thing, name):
            raise AttributeError(f"{_kind(thing)!r} object has no attribute {name!r}")

    def _refuse_to_change(self, thing: Any, name: str) -> None:
        """What the examiner handed over may be assigned to only where its class lists the name as `_writable`."""
        self._refuse(thing, name)
        if self._peer.trusted and name not in getattr(type(thing), "_writable", ()):
            raise AttributeError(f"{_kind(thing)!r} object attribute {name!r} is read-only")

    def _get(self, number: Any, name: Any) -> Thunk:
        thing = self._mine(number)
        self._must_be_public(thing, name)

        def answer() -> Any:
            self._refuse(thing, name)
            return self._peer.encode(getattr(thing, name))

        return answer

    def _set(self, number: Any, name: Any, value: Any) -> Thunk:
        thing, decoded = self._mine(number), self._peer.values.decode_frame(value)
        self._must_be_public(thing, name)

        def answer() -> None:
            self._refuse_to_change(thing, name)
            if not self._peer.trusted and isinstance(thing, types.ModuleType):
                take_the_place(decoded, getattr(thing, name, None))
            setattr(thing, name, decoded)

        return answer

    def _arguments(self, arguments: Any, keywords: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
        decoded, named = self._peer.values.decode_frame(arguments), self._peer.values.decode_frame(keywords)
        if type(decoded) is not tuple or type(named) is not dict:
            raise Gone("protocol: arguments")
        return decoded, named

    def _call(self, number: Any, arguments: Any, keywords: Any) -> Thunk:
        function = self._mine(number)
        decoded, named = self._arguments(arguments, keywords)
        if self._peer.trusted and number not in self._peer.references.callable:
            raise Gone("protocol: not callable")
        return lambda: self._peer.encode(function(*decoded, **named))

    def _call_method(self, number: Any, name: Any, arguments: Any, keywords: Any) -> Thunk:
        thing = self._mine(number)
        decoded, named = self._arguments(arguments, keywords)
        self._must_be_public(thing, name, FORWARDS)
        if isinstance(thing, asyncio.Future) and name == "add_done_callback":
            return self._add_callback(thing, decoded[0])
        if name in FORWARDS:
            dunder = getattr(type(thing), name)
            if self._peer.trusted and isinstance(thing, type):
                raise Gone("protocol: dunder of a class")
            gives_iterator = name in ("__await__", "__iter__", "__aiter__")
            return lambda: self._peer.encode(dunder(thing, *decoded, **named), iterator=gives_iterator)

        def answer() -> Any:
            self._refuse(thing, name)
            return self._peer.encode(getattr(thing, name)(*decoded, **named))

        return answer

    def _add_callback(self, future: Any, function: Any) -> Thunk:
        def fire(_: Any) -> None:
            function(future)

        self._callbacks[id(function)] = (function, fire)
        return lambda: future.add_done_callback(fire)

    def _remove_callback(self, number: Any, function: Any) -> Thunk:
        future, decoded = self._mine(number), self._peer.values.decode_frame(function)
        found = self._callbacks.pop(id(decoded), None)
        return lambda: future.remove_done_callback(found[1]) if found else 0

    def _isinstance(self, number: Any, instance: Any) -> Thunk:
        cls, decoded = self._mine(number), self._peer.values.decode_frame(instance)
        return lambda: isinstance(decoded, cls)

    def _step(self, number: Any, how: Any, value: Any) -> Thunk:
        iterator, decoded = self._mine(number), self._peer.values.decode_frame(value)
        if self._peer.trusted and number not in self._peer.references.steppable:
            raise Gone("protocol: not a coroutine")

        def answer() -> list[Any]:
            try:
                if how == "send":
                    suspended = iterator.send(decoded) if hasattr(iterator, "send") else next(iterator)
                elif how == "throw":
                    suspended = _thrown_into(iterator, decoded)
                else:
                    if hasattr(iterator, "close"):
                        iterator.close()
                    return ["ret", None]
            except StopIteration as stop:
                return ["ret", self._peer.encode(stop.value)]
            return self._peer.waits.encode_step(suspended)

        return answer

    def _start_async_step(self, number: Any, how: Any, value: Any) -> Thunk:
        generator, decoded = self._mine(number), self._peer.values.decode_frame(value)
        if not isinstance(generator, types.AsyncGeneratorType) or how not in ("asend", "athrow", "aclose"):
            raise Gone("protocol: async generator")

        def answer() -> list[Any]:
            awaitable = generator.aclose() if how == "aclose" else getattr(generator, how)(decoded)
            made = self._peer.references.give(awaitable)
            self._peer.references.steppable.add(made)
            return [made, self._step(made, "send", None)()]

        return answer

    def _cancel_wait(self, number: Any, msg: Any) -> Thunk:
        decoded = self._peer.values.decode_frame(msg)
        return lambda: self._peer.waits.cancel(number, decoded)

    def _coroutine(self, number: Any) -> Thunk:
        task = self._mine(number)
        if not isinstance(task, asyncio.Task):
            raise Gone("protocol: not a task")

        def answer() -> Any:
            found = task.get_coro()
            # Whoever could step or close a check's own coroutine could end the check.
            hidden = self._peer.trusted and self._peer.references.home(found) is None
            return None if hidden else self._peer.encode(found)

        return answer

    def _wake(self, number: Any) -> Thunk:
        return lambda: self._peer.waits.wake(number)


def _thrown_into(iterator: Any, error: BaseException) -> Any:
    """Return what it yields next. A plain iterator has no `throw`: `await` and `yield from` raise where they stand."""
    if not hasattr(iterator, "throw"):
        raise error
    return iterator.throw(error)


def _kind(thing: Any) -> str:
    """Return what an object is called to the other side, which knows no class of ours."""
    return "list" if isinstance(thing, list) else "object"
