"""What pytest makes of an assertion that fails in a check: its two sides are kept, and nothing of them is worked out.

pytest would write both down and look for the differences, line by line, which a submission can make as long as it
likes; and nobody reads them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from _pytest.assertion import rewrite

from grader.examiner.judging import Comparison
from grader.examiner.running import Comparisons
from grader.testing.bounded import bounded_repr

MOST_IN_AN_ASSERTION = 240


class Sides:
    """A plugin that keeps the values of an `assert a == b` that failed."""

    def __init__(self, comparisons: Comparisons) -> None:
        self._comparisons = comparisons

    @pytest.hookimpl(tryfirst=True)
    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        if op == "==":
            self._comparisons.last = Comparison(got=left, expected=right)
        raise _ThatIsAllError


class NoDifferences:
    """A plugin that ends pytest's look at a comparison once `Sides` has had it: nothing else ends a hook early."""

    @pytest.hookimpl(wrapper=True)
    def pytest_assertrepr_compare(self) -> Generator[None, Any, Any]:
        try:
            return (yield)
        except _ThatIsAllError:
            return []


class _ThatIsAllError(Exception):
    pass


@contextmanager
def bounded_assertions() -> Iterator[None]:
    """Have what a failed assertion says of its parts written in bounded time, as all that came from a submission."""
    names = vars(rewrite)
    pytests_own = names["saferepr"]
    names["saferepr"] = _shown
    try:
        yield
    finally:
        names["saferepr"] = pytests_own


def _shown(obj: object, maxsize: int | None = MOST_IN_AN_ASSERTION, use_ascii: bool = False) -> str:
    """In place of pytest's function of this signature."""
    return bounded_repr(obj, maxsize or MOST_IN_AN_ASSERTION)
