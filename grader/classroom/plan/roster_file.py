"""The roster's file: read into people, also as a platform wrote it, and one row taken out of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from grader.classroom.plan.platform_rosters import FULL_NAME, NAME_COLUMNS, named, people_of, platform_of
from grader.classroom.plan.roster import LONGEST_TEXT, Roster
from grader.classroom.plan.values import BrokenCourse, broken
from grader.classroom.scores.model import Student
from grader.cleaning import clean
from grader.curriculum.yaml_file import FileProblem, near, told
from grader.errors import GraderError, UsageError
from grader.files import write_pieces
from grader.text import NotAllowed, count_of, identity_key

DELIMITERS = ",;\t"
COLUMNS = ("id", "first_name", "last_name", "email", "group", "section")
# What Moodle calls them in a few languages, too.
FIRST_NAMES = "firstname given_name vorname prénom nombre nome voornaam förnamn imię"
LAST_NAMES = "lastname surname family_name nachname nom nom_de_famille apellido apellidos apellido(s) cognome sobrenome"
LAST_NAMES_TOO = "achternaam efternamn nazwisko"
EMAILS = (
    "e_mail email_address e_mail_address e_mail_adresse e_mailadres adresse_de_courriel adresse_électronique"
    " dirección_de_correo correo_electrónico indirizzo_email endereço_de_email e_postadress adres_e_mail"
)
SAME_AS = {
    **dict.fromkeys(FIRST_NAMES.split(), "first_name"),
    **dict.fromkeys(f"{LAST_NAMES} {LAST_NAMES_TOO}".split(), "last_name"),
    **dict.fromkeys(EMAILS.split(), "email"),
}
BOM = b"\xef\xbb\xbf"
ALIASES = "aliases.csv"
GROUP_PREFIX = "group:"
MOST_BYTES = 16 * 2**20
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def load_roster(path: Path) -> Roster:
    """Return the students of a CSV or TSV file in UTF-8, whose headings stand in its first line.

    `id` is required; first name, last name, email, group and section are known; any other heading, such as "Canvas ID",
    becomes a key of `Student.ids` (canvas_id). Tables of Canvas, Moodle, Brightspace, Blackboard, Gradescope and GitHub
    Classroom are understood as they are. aliases.csv beside it is read too.

    Raises BrokenCourse with every problem and its line.
    """
    problems: list[FileProblem] = []
    people = []
    for line, row in _rows(_read(path), problems):
        problems += [FileProblem(line, said) for said in _unfit(row)]
        people.append((line, _student(row)))
    problems += _shared(people)
    if problems:
        raise broken(path.name, problems)
    students = tuple(student for _, student in people)
    return Roster(students, _aliases(path.with_name(ALIASES), {student.id for student in students}))


def _aliases(path: Path, known: Collection[str]) -> Mapping[str, str]:
    """Ids by what platforms call people: the columns alias and id of a table. Raises BrokenCourse."""
    if not path.is_file():
        return {}
    problems: list[FileProblem] = []
    aliases: dict[str, str] = {}
    rows = list(_rows(_read(path), problems))
    if not problems and rows and "alias" not in rows[0][1]:
        problems.append(FileProblem(1, "there is no column alias: it holds what a platform calls somebody."))
    for line, row in rows if not problems else ():
        alias, student = row["alias"], row["id"]
        if not alias:
            problems.append(FileProblem(line, "the alias is empty."))
        elif student not in known:
            problems.append(FileProblem(line, f"there is no {told(student)} in the roster.{near(student, [*known])}"))
        elif alias in known and alias != student:
            problems.append(FileProblem(line, f"{told(alias)} is the id of somebody else."))
        elif aliases.setdefault(alias, student) != student:
            problems.append(FileProblem(line, f"{told(alias)} means {told(aliases[alias])} already."))
    if problems:
        raise broken(path.name, problems)
    return aliases


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
        return decoded(content)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise broken(path.name, [FileProblem(line, "this is not UTF-8: save the table as “CSV UTF-8”.")]) from None


def decoded(content: bytes) -> str:
    """Return the text of a table in UTF-8 or, as Blackboard writes it, UTF-16. Raises UnicodeDecodeError."""
    return content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig")


def _rows(text: str, problems: list[FileProblem]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each person's cells by what they are here, with the line they stand on."""
    records = _records(text, problems)
    line, headings = next(records, (1, []))
    keys = tuple(map(_key, headings))
    platform = platform_of(keys)
    columns = _columns(keys, line, problems) if platform is None else keys
    rows = list(_cells(records, columns, problems))
    if platform is not None:
        people = people_of(platform, [row for _, row in rows])
        yield from ((line, row) for (line, _), row in zip(rows, people, strict=True) if row is not None)
    elif "id" in columns:
        yield from ((line, named(row)) for line, row in rows)


