"""What all kinds of sources have in common, and where each is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from importlib import import_module
from typing import Protocol

from grader.course.collecting.values import Kind, Label, Parts, Passed


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader may know: the zone of times without one, the source's own files, and what was asked for.

    `top` is the folder that holds all of the source, if there is one; `called` the source's own name without its
    ending; `headings` the roster's other columns; `known` whether one word means somebody of the roster; `student` who
    it all belongs to, as an instructor said.
    """

    zone: tzinfo
    metadata: Mapping[Parts, bytes] = field(default_factory=dict)
    top: Parts = ()
    called: str = ""
    headings: tuple[str, ...] = ()
    known: Callable[[str], bool] = bool
    student: str = ""
    pattern: str = ""


# What the name of a file says about it; or that it is none of a student's.
Read = Callable[[Parts], Label | Passed]


class Reader(Protocol):
    """One kind of source."""

    def metadata(self, parts: Parts) -> int:
        """How many bytes of this file are the source's own account of itself; 0 for a file of a student's."""

    def reads(self, context: Context) -> Read:
        """How its names are read."""


READERS: Mapping[Kind, str] = {
    kind: f"grader.course.collecting.kinds.{kind.value}" for kind in Kind if kind is not Kind.GIT
}


def reader_of(kind: Kind) -> Reader:
    """The reader of a kind; its module is imported now."""
    module = import_module(READERS[kind])
    reader: Reader = getattr(module, "READER")
    return reader


@dataclass(frozen=True, slots=True)
class Names:
    """A kind that says all in its names."""

    read: Callable[[Context, Parts], Label | Passed]

    def metadata(self, parts: Parts) -> int:
        """Nothing."""
        return 0

    def reads(self, context: Context) -> Read:
        """By the name alone."""
        return lambda parts: self.read(context, parts)
