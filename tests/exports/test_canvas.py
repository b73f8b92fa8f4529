"""Canvas's gradebook, read by Ruby's own CSV with the importer's sniffing and converters."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.classroom.exports import Missing
from grader.classroom.exports.canvas import as_read
from grader.classroom.scores.model import Column, Student
from grader.errors import UsageError
from tests.exports.people import (
    BILL,
    EVERY,
    EXCUSED,
    FIT,
    MISSING,
    OVERRIDDEN,
    PLAIN,
    SCORED,
    STUB,
    ZERO,
    ZOE,
    columns,
    everybody,
    exported,
    refused,
    table,
)
from tests.exports.reading import canvas_reads, needs_ruby

BILL_IN_CANVAS = replace(BILL, ids={"canvas_id": "6", "sis_login_id": "bblend"})
DOWNLOADED = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Week 1: gather (4123),Notes,Final Score\r\n"
    "    Points Possible,,,,,10,,(read only)\r\n"
    '"Blend, Bill",6,S0012,bblend,"Async 101, A",,  as it was ,91.5\r\n'
    '"Núñez, Zoë",7,0123456,znunez,Async 101,"8",,\r\n'
    "Nobody,9,S9,nobody,Async 101,3,,\r\n"
)


def course(students: dict[str, dict[str, str]], count: int = 10) -> dict[str, object]:
    """What Canvas knows: people and assignments 4101 …"""
    return {"students": students, "assignments": {str(4100 + n): f"Title {n}" for n in range(1, count + 1)}}


@needs_ruby
def test_everybody_who_is_sent_gets_their_own_scores(tmp_path: Path) -> None:
    """Whatever a name holds, Canvas finds the student by SIS id and reads points, EX and blank as they were meant."""
    people = {str(n): {"sis": student.id, "name": "?", "sortable": "?"} for n, student in enumerate(FIT, start=50)}

    content, notes = exported("canvas", everybody())
    read = canvas_reads(content, tmp_path, course(people))

    assert read["delimiter"] == ","
    assert {str(4100 + n): "10" for n in range(1, 11)} == read["points"]
    expected = ["9.5", "8", "0", "7", "EX", "", "", "", "", "12.25"]
    assert {number: expected for number in people} == {
        found: [cell or "" for cell in cells.values()] for found, cells in read["grades"].items()
    }
    assert {"Formula Key (=1+1)", "Back Slash (DOMAIN\\)", "Tim Twin (s-twin)", "Tom Twin (s-twin)"} == set(
        notes.left_out
    )


@needs_ruby
def test_titles_find_their_assignment_by_id(tmp_path: Path) -> None:
    """A semicolon, a reserved word, a number in brackets or an equals sign in a title leads no column astray."""
    titles = ["a;b;c;d;e", "The Final Grade", "Numbers (77)", "=SUM(A1)", "1,234", "Same", "same"]
    katas = [Column(f"kata{n:02}", title, 10, lms={"canvas": str(4100 + n)}) for n, title in enumerate(titles, start=1)]
    people = {"6": {"sis": "x", "name": "x"}}

    content, _ = exported("canvas", table([(BILL_IN_CANVAS, [PLAIN] * 7)], katas))
    read = canvas_reads(content, tmp_path, course(people))

    assert read["delimiter"] == ","
    assert {"6": {str(4100 + n): "8" for n in range(1, 8)}} == read["grades"]


@needs_ruby
def test_a_title_alone_never_vanishes(tmp_path: Path) -> None:
    """Without an id, a title that Canvas would drop or take for an id is sent as the kata's id, and that is told."""
    katas = [Column("kata01", "The Final Grade", 10), Column("kata02", "Numbers (77)", 10)]

    content, notes = exported("canvas", table([(BILL_IN_CANVAS, [PLAIN] * 2)], katas))
    read = canvas_reads(content, tmp_path, course({"6": {"sis": "x"}}))

    assert read["grades"] == {"6": {"new: kata01": "8", "new: kata02": "8"}}
    assert any(sentence.startswith("kata01, kata02: no Canvas id") for sentence in notes.sentences())


