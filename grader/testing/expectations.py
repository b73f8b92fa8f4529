"""Assertions that remember what was expected and what came."""

from __future__ import annotations

from typing import Any

from grader.testing.showing import kind_of, shown
from grader.testing.tells import Tells, choose, mark
from grader.unboxing import ratio, unboxed

PLAIN = (type(None), bool, int, float, str, bytes, list, tuple, dict, set, frozenset)


class Mismatch(AssertionError):
    """A value was not the expected one; keeps both for the report."""

    def __init__(self, got: object, expected: object) -> None:
        super().__init__(f"expected {shown(expected)}, got {shown(got)}")
        self.got = got
        self.expected = expected


def expect(got: object, expected: object, *, tells: Tells = None) -> None:
    """Fail unless `got == expected`; `tells` is one tell, or maps wrong values to theirs (a list of pairs for lists).

    An object of a class built on list, str or another builtin counts as the plain value it holds, in both modes.
    Raises Mismatch, marked with the tell.
    """
    got = unboxed(got)
    if got == expected:
        return
    failure = Mismatch(got, expected)
    tell = choose(tells, got)
    if tell is not None:
        mark(failure, tell)
    raise failure


def plain(value: Any) -> Any:
    """The plain value, all the way down: use it before looking into an untrusted result.

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
        raise AssertionError(f"expected plain data, got {kind_of(value)}")
    if isinstance(value, dict):
        for key, item in value.items():
            _refuse_objects(key, seen)
            _refuse_objects(item, seen)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            _refuse_objects(item, seen)
