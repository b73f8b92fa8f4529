"""Our own tables, nbgrader's columns, and what all formats share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from grader.classroom.exports import FORMATS, Holds, Missing, Notes, find_format
from grader.classroom.exports.sheet import DELIMITERS, Sheet, delimited, read_sheet
from grader.classroom.scores.model import Score, Standing, Student
from grader.cleaning import clean
from grader.errors import UsageError
from grader.model import Level, Verdict
from grader.text import is_formula
from tests.exports.people import BILL, EVERY, FIT, FORMULA_KEY, PLAIN, SCORED, everybody, exported, table
from tests.exports.reading import rows_of
from tests.support.claims import nonempty
from tests.support.processes import python

SCHEMA = Path(__file__).parents[2] / "docs" / "class.schema.json"


def test_the_long_table_tells_everything_apart() -> None:
    """Each kind of score has its standing, level, lateness and reason in cells of their own."""
    content, notes = exported("csv", everybody())

    rows = {row["kata"]: row for row in rows_of(content) if row["student"] == BILL.id}
    assert [score.standing.value for score in EVERY] == [row["standing"] for row in rows.values()]
    assert tuple(rows["kata01"][name] for name in ("points", "earned", "deduction", "late_seconds")) == (
        "9.5",
        "10",
        "0.5",
        "7500",
    )
    assert tuple(rows["kata04"][name] for name in ("level", "accepted_unconfined", "misconceptions")) == (
        "weak",
        "yes",
        "M02 M05",
    )
    assert (rows["kata05"]["reason"], rows["kata10"]["reason"]) == ("ill, with a note", "'=HYPERLINK(1)")
    assert (len(FIT), 4) == (notes.rows, notes.refused)


def test_the_wide_table_has_a_row_per_student() -> None:
    """Points, standing, lateness and level of each kata stand side by side under the kata's id."""
    content, _ = exported("csv-wide", table([(BILL, EVERY)]))

    (row,) = rows_of(content)
    assert (
        row["total"],
        *(row[f"kata01{about}"] for about in ("", " standing", " late_seconds", " level")),
    ) == ("36.75", "9.5", "scored", "7500", "strong")
    assert (row["kata05"], row["kata05 standing"], row["kata04 level"]) == ("", "excused", "weak, unconfined")


def test_the_document_holds_everybody_as_they_are() -> None:
    """JSON needs no key refused and no name changed; null is no points, "0" is zero."""
    content, notes = exported("json", everybody())

    document = json.loads(content)
    assert content.isascii() and document["version"] == 1
    assert [*(student.id for student in FIT), FORMULA_KEY.id] == [one["id"] for one in document["students"][:9]]
    scores = {score["kata"]: score for score in document["students"][0]["scores"]}
    assert tuple(scores[kata]["points"] for kata in ("kata01", "kata03", "kata05")) == ("9.5", "0", None)
    assert (scores["kata04"]["level"], scores["kata04"]["accepted_unconfined"]) == ("weak", True)
    assert notes.rows == 10


@pytest.mark.parametrize("missing", list(Missing))
def test_the_document_is_as_its_schema_has_it(missing: Missing) -> None:
    """docs/class.schema.json knows every key and value of a class with every kind of score."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)

    content, _ = exported("json", everybody(), missing=missing)

    assert [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(content))] == []


def test_the_documents_schema_knows_our_words() -> None:
    """Its choices are those of the code, and what it describes is what is required."""
    definitions = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    score = definitions["score"]["properties"]

    assert list(Standing) == score["standing"]["enum"]
    assert {*Verdict, None} == set(score["verdict"]["enum"])
    assert {*Level, None} == set(score["level"]["enum"])
    assert all(definitions[name]["required"] == list(definitions[name]["properties"]) for name in ("kata", "student"))
    assert [name for name in score if name not in ("bonus", "comments", "dropped")] == definitions["score"]["required"]


@settings(max_examples=60, deadline=None)
@given(first=st.text(), last=st.text(), section=st.text())
@pytest.mark.parametrize("format", ["csv", "csv-wide", "nbgrader", "moodle", "sakai"])
def test_a_name_arrives_or_is_harmless(format: str, first: str, last: str, section: str) -> None:
    """Every cell of text reads back as one cell on one line that no spreadsheet runs and nothing hides in."""
    student = Student("s1", first, last, section=section)

    content, _ = exported(format, table([(student, [PLAIN])]))
    (row,) = rows_of(content)

    assert "s1" in row.values() and "8" in row.values()
    assert not any(is_formula(cell) for cell in row.values())
    # Spaces of any width and joiners where they join are part of people's names.
    assert all(cell == clean(cell, len(cell) + 1) and len(cell.splitlines()) <= 1 for cell in nonempty(row.values()))


def test_plain_names_arrive_unchanged() -> None:
    """Accents, scripts, commas, apostrophes and quotes are nobody's business but a CSV reader's."""
    names = ["Zoë", "Фёдор", "小明", "O'Neil", 'Ann "Bee" Cee', "Núñez, Zoë"]

    content, _ = exported("csv", table([(Student(f"s{n}", name, name), [PLAIN]) for n, name in enumerate(names)]))

    assert names == [row["first_name"] for row in rows_of(content)]


def test_nbgraders_columns_are_quoted_and_never_invent_a_zero() -> None:
    """The eleven columns as nbgrader has them; raw score less penalty is the score; missing is blank."""
    content, _ = exported("nbgrader", table([(Student("s1", "A, B", "C"), EVERY)]))

    rows = rows_of(content)
    assert "assignment,duedate,timestamp,student_id,last_name,first_name,email" in content.decode()
    assert tuple(
        rows[0][name] for name in ("first_name", "raw_score", "late_submission_penalty", "score", "timestamp")
    ) == ("A, B", "10", "0.5", "9.5", "2026-11-19 23:00:00")
    assert tuple(rows[5][name] for name in ("raw_score", "late_submission_penalty", "score")) == ("", "", "")


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(st.sampled_from('",;\t:\r\n ab') | st.characters(exclude_categories=["Cs"])),
    delimiter=st.sampled_from(DELIMITERS),
)
def test_no_byte_of_a_template_is_lost(text: str, delimiter: str) -> None:
    """Whatever a file holds, quotes that never close included, its cells put together again are the file."""
    sheet = Sheet(text, "utf-8", b"", delimiter)

    records = list(sheet.records())

    assert text == "".join(delimiter.join(record.cells) + record.end for record in records)
    assert text.encode() == b"".join(sheet.filled(lambda record: {}))


@settings(max_examples=100, deadline=None)
@given(
    rows=st.lists(st.lists(st.text(), min_size=2, max_size=4), min_size=1, max_size=5),
    delimiter=st.sampled_from(",;\t"),
)
def test_cells_are_read_as_they_were_written(rows: list[list[str]], delimiter: str) -> None:
    """What Python's csv wrote is read back cell by cell, but for outer spaces."""
    text = "".join(delimited(rows, delimiter=delimiter, quote_all=True))

    read = [record.values for record in Sheet(text, "utf-8", b"", delimiter).records()]

    assert [[cell.strip() for cell in row] for row in rows] == read


