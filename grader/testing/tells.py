"""Tells: which misconception a failure betrays, in the sentence the student should read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import NamedTuple, TypeAlias


class Tell(NamedTuple):
    """A misconception and the words for this very failure.

    Used as a context manager it puts its words on any failure inside its block:

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
        if error is not None and tell_of(error) is None:
            mark(error, self)


class Misconception(NamedTuple):
    """A coded misunderstanding with its default sentence."""

    code: str
    sentence: str

    def because(self, sentence: str) -> Tell:
        """Say it in this kata's own words."""
        return Tell(self.code, sentence)


AnyTell: TypeAlias = Tell | Misconception
Tells: TypeAlias = AnyTell | Mapping[object, AnyTell] | Sequence[tuple[object, AnyTell]] | None


def mark(error: BaseException, tell: AnyTell) -> None:
    """Remember on a failure what it tells; the first tell stays."""
    error.__kata_tell__ = Tell(tell.code, tell.sentence)  # type: ignore[attr-defined]


def tell_of(error: BaseException) -> Tell | None:
    """What a failure was marked with, if anything."""
    found = getattr(error, "__kata_tell__", None)
    return found if isinstance(found, Tell) else None


def choose(tells: Tells, got: object) -> AnyTell | None:
    """The tell that belongs to a wrong value: one for all, or the one listed for that very value."""
    if tells is None or isinstance(tells, (Tell, Misconception)):
        return tells
    pairs = tells.items() if isinstance(tells, Mapping) else tells
    for value, tell in pairs:
        if type(value) is type(got) and value == got:
            return tell
    return None
