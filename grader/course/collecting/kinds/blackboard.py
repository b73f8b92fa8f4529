"""Blackboard's "Assignment file download": `<assignment>_<username>_attempt_<YYYY-MM-DD-HH-MM-SS>_<file>`."""

from __future__ import annotations

import re

from grader.course.collecting.kinds.kind import Context, Names
from grader.course.collecting.moments import dashed
from grader.course.collecting.values import Identity, Label, Parts, Passed

# "attempt" is in the language of the platform.
_NAMED = re.compile(r"(?P<before>.+)_[^\W\d_]+_(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<file>.+)|\.txt)")


def read(context: Context, parts: Parts) -> Label | Passed:
    """Whose it is by the username, and when it came. As both parts may hold a `_`, all ends are tried."""
    found = _NAMED.fullmatch(parts[-1])
    if found is None:
        return Passed.UNNAMED
    if found["file"] is None:
        return Passed.COMPANION
    words = found["before"].split("_")
    ends = tuple("_".join(words[start:]) for start in range(len(words) - 1, 0, -1))
    who = (Identity("username", ends), Identity("id", ends), Identity("email", ends))
    return Label((who,), found["file"], dashed(found["time"], context.zone))


READER = Names(read)
