"""Canvas's "Download submissions": `lastfirst[_LATE]_<user id>_<attachment id>_<file>`.

The names are made by Canvas's content_zipper.rb: the person's or, for a group, the group's name in lower case without
what is no letter, digit or `_`; `LATE_anon_<id>_…` where names are hidden.
"""

from __future__ import annotations

import re
from unicodedata import category

from grader.classroom.collect.formats.format import NamesReader, SourceContext
from grader.classroom.collect.values import Label, Parts, Passed, SourceIdentity

LATE = "_LATE"
# Canvas keeps two numbers in a row out of people's names, not out of a file's: each place where they stand is found.
_IDS = re.compile(r"(?=_(?P<user>[0-9]+)_[0-9]+_(?P<file>.+))")
_ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_(?P<user>[^\W_]+)_[0-9]+_(?P<file>.+)")


def read(context: SourceContext, parts: Parts) -> Label | Passed:
    """Whose it is by the Canvas user id, else by the name; and whether Canvas calls it late."""
    entry = parts[0]
    anonymous = _ANONYMOUS.fullmatch(entry)
    if anonymous:
        hidden = (SourceIdentity("canvas_anonymous_id", (anonymous["user"],)),)
        return Label((hidden,), _file(anonymous["file"], parts), late_mark=bool(anonymous["late"]))
    found = _places(entry)
    if len(found) != 1:
        return Passed.AMBIGUOUS if found else Passed.UNNAMED
    (ids,) = found
    before = entry[: ids.start()]
    name = before.removesuffix(LATE)
    # The id of a group's file is that of one member: a group of this name comes before it.
    who = (
        SourceIdentity("group of canvas_id", (name, ids["user"])),
        SourceIdentity("canvas_id", (ids["user"],)),
        SourceIdentity("name", (name,)),
    )
    return Label((who,), _file(ids["file"], parts), late_mark=name != before)


def is_entry(name: str) -> bool:
    """Return whether two numbers stand in it behind a name."""
    return _ANONYMOUS.fullmatch(name) is not None or bool(_places(name))


def _places(entry: str) -> tuple[re.Match[str], ...]:
    return tuple(ids for ids in _IDS.finditer(entry) if _is_name(entry[: ids.start()]))


def _is_name(before: str) -> bool:
    """Return whether Canvas may have written it: letters with their marks, digits, `_` and the joiners of some
    scripts.
    """
    return all(one.isalnum() or one in "_\u200c\u200d" or category(one)[0] == "M" for one in before)


def _file(named: str, parts: Parts) -> str:
    return named if len(parts) == 1 else parts[-1]


READER = NamesReader(read, is_entry)
