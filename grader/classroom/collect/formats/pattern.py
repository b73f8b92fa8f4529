"""Any other naming, by a regular expression with named groups that fits a file's whole path."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, tzinfo

from grader.classroom.collect.formats.format import Read, SourceContext
from grader.classroom.collect.times import brightspace, dashed, iso, moodle
from grader.classroom.collect.values import Label, NoSource, Parts, Passed, SourceIdentity, Who

FILE = "file"
OURS = ("kata", FILE, "time")
# What stands for itself, a set of characters, what follows a group's parenthesis, or a repetition with its greed.
_PIECES = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[^)<:=!]*[<:=!]?|(?P<repeat>[*+?]|\{\d*,\d*\})(?P<greed>[?+]?)", re.DOTALL
)


class Pattern:
    """The reader of what an instructor describes."""

    def is_entry(self, name: str) -> bool:
        """Only the whole path tells."""
        return False

    def wraps(self, context: SourceContext, folder: str, inside: Collection[str]) -> bool:
        """Never: the pattern fits whole paths."""
        return False

    def metadata(self, parts: Parts) -> int:
        """Nothing."""
        return 0

    def reads(self, context: SourceContext) -> Read:
        """By the groups: kata, file and time, and every other one is a way to tell the student. Raises NoSource."""
        pattern = _compiled(context.pattern)
        other = _compiled(with_other_greed(context.pattern))
        people = [group for group in pattern.groupindex if group not in OURS]
        if not people:
            raise NoSource("The pattern does not say where the student's id stands: (?P<id>…).", hint=EXAMPLE)

        def read(parts: Parts) -> Label | Passed:
            told = _groups(pattern, parts)
            if told is None:
                return Passed.UNNAMED
            # Which kata a file is for is its student's to say; whose it is and when it came is not.
            again = _groups(other, parts) or {}
            who, submitted = _who(told, people), _moment(told, context.zone)
            if who != _who(again, people) or submitted != (_moment(again, context.zone) or submitted):
                return Passed.AMBIGUOUS
            return Label((who,), told.get(FILE, parts[-1]), submitted, kata=told.get("kata", ""))

        return read


def _who(told: Mapping[str, str], people: Sequence[str]) -> Who:
    return tuple(SourceIdentity(kind, (told[kind],)) for kind in people if kind in told)


def _moment(told: Mapping[str, str], zone: tzinfo) -> datetime | None:
    return reading(told.get("time", ""), zone)


def reading(said: str, zone: tzinfo) -> datetime | None:
    """Return a time in any form that a platform writes."""
    return next((moment for read in (iso, dashed, brightspace, moodle) if (moment := read(said, zone))), None)


def with_other_greed(pattern: str) -> str:
    """Return the expression that takes as little where this one takes as much as it can, and the other way round.

    Both fit the same names. Where they find different groups in one, it can be read in more than one way.
    """

    def turned(piece: re.Match[str]) -> str:
        if piece["repeat"] is None or piece["greed"] == "+":
            return piece[0]
        return piece["repeat"] + ("" if piece["greed"] else "?")

    return _PIECES.sub(turned, pattern)


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise NoSource(f"The pattern is no regular expression: {error}.", hint=EXAMPLE) from None


def _groups(pattern: re.Pattern[str], parts: Parts) -> Mapping[str, str] | None:
    found = pattern.fullmatch("/".join(parts))
    return None if found is None else {group: value for group, value in found.groupdict().items() if value}


EXAMPLE = r"""Such as: --pattern '(?P<id>[^/]+)/(?P<kata>kata\d+)/(?P<file>[^/]+\.py)'"""
READER = Pattern()