def _records(text: str, problems: list[FileProblem]) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not blank, with the line it begins at; what cannot be read ends them with a problem."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(FileProblem(line, f"a row begins here that is not CSV ({error}): look at its quotes."))


def _delimiter(text: str) -> str:
    """Return the separator that finds the most known columns in the headings, and of equals the one that finds most
    cells.
    """
    heading = text.lstrip("\r\n").splitlines()[:1]

    def cells(delimiter: str) -> tuple[int, int]:
        found = [_key(cell) for cell in next(csv.reader(heading, delimiter=delimiter), [])]
        return len({*found} & {*COLUMNS}), len(found)

    return max(DELIMITERS, key=cells)


def _key(heading: str) -> str:
    key = re.sub(r"[\s_-]+", "_", clean(heading, LONGEST_TEXT).strip().lower())
    return SAME_AS.get(key, key)


def _columns(keys: Sequence[str], line: int, problems: list[FileProblem]) -> tuple[str, ...]:
    columns = tuple(FULL_NAME if key in NAME_COLUMNS else key for key in keys)
    for position, column in enumerate(columns):
        if not column:
            problems.append(FileProblem(line, f"column {position + 1} has no heading."))
        elif column in columns[:position]:
            problems.append(FileProblem(line, f"the heading {told(keys[position])} stands twice."))
    if not keys:
        problems.append(FileProblem(line, "there is nothing here: the first line holds the headings, one of them id."))
    elif "id" not in columns:
        others = [column for column in columns if column != FULL_NAME]
        problems.append(FileProblem(line, f"there is no column id, which tells students apart.{near('id', others)}"))
    return columns


def _cells(
    records: Iterator[tuple[int, list[str]]], columns: Sequence[str], problems: list[FileProblem]
) -> Iterator[tuple[int, dict[str, str]]]:
    for line, record in records:
        while len(record) > len(columns) and not record[-1].strip():
            record.pop()
        if len(record) != len(columns):
            cells = count_of(len(record), "cell stands", "cells stand")
            problems.append(FileProblem(line, f"{cells} here, under {count_of(len(columns), 'heading')}."))
            continue
        row: dict[str, str] = {}
        for column, cell in zip(columns, record, strict=True):
            # Of two columns of one heading, as a gradebook may have, the first counts.
            row.setdefault(column, cell.strip())
        yield line, row


def _unfit(row: dict[str, str]) -> Iterator[str]:
    """Yield a sentence for each key of this row that could never be sent back as it is."""
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


def _shared(people: Sequence[tuple[int, Student]]) -> Iterator[FileProblem]:
    """Yield a problem for each id that is another's too, or a group's name."""
    first: dict[str, int] = {}
    groups = {student.group for _, student in people}
    for line, student in people:
        if student.id and first.setdefault(student.id, line) != line:
            yield FileProblem(line, f"the id {told(student.id)} stands on line {first[student.id]} already.")
        if student.id and student.id in groups:
            yield FileProblem(line, f"the id {told(student.id)} is the name of a group too: rename the group.")


SAY_WHERE = "course.yaml says under roster: where it is."


def without_student(path: Path, student: str) -> bool:
    """Take out the rows of the student with this id; False when there is none. Raises GraderError."""
    try:
        content = path.read_bytes()
        text = decoded(content)
        lines = io.StringIO(text, newline="").readlines()
        theirs = [line for line, row in _rows(text, []) if row["id"] == student]
        reader = csv.reader(lines, delimiter=_delimiter(text))
        keep, began = [], 0
        for _ in reader:
            # A record is told by the first line of it that is not empty, as it is where it was read.
            if began + 1 not in theirs:
                keep += lines[began : reader.line_num]
            began = reader.line_num
    except (OSError, UnicodeDecodeError, csv.Error):
        # Whatever is wrong with the roster is told by who reads it.
        return False
    if not theirs:
        return False
    _write(path, "".join(keep), content)
    return True


def _write(path: Path, text: str, before: bytes) -> None:
    """The text in the place of what was there, in the same encoding."""
    encoding = "utf-16" if before.startswith(UTF_16) else "utf-8-sig" if before.startswith(BOM) else "utf-8"
    try:
        write_pieces(path, [text.encode(encoding)])
    except UsageError as error:
        raise GraderError(
            f"{error.message} Take their row out of it by hand.",
            hint="See who owns it and its folder, and whether the disk is full.",
        ) from None
