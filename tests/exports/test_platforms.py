"""Blackboard, Brightspace, Sakai and Open edX: files as their importers take them, and downloaded ones filled in."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.classroom.exports import Missing
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
    WEAK,
    ZOE,
    columns,
    everybody,
    exported,
    refused,
    table,
)
from tests.exports.reading import rows_of
from tests.support.claims import nonempty

GRADES = ["9.5", "8", "0", "7", "", "", "", "", "", "12.25"]
GRADE_CENTER = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Last Access"\t"Availability"\t'
    '"Weighted Total [Total Pts: up to 10 Score] |1"\t"Week 1 [Total Pts: 10 Score] |403340"\t'
    '"Week 1 [Total Pts: 10 Letter] |403341"\r\n'
    '"Blend"\t"Bill"\t"bblend"\t"S0012"\t"2026-06-01 09:00:00"\t"Yes"\t""\t""\t"A"\r\n'
    '"Núñez"\t"Zoë"\t"znunez"\t"0123456"\t""\t"Yes"\t""\t"8"\t""\r\n'
)
IN_BLACKBOARD = replace(BILL, ids={"username": "bblend"})
BRIGHTSPACE = (
    "OrgDefinedId,Username,Week 1 Points Grade <Numeric MaxPoints:10 Weight:5 Category:A CategoryWeight:1>,"
    "Week 1 Text Grade,End-of-Line Indicator\n#0123456,#znunez,,Well done,#\n#S0012,#bblend,3,,#\n"
)
POINTS = (
    "user_id,username,full_name,student_uid,enrolled,track,cohort,block_id,title,date_last_graded,who_last_graded,"
    "Previous Points,New Points\r\n"
    "17,bblend,Bill Blend,,True,audit,,block-v1:X+Y+Z+type@problem+block@abcdef0123,Week 1,,,2,\r\n"
    "18,znunez,Zoë Núñez,,True,audit,,block-v1:X+Y+Z+type@problem+block@other,Week 2,,,,\r\n"
)
OVERRIDES = (
    "user_id,username,student_key,course_id,track,cohort,name-abcdef01,grade-abcdef01,original_grade-abcdef01,"
    "previous_override-abcdef01,new_override-abcdef01\n17,bblend,,course-v1:X+Y+Z,audit,,Week 1,1,1,,\n"
)


def test_blackboard_quotes_every_cell_and_keeps_its_numbers() -> None:
    """Every cell stands in quotes between tabs, each row has a Username, and a column's number ends its heading."""
    katas = [Column("kata01", "Week 1: [gather]", 10, lms={"blackboard": "403340"}), Column("kata02", "…", 10)]

    content, notes = exported("blackboard", table([(student, [SCORED, PLAIN]) for student in FIT], katas))

    lines = content.decode().splitlines()
    assert all(re.fullmatch(r'("([^"]|"")*"\t)+"([^"]|"")*"', line) for line in nonempty(lines))
    rows = rows_of(content, "\t")
    assert [student.id for student in FIT] == [row["Username"] for row in rows]
    assert list(rows[0])[4:] == ["Week_1_gather [Total Pts: 10 Score] |403340", "kata02 [Total Pts: 10 Score]"]
    assert any(sentence.startswith("kata02: no number") for sentence in notes.sentences())


def test_blackboards_losses_are_told() -> None:
    """It has no excuse and no lateness: blank stands for one and nothing for the other, counted."""
    content, notes = exported("blackboard", everybody())

    assert list(rows_of(content, "\t")[0].values())[4:] == GRADES
    assert {"8 excused: sent as blank", "8 late: sent without their lateness"} <= set(notes.sentences())


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF16_LE, "utf-16-le"), (b"", "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (b"", "utf-8")],
)
def test_blackboards_file_is_filled_in_its_own_encoding(mark: bytes, encoding: str) -> None:
    """Whether UTF-16 with tabs or UTF-8: the score's cell changes, the letters, totals and all other bytes stay."""
    katas = [Column("kata01", "Anything", 10, lms={"blackboard": "403340"})]
    scores = table([(IN_BLACKBOARD, [SCORED]), (replace(ZOE, ids={"username": "znunez"}), [MISSING])], katas)

    content, _ = exported("blackboard", scores, template=mark + GRADE_CENTER.encode(encoding))

    assert mark + GRADE_CENTER.replace('"Yes"\t""\t""\t"A"', '"Yes"\t""\t"9.5"\t"A"').encode(encoding) == content


