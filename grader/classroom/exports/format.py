"""What a format is, and what a person may choose about an export."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from grader.classroom.exports.columns import Notes
from grader.classroom.exports.table import Holds, PersonKey
from grader.classroom.scores.model import ScoreTable

__all__ = ["ExportFormat", "Holds", "Missing", "Options", "PersonKey"]


class Missing(StrEnum):
    """How a score is written where nothing was handed in and the deadline is over."""

    BLANK = "blank"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class Options:
    """What a person chose. `katas` are ids, none of them meaning all; `settings` are course.yaml's for the format."""

    missing: Missing = Missing.BLANK
    katas: frozenset[str] = frozenset()
    comments: bool = True
    settings: Mapping[str, str] = field(default_factory=dict)


def by_id(options: Options) -> PersonKey:
    """People are told apart by the roster's id."""
    return PersonKey()


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One kind of file that a platform reads. It has `table`, or `files` with a file per attempt, or only `fill`.

    `title` is one line for --help; `fill` puts the scores into a file that was downloaded from the platform. What
    of it is `in_words` stands in comments, which can be left out. `person` is how it tells people apart, and `needs`
    are settings of course.yaml that it cannot do without, each with an example. With `parts` a folder can hold a file
    for each kata.
    """

    name: str
    title: str
    holds: frozenset[Holds] = frozenset()
    in_words: frozenset[Holds] = frozenset()
    suffix: str = ".csv"
    table: Callable[[ScoreTable, Options, Notes], Iterator[str | bytes]] | None = None
    files: Callable[[ScoreTable, Options, Notes], Iterator[tuple[str, bytes]]] | None = None
    fill: Callable[[ScoreTable, Options, Notes, bytes], Iterator[str | bytes]] | None = None
    parts: Callable[[ScoreTable, Options, Notes], Iterator[tuple[str, bytes]]] | None = None
    person: Callable[[Options], PersonKey] = by_id
    needs: Mapping[str, str] = field(default_factory=dict)

    @property
    def per_attempt(self) -> bool:
        """Is it a folder with a file for each attempt?"""
        return self.files is not None

    @property
    def needs_template(self) -> bool:
        """Can only a file downloaded from the platform be filled, since it knows its people by numbers of its own?"""
        return self.table is None and self.files is None

    def held(self, options: Options) -> frozenset[Holds]:
        """Return what it holds, written in this way."""
        return self.holds if options.comments else self.holds - self.in_words

    @property
    def refusal(self) -> str:
        """Why it cannot be written as one file from the scores alone."""
        if self.per_attempt:
            return f"{self.name} writes a file per attempt."
        return f"{self.name} needs the file that the platform lets you download: it numbers people in its own way."

    @property
    def hint(self) -> str:
        """What to do about the refusal."""
        return "Name a folder: --to DIR" if self.per_attempt else "Download it, then: --template FILE"