@needs_ruby
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.text(max_size=30), min_size=1, max_size=12), title=st.text(max_size=30))
def test_names_of_any_characters_harm_nobody(tmp_path: Path, names: list[str], title: str) -> None:
    """Whatever characters names and a title are made of, each student's points arrive under their own id."""
    students = [
        Student(f"s{number}", name, name[::-1], section=name, ids={"canvas_id": str(number)})
        for number, name in enumerate(names, start=1)
    ]
    katas = [Column("kata01", title, 10, lms={"canvas": "4101"})]
    people = {student.ids["canvas_id"]: {"sis": "?"} for student in students}

    content, _ = exported("canvas", table([(student, [PLAIN]) for student in students], katas))
    read = canvas_reads(content, tmp_path, course(people))

    assert {number: {"4101": "8"} for number in people} == read["grades"]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("1.234,5", "1234.5"),
        ("12.34,5", "1234.5"),
        ("-1.234,50", "-1234.50"),
        ("1,234", "1.234"),
        ("2021.044.1", "2021044.1"),
        ("4.20.0,3%", "4200.3%"),
        ("0123456", "0123456"),
        ("...", ""),
        (" 123,4", " 123,4"),
        ("S0012", "S0012"),
    ],
)
def test_what_canvas_makes_of_a_number(cell: str, read: str) -> None:
    """The last comma or point of what looks like a number is its decimal point, and the others go."""
    assert read == as_read(cell)


@needs_ruby
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.from_regex(r"-?[0-9.,]{1,8}%?", fullmatch=True), min_size=60, max_size=60))
def test_our_reading_of_a_number_is_rubys(tmp_path: Path, cells: list[str]) -> None:
    """What we hold Canvas to make of a cell is what the same rule makes of it in Ruby."""
    text = 'Student,ID,Section,X\nP,1,S,1\n"Q, R",1,S,1\n' + "".join(f'"N, N",1,S,"{cell}"\n' for cell in cells)

    read = canvas_reads(text.encode(), tmp_path, course({}))

    assert [as_read(cell) for cell in cells] == [row[3] or "" for row in read["rows"][2:]]


@pytest.mark.parametrize("key", ["2021.044.1", "1,234", "..."])
def test_a_sis_id_that_canvas_would_change_is_not_sent(key: str) -> None:
    """Such a student is left out and named; with a Canvas id they are sent without the SIS id."""
    lost = Student(key, "Ann", "Lost")
    known = replace(lost, ids={"canvas_id": "8"})

    without, notes = exported("canvas", table([(lost, [PLAIN]), (ZOE, [PLAIN])]))
    by_id, _ = exported("canvas", table([(known, [PLAIN])]))

    assert b"Lost" not in without and [f"Ann Lost ({key})"] == list(notes.left_out)
    assert b'"Lost, Ann","8","","",""' in by_id


@pytest.mark.parametrize("number", ["12abc", "007", "-3", "9223372036854775808", "١٢"])
def test_a_canvas_id_is_a_number_that_canvas_gives(number: str) -> None:
    """What Ruby would read as another number, or as one too large, is not sent."""
    notes = refused("canvas", table([(replace(BILL, ids={"canvas_id": number}), [PLAIN])]))

    assert list(notes.left_out) == ["Bill Blend (S0012)"]


def test_missing_is_blank_or_zero() -> None:
    """Only what is missing becomes 0 when that is asked for; an excuse stays EX."""
    scores = table([(BILL_IN_CANVAS, EVERY)])

    content, _ = exported("canvas", scores, missing=Missing.ZERO)

    row = list(csv.reader(io.StringIO(content.decode())))[2]
    assert row[5:] == ["9.5", "8", "0", "7", "EX", "0", "", "", "", "12.25"]


def test_a_stub_is_a_zero_like_what_is_missing() -> None:
    """With zeros asked for, a stub whose deadline is over is one; while there is time it is blank."""
    stubs = [replace(STUB, over=True), STUB]

    content, _ = exported("canvas", table([(BILL_IN_CANVAS, stubs)]), missing=Missing.ZERO)

    assert list(csv.reader(io.StringIO(content.decode())))[2][5:] == ["0", ""]


def test_losses_are_told() -> None:
    """What Canvas has no column for is counted, and that a blank clears is said."""
    told = exported("canvas", table([(BILL_IN_CANVAS, EVERY)]))[1].sentences()

    assert "4 cells are blank: Canvas clears a score that it has there." in told
    assert "1 late: sent without their lateness" in told
    assert "1 graded below strong protections: sent without saying so" in told
    assert not any("excused" in sentence for sentence in told)


