"""Sakai's "Download All": `<assignment>/<Last, First(eid)>/Submission attachment(s)/<file>`, timestamp.txt beside that.

The names are made by Sakai's AssignmentServiceImpl.zipSubmissions: a group's title and id for a team, a submission's id
where names are hidden; without folders for students `<Last, First(eid)>_Submission attachment(s)_<file>`. Accents are
taken off names, and the folders of attachments are called in the platform's language.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from grader.classroom.collect.formats.format import Read, SourceContext
from grader.classroom.collect.times import sakai
from grader.classroom.collect.values import Label, Parts, Passed, SourceIdentity, Who

TIMESTAMP, TIMESTAMP_BYTES = "timestamp.txt", 1024
GRADES, GRADES_BYTES = "grades.csv", 4 << 20
TYPED, TYPED_BYTES = "_submissionText.html", 256 * 1024
ATTACHMENTS, FEEDBACK = "Submission attachment(s)", "Feedback Attachment(s)"
OF_PLATFORM = (TIMESTAMP, "comments.txt", "members.txt", "feedbackText.html")
# Of grades.csv, below three lines of heading: a display id, the eid, two names, the grade, and when it was submitted.
EID, SUBMITTED = 1, 5

_ENTRY = re.compile(r"(?P<name>.+?) ?\((?P<eid>[^()]+)\)")
_HIDDEN = re.compile(r"(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) .+")
_FLAT = re.compile(r"(?P<entry>.+?\([^()]+\))_(?P<rest>.+)")


class SakaiReader:
    """Sakai's reader."""

    def is_entry(self, name: str) -> bool:
        """Never for certain: an assignment may be called as a student's folder is, `Week 1 (gather)`."""
        return False

    def wraps(self, context: SourceContext, folder: str, inside: Collection[str]) -> bool:
        """Return whether this is the assignment's folder: students' lie in it, and no time of its own."""
        return TIMESTAMP not in inside and any(
            _ENTRY.match(name) or _HIDDEN.match(name) for name in inside if name not in (ATTACHMENTS, FEEDBACK)
        )

    def metadata(self, parts: Parts) -> int:
        """Return what Sakai itself wrote: a time beside the folder of attachments, the table of grades, and typed
        text.
        """
        if parts == (GRADES,):
            return GRADES_BYTES
        if len(parts) != 2:
            return 0
        return TIMESTAMP_BYTES if parts[1] == TIMESTAMP else TYPED_BYTES if parts[1].endswith(TYPED) else 0

    def reads(self, context: SourceContext) -> Read:
        """By the id in brackets; Sakai writes times in UTC."""
        told = {parts: content.decode("utf-8", "replace") for parts, content in context.metadata.items()}
        times = {parts[0]: sakai(text) for parts, text in told.items() if parts[1:] == (TIMESTAMP,)}
        listed = dict(_of_grades(told.get((GRADES,), "")))

        def read(parts: Parts) -> Label | Passed:
            if len(parts) == 1:
                return _flat(parts[0], listed)
            if len(parts) == 2:
                return _beside(parts, told)
            if parts[1].casefold() == FEEDBACK.casefold():
                return Passed.COMPANION
            return _label(parts[0], parts[-1], times.get(parts[0]), listed)

        return read


def is_download(paths: Sequence[Parts]) -> bool:
    """Return whether all of it is laid out as Sakai does: in a student's folder no file but Sakai's own, and those
    below.
    """
    if paths and all(len(parts) == 1 for parts in paths):
        flat = [parts[0] for parts in paths if not _is_grades(parts[0])]
        return bool(flat) and all(map(_FLAT.fullmatch, flat)) and any(f"_{ATTACHMENTS}_" in name for name in flat)
    inside = [parts for parts in paths if len(parts) > 1]
    if not all(parts[1] in OF_PLATFORM or parts[1].endswith(TYPED) for parts in inside if len(parts) == 2):
        return False
    timed = {parts[0] for parts in inside if parts[1:] == (TIMESTAMP,)}
    in_english = all(parts[1] in (ATTACHMENTS, FEEDBACK) for parts in inside if len(parts) > 2)
    all_timed = all(map(_ENTRY.fullmatch, timed)) and timed == {parts[0] for parts in inside}
    return bool(timed) and (in_english or all_timed)


def _flat(name: str, listed: Mapping[str, datetime]) -> Label | Passed:
    """Return a file of a download without folders for students; its own name begins behind the platform's first
    word.
    """
    if _is_grades(name):
        return Passed.COMPANION
    found = _FLAT.fullmatch(name)
    if found is None:
        return Passed.UNNAMED
    rest = found["rest"]
    if rest in OF_PLATFORM or rest.startswith(FEEDBACK):
        return Passed.COMPANION
    if rest.endswith(TYPED):
        return Passed.TYPED
    if name.count(f")_{ATTACHMENTS}_") > 1:
        return Passed.AMBIGUOUS
    file_name = rest.removeprefix(f"{ATTACHMENTS}_")
    return Passed.UNNAMED if file_name == rest else _label(found["entry"], file_name, None, listed)


def _beside(parts: Parts, told: Mapping[Parts, str]) -> Passed:
    if parts[1].endswith(TYPED):
        return Passed.TYPED if told.get(parts, "").strip() else Passed.COMPANION
    return Passed.COMPANION if parts[1] in OF_PLATFORM else Passed.UNNAMED


def _label(entry: str, file_name: str, when: datetime | None, listed: Mapping[str, datetime]) -> Label | Passed:
    hidden = _HIDDEN.fullmatch(entry)
    if hidden is not None:
        return Label(((SourceIdentity("sakai_submission_id", (hidden["id"],)),),), file_name, when)
    found = _ENTRY.fullmatch(entry)
    if found is None:
        return Passed.UNNAMED
    if "); " in entry:
        return Passed.AMBIGUOUS
    return Label((_who(found["name"], found["eid"]),), file_name, when or listed.get(found["eid"]))


def _who(name: str, eid: str) -> Who:
    last, comma, first = name.partition(",")
    called = " ".join(f"{first} {last}".split()) if comma else name
    ids = tuple(SourceIdentity(kind, (eid,)) for kind in ("sakai_eid", "eid", "username", "id", "email"))
    return (*ids, SourceIdentity("name", (called,)), SourceIdentity("group", (name,)))


def _of_grades(text: str) -> Iterator[tuple[str, datetime]]:
    """Yield who submitted when, as the table of grades says it; nothing where it is no such table."""
    separator = max(",;", key=text.count)
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator))
    except csv.Error:
        return
    for row in rows:
        if len(row) > SUBMITTED and (when := sakai(row[SUBMITTED])) is not None:
            yield row[EID], when


def _is_grades(name: str) -> bool:
    return name.casefold() in (GRADES, "grades.xls", "grades.xlsx")


READER = SakaiReader()
