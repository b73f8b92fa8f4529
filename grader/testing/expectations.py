"""Assertions that remember what was expected and what came."""

from __future__ import annotations

from typing import Any

from grader.testing.tells import Tells, choose, mark

PLAIN = (type(None), bool, int, float, str, bytes, list, tuple, dict, set, frozenset)


class Mismatch(AssertionError):
    """A value was not the expected one; keeps both for the report."""

    def __init__(self, got: object, expected: object) -> None:
        super().__init__(f"expected {expected!r}, got {got!r}")
        self.got = got
        self.expected = expected


def expect(got: object, expected: object, *, tells: Tells = None) -> None:
    """Fail unless `got == expected`; `tells` is one tell, or maps wrong values to theirs (a list of pairs for lists).

    Raises Mismatch, marked with the tell.
    """
    if got == expected:
        return
    failure = Mismatch(got, expected)
    tell = choose(tells, got)
    if tell is not None:
        mark(failure, tell)
    raise failure


def plain(value: Any) -> Any:
    """Refuse anything but exact plain data, all the way down: use it before iterating over an untrusted result.

    Raises AssertionError when a stand-in hides in the value.
    """
    if type(value) not in PLAIN:
        raise AssertionError(f"expected plain data, got {type(value).__name__}")
    if isinstance(value, dict):
        for key, item in value.items():
            plain(key)
            plain(item)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            plain(item)
    return value
