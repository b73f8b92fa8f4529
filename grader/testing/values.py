"""Assertions that remember what was expected and what came, and values as a report shows them."""

from __future__ import annotations

import asyncio
import inspect
import types
from collections.abc import Callable
from typing import Any, NoReturn

from grader.cleaning import builtin_of, items, ratio, unboxed
from grader.testing.bounded import MOST, BoundedWriter
from grader.testing.moments import heard
from grader.testing.tells import AnyTell, By, Tells, choose, mark

STUDENTS = "kata"
"""The module of a class that the student's file defines, in both modes."""

_NUMBER = "a number"
_KINDS: dict[type, str] = {
    type(None): "None",
    bool: "a bool",
    int: _NUMBER,
    float: _NUMBER,
    str: "a string",
    bytes: "a bytes object",
    bytearray: "a bytes object",
    tuple: "a tuple",
    list: "a list",
    dict: "a dict",
    set: "a set",
    frozenset: "a frozenset",
}
_FUNCTIONS = (types.FunctionType, types.MethodType, types.BuiltinFunctionType)
# In this order: a task is a future, too.
_THINGS: tuple[tuple[Callable[[Any], bool], str], ...] = (
    (lambda value: isinstance(value, type), "a class"),
    (lambda value: issubclass(type(value), BaseException), "an exception"),
    (inspect.iscoroutine, "a coroutine"),
    (inspect.isasyncgen, "an async generator"),
    (inspect.isgenerator, "a generator"),
    (lambda value: issubclass(type(value), asyncio.Task), "a task"),
    (lambda value: issubclass(type(value), asyncio.Future), "a future"),
    (lambda value: issubclass(type(value), _FUNCTIONS), "a function"),
    (lambda value: issubclass(type(value), types.ModuleType), "a module"),
)
_BRACKETS: dict[Any, tuple[str, str]] = {tuple: ("(", ")"), list: ("[", "]")}
# What stands where a value is asked for when somebody forgot to await it, or to call it.
_NOT_YET = frozenset({"a coroutine", "an async generator", "a generator", "a task", "a future", "a function"})


class Seconds(float):
    """Virtual seconds, shown as "6.0 s"."""


def kind_of(value: Any) -> str:
    """Return what a value is, in a word or two and without a name: "a list", "a task", "an object"."""
    cls = type(value)
    known = _NUMBER if ratio(value) else _KINDS.get(cls) or _KINDS.get(builtin_of(cls) or cls)
    return known or next((kind for matches, kind in _THINGS if matches(value)), "an object")


def shown(value: Any, most: int = MOST) -> str:
    """Return the value as Python writes it, and in words where Python would show an address or a class of ours.

    Of what is longer than `most` characters it is the beginning, a little longer than that.
    """
    return _InWords(most).text(value, kind_of(value))


class _InWords(BoundedWriter):
    """Writes values for people."""

    def look(self, value: Any) -> None:
        builtin = builtin_of(type(value))
        if type(value) is Seconds:
            self.add(f"{float(value)!r} s")
        elif builtin is None and type(value) not in _KINDS:
            self._thing(value)
        elif builtin in (str, bytes, bytearray):
            self.plain(unboxed(value))
        elif builtin is int:
            self.integer(unboxed(value))
        elif builtin in (None, float):
            self.add(repr(unboxed(value)))
        elif builtin is dict:
            self.pairs(items(value, dict))
        else:
            self._items(value, builtin)

    def _items(self, value: Any, builtin: Any) -> None:
        if builtin in (set, frozenset):
            self._set(value, builtin)
            return
        first, last = _BRACKETS[builtin]
        self.many(first, items(value, builtin), f",{last}" if builtin is tuple and tuple.__len__(value) == 1 else last)

    def _set(self, value: Any, builtin: Any = set) -> None:
        # In an order of its own, which is the same in every process.
        inner = sorted(shown(item, self._left) for item in items(value, builtin))
        first, last = ("frozenset({", "})") if builtin is frozenset else ("{", "}")
        self.add(f"{first}{', '.join(inner)}{last}" if inner else f"{builtin.__name__}()")

    def _thing(self, value: Any) -> None:
        kind = kind_of(value)
        if kind in ("a coroutine", "an async generator", "a generator", "a function"):
            self.add(f"{kind} {getattr(value, '__name__', 'without a name')}()")
        elif kind in ("a task", "a future"):
            self.add(kind)
        elif kind == "a class":
            self.add(f"the class {value.__name__}")
        elif kind == "an object":
            self._object(value)
        else:
            super().look(value)

    def _object(self, value: Any) -> None:
        cls = type(value)
        if cls.__module__ == STUDENTS:
            self.add(f"an object of your class {cls.__name__}")
        elif getattr(cls, "__repr__", None) is getattr(object, "__repr__"):
            self.add("an object")
        else:
            super().look(value)


