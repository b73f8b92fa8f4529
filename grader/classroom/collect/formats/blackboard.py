"""Blackboard's "Assignment file download": `<assignment>_<username>_attempt_<YYYY-MM-DD-HH-MM-SS>_<file>`."""

from __future__ import annotations

import re

from grader.classroom.collect.formats.format import NamesReader, SourceContext
from grader.classroom.collect.times import dashed
from grader.classroom.collect.values import Label, Parts, Passed, SourceIdentity

# "attempt" is in the language of the platform.
_ATTEMPT = re.compile(r"_[^\d\s_.-]+_(?P<time>[0-9]{4}(?:-[0-9]{2}){5})(?=_.|\.txt\Z)")


def read(context: SourceContext, parts: Parts) -> Label | Passed:
    """Whose it is by the username, and when it came. As both parts may hold a `_`, all ends are tried."""
    name = parts[0]
    attempts = tuple(_ATTEMPT.finditer(name))
    if not attempts:
        return Passed.UNNAMED
    if len(attempts) > 1:
        return Passed.AMBIGUOUS
    (attempt,) = attempts
    rest = name[attempt.end() :]
    if rest == ".txt":
        return Passed.COMPANION
    words = name[: attempt.start()].split("_")
    ends = tuple("_".join(words[start:]) for start in range(len(words) - 1, 0, -1))
    if not ends:
        return Passed.UNNAMED
    who = (SourceIdentity("username", ends), SourceIdentity("id", ends), SourceIdentity("email", ends))
    file_name = rest.removeprefix("_") if len(parts) == 1 else parts[-1]
    return Label((who,), file_name, dashed(attempt["time"], context.zone))


def is_entry(name: str) -> bool:
    """Return whether an attempt stands in it."""
    return _ATTEMPT.search(name) is not None


READER = NamesReader(read, is_entry)
