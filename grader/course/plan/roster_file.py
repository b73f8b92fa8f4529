"""The roster: a table of the people in the course, made into values."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.course.plan.people import Roster
from grader.course.plan.problems import BrokenCourse, Problem, broken, near, told
from grader.escaping import NotAllowed, identity_key
from grader.scores import Student
from grader.wire.text import clean

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
    problems: list[Problem] = []
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
        raise broken(path.name, [Problem(line, "this is not UTF-8: save the table as “CSV UTF-8”.")]) from None


def _records(text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line it begins at; what cannot be read ends them with a problem."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(line, f"a row begins here that is not CSV ({error}): look at its quotes."))


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


def _columns(headings: Sequence[str], line: int, problems: list[Problem]) -> tuple[str, ...]:
    columns = tuple(map(_key, headings))
    for position, column in enumerate(columns):
        if not column:
            problems.append(Problem(line, f"column {position + 1} has no heading."))
        elif column in columns[:position]:
            problems.append(Problem(line, f"the heading {told(column)} stands twice."))
    if not headings:
        problems.append(Problem(line, "there is nothing here: the first line holds the headings, one of them id."))
    elif "id" not in columns:
        problems.append(Problem(line, f"there is no column id, which tells students apart.{near('id', columns)}"))
    return columns


def _people(
    records: Iterator[tuple[int, list[str]]], columns: Sequence[str], problems: list[Problem]
) -> list[tuple[int, Student]]:
    people = []
    for line, record in records:
        while len(record) > len(columns) and not record[-1].strip():
            record.pop()
        if len(record) != len(columns):
            problems.append(Problem(line, f"{len(record)} cells stand here, under {len(columns)} headings."))
            continue
        row = {column: cell.strip() for column, cell in zip(columns, record, strict=True)}
        problems += [Problem(line, said) for said in _unfit(row)]
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


def _shared(people: Sequence[tuple[int, Student]]) -> Iterator[Problem]:
    """A problem for each id that is another's too, or a group's name."""
    first: dict[str, int] = {}
    groups = {student.group for _, student in people}
    for line, student in people:
        if student.id and first.setdefault(student.id, line) != line:
            yield Problem(line, f"the id {told(student.id)} stands on line {first[student.id]} already.")
        if student.id and student.id in groups:
            yield Problem(line, f"the id {told(student.id)} is the name of a group too: rename the group.")


SAY_WHERE = "course.yaml says under roster: where it is."
