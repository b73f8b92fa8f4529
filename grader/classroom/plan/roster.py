"""The roster: the table of the people in the course, made into values, and one row taken out of it."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from grader.classroom.plan.course_yaml import BrokenCourse, PlanProblem, broken, near, told
from grader.classroom.scores.model import Student
from grader.cleaning import clean
from grader.errors import GraderError
from grader.text import NotAllowed, identity_key

ID, EMAIL, NAME = "id", "email", "name"
_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class RosterMatch:
    """Everybody of the roster whom a key fits: one, nobody, or several."""

    students: tuple[Student, ...] = ()

    @property
    def student(self) -> Student | None:
        """The one whom it fits; None for nobody, and for several."""
        return self.students[0] if len(self.students) == 1 else None

    @property
    def ambiguous(self) -> bool:
        """Does it fit more than one?"""
        return len(self.students) > 1


@dataclass(frozen=True, slots=True)
class Roster:
    """The students in the roster's order; `groups` holds the ids of each group's members."""

    students: tuple[Student, ...]
    by_id: Mapping[str, Student] = field(init=False, repr=False, compare=False)
    groups: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _index: Mapping[tuple[str, str], tuple[Student, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the students once: a class of thousands is matched file by file."""
        groups: dict[str, list[str]] = {}
        index: dict[tuple[str, str], list[Student]] = {}
        for student in self.students:
            if student.group:
                groups.setdefault(student.group, []).append(student.id)
            for key in dict.fromkeys(_keys(student)):
                index.setdefault(key, []).append(student)
        object.__setattr__(self, "by_id", {student.id: student for student in self.students})
        object.__setattr__(self, "groups", {name: tuple(members) for name, members in groups.items()})
        object.__setattr__(self, "_index", {key: tuple(found) for key, found in index.items()})

    def match(self, kind: str, value: str) -> RosterMatch:
        """Whom this means. `kind` is id, email, name, or a heading of `Student.ids` such as canvas_id or github.

        Ids are compared exactly, e-mails without case, names as "First Last", "Last, First" or Canvas's "lastfirst".
        """
        if kind == EMAIL:
            return self._found(EMAIL, value.strip().casefold())
        if kind == NAME:
            exact = self._found(NAME, folded(value))
            return exact if exact.students else self._found("squeezed", _squeezed(value))
        return self._found(kind, value.strip())

    def find(self, **keys: str) -> RosterMatch:
        """Those whom every one of these keys means, such as find(canvas_id="6", name="Bill Blend")."""
        found = [self.match(kind, value).students for kind, value in keys.items()]
        first = found[0] if found else ()
        return RosterMatch(tuple(student for student in first if all(student in others for others in found)))

    def find_groups(self, name: str) -> tuple[str, ...]:
        """The groups this name means: exactly, else without case and spaces, as Canvas writes it in file names."""
        if name in self.groups:
            return (name,)
        wanted = _squeezed(name)
        return tuple(group for group in self.groups if wanted and _squeezed(group) == wanted)

    def _found(self, kind: str, value: str) -> RosterMatch:
        return RosterMatch(self._index.get((kind, value), ()) if value else ())


