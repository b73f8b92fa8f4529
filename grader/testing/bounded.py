"""What a value looks like, in bounded time and space: the only way to show one that came from a submission.

Values may be huge, and objects that a check handed over may hold each other many times over: `repr()` of such a thing
never ends. Here writing stops when there is enough, and no `__repr__` is called but those that cannot do much.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from typing import Any

MOST = 400
LEVELS = 40
# Python writes no number of more than 4300 digits.
MOST_BITS = 14_000
# Builtin types that show what they hold or belong to.
_HOLDERS: tuple[type, ...] = (
    types.MethodType,
    types.MappingProxyType,
    types.GenericAlias,
    types.UnionType,
    slice,
    type({}.keys()),
    type({}.values()),
    type({}.items()),
)
# Modules whose classes show nothing that a submission can make large.
_KNOWN = frozenset({"builtins", "grader", "remote", "datetime", "decimal", "enum", "fractions", "pathlib", "uuid"})


def bounded_repr(value: object, most: int = MOST) -> str:
    """Return what `repr(value)` gives while that is not longer than `most`; else its beginning, which is a little
    longer.
    """
    return BoundedWriter(most).text(value, f"<{type(value).__name__}>")


def bounded_str(error: BaseException, most: int = MOST) -> str:
    """Return what `str(error)` gives, with the same bound; empty where it says nothing."""
    said = type(error).__str__
    if said is KeyError.__str__ and len(error.args) == 1:
        return bounded_repr(error.args[0], most)
    if said not in (BaseException.__str__, KeyError.__str__):
        return _called(lambda: str(error))[: most + 1]
    if len(error.args) > 1:
        return bounded_repr(error.args, most)
    return _text(error.args[0], most) if error.args else ""


def _text(value: object, most: int) -> str:
    if isinstance(value, BaseException):
        return bounded_str(value, most)
    if isinstance(value, str):
        return str.__getitem__(value, slice(most + 1))
    return bounded_repr(value, most)


def _called(show: Callable[[], str]) -> str:
    try:
        return show()
    except Exception:
        return ""


class _EnoughError(Exception):
    pass


class BoundedWriter:
    """Writes as `repr` does, until there is enough; for one value."""

    def __init__(self, most: int) -> None:
        self._parts: list[str] = []
        self._left = most
        self._levels = 0

    def text(self, value: Any, otherwise: str) -> str:
        """Return what is written of it; `otherwise` where it cannot be looked at."""
        try:
            self.write(value)
        except _EnoughError:
            pass
        except Exception:
            return otherwise
        return "".join(self._parts)

    def add(self, text: str) -> None:
        """Write this; ends the writing when it is enough."""
        self._parts.append(text)
        self._left -= len(text)
        if self._left < 0:
            raise _EnoughError

    def write(self, value: Any) -> None:
        """One value, and what is in it."""
        if self._levels >= LEVELS:
            self.add("...")
            return
        self._levels += 1
        self.look(value)
        self._levels -= 1

    def look(self, value: Any) -> None:
        """Find how it is written."""
        kind = type(value)
        if isinstance(value, BaseException):
            self.many(f"{kind.__name__}(", value.args, ")")
        else:
            _WRITERS.get(kind.__repr__, BoundedWriter._other)(self, value)

    def many(self, begin: str, values: Iterable[object], end: str) -> None:
        """Some values between these."""
        self.add(begin)
        for place, value in enumerate(values):
            self.add(", " if place else "")
            self.write(value)
        self.add(end)

    def _tuple(self, value: tuple[Any, ...]) -> None:
        self.many("(", value, ",)" if len(value) == 1 else ")")

    def _set(self, value: Any) -> None:
        kind = type(value)
        if not value:
            self.add(f"{kind.__name__}()")
        elif kind is set:
            self.many("{", value, "}")
        else:
            self.many(f"{kind.__name__}({{", value, "})")

    def _dict(self, value: dict[Any, Any]) -> None:
        self.pairs(value.items())

    def pairs(self, found: Iterable[tuple[Any, Any]]) -> None:
        """Those of a dict."""
        self.add("{")
        for place, (key, item) in enumerate(found):
            self.add(", " if place else "")
            self.write(key)
            self.add(": ")
            self.write(item)
        self.add("}")

    def plain(self, value: Any) -> None:
        """A text."""
        # Enough of it to fill what is left, and no more: it may be a whole frame long.
        self.add(repr(value if len(value) <= self._left + 1 else value[: self._left + 1]))

    def integer(self, value: int) -> None:
        """A whole number."""
        bits = value.bit_length()
        self.add(repr(value) if bits <= MOST_BITS else f"<a number of {bits} bits>")

    def _other(self, value: Any) -> None:
        kind: Any = type(value)
        if is_dataclass(value) and not isinstance(value, type):
            shown = [field.name for field in fields(kind) if field.repr]
            self._fields(kind.__name__, {name: getattr(value, name) for name in shown})
        elif isinstance(value, tuple) and hasattr(kind, "_fields"):
            self._fields(kind.__name__, dict(zip(kind._fields, value, strict=False)))
        elif kind.__repr__ is object.__repr__ or (_is_known(kind) and not isinstance(value, _HOLDERS)):
            self.add(repr(value))
        else:
            self.add(f"<{kind.__name__}>")

    def _fields(self, name: str, found: dict[str, object]) -> None:
        self.add(f"{name}(")
        for place, (field, value) in enumerate(found.items()):
            self.add(f"{', ' if place else ''}{field}=")
            self.write(value)
        self.add(")")


def _is_known(kind: type) -> bool:
    """Return whether this class, or at least the function that shows its instances, is one of those."""
    shows = getattr(kind.__repr__, "__module__", "")
    return kind.__module__.partition(".")[0] in _KNOWN or (shows != "builtins" and shows in _KNOWN)


_WRITERS: dict[Any, Callable[[BoundedWriter, Any], None]] = {
    list.__repr__: lambda writer, value: writer.many("[", value, "]"),
    tuple.__repr__: BoundedWriter._tuple,
    set.__repr__: BoundedWriter._set,
    frozenset.__repr__: BoundedWriter._set,
    dict.__repr__: BoundedWriter._dict,
    str.__repr__: BoundedWriter.plain,
    bytes.__repr__: BoundedWriter.plain,
    int.__repr__: BoundedWriter.integer,
}