def test_blackboards_feedback_is_filled_where_it_has_a_column() -> None:
    """A single column's download has room for words: they go there as plain text, unless somebody wrote some."""
    template = (
        '"Last Name"\t"First Name"\t"Username"\t"Week 1 [Total Pts: 10 Score] |5"\t"Grading Notes"\t"Notes Format"\t'
        '"Feedback to Learner"\t"Feedback Format"\n'
        '"Blend"\t"Bill"\t"bblend"\t""\t""\t""\t""\t""\n'
    )
    katas = [Column("kata01", "Week 1", 10)]

    content, notes = exported("blackboard", table([(IN_BLACKBOARD, [EXCUSED])], katas), template=template.encode())

    assert list(rows_of(content, "\t")[0].values()) == ["Blend", "Bill", "bblend", "", "", "", "excused", "PLAIN_TEXT"]
    assert not any("excused" in sentence for sentence in notes.sentences())


def test_calculated_columns_and_letters_are_never_filled() -> None:
    """Only a column that takes points is a kata's."""
    katas = [Column("kata01", "Weighted Total", 10)]

    with pytest.raises(UsageError, match="No column"):
        exported("blackboard", table([(IN_BLACKBOARD, [PLAIN])], katas), template=GRADE_CENTER.encode())


def test_of_two_columns_of_a_name_the_one_for_points_is_filled() -> None:
    """Letters have the same name there, and are not touched."""
    scores = table([(IN_BLACKBOARD, [PLAIN])], [Column("kata01", "Week 1", 10)])

    content, _ = exported("blackboard", scores, template=GRADE_CENTER.encode())

    assert GRADE_CENTER.replace('"Yes"\t""\t""\t"A"', '"Yes"\t""\t"8"\t"A"').encode() == content


def test_brightspace_ends_each_row_with_its_sign() -> None:
    """Keys have # before them, the last column is the End-of-Line Indicator with # in it, and no name is sent."""
    content, notes = exported("brightspace", everybody())

    rows = rows_of(content)
    assert [f"#{student.id}" for student in FIT] == [row["OrgDefinedId"] for row in rows]
    assert {"#"} == {row["End-of-Line Indicator"] for row in rows} and list(rows[0])[-1] == "End-of-Line Indicator"
    assert all(name.endswith(" Points Grade <Numeric MaxPoints:10>") for name in nonempty(list(rows[0])[1:-1]))
    assert list(rows[0].values())[1:-1] == GRADES
    assert any("cuts them" in sentence for sentence in notes.sentences())


@settings(max_examples=50, deadline=None)
@given(title=st.text(max_size=30))
def test_a_brightspace_item_has_no_forbidden_sign(title: str) -> None:
    """Whatever a kata is called, its item has a name, without the signs that Brightspace does not take."""
    content, _ = exported("brightspace", table([(BILL, [PLAIN])], [Column("kata01", title, 10)]))

    ((_, heading, _),) = [list(row) for row in rows_of(content)]
    name = heading.removesuffix(" Points Grade <Numeric MaxPoints:10>")
    assert name.strip() and not set(name) & set('/"*<>+=|,%')


def test_brightspaces_file_is_filled() -> None:
    """Points go to the item's points, by either key without its #; the text grade and the rest stay."""
    katas = [Column("kata01", "Week 1", 10)]

    content, _ = exported(
        "brightspace", table([(ZOE, [SCORED]), (BILL, [PLAIN])], katas), template=BRIGHTSPACE.encode()
    )

    assert BRIGHTSPACE.replace("znunez,,", "znunez,9.5,").replace("bblend,3", "bblend,8").encode() == content


def sakai(content: bytes) -> dict[str, dict[str, str]]:
    """Cells by student and heading, as ImportGradesHelper takes them; refused as it refuses."""
    text = content.decode("utf-8")
    delimiter = ";" if text.startswith("Student ID;") else ","
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    assert len({name.lower() for name in header}) == len(header) and all(name.strip() for name in nonempty(header))
    items = []
    for name in header[2:]:
        if not name.startswith(("*", "#")):
            found = re.fullmatch(r"([^\[]+)(\[(\d+([.,]\d\d?)?)\])?", name)
            assert found, name
            items.append(found[1].strip())
    assert all(name[1:].strip() in items for name in nonempty(header[2:]) if name.startswith("*")), (
        "a comment of no item"
    )
    eids = [row[0].lower() for row in rows]
    assert len(set(eids)) == len(eids), "a student twice"
    return {row[0]: dict(zip(header, row, strict=True)) for row in rows}


def test_sakai_gets_points_and_comments() -> None:
    """Each item has its comment beside it; of two whose keys differ in case only neither is sent."""
    again = replace(BILL, id="s0012")

    content, notes = exported("sakai", table([(student, EVERY) for student in (*FIT, again)]))

    read = sakai(content)
    assert [student.id for student in FIT if student is not BILL] == list(read)
    assert [read[ZOE.id][f"Title {n} [10]"] for n in range(1, 11)] == GRADES
    assert (read[ZOE.id]["* Title 5"], read[ZOE.id]["* Title 6"]) == ("excused", "not handed in")
    assert list(notes.left_out) == ["Bill Blend (S0012)", "Bill Blend (s0012)"]