def folded(name: str) -> str:
    """A name as it is compared: composed characters, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _keys(student: Student) -> Iterator[tuple[str, str]]:
    yield ID, student.id
    yield EMAIL, student.email.strip().casefold()
    yield from student.ids.items()
    if student.first_name or student.last_name:
        for name in (student.name, student.sortable_name, f"{student.last_name} {student.first_name}"):
            yield NAME, folded(name)
        yield from (("squeezed", squeezed) for squeezed in _squeezed_forms((student.sortable_name, student.name)))


def _squeezed_forms(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield _squeezed(name)
        # Where Canvas leaves out the letters that are not ASCII.
        yield _NOT_ASCII_WORD.sub("", name.lower())


def _squeezed(name: str) -> str:
    return "".join(character for character in folded(name) if character.isalnum())


DELIMITERS = ",;\t"
COLUMNS = ("id", "first_name", "last_name", "email", "group", "section")
SAME_AS = {"e_mail": "email", "email_address": "email", "firstname": "first_name", "lastname": "last_name"}
GROUP_PREFIX = "group:"
MOST_BYTES = 16 * 2**20
LONGEST_TEXT = 200


def load_roster(path: Path) -> Roster:
    """The students of a CSV or TSV file in UTF-8, whose headings stand in its first line.

    `id` is required; first name, last name, email, group and section are known; any other heading, such as "Canvas ID",
    becomes a key of `Student.ids` (canvas_id). Raises BrokenCourse with every problem and its line.
    """
    text = _read(path)
    problems: list[PlanProblem] = []
    records = _records(text, problems)
    line, headings = next(records, (1, []))
    columns = _columns(headings, line, problems)
    people = _people(records, columns, problems) if "id" in columns else []
    problems += _shared(people)
    if problems:
        raise broken(path.name, problems)
    return Roster(tuple(student for _, student in people))


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its path is not valid"
        raise BrokenCourse(f"The roster {path.name} cannot be read ({why}).", hint=SAY_WHERE) from None
    if len(content) > MOST_BYTES:
        raise BrokenCourse(f"The roster {path.name} is larger than {MOST_BYTES // 2**20} MiB.", hint=SAY_WHERE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise broken(path.name, [PlanProblem(line, "this is not UTF-8: save the table as “CSV UTF-8”.")]) from None


def _records(text: str, problems: list[PlanProblem]) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line it begins at; what cannot be read ends them with a problem."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(PlanProblem(line, f"a row begins here that is not CSV ({error}): look at its quotes."))


def _delimiter(text: str) -> str:
    """The separator that finds the most known columns in the headings, and of equals the one that finds most cells."""
    heading = text.lstrip("\r\n").splitlines()[:1]

    def cells(delimiter: str) -> tuple[int, int]:
        found = [_key(cell) for cell in next(csv.reader(heading, delimiter=delimiter), [])]
        return len({*found} & {*COLUMNS}), len(found)

    return max(DELIMITERS, key=cells)


def _key(heading: str) -> str:
    key = re.sub(r"[\s_-]+", "_", clean(heading, LONGEST_TEXT).strip().lower())
    return SAME_AS.get(key, key)


def _columns(headings: Sequence[str], line: int, problems: list[PlanProblem]) -> tuple[str, ...]:
    columns = tuple(map(_key, headings))
    for position, column in enumerate(columns):
        if not column:
            problems.append(PlanProblem(line, f"column {position + 1} has no heading."))
        elif column in columns[:position]:
            problems.append(PlanProblem(line, f"the heading {told(column)} stands twice."))
    if not headings:
        problems.append(PlanProblem(line, "there is nothing here: the first line holds the headings, one of them id."))
    elif "id" not in columns:
        problems.append(PlanProblem(line, f"there is no column id, which tells students apart.{near('id', columns)}"))
    return columns


def _people(
    records: Iterator[tuple[int, list[str]]], columns: Sequence[str], problems: list[PlanProblem]
) -> list[tuple[int, Student]]:
    people = []
    for line, record in records:
        while len(record) > len(columns) and not record[-1].strip():
            record.pop()
        if len(record) != len(columns):
            problems.append(PlanProblem(line, f"{len(record)} cells stand here, under {len(columns)} headings."))
            continue
        row = {column: cell.strip() for column, cell in zip(columns, record, strict=True)}
        problems += [PlanProblem(line, said) for said in _unfit(row)]
        people.append((line, _student(row)))
    return people


def _unfit(row: dict[str, str]) -> Iterator[str]:
    """A sentence for each key of this row that could never be sent back as it is."""
    for column, value in row.items():
        if column == "id" or (value and column not in COLUMNS):
            try:
                identity_key(value, what=column)
            except NotAllowed as error:
                yield error.message[:1].lower() + error.message[1:]
    if row["id"].startswith(GROUP_PREFIX):
        yield f"the id {told(row['id'])} begins as a group's does."


def _student(row: dict[str, str]) -> Student:
    said = {column: clean(row.get(column, ""), LONGEST_TEXT).replace("\n", " ") for column in COLUMNS[1:]}
    ids = {column: value for column, value in row.items() if column not in COLUMNS and value}
    return Student(id=row["id"], ids=ids, **said)


def _shared(people: Sequence[tuple[int, Student]]) -> Iterator[PlanProblem]:
    """A problem for each id that is another's too, or a group's name."""
    first: dict[str, int] = {}
    groups = {student.group for _, student in people}
    for line, student in people:
        if student.id and first.setdefault(student.id, line) != line:
            yield PlanProblem(line, f"the id {told(student.id)} stands on line {first[student.id]} already.")
        if student.id and student.id in groups:
            yield PlanProblem(line, f"the id {told(student.id)} is the name of a group too: rename the group.")


SAY_WHERE = "course.yaml says under roster: where it is."


BOM = "\ufeff"
ROW_DELIMITERS = ",;\t"


def without_student(path: Path, student: str) -> bool:
    """Take out the row of the student with this id; False when there is none. Raises GraderError."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = file.readlines()
        keep = list(_others(lines, student))
    except (OSError, UnicodeDecodeError, csv.Error):
        # Whatever is wrong with the roster is told by who reads it.
        return False
    if len(keep) == len(lines):
        return False
    _write(path, "".join(keep))
    return True


def _others(lines: list[str], student: str) -> Iterator[str]:
    """Every line but those of the student's record, which may be several."""
    heading = next((line for line in lines if line.strip(BOM + "\r\n")), "").lstrip(BOM)
    for delimiter in ROW_DELIMITERS:
        columns = [cell.strip().lower() for cell in next(csv.reader([heading], delimiter=delimiter), [])]
        if "id" in columns:
            break
    else:
        yield from lines
        return
    place, began = columns.index("id"), 0
    reader = csv.reader(lines, delimiter=delimiter)
    for record in reader:
        if len(record) <= place or record[place].strip() != student:
            yield from lines[began : reader.line_num]
        began = reader.line_num


def _write(path: Path, text: str) -> None:
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, path.stat().st_mode & 0o777)
        os.replace(temporary, path)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise GraderError(
            f"{path.name} could not be written ({error.strerror}): take their row out of it by hand.",
            hint="See who owns it and its folder, and whether the disk is full.",
        ) from None
