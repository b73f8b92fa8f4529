"""Moodle's "Download all submissions": `<Full Name>_<participant id>_assignsubmission_file[_]/<file>`, or flat.

The names are made by Moodle's mod/assign/classes/downloader.php: a group's name and id for a team, "Participant" in the
platform's language when marked blind; none holds a `_`. Older versions put a chosen group and a hyphen before the name.
The times stand in the offline grading worksheet, a CSV beside the zip.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from grader.classroom.collect.formats.format import Read, SourceContext
from grader.classroom.collect.formats.worksheet import read_time, table_of
from grader.classroom.collect.values import Label, Parts, Passed, SourceIdentity, Who

WORKSHEET_BYTES = 16 << 20
MARK = "_assignsubmission_"
_NAMED = re.compile(rf"(?P<name>[^_]+)_(?P<id>[0-9]+){MARK}(?P<type>[a-z]+)(?:_(?P<file>.+)?)?")


@dataclass(frozen=True, slots=True)
class WorksheetRow:
    """What a worksheet tells of a participant."""

    email: str
    submitted: datetime | None


class MoodleReader:
    """Moodle's reader."""

    def is_entry(self, name: str) -> bool:
        """Return whether this is a student's folder, or in a flat download a file."""
        return _NAMED.fullmatch(name) is not None

    def wraps(self, context: SourceContext, folder: str, inside: Collection[str]) -> bool:
        """Return whether an entry lies in it."""
        return any(map(self.is_entry, inside))

    def metadata(self, parts: Parts) -> int:
        """Return a worksheet at the top; a CSV under a participant's number is a student's file."""
        return WORKSHEET_BYTES if _is_beside(parts) else 0

    def reads(self, context: SourceContext) -> Read:
        """By the participant's number, the worksheet's e-mail, else the name."""
        told: dict[str, WorksheetRow] = {}
        for content in context.metadata.values():
            for number, one in worksheet(content, context.zone):
                # What two worksheets tell differently is not known.
                told[number] = one if told.setdefault(number, one) == one else WorksheetRow("", None)
        return lambda parts: _read(parts, told, context)


def worksheet(content: bytes, zone: tzinfo) -> Iterator[tuple[str, WorksheetRow]]:
    """Yield each participant's number with what the worksheet tells; nothing where the file is no worksheet."""
    table = table_of(content)
    for _, row in table.rows if table is not None else ():
        yield row.number, WorksheetRow(row.email, read_time(row.submitted, zone))


def _read(parts: Parts, told: Mapping[str, WorksheetRow], context: SourceContext) -> Label | Passed:
    if _is_beside(parts):
        return Passed.COMPANION
    found = _NAMED.fullmatch(parts[0])
    if found is None or (len(parts) == 1 and not found["file"]):
        return Passed.UNNAMED
    if parts[0].count(MARK) > 1:
        return Passed.AMBIGUOUS
    if found["type"] != "file":
        return Passed.TYPED
    known = told.get(found["id"], WorksheetRow("", None))
    file_name = found["file"] if len(parts) == 1 else parts[-1]
    who = _who(found["name"], found["id"], known.email)
    return Label(((*who, *_without_group(found["name"], context)),), file_name, known.submitted)


def _is_beside(parts: Parts) -> bool:
    """Return whether it is a table that lies beside what students handed in."""
    return len(parts) == 1 and parts[0].casefold().endswith(".csv") and MARK not in parts[0]


def _without_group(name: str, context: SourceContext) -> Who:
    """Return the name behind the group that older versions of Moodle put before it: one of the roster, or of all
    entries.
    """
    group, hyphen, rest = name.partition("-")
    while hyphen:
        of_all = len(context.entries) > 1 and all(entry.startswith(f"{group}-") for entry in context.entries)
        if rest and (of_all or context.known(group)):
            return (SourceIdentity("name", (rest,), said=False),)
        more, hyphen, rest = rest.partition("-")
        group = f"{group}-{more}"
    return ()


def _who(name: str, number: str, email: str) -> Who:
    names = (SourceIdentity("name", (name,)), SourceIdentity("group", (name,)))
    known = (SourceIdentity("email", (email,)),) if email else ()
    return (SourceIdentity("participant", (number,)), *known, *names)


READER = MoodleReader()
