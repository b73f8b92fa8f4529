"""OneRoster 1.2 as a zip of CSV files (CSV Binding 1.2.1): results, line items and their category, sent as changes.

Sent as `bulk` a package would have to hold the whole school; so what is there is `delta` and the rest `absent`. It is
the one format that has fields for excused, late and missing.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from hashlib import blake2b
from tempfile import SpooledTemporaryFile

from grader.classroom.exports.columns import Notes, unsendable
from grader.classroom.exports.format import ExportFormat, Holds, Missing, Options
from grader.classroom.exports.table import PersonKey, comment_text, grade_text, lms_name, who
from grader.classroom.scores.model import Score, ScoreRow, ScoreTable, Standing
from grader.errors import UsageError
from grader.text import csv_cell

NAMES = (
    *("academicSessions", "categories", "classResources", "classes", "courseResources", "courses", "demographics"),
    *("enrollments", "lineItemLearningObjectiveIds", "lineItemScoreScales", "lineItems", "orgs", "resources"),
    *("resultLearningObjectiveIds", "resultScoreScales", "results", "roles", "scoreScales", "userProfiles"),
    *("userResources", "users"),
)
CHANGED = ("sourcedId", "status", "dateLastModified")
CATEGORIES = (*CHANGED, "title", "weight")
LINE_ITEMS = (
    *(*CHANGED, "title", "description", "assignDate", "dueDate", "classSourcedId", "categorySourcedId"),
    *("academicSessionSourcedId", "resultValueMin", "resultValueMax", "schoolSourcedId"),
)
RESULTS = (
    *(*CHANGED, "lineItemSourcedId", "studentSourcedId", "scoreStatus", "score", "scoreDate", "comment", "textScore"),
    *("classSourcedId", "inProgress", "incomplete", "late", "missing"),
)
STATUS = {
    Standing.SCORED: "fully graded",
    Standing.OVERRIDDEN: "fully graded",
    Standing.EXCUSED: "exempt",
    Standing.MISSING: "not submitted",
    Standing.NOT_STARTED: "not submitted",
    Standing.WAITING: "submitted",
}
GUID = re.compile(r"[0-9A-Za-z./@_-]{1,255}")
ALLOWED = "OneRoster allows an id 1 to 255 letters, digits and . / @ _ -"
NEEDED = {"class": "c1", "school": "s1", "academic_session": "y26"}
PERSON = PersonKey("sourcedId", ("sourced_id", "id"))
BOOLEAN = ("false", "true")
SAME_TIME = (1980, 1, 1, 0, 0, 0)
IN_MEMORY = 8 << 20
PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class _Ids:
    """What OneRoster calls the things around a score."""

    class_: str
    school: str
    session: str
    category: str
    items: tuple[str, ...]


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[bytes]:
    """Yield the zip, piece by piece.

    The class, the school and the session are named in course.yaml under `lms: oneroster:`.

    Raises UsageError when one of these ids is not set or cannot be an id in OneRoster.
    """
    ids = _ids(table, options.settings)
    with SpooledTemporaryFile(max_size=IN_MEMORY) as whole:
        with zipfile.ZipFile(whole, "w") as archive:
            _add(archive, "manifest.csv", ("propertyName", "value"), _manifest(table.course))
            _add(archive, "categories.csv", CATEGORIES, [_category(table, ids)])
            _add(archive, "lineItems.csv", LINE_ITEMS, _line_items(table, ids))
            _add(archive, "results.csv", RESULTS, _results(table, ids, options, notes))
        whole.seek(0)
        while piece := whole.read(PIECE):
            yield piece


def _ids(table: ScoreTable, settings: Mapping[str, str]) -> _Ids:
    unset = [name for name in NEEDED if not settings.get(name)]
    if unset:
        raise UsageError(
            f"OneRoster needs to know the sourcedId of your {', '.join(unset).replace('_', ' ')}.",
            hint="\n".join(["Put it into course.yaml:", "lms:", "  oneroster:", *(f"    {name}: …" for name in unset)]),
        )
    items = tuple(lms_name(column, "oneroster") or _made_id(table.course, column.kata) for column in table.columns)
    category = settings.get("category") or _made_id(table.course, "category")
    for key in (*(settings[name] for name in NEEDED), category, *items):
        if not GUID.fullmatch(key):
            raise UsageError(
                f"{key[:80]!r} cannot be a sourcedId.", hint="OneRoster allows letters, digits and . / @ _ -"
            )
    return _Ids(settings["class"], settings["school"], settings["academic_session"], category, items)


def _made_id(*parts: str) -> str:
    """Return an id of our own for what these name: the same each time, so that what is sent again changes the same
    record.
    """
    return blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _add(archive: zipfile.ZipFile, name: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    entry = zipfile.ZipInfo(name, SAME_TIME)
    entry.create_system, entry.external_attr, entry.compress_type = 3, 0o100644 << 16, zipfile.ZIP_DEFLATED
    with archive.open(entry, "w") as opened, io.TextIOWrapper(opened, "utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(heading)
        writer.writerows(rows)


def _manifest(course: str) -> Iterator[Sequence[str]]:
    yield "manifest.version", "1.0"
    yield "oneroster.version", "1.2"
    for name in NAMES:
        yield f"file.{name}", "delta" if name in ("categories", "lineItems", "results") else "absent"
    yield "source.systemName", csv_cell(course)


def _changed(table: ScoreTable) -> tuple[str, str]:
    made = table.made.astimezone(UTC)
    return "active", f"{made:%Y-%m-%dT%H:%M:%S}.{made.microsecond // 1000:03}Z"


def _category(table: ScoreTable, ids: _Ids) -> Sequence[str]:
    return ids.category, *_changed(table), "Katas", ""


def _line_items(table: ScoreTable, ids: _Ids) -> Iterator[Sequence[str]]:
    places = (ids.class_, ids.category, ids.session)
    for column, item in zip(table.columns, ids.items, strict=True):
        # Both dates are required. When a kata was given out is not known: no later than it was due.
        due = f"{column.deadline or table.made:%Y-%m-%d}"
        named = (item, *_changed(table), csv_cell(column.title), column.kata)
        yield *named, due, due, *places, "0", str(column.max), ids.school


def _results(table: ScoreTable, ids: _Ids, options: Options, notes: Notes) -> Iterator[Sequence[str]]:
    write = _writer(table, ids, options)
    for row in table.rows():
        key = PERSON.of(row.student)
        why = unsendable(key, PERSON.called) if GUID.fullmatch(key) else ALLOWED
        if why:
            notes.leave_out(who(row.student), why)
            continue
        _count_above(row, notes)
        for place, score in enumerate(row.scores):
            # What is still open is left as it is there.
            if score.standing is not Standing.OPEN:
                yield write(place, key, score)


def _writer(table: ScoreTable, ids: _Ids, options: Options) -> Callable[[int, str, Score], Sequence[str]]:
    changed, day = _changed(table), f"{table.made:%Y-%m-%d}"
    zero = options.missing is Missing.ZERO

    def result(place: int, key: str, score: Score) -> Sequence[str]:
        item = ids.items[place]
        partly = score.pending and score.standing is Standing.SCORED
        status = "partially graded" if partly else STATUS[score.standing]
        told = comment_text(score) if options.comments else ""
        comment = csv_cell(told) if told else ""
        marks = (BOOLEAN[score.late], BOOLEAN[score.standing is Standing.MISSING])
        known = (item, key, status, grade_text(score, zero=zero), day, comment, "", ids.class_, "false", "false")
        return _made_id(item, key), *changed, *known, *marks

    return result


def _count_above(row: ScoreRow, notes: Notes) -> None:
    above = sum(score.points is not None and score.points > score.max for score in row.scores)
    if above:
        notes.count("above their kata's points, which a strict reader may refuse", above)


FORMAT = ExportFormat(
    name="oneroster",
    title="OneRoster 1.2: a zip of results and line items, as changes",
    holds=frozenset({Holds.EXCUSED, Holds.MISSING, Holds.LATE, Holds.COMMENT, Holds.LEVEL}),
    in_words=frozenset({Holds.COMMENT, Holds.LEVEL}),
    suffix=".zip",
    person=lambda options: PERSON,
    needs=NEEDED,
    table=export,
)
