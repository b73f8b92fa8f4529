"""Brightspace's download: a folder `<number>-<number> - <First Last> - <Mon DD, YYYY HMM AM>` for each hand-in."""

from __future__ import annotations

import re

from grader.course.collecting.kinds.kind import Context, Names
from grader.course.collecting.moments import brightspace
from grader.course.collecting.values import Identity, Label, Parts, Passed

_NAMED = re.compile(
    r"\d+-\d+ ?- (?P<name>.+?) ?- (?P<time>[A-Za-z]{3,9} \d{1,2}, \d{4} \d{1,2}:?\d\d [AP]M)(?: - (?P<file>.+))?"
)


def read(context: Context, parts: Parts) -> Label | Passed:
    """Whose it is by the name people see, and when it came."""
    if parts[-1].casefold() == "index.html":
        return Passed.COMPANION
    for part in parts:
        found = _NAMED.fullmatch(part)
        if found is not None and (found["file"] is None) == (part is not parts[-1]):
            who = (Identity("name", (found["name"],)), Identity("group", (found["name"],)))
            return Label((who,), found["file"] or parts[-1], brightspace(found["time"], context.zone))
    return Passed.UNNAMED


READER = Names(read)