def test_sakai_with_decimal_commas() -> None:
    """Who writes numbers with commas in Sakai gets semicolons between cells, and back."""
    content, _ = exported("sakai", table([(BILL, [SCORED])]), settings={"decimal": ","})
    filled, _ = exported("sakai", table([(BILL, [OVERRIDDEN])]), template=content)

    assert sakai(content)["S0012"]["Title 1 [10]"] == "9,5"
    assert sakai(filled)["S0012"]["Title 1 [10]"] == "12,25"


@settings(max_examples=50, deadline=None)
@given(titles=st.lists(st.text(st.sampled_from("*#[]aA ,/") | st.characters(), max_size=8), min_size=1, max_size=5))
@example(titles=["* A", "#B", "[C]", "*"])
def test_any_title_is_an_item_of_sakais(titles: list[str]) -> None:
    """Stars, brackets, hashes and titles that differ in case only make no heading that Sakai refuses."""
    katas = [Column(f"kata{number:02}", title, 10) for number, title in enumerate(titles, start=1)]

    content, _ = exported("sakai", table([(BILL, [PLAIN] * len(katas))], katas))

    assert len(katas) == sum(cell == "8" for cell in sakai(content)["S0012"].values())


def test_sakais_own_file_is_filled() -> None:
    """Points and a comment go in; an ignored column and oddities in a title stay."""
    template = (
        '"Student ID","Student Name","January 22/23 [10.0]","* January 22/23","# ignored"\r\n'
        '"S0012","Blend, Bill","","","null"\r\n'
    )
    katas = [Column("kata01", "January 22/23", 10)]

    content, _ = exported("sakai", table([(BILL, [WEAK])], katas), template=template.encode())

    assert template.replace('Bill","",""', 'Bill","7","unconfined: graded with weak protections"').encode() == content


def edx_points(content: bytes) -> list[tuple[str, str, float]]:
    """User, block and points of the rows that act, as edx-bulk-grades reads them: plain utf-8, without a mark."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    assert {"user_id", "New Points", "block_id", "Previous Points"} <= set(rows[0])
    return [(row["user_id"], row["block_id"], float(row["New Points"])) for row in rows if row["New Points"].strip()]


def test_edx_points_go_to_their_block() -> None:
    """Only the rows of the kata's own block are filled; a mark before the text, which edX cannot read, is taken off."""
    block = "block-v1:X+Y+Z+type@problem+block@abcdef0123"
    katas = [Column("kata01", "Week 1", 10, lms={"edx": block}), Column("kata02", "Week 3", 10)]
    people = [replace(BILL, ids={"edx_user_id": "17"}), replace(ZOE, ids={"username": "znunez"})]

    content, notes = exported(
        "edx", table([(one, [SCORED, PLAIN]) for one in people], katas), template=codecs.BOM_UTF8 + POINTS.encode()
    )

    assert [("17", block, 9.5)] == edx_points(content)
    assert POINTS.replace("Week 1,,,2,", "Week 1,,,2,9.5").encode() == content
    assert any("byte order mark" in sentence for sentence in notes.sentences())


def test_edx_points_out_of_range_are_not_sent() -> None:
    """edX refuses more than the problem's points: such a row is left and counted."""
    people = [(replace(BILL, ids={"username": "bblend"}), [OVERRIDDEN])]

    notes = refused("edx", table(people), template=POINTS.encode())

    assert any("edX refuses" in sentence for sentence in notes.sentences())


def test_edx_overrides_are_filled_by_the_ends_of_their_headings() -> None:
    """Only new_override- of the block is written, found by its id or by its subsection's title."""
    people = [(replace(BILL, ids={"username": "bblend"}), [PLAIN])]
    block = "block-v1:X+Y+Z+type@sequential+block@abcdef0123456789"

    by_id, _ = exported("edx", table(people, columns(1, edx=block)), template=OVERRIDES.encode())
    by_title, _ = exported("edx", table(people, [Column("kata01", "Week 1", 10)]), template=OVERRIDES.encode())

    assert OVERRIDES.replace("Week 1,1,1,,\n", "Week 1,1,1,,8\n").encode() == by_id == by_title


def test_edx_needs_its_file_and_a_kata() -> None:
    """edX numbers people itself; and of several katas somebody must say which problem is which."""
    two = table([(BILL, [PLAIN, PLAIN])])

    with pytest.raises(UsageError, match="needs the file"):
        exported("edx", two)
    with pytest.raises(UsageError, match="Which kata"):
        exported("edx", two, template=POINTS.encode())


