"""Brightspace's download: a folder `<number>-<number> - <First Last> - <Mon DD, YYYY HMM AM>` for each hand-in."""

from __future__ import annotations

import re

from grader.classroom.collect.formats.format import NamesReader, SourceContext
from grader.classroom.collect.times import brightspace
from grader.classroom.collect.values import Label, Parts, Passed, SourceIdentity

INDEX = "index.html"
_NUMBERS = re.compile(r"([0-9]+-[0-9]+) ?- ")
_TIME = re.compile(r" ?- (?P<time>[A-Za-z]{3,9} [0-9]{1,2}, [0-9]{4} [0-9]{1,2}:?[0-9]{2} [AP]M)(?= - .|\Z)")


def read(context: SourceContext, parts: Parts) -> Label | Passed:
    """Whose it is by the name people see, and when it came."""
    if len(parts) == 1 and parts[0].casefold() == INDEX:
        return Passed.COMPANION
    entry = parts[0]
    numbers, times = _NUMBERS.match(entry), tuple(_TIME.finditer(entry))
    if numbers is None or not times:
        return Passed.UNNAMED
    if len(times) > 1:
        return Passed.AMBIGUOUS
    (time,) = times
    name, rest = entry[numbers.end() : time.start()], entry[time.end() :]
    if not name or (len(parts) == 1 and not rest):
        return Passed.UNNAMED
    # The numbers tell two people of one name apart.
    who = (
        SourceIdentity("brightspace_id", (numbers[1],)),
        SourceIdentity("name", (name,)),
        SourceIdentity("group", (name,)),
    )
    file_name = rest.removeprefix(" - ") if len(parts) == 1 else parts[-1]
    return Label((who,), file_name, brightspace(time["time"], context.zone))


def is_entry(name: str) -> bool:
    """Return whether numbers and a time stand in it."""
    return _NUMBERS.match(name) is not None and _TIME.search(name) is not None


READER = NamesReader(read, is_entry)