def test_a_short_row_is_filled_up() -> None:
    """Where a spreadsheet cut off the empty cells at a row's end, they are put back to hold what is filled."""
    sheet = read_sheet(b"id;a;b\n7\n", lambda header: "id" in header, "id")

    assert b"".join(sheet.filled(lambda record: {2: "x"})) == b"id;a;b\n7;;x\n"


def test_only_the_format_asked_for_is_imported() -> None:
    """Looking one format up leaves the others, and everything heavy, alone."""
    program = (
        "import sys; from grader.classroom.exports import FORMATS; FORMATS['canvas'];"
        "unwanted = {'grader.classroom.exports.moodle', 'grader.classroom.exports.junit', 'grader.report.json',"
        " 'sqlite3', 'rich', 'jinja2'};"
        "print(sorted(unwanted & set(sys.modules)))"
    )

    said = python("-c", program).stdout

    assert said == "[]\n"


def test_every_format_says_what_it_is() -> None:
    """Each has its own name and one line, writes something, and nobody is named twice."""
    for name, format in FORMATS.items():
        assert (name, True) == (format.name, 0 < len(format.title) <= 70)
        assert format.table or format.files or format.fill
        assert format.holds <= frozenset(Holds)


def test_a_misspelt_format_is_told() -> None:
    """The nearest name is offered."""
    with pytest.raises(UsageError) as told:
        find_format("canvass")

    assert "canvas" in told.value.hint


def test_only_chosen_katas_are_written() -> None:
    """--kata narrows every format to these columns, and a kata the course has not is refused."""
    content, _ = exported("csv-wide", table([(BILL, EVERY)]), katas=frozenset({"kata03"}))

    assert "kata03" in content.decode() and "kata04" not in content.decode()
    with pytest.raises(UsageError, match="kata99"):
        exported("csv", table([(BILL, EVERY)]), katas=frozenset({"kata99"}))


def test_notes_are_bounded_and_on_one_line() -> None:
    """Of many left out ten are named and the rest counted, and no name can begin a line of its own."""
    notes = Notes()
    for number in range(25):
        notes.leave_out(f"bad\nname {number}", f"why {number}")

    told = notes.sentences()

    assert len(told) == 11 and "15 more" in told[-1] and not any("\n" in sentence for sentence in told)


def test_one_reason_for_many_is_told_once() -> None:
    """A whole class that a platform does not know is one line, and -v still names everybody."""
    notes = Notes()
    for number in range(25):
        notes.leave_out(f"name {number}", "no lti_user_id")
    notes.leave_out("Ann", "her own")

    assert notes.sentences() == (
        "left out: 25 students: no lti_user_id: name 0, name 1, name 2 and others (all: -v)",
        "left out: Ann: her own",
    )
    assert len(notes.sentences(26)) == 26


def test_an_excuses_reason_stays_with_the_instructor() -> None:
    """No platform is sent why somebody was excused or overridden: only our own two files say it."""
    scores = table([(BILL, [Score(Standing.EXCUSED, 10, reason="a private matter"), SCORED])])

    told = {
        name
        for name in ("canvas", "moodle", "moodle-xml", "blackboard", "brightspace", "sakai", "csv", "json")
        if b"private" in exported(name, scores)[0]
    }

    assert {"csv", "json"} == told