def test_the_number_of_somebody_else_fills_nothing() -> None:
    """Where the roster has another edX number for a user name, the row is nobody's."""
    student = replace(BILL, ids={"edx_user_id": "99", "username": "bblend"})

    refused("edx", table([(student, [PLAIN])]), template=POINTS.encode())


@pytest.mark.parametrize(
    "format", ["canvas", "moodle", "blackboard", "brightspace", "sakai", "csv", "csv-wide", "nbgrader"]
)
def test_a_key_is_never_changed(format: str) -> None:
    """Leading zeros and case arrive; keys like formulas or with hidden signs are left out and named, not altered."""
    keys = ["0012", "aB", "=1", "@x", "x\u202ey", " x", ""]

    content, notes = exported(format, table([(Student(key, "A", "B"), [PLAIN]) for key in keys]))

    cells = {cell for row in csv.reader(io.StringIO(content.decode()), delimiter=",") for cell in row}
    text = content.decode()
    assert "0012" in text and "aB" in text and "\u202e" not in text
    assert not cells & {"=1", "@x", "'=1", "'@x", " x"}
    assert notes.refused == 5 and notes.rows == 2


@pytest.mark.parametrize("format", ["moodle", "blackboard", "brightspace", "sakai", "csv", "csv-wide", "nbgrader"])
@pytest.mark.parametrize(("missing", "zeros"), [(Missing.BLANK, 1), (Missing.ZERO, 2)])
def test_zero_is_never_blank_nor_blank_zero(format: str, missing: Missing, zeros: int) -> None:
    """Of all that earned nothing only a zero is 0, and what is missing if asked; the rest is blank."""
    katas = [score for score in EVERY if score.points is None or score.points == 0]

    content, _ = exported(format, table([(BILL, katas)]), missing=missing)

    header, *rows = csv.reader(io.StringIO(content.decode()), delimiter="\t" if format == "blackboard" else ",")
    if format in ("csv", "nbgrader"):
        found = [row[header.index("points" if format == "csv" else "score")] for row in rows]
    else:
        found = [cell for name, cell in zip(header, rows[0], strict=True) if is_points(name)]
    assert zeros == found.count("0") and len(katas) - zeros == found.count("")


def is_points(heading: str) -> bool:
    """Is it a column of points, in any of these formats?"""
    return bool(re.fullmatch(r"Title[ _]\d( \[10\]| \[Total Pts: 10 Score\]| Points Grade <[^>]*>)?|kata\d\d", heading))


@pytest.mark.parametrize("format", ["canvas", "blackboard", "moodle-xml"])
def test_two_katas_of_one_id_are_refused(format: str) -> None:
    """One column of a platform cannot hold two katas: nothing is written."""
    with pytest.raises(UsageError, match="kata01 and kata02"):
        exported(format, table([(BILL, [PLAIN, PLAIN])], columns(2, **{format: "77"})))


@pytest.mark.parametrize(
    ("format", "template"),
    [
        (
            "canvas",
            "Student,ID,SIS User ID,SIS Login ID,Section,Title 1 (5)\n"
            "    Points Possible,,,,,20.00\n"
            '"Blend, Bill",,S0012,,A,\n',
        ),
        ("blackboard", '"Username"\t"Title 1 [Total Pts: 20 Score] |5"\n"S0012"\t""\n'),
        (
            "brightspace",
            "OrgDefinedId,Title 1 Points Grade <Numeric MaxPoints:20 Weight:5>,End-of-Line Indicator\nS0012,,#\n",
        ),
        ("sakai", '"Student ID","Student Name","Title 1 [20.0]"\n"S0012","Blend, Bill",""\n'),
    ],
)
def test_points_out_of_something_else_are_told(format: str, template: str) -> None:
    """A column that counts out of 20 and gets points out of 10 is said; one that agrees is not."""
    scores = table([(BILL, [PLAIN])])
    equal = re.sub(r"20(\.00?)?", "10", template)

    _, notes = exported(format, scores, template=template.encode())
    _, agreed = exported(format, scores, template=equal.encode())

    told = [said for said in notes.sentences() if "kata01 is out of 10" in said]
    assert len(told) == 1 and told[0].endswith("out of 20 there: points are sent as they are.")
    assert not [said for said in agreed.sentences() if "out of" in said]


def test_who_is_in_no_row_of_a_template_is_named() -> None:
    """Who has no row there gets no score there, and the instructor reads who that is."""
    scores = table([(BILL, [PLAIN]), (ZOE, [PLAIN])])

    _, notes = exported("brightspace", scores, template=b"OrgDefinedId,Title 1 Points Grade\n#S0012,\n")

    assert "left out: Zoë Núñez (0123456): in no row of the template." in notes.sentences()
