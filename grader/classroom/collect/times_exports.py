"""Times as platforms export them: Canvas's submissions, GitHub Classroom's grades, Moodle's grading worksheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from grader.classroom.collect.formats.pattern import reading
from grader.classroom.collect.formats.worksheet import NOTHING, Worksheet, read_time, table_of
from grader.classroom.collect.times_file import HINT, BrokenTimes, Times, all_told, shown_cell
from grader.classroom.collect.values import SourceIdentity, TimeRow, Who, given

# By which headings, in lower case with underscores, which key of a student is told.
KEYS = {
    "user_id": "canvas_id",
    "canvas_user_id": "canvas_id",
    "canvas_id": "canvas_id",
    "id": "canvas_id",
    "sis_user_id": "sis_user_id",
    "sis_login_id": "sis_login_id",
    "login_id": "sis_login_id",
    "github_username": "github",
    "roster_identifier": "identifier",
    "username": "username",
    "email": "email",
    "student": "name",
    "student_name": "name",
    "name": "name",
}
# Ours may be any of these: a course's roster has one column that is called id.
MAY_BE_ID = ("canvas_id", "sis_user_id", "sis_login_id", "identifier", "username")
TIMES = ("submitted_at", "submission_time", "submission_timestamp", "submission_date", "date_submitted", "submitted")
ASSIGNMENTS = ("assignment_id", "assignment", "assignment_name")
GRADEBOOK = ("student", "id", "section")
OF_SUBMISSION = ("user_id", "submitted_at", "assignment_id")


@dataclass(frozen=True, slots=True)
class Export:
    """A table of times: its rows with their lines, and what its columns are called in lower case with underscores."""

    columns: Sequence[str]
    rows: Sequence[tuple[int, Mapping[str, str]]]


def exported_times(name: str, content: bytes, zone: tzinfo, kata_called: Callable[[str], str]) -> Times | None:
    """Return the times of a platform's export; None where this is none. Raises BrokenTimes with all its bad rows."""
    sheet = table_of(content)
    if sheet is not None:
        return _times(name, _of_worksheet(sheet, zone))
    export = _of_json(content) or _of_csv(content)
    if export is None:
        return None
    time = next((column for column in TIMES if column in export.columns), "")
    keys = [column for column in export.columns if column in KEYS]
    if not time or not keys:
        if set(GRADEBOOK) <= set(export.columns):
            raise BrokenTimes(f"{name} is a gradebook of Canvas: it holds points and no times.", hint=CANVAS)
        return None
    return _times(name, _of_export(export, time, zone, _assignments(name, export, kata_called)))


def _times(name: str, read: Iterator[TimeRow | str]) -> Times:
    rows, problems = [], []
    for one in read:
        if isinstance(one, str):
            problems.append(f"{name}:{one}")
        else:
            rows.append(one)
    if problems:
        raise BrokenTimes(all_told(problems), hint=HINT)
    return Times({}, tuple(rows))


def _of_worksheet(sheet: Worksheet, zone: tzinfo) -> Iterator[TimeRow | str]:
    for line, one in sheet.rows:
        if one.submitted in NOTHING:
            continue
        moment = read_time(one.submitted, zone)
        if moment is None:
            yield f"{line}: {shown_cell(one.submitted)} is a time that cannot be read: write it as 2026-01-31 18:00."
            continue
        ways = (("participant", one.number), ("email", one.email), ("name", one.name))
        yield TimeRow(line, one.name or one.number, "", given(moment), _who(ways))


def _of_export(
    export: Export, time: str, zone: tzinfo, kata_of: Callable[[Mapping[str, str]], str]
) -> Iterator[TimeRow | str]:
    for line, row in export.rows:
        if row.get(time, "") in NOTHING or row.get(time) == "null":
            continue
        who = _who((kind, row[column]) for column, kind in KEYS.items() if column in row)
        moment = reading(row[time], zone)
        if not who:
            yield f"{line}: it says nobody whose time this is."
        elif moment is None:
            yield f"{line}: {shown_cell(row[time])} is a time that cannot be read: write it as 2026-01-31 18:00."
        else:
            yield TimeRow(line, who[0].values[0], kata_of(row), given(moment), who)


def _who(ways: Iterable[tuple[str, str]]) -> Who:
    """Return the surest first, which is the order they are given in."""
    found = [(kind, value) for kind, value in ways if value]
    told = tuple(SourceIdentity(kind, (value,)) for kind, value in found)
    return (*told, *(SourceIdentity("id", (value,), said=False) for kind, value in found if kind in MAY_BE_ID))


def _assignments(name: str, export: Export, kata_called: Callable[[str], str]) -> Callable[[Mapping[str, str]], str]:
    """Return which kata a row is for: any, where all are of one assignment that is not known. Raises BrokenTimes."""
    columns = [column for column in ASSIGNMENTS if column in export.columns]
    known: dict[tuple[str, ...], str] = {}
    for _, row in export.rows:
        told = tuple(row.get(column, "") for column in columns)
        known.setdefault(told, next((kata for said in told if said and (kata := kata_called(said))), ""))
    if len(known) > 1 and not all(known.values()):
        unknown = sorted(" ".join(told).strip() for told, kata in known.items() if not kata)
        raise BrokenTimes(
            f"{name} tells times of {shown_cell(unknown[0])}, and which kata that is cannot be told.",
            hint='Say it in course.yaml, such as lms: {canvas: "Week 1 (4123)"} under the kata.',
        )
    return lambda row: known[tuple(row.get(column, "") for column in columns)]


def _of_json(content: bytes) -> Export | None:
    """Return what Canvas's API answers for the submissions of an assignment; of several attempts each is a row."""
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] not in (b"[", b"{"):
        return None
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    listed = told.get("submissions") if isinstance(told, dict) else told
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        return None
    rows = [(number, _flat(one)) for number, one in enumerate(listed, 1)]
    columns = dict.fromkeys(column for _, row in rows for column in row)
    return Export(tuple(columns), rows)


def _flat(submission: Mapping[str, Any]) -> dict[str, str]:
    row = {name: str(submission[name]) for name in OF_SUBMISSION if submission.get(name) is not None}
    user = submission.get("user") or {}
    for name in ("login_id", "sis_user_id", "email", "name") if isinstance(user, dict) else ():
        if isinstance(user.get(name), str):
            row[name] = user[name]
    return row


def _of_csv(content: bytes) -> Export | None:
    try:
        text = content.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except (UnicodeDecodeError, csv.Error):
        return None
    if not rows:
        return None
    columns = ["_".join(cell.casefold().replace("-", " ").split()) for cell in rows[0][1]]
    body = [(line, dict(zip(columns, row, strict=False))) for line, row in rows[1:]]
    return Export(columns, [(line, row) for line, row in body if "Points Possible" not in row.get("student", "")])


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


CANVAS = "Give what its API says of the submissions (user_id, submitted_at), or a CSV with id,kata,time."
