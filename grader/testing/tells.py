"""Tells: which misconception a failure betrays, in the sentence the student should read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from types import TracebackType
from typing import Any, NamedTuple, TypeAlias

from grader.testing.moments import heard


class By(StrEnum):
    """What a tell was chosen by, the most exact first: the value that was seen, its type of exception, a comparison."""

    VALUE = "value"
    RAISED = "raised"
    COMPARISON = "comparison"


class Tell(NamedTuple):
    """A misconception and the words for this very failure.

    Used as a context manager it puts its words on any comparison that fails inside its block, and on no exception of
    the student's code:

        with M09.because("the failure at 1.0 was only noticed at 2.0"):
            assert caught is error
    """

    code: str
    sentence: str

    def __enter__(self) -> Tell:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, AssertionError):
            mark(error, self, By.COMPARISON)
            heard(error)


class Misconception(NamedTuple):
    """A coded misunderstanding with its default sentence."""

    code: str
    sentence: str

    def because(self, sentence: str) -> Tell:
        """Say it in this kata's own words."""
        return Tell(self.code, sentence)


AnyTell: TypeAlias = Tell | Misconception
Looks: TypeAlias = Callable[[Any], AnyTell | None]
Tells: TypeAlias = AnyTell | Mapping[object, AnyTell] | Sequence[tuple[object, AnyTell]] | Looks | None
Raises: TypeAlias = Mapping[type[BaseException], AnyTell]


@contextmanager
def raising(tells: Raises) -> Iterator[None]:
    """Put words on an exception of these types that leaves the block; the student reads its type and text first.

    with raising({TypeError: M38.because("a list cannot be gone through with `async for`")}):
        kept = await kata.collect(source())
    """
    try:
        yield
    except BaseException as error:
        mark_raised(error, tells)
        raise


def mark(error: BaseException, tell: AnyTell, by: By) -> None:
    """Remember on a failure what it tells; the first tell chosen by the same thing stays."""
    found: dict[By, Tell] = vars(error).setdefault("__kata_tells__", {})
    found.setdefault(by, Tell(tell.code, tell.sentence))


def mark_raised(error: BaseException, tells: Raises) -> None:
    """Remember what the first type in `tells` that fits this exception says of it."""
    tell = next((tell for kind, tell in tells.items() if isinstance(error, kind)), None)
    if tell is not None:
        mark(error, tell, By.RAISED)


def tells_of(error: BaseException) -> Mapping[By, Tell]:
    """Return what a failure was marked with, by what it was chosen."""
    found = getattr(error, "__kata_tells__", None)
    return found if isinstance(found, dict) else {}


def tell_of(error: BaseException) -> Tell | None:
    """Return the most exact tell a failure was marked with, if any."""
    found = tells_of(error)
    return next((found[by] for by in By if by in found), None)


def choose(tells: Tells, got: object) -> tuple[AnyTell, By] | None:
    """Return the tell that belongs to a wrong value: one for all, the one listed for that very value, or what looking
    gave.
    """
    if tells is None:
        return None
    if isinstance(tells, (Tell, Misconception)):
        return tells, By.COMPARISON
    tell = _chosen(tells, got)
    return None if tell is None else (tell, By.VALUE)


def _chosen(tells: Mapping[object, AnyTell] | Sequence[tuple[object, AnyTell]] | Looks, got: object) -> AnyTell | None:
    if isinstance(tells, Mapping):
        return _listed(tells.items(), got)
    return tells(got) if callable(tells) else _listed(tells, got)


def _listed(pairs: Any, got: object) -> AnyTell | None:
    return next((tell for value, tell in pairs if _same(value, got)), None)


def _same(value: object, got: object) -> bool:
    if type(value) is type(got):
        return value == got
    # 2 and 2.0 are the same number of seconds; True is no number.
    return type(value) in (int, float) and isinstance(got, (int, float)) and not isinstance(got, bool) and value == got
