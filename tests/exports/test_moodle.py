"""Moodle's CSV, read by PHP's fgetcsv; its XML, by xmllint; its worksheet, by the rules of its importer."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.classroom.exports import Missing, NothingToSend
from grader.classroom.scores.model import Column, Student
from grader.errors import UsageError
from tests.exports.people import (
    BILL,
    EVERY,
    EXCUSED,
    FIT,
    MISSING,
    OPEN,
    OVERRIDDEN,
    PLAIN,
    QUOTES,
    SCORED,
    WEAK,
    ZOE,
    columns,
    everybody,
    exported,
    table,
)
from tests.exports.reading import moodle_reads, needs_php, needs_xmllint
from tests.support.claims import nonempty

WORDS = ["2 h 5 min late, 0.5 off", "", "", "unconfined: graded with weak protections", "excused", "not handed in", ""]
WORKSHEET = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    'Participant 31,Bill Blend,bill@example.org,Submitted,,10.00,Yes,"Monday, 1 June 2026, 9:00 AM",-,\n'
    "Participant 32,Zoë Núñez,zoe@EXAMPLE.org,Submitted,8.00,10.00,Yes,-,-,mine\n"
    "Participant 33,Nobody Known,n@example.org,,,10.00,Yes,-,-,\n"
)
EXPORTED = (
    '"First name","Last name","ID number","Email address","Assignment: Title 1 (Real)",'
    '"Assignment: Title 1 (Feedback)","Assignment: Title 1 (Percentage)","Course total (Real)",'
    '"Last downloaded from this course"\n'
    "Bill,Blend,S0012,bill@example.org,-,,-,-,1795200000\n"
)


@needs_php
def test_moodle_takes_every_row(tmp_path: Path) -> None:
    """PHP sees as many rows as there are fit people, each as long as the heading, and nothing but numbers as grades."""
    content, _ = exported("moodle", everybody())
    read = moodle_reads(content, tmp_path)

    assert read["refused"] == []
    assert [student.id for student in FIT] == [row[0] for row in read["rows"]]
    assert read["rows"][1][4::2][:7] == WORDS
    assert read["rows"][1][3::2] == ["9.5", "8", "0", "7", "", "", "", "", "", "12.25"]


@needs_php
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(st.text(st.sampled_from("\\\"\n\r,;'= aé\x00\u202e") | st.characters(), max_size=12), max_size=12)
)
def test_no_name_swallows_the_next_row(tmp_path: Path, names: list[str]) -> None:
    """Backslashes, quotes and line ends in names leave every student with the own key and points."""
    students = [Student(f"s{number}", name, name + "\\") for number, name in enumerate(names)]

    content, _ = exported("moodle", table([(BILL, [PLAIN]), *((student, [PLAIN]) for student in students)]))
    read = moodle_reads(content, tmp_path)

    assert read["refused"] == []
    assert [(BILL.id, "8"), *((student.id, "8") for student in students)] == [(row[0], row[3]) for row in read["rows"]]


def test_an_address_that_is_blank_or_known_already_is_left_out() -> None:
    """Moodle compares addresses without case and refuses the file for a blank one: such students are named instead."""
    again = replace(BILL, id="S9", email="BILL@example.org")
    nobody = replace(ZOE, email="")

    people = [(student, [PLAIN]) for student in (BILL, QUOTES, again, nobody)]

    content, notes = exported("moodle", table(people), settings={"key": "email"})

    assert [line.split(b",")[0] for line in content.splitlines()] == [b"Email address", b"ann@example.org"]
    assert {"Bill Blend (S0012)", "Bill Blend (S9)", "Zoë Núñez (0123456)"} == set(notes.left_out)


def test_points_above_the_most_are_told() -> None:
    """Moodle refuses a file for one grade above the most; the score is never cut, but told."""
    content, notes = exported("moodle", table([(BILL, [OVERRIDDEN])]))

    assert b"12.25" in content
    assert any(sentence.startswith("1 above the kata's points") for sentence in notes.sentences())


def test_without_comments_the_losses_are_told() -> None:
    """Points alone hold no lateness, and that is said."""
    content, notes = exported("moodle", table([(BILL, [SCORED])]), comments=False)

    assert content.splitlines(keepends=True)[1] == b"S0012,Bill,Blend,9.5\n"
    assert "1 late: sent without their lateness" in notes.sentences()


@pytest.mark.parametrize(
    ("format", "late"),
    [("moodle", True), ("moodle-xml", True), ("sakai", True), ("lti-ags", True), ("oneroster", False)],
)
def test_what_only_comments_hold_is_told_without_them(format: str, late: bool) -> None:
    """Weak protections stand in words everywhere; lateness too, but where the format has a field for it."""
    ids = {"class": "c1", "school": "s1", "academic_session": "a1"}
    scores = table([(replace(BILL, ids={"lti_user_id": "L1"}), [SCORED, WEAK])])

    content, notes = exported(format, scores, comments=False, settings=ids)
    _, with_words = exported(format, scores, settings=ids)

    assert b"weak protections" not in content
    assert "1 graded below strong protections: sent without saying so" in notes.sentences()
    assert ("1 late: sent without their lateness" in notes.sentences()) is late
    assert not with_words.counted


def test_words_that_stand_there_already_are_told() -> None:
    """A teacher's own feedback stays, and that ours is not beside it is said; the same words again are no loss."""
    taken = EXPORTED.replace("org,-,,-", "org,-,Good,-")
    again = EXPORTED.replace("org,-,,-", 'org,-,"2 h 5 min late, 0.5 off",-')

    content, notes = exported("moodle", table([(BILL, [SCORED])]), template=taken.encode())
    _, same = exported("moodle", table([(BILL, [SCORED])]), template=again.encode())

    assert b"9.5,Good,-" in content
    assert "1 with other words in the cell for comments: those stay, and ours are not in it" in notes.sentences()
    assert not same.counted


