"""A downloaded file's headings, and which of them is which kata's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from grader.errors import UsageError
from grader.exports.notes import Notes
from grader.scores import Column

NAME = "name"


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the file that may be a kata's: what it may be called, and the platform's own id of it.

    `comment` is the place of the column for words beside it; `most` is what the file says its points are out of.
    """

    place: int
    names: tuple[str, ...]
    id: str = ""
    comment: int | None = None
    most: str = ""

    def is_called(self, names: Iterable[str]) -> bool:
        """Is one of these a name of it, but for case and spaces?"""
        return not {folded(name, NAME) for name in self.names}.isdisjoint(folded(name, NAME) for name in names)


def matched(
    headings: Sequence[Heading], columns: Sequence[Column], wanted: Callable[[Column], str], notes: Notes
) -> dict[int, Heading]:
    """Which heading is which column's, by the column's place in the course; those without one are noted.

    `wanted` is the id or name that course.yaml has for a column, or "". Raises UsageError when no heading is a kata's.
    """
    found: dict[int, Heading] = {}
    for place, column in enumerate(columns):
        fits = _fitting(headings, column, wanted(column))
        if len(fits) == 1:
            found[place] = fits[0]
            _tell_most(fits[0], column, notes)
        else:
            several = ", ".join(repr(heading.names[0][:60]) for heading in fits)
            notes.tell(
                f"{column.kata} {f'could be {several}' if fits else 'has no column in the template'}: not filled."
            )
    _refuse_shared(found, columns)
    if not found:
        names = ", ".join(repr(heading.names[0][:60]) for heading in headings[:8]) or "none"
        raise UsageError(
            "No column of the template is one of the course's katas.",
            hint=f"Its columns: {names}. Say under a kata's lms: in course.yaml what it is called there.",
        )
    return found


def _fitting(headings: Sequence[Heading], column: Column, wanted: str) -> list[Heading]:
    if wanted:
        by_id = [heading for heading in headings if heading.id == wanted]
        return by_id or [heading for heading in headings if heading.is_called([wanted])]
    forms = {column.title, column.kata, *(f"{column.kata}{sign} {column.title}" for sign in ("", ":", " -"))}
    exact = [heading for heading in headings if heading.is_called(forms)]
    word = re.compile(rf"(?<!\w){re.escape(column.kata)}(?!\w)", re.IGNORECASE)
    return exact or [heading for heading in headings if word.search(heading.names[0])]


def _refuse_shared(found: Mapping[int, Heading], columns: Sequence[Column]) -> None:
    owners: dict[int, str] = {}
    for place, heading in found.items():
        other = owners.setdefault(heading.place, columns[place].kata)
        if other != columns[place].kata:
            raise UsageError(
                f"{other} and {columns[place].kata} are both the template's column {heading.names[0][:60]!r}.",
                hint="Say in course.yaml which is which, under the katas' lms.",
            )


def _tell_most(heading: Heading, column: Column, notes: Notes) -> None:
    """Points are sent as they are: where the file counts out of something else, they mean something else there."""
    try:
        most = Decimal(heading.most.replace(",", "."))
    except InvalidOperation:
        return
    if most != column.max:
        there = f"{heading.names[0][:60]!r} out of {most.normalize():f} there"
        notes.tell(f"{column.kata} is out of {column.max}, and {there}: points are sent as they are.")


def folded(value: str, kind: str) -> str:
    """As two such values are compared: ids exactly, names and addresses without case."""
    if kind not in (NAME, "email"):
        return value
    return " ".join(unicodedata.normalize("NFC", value).casefold().split())
