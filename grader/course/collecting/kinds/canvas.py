"""Canvas's "Download submissions": `lastfirst[_LATE]_<user id>_<attachment id>_<file>`.

The names are made by Canvas's content_zipper.rb: the person's or, for a group, the group's name in lower case without
anything that is neither letter nor digit; `LATE_anon_<id>_…` where names are hidden.
"""

from __future__ import annotations

import re

from grader.course.collecting.kinds.kind import Context, Names
from grader.course.collecting.values import Identity, Label, Parts, Passed

_NAMED = re.compile(r"(?P<name>\w*?)(?P<late>_LATE)?_(?P<user>\d+)_\d+_(?P<file>.+)")
_ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_(?P<user>\w+?)_\d+_(?P<file>.+)")


def read(context: Context, parts: Parts) -> Label | Passed:
    """Whose it is by the Canvas user id, else by the name; and whether Canvas calls it late."""
    found = _ANONYMOUS.fullmatch(parts[-1])
    if found:
        hidden = (Identity("canvas_anonymous_id", (found["user"],)),)
        return Label((hidden,), found["file"], late_mark=bool(found["late"]))
    found = _NAMED.fullmatch(parts[-1])
    if found is None:
        return Passed.UNNAMED
    # The id of a group's file is that of one member: a group of this name comes before it.
    who = (
        Identity("group of canvas_id", (found["name"], found["user"])),
        Identity("canvas_id", (found["user"],)),
        Identity("name", (found["name"],)),
    )
    return Label((who,), found["file"], late_mark=bool(found["late"]))


READER = Names(read)