def test_moodles_own_export_is_filled() -> None:
    """The item's points and its feedback are filled; percentage, total and the time of download stay."""
    content, _ = exported("moodle", table([(BILL, [SCORED])]), template=EXPORTED.encode())

    expected = EXPORTED.replace("org,-,,-", 'org,9.5,"2 h 5 min late, 0.5 off",-')
    assert expected.encode() == content


@needs_xmllint
def test_the_xml_holds_scores_words_and_nothing_empty(tmp_path: Path) -> None:
    """It is well formed; a result has a plain number or no score at all, ids are whole, and ten kinds stay apart."""
    content, _ = exported("moodle-xml", everybody())
    (tmp_path / "grades.xml").write_bytes(content)

    assert subprocess.run(["xmllint", "--noout", tmp_path / "grades.xml"], check=False).returncode == 0
    results = ElementTree.fromstring(content).findall("result")
    scores = [one.findtext("score") for one in results]
    assert all(score is None or re.fullmatch(r"\d+(\.\d{1,2})?", score) for score in nonempty(scores))
    assert [student.id for student in FIT] == list(dict.fromkeys(one.findtext("student") for one in results))
    told = {one.findtext("assignment"): (one.findtext("score"), one.findtext("feedback")) for one in results[:9]}
    assert told["kata03"] == ("0", None) and told["kata05"] == (None, "excused")
    assert told["kata06"] == (None, "not handed in") and "kata07" not in told


@settings(max_examples=30, deadline=None)
@given(item=st.text(min_size=1, max_size=20), section=st.text(max_size=20))
def test_any_id_number_stays_inside_its_element(item: str, section: str) -> None:
    """Whatever an item is called, the document has one result with these words."""
    katas = [Column("kata01", section, 10, lms={"moodle-xml": item})]

    content, _ = exported("moodle-xml", table([(BILL, [PLAIN])], katas))

    (result,) = ElementTree.fromstring(content)
    assert [part.tag for part in result] == ["state", "assignment", "student", "score"]


