"""Any other naming, by a regular expression with named groups that fits a file's whole path."""

from __future__ import annotations

import re

from grader.course.collecting.kinds.kind import Context, Read
from grader.course.collecting.moments import brightspace, dashed, iso, moodle
from grader.course.collecting.values import Identity, Label, NoSource, Parts, Passed

OURS = ("kata", "file", "time")


class Pattern:
    """The reader of what an instructor describes."""

    def metadata(self, parts: Parts) -> int:
        """Nothing."""
        return 0

    def reads(self, context: Context) -> Read:
        """By the groups: kata, file and time, and every other one is a way to tell the student. Raises NoSource."""
        try:
            pattern = re.compile(context.pattern)
        except re.error as error:
            raise NoSource(f"The pattern is no regular expression: {error}.", hint=EXAMPLE) from None
        people = [group for group in pattern.groupindex if group not in OURS]
        if not people:
            raise NoSource("The pattern does not say where the student's id stands: (?P<id>…).", hint=EXAMPLE)

        def read(parts: Parts) -> Label | Passed:
            found = pattern.fullmatch("/".join(parts))
            if found is None:
                return Passed.UNNAMED
            told = {group: value for group, value in found.groupdict().items() if value}
            who = tuple(Identity(kind, (told[kind],)) for kind in people if kind in told)
            said = told.get("time", "")
            readings = (reading(said, context.zone) for reading in (iso, dashed, brightspace, moodle))
            submitted = next(filter(None, readings), None)
            return Label((who,), told.get("file", parts[-1]), submitted, kata=told.get("kata", ""))

        return read


EXAMPLE = r"""Such as: --pattern '(?P<id>[^/]+)/(?P<kata>kata\d+)/(?P<file>[^/]+\.py)'"""
READER = Pattern()