def shape_difference(got: Any, expected: Any) -> str:
    """Return what to say where a value is right but for its kind, such as "a tuple, where a list is asked for"; else
    "".
    """
    found = _differences(unboxed(got), unboxed(expected))
    return f"{found[0][0]}, where {found[0][1]} is asked for" if found else ""


_Kinds = list[tuple[str, str]]


def _differences(got: Any, expected: Any) -> _Kinds | None:
    """Return the kinds that differ; None where the values do."""
    kinds = (kind_of(got), kind_of(expected))
    asked, given = type(expected), type(got)
    if asked not in _KINDS or expected is None or got is None:
        return [] if got is expected else None
    if given not in _KINDS:
        objects = given.__module__ == STUDENTS and not issubclass(given, BaseException)
        return [kinds] if objects or kinds[0] in _NOT_YET else None
    if given in (list, tuple) and asked in (list, tuple):
        return _join([kinds] if given is not asked else [], zip(got, expected, strict=False), len(got) == len(expected))
    if given is asked is dict:
        pairs = ((got[key], expected[key]) for key in expected if key in got)
        return _join([], pairs, got.keys() == expected.keys())
    if got == expected:
        return []
    return [kinds] if given is not asked and _says_the_same(got, expected) else None


def _join(found: _Kinds, pairs: Any, same: bool) -> _Kinds | None:
    if not same:
        return None
    for one, other in pairs:
        within = _differences(one, other)
        if within is None:
            return None
        found += within
    return found


def _says_the_same(got: Any, expected: Any) -> bool:
    """Return whether these are the same things in a container of another kind, or the same text or number of
    another.
    """
    sets, rows = (set, frozenset), (list, tuple)
    if (type(got) in sets and type(expected) in rows) or (type(got) in rows and type(expected) in sets):
        return len(got) == len(expected) and all(one in expected for one in got)
    if type(got) in (int, float) and type(expected) is str:
        return str(got) == expected
    if type(got) is str and type(expected) in (int, float):
        return got.strip() == str(expected)
    if type(got) is bytes and type(expected) is str:
        return got == expected.encode()
    return type(got) is str and type(expected) is bytes and got.encode(errors="replace") == expected


PLAIN = (type(None), bool, int, float, str, bytes, list, tuple, dict, set, frozenset)


class Mismatch(AssertionError):
    """A value was not the expected one; keeps both for the report."""

    def __init__(self, got: object, expected: object) -> None:
        super().__init__(f"expected {shown(expected)}, got {shown(got)}")
        self.got = got
        self.expected = expected


def expect(got: object, expected: object, *, tells: Tells = None) -> None:
    """Fail unless `got == expected`.

    `tells` maps wrong values to what they betray (a list of pairs for lists), or is a function that looks at the wrong
    value and gives a tell or None, or is one tell for any wrong value.
    An object of a class built on list, str or another builtin counts as the plain value it holds, in both modes.
    Raises Mismatch, marked with the tell.
    """
    got = unboxed(got)
    if got == expected:
        return
    failure = Mismatch(got, expected)
    chosen = choose(tells, got)
    if chosen is not None:
        mark(failure, *chosen)
    raise heard(failure)


def fail(tell: AnyTell) -> NoReturn:
    """Fail the check: what was seen betrays this, beyond doubt.

    Raises AssertionError, marked with the tell.
    """
    failure = AssertionError(tell.sentence)
    mark(failure, tell, By.VALUE)
    raise heard(failure)


def reordered(got: object, expected: list[Any] | tuple[Any, ...]) -> bool:
    """Return whether these are the same items in another order, in a list or tuple of the same type."""
    if not isinstance(got, (list, tuple)) or type(got) is not type(expected):
        return False
    if len(got) != len(expected) or got == expected:
        return False
    left = list(expected)
    for item in got:
        place = next((at for at, other in enumerate(left) if type(other) is type(item) and other == item), None)
        if place is None:
            return False
        del left[place]
    return True


def plain(value: Any) -> Any:
    """Return the plain value, all the way down: use it before looking into an untrusted result.

    An object of a class built on a builtin counts as the value it holds, a Fraction or Decimal as the int or float that
    equals it, where one does. Raises AssertionError when anything else is in the value.
    """
    held = unboxed(value)
    _refuse_objects(held, set())
    return held


def _refuse_objects(value: Any, seen: set[int]) -> None:
    if id(value) in seen:
        return
    seen.add(id(value))
    if type(value) not in PLAIN and ratio(value) is None:
        raise heard(AssertionError(f"expected plain data, got {kind_of(value)}"))
    if isinstance(value, dict):
        for key, item in value.items():
            _refuse_objects(key, seen)
            _refuse_objects(item, seen)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            _refuse_objects(item, seen)