def test_xml_without_a_result_is_refused() -> None:
    """Moodle takes a file without results for a broken one; so none is written, nor one with an item twice."""
    with pytest.raises(NothingToSend, match="no score"):
        exported("moodle-xml", table([(BILL, [OPEN])]))
    with pytest.raises(UsageError, match="one ID number"):
        exported("moodle-xml", table([(BILL, [PLAIN] * 2)], columns(2, moodle="same", **{"moodle-xml": "same"})))


def worksheet(content: bytes) -> dict[str, tuple[str, str]]:
    """Grade and feedback by participant, as the importer finds them: by headings, a comma, utf-8."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    places = [header.index(name) for name in ("Identifier", "Grade", "Last modified (grade)", "Feedback comments")]
    assert places[-1] > 0 and all(len(row) == len(header) for row in nonempty(rows))
    return {row[places[0]]: (row[places[1]], row[places[3]]) for row in rows}


def test_a_worksheet_is_filled_by_address_and_name() -> None:
    """Grades and feedback go to their participants; feedback that is there, and strangers, stay."""
    content, notes = exported("moodle-worksheet", table([(BILL, [SCORED]), (ZOE, [WEAK])]), template=WORKSHEET.encode())

    assert worksheet(content) == {
        "Participant 31": ("9.5", "2 h 5 min late, 0.5 off"),
        "Participant 32": ("7", "mine"),
        "Participant 33": ("", ""),
    }
    assert notes.rows == 2


def test_a_blind_worksheet_is_filled_by_participant() -> None:
    """Where names are hidden, the roster's participant numbers tell who is who; 3 is not 31."""
    blind = "Identifier,Status,Grade,Last modified (grade),Feedback comments\nParticipant 31,,,-,\nParticipant 3,,,-,\n"

    content, _ = exported(
        "moodle-worksheet", table([(replace(BILL, ids={"participant": "31"}), [PLAIN])]), template=blind.encode()
    )

    assert worksheet(content) == {"Participant 31": ("8", ""), "Participant 3": ("", "")}


def test_what_moodle_would_skip_is_told() -> None:
    """A locked grade is left, and one above the sheet's maximum is counted: Moodle says nothing of either."""
    template = WORKSHEET.replace("Submitted,8.00,10.00,Yes", "Submitted,8.00,10.00,No")

    content, notes = exported(
        "moodle-worksheet", table([(BILL, [OVERRIDDEN]), (ZOE, [PLAIN])]), template=template.encode()
    )

    assert worksheet(content)["Participant 32"] == ("8.00", "mine")
    assert any("locked" in sentence for sentence in notes.sentences())
    assert any("maximum" in sentence for sentence in notes.sentences())


def test_a_worksheet_needs_itself_and_one_kata() -> None:
    """Nothing can be sent without the sheet, or with two katas at once."""
    with pytest.raises(UsageError, match="needs the file"):
        exported("moodle-worksheet", table([(BILL, [PLAIN])]))
    with pytest.raises(UsageError, match="one assignment"):
        exported("moodle-worksheet", table([(BILL, EVERY)]), template=WORKSHEET.encode())


def test_headings_in_course_yaml_are_believed() -> None:
    """What the settings name is taken by its name."""
    german = WORKSHEET.replace("Identifier", "ID").replace("Grade,", "Bewertung,", 1)

    content, _ = exported(
        "moodle-worksheet",
        table([(BILL, [PLAIN])]),
        template=german.encode(),
        settings={"identifier": "ID", "grade": "Bewertung"},
    )
    assert b"Submitted,8,10.00" in content


@pytest.mark.parametrize("missing", list(Missing))
def test_missing_in_a_worksheet(missing: Missing) -> None:
    """Missing is zero only when asked for, an excuse never is, and both say so in words."""
    content, _ = exported(
        "moodle-worksheet", table([(BILL, [MISSING]), (ZOE, [EXCUSED])]), template=WORKSHEET.encode(), missing=missing
    )

    zero = "0" if missing is Missing.ZERO else ""
    assert (zero, "not handed in") == worksheet(content)["Participant 31"]
    assert worksheet(content)["Participant 32"] == ("8.00", "mine")