def test_a_template_changes_in_its_cells_alone() -> None:
    """The two scores go into their cells; every other byte, line ends and spaces included, is as it was."""
    katas = [Column("kata01", "Anything", 10, lms={"canvas": "4123"})]
    scores = table([(ZOE, [OVERRIDDEN]), (BILL_IN_CANVAS, [EXCUSED])], katas)

    content, notes = exported("canvas", scores, template=DOWNLOADED.encode())

    expected = DOWNLOADED.replace('A",,', 'A",EX,').replace('"8"', '"12.25"')
    assert expected.encode() == content
    assert notes.rows == 2
    assert "Rows of the template that are nobody's of the roster, left as they were: 1." in notes.sentences()


@needs_ruby
def test_canvas_reads_the_filled_template(tmp_path: Path) -> None:
    """What was filled is read under the right people and assignment."""
    katas = [Column("kata01", "Anything", 10, lms={"canvas": "Week 1: gather (4123)"})]
    people = {number: {"sis": "?"} for number in ("6", "7", "9")}

    content, _ = exported("canvas", table([(BILL_IN_CANVAS, [SCORED])], katas), template=DOWNLOADED.encode())
    read = canvas_reads(content, tmp_path, {"students": people, "assignments": {"4123": "Week 1: gather"}})

    assert {number: cells["4123"] for number, cells in read["grades"].items()} == {"6": "9.5", "7": "8", "9": "3"}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_blank_leaves_what_canvas_holds(mark: bytes) -> None:
    """Nothing to say changes nothing, nor does the same number written otherwise."""
    katas = [Column("kata01", "Week 1: gather", 10)]
    template = mark + DOWNLOADED.encode().replace(b'"8"', b'"8.00"')

    refused("canvas", table([(ZOE, [PLAIN]), (BILL_IN_CANVAS, [MISSING])], katas), template=template)
    content, _ = exported("canvas", table([(ZOE, [PLAIN]), (BILL_IN_CANVAS, [ZERO])], katas), template=template)

    assert template.replace(b'A",,', b'A",0,') == content


def test_who_is_not_assigned_stays_so() -> None:
    """N/A is Canvas's word for it: it is left, and counted."""
    template = DOWNLOADED.encode().replace(b'"8"', b"N/A")

    notes = refused("canvas", table([(ZOE, [PLAIN])], [Column("kata01", "Week 1: gather", 10)]), template=template)

    assert "1 not assigned in Canvas (N/A): left as they were" in notes.sentences()


def test_a_name_that_two_have_tells_nobody_apart() -> None:
    """Two of one name, in the file or in the roster, are not filled by name; by id they are."""
    two = DOWNLOADED.replace("Nobody,9,S9,nobody", '"Blend, Bill",9,S9,other')
    plain = Student("unknown-to-canvas", "Bill", "Blend")

    notes = refused(
        "canvas", table([(plain, [PLAIN])], [Column("kata01", "Week 1: gather", 10)]), template=two.encode()
    )

    assert list(notes.left_out) == ["Bill Blend (unknown-to-canvas)"]


def test_an_own_id_never_outweighs_a_sis_id() -> None:
    """Where the roster has another SIS id for somebody whose own id is the one in the row, the row is not theirs."""
    other = replace(BILL, ids={"sis_user_id": "S77"})

    refused("canvas", table([(other, [PLAIN])], [Column("kata01", "Week 1: gather", 10)]), template=DOWNLOADED.encode())


def test_a_name_never_outweighs_an_id() -> None:
    """Where the roster knows another Canvas id for somebody of that name, the row is not theirs."""
    other = replace(BILL, id="S77", ids={"canvas_id": "66"})

    refused("canvas", table([(other, [PLAIN])], [Column("kata01", "Week 1: gather", 10)]), template=DOWNLOADED.encode())


@pytest.mark.parametrize(
    ("template", "word"),
    [
        (b"", "empty"),
        (b"a,b,c\n", "Student"),
        (DOWNLOADED.encode("latin-1"), "UTF-8"),
        (DOWNLOADED.encode().replace(b"Week 1: gather (4123)", b"Essay (1)"), "Essay"),
    ],
)
def test_a_template_that_is_none_is_told(template: bytes, word: str) -> None:
    """No gradebook, another encoding, or no column of ours: a sentence that says what is there."""
    with pytest.raises(UsageError) as told:
        exported("canvas", table([(ZOE, [PLAIN])], columns(1)), template=template)

    assert word in told.value.message + told.value.hint
