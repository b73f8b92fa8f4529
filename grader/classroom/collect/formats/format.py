"""What all kinds of sources have in common, and where each is found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from importlib import import_module
from typing import Protocol

from grader.classroom.collect.values import Label, Parts, Passed, SourceFormat


def nobody(word: str) -> bool:
    """That no word means anybody of the roster."""
    return False


@dataclass(frozen=True, slots=True)
class SourceContext:
    """What a reader may know: the zone of times without one, the source's own files, and what was asked for.

    `top` is the folder around all of the source, if there is one; `called` the source's own name without its ending;
    `headings` the roster's other columns; `known` whether one word means somebody of the roster; `student` who it all
    belongs to, as an instructor said; `entries` what lies at the top of it.
    """

    zone: tzinfo
    metadata: Mapping[Parts, bytes] = field(default_factory=dict)
    top: Parts = ()
    called: str = ""
    headings: tuple[str, ...] = ()
    known: Callable[[str], bool] = nobody
    student: str = ""
    pattern: str = ""
    entries: tuple[str, ...] = ()


# What the name of a file says about it; or that it is none of a student's.
Read = Callable[[Parts], Label | Passed]


class FormatReader(Protocol):
    """One kind of source.

    Every path a reader is asked about begins below the folder around all of the source. Only its first part is the
    platform's; what follows is a student's, and says neither whose it is nor when it came.
    """

    def is_entry(self, name: str) -> bool:
        """Return whether the platform gives such a name to what one student handed in."""

    def wraps(self, context: SourceContext, folder: str, inside: Collection[str]) -> bool:
        """Return whether this folder, the only one at the top, is one around all of the source; `inside` lies in it."""

    def metadata(self, parts: Parts) -> int:
        """Return how many bytes of this file are the source's own account of itself; 0 for a file of a student's."""

    def reads(self, context: SourceContext) -> Read:
        """Return how its names are read."""


READERS: Mapping[SourceFormat, str] = {
    kind: f"grader.classroom.collect.formats.{kind.value}" for kind in SourceFormat if kind is not SourceFormat.GIT
}


def reader_of(kind: SourceFormat) -> FormatReader:
    """Return the reader of a kind; its module is imported now."""
    module = import_module(READERS[kind])
    reader: FormatReader = getattr(module, "READER")
    return reader


def top_of(names: Collection[Parts], reader: FormatReader, context: SourceContext) -> Parts:
    """Return the one folder around all of the source; () where there is none, as where it is a student's own."""
    folders = {parts[0] for parts in names}
    if len(folders) != 1 or any(len(parts) == 1 for parts in names):
        return ()
    (folder,) = folders
    if reader.is_entry(folder) or context.known(folder):
        return ()
    return (folder,) if reader.wraps(context, folder, {parts[1] for parts in names}) else ()


@dataclass(frozen=True, slots=True)
class NamesReader:
    """A kind that says all in the names of its entries."""

    read: Callable[[SourceContext, Parts], Label | Passed]
    is_entry: Callable[[str], bool]

    def wraps(self, context: SourceContext, folder: str, inside: Collection[str]) -> bool:
        """Return whether an entry lies in it."""
        return any(map(self.is_entry, inside))

    def metadata(self, parts: Parts) -> int:
        """Nothing."""
        return 0

    def reads(self, context: SourceContext) -> Read:
        """By the name alone."""
        return lambda parts: self.read(context, parts)
