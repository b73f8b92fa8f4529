"""Rosters as the platforms write them, without a heading changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.classroom.plan import BrokenCourse, load_roster
from grader.classroom.plan.roster_file import without_student
from grader.classroom.scores.model import Student

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Week 1: gather (4123),Final Score\n"
    "    Points Possible,,,,,10,(read only)\n"
    '"Lovelace, Ada",6,S0012,alove,"Async 101, A",9.5,\n'
    '"Núñez, Zoë",7,0123456,znunez,Async 101,EX,\n'
    '"Student, Test",99,,,Async 101,,\n'
)
MOODLE = (
    '\ufeffFirst name,Last name,Email address,Groups\nAda,Lovelace,ada@x.edu,"red, tutorial"\nZoë,Núñez,zoe@x.edu,red\n'
)
MOODLE_GRADES = (
    '"First name","Last name","ID number",Institution,Department,"Email address","Course total (Real)",'
    '"Last downloaded from this course"\n'
    "Ada,Lovelace,0012,,,ada@x.edu,9.50,1767225600\n"
)
MOODLE_GERMAN = "Vorname,Nachname,E-Mail-Adresse\nAda,Lovelace,ada@x.edu\n"
BRIGHTSPACE = (
    "OrgDefinedId,Username,Last Name,First Name,Email,"
    "Week 1 Points Grade <Numeric MaxPoints:10>,End-of-Line Indicator\n"
    "#0012,#alove,Lovelace,Ada,ada@x.edu,9.5,#\n"
)
GRADESCOPE = (
    "First Name,Last Name,SID,Email,Role,Section\n"
    "Ada,Lovelace,0012,ada@x.edu,Student,A\n"
    "Prof,Essor,,prof@x.edu,Instructor,\n"
)
GITHUB = (
    '"identifier","github_username","github_id","name"\n"lovelace, ada","ada-l","77","Ada Lovelace"\n"zoe","","",""\n'
)
BLACKBOARD = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Last Access"\t"Availability"\t'
    '"Week 1 [Total Pts: 10 Score] |403340"\n'
    '"Lovelace"\t"Ada"\t"alove"\t"0012"\t"2026-01-01"\t"Yes"\t"9"\n'
)
PEOPLE = {
    "canvas": (
        CANVAS,
        [
            Student(
                *("S0012", "Ada", "Lovelace", "", "", "Async 101, A"),
                {"canvas_id": "6", "sis_user_id": "S0012", "sis_login_id": "alove"},
            ),
            Student(
                *("0123456", "Zoë", "Núñez", "", "", "Async 101"),
                {"canvas_id": "7", "sis_user_id": "0123456", "sis_login_id": "znunez"},
            ),
        ],
    ),
    "moodle": (
        MOODLE,
        [
            Student("ada@x.edu", "Ada", "Lovelace", "ada@x.edu"),
            Student("zoe@x.edu", "Zoë", "Núñez", "zoe@x.edu", "red"),
        ],
    ),
    "moodle's grades": (
        MOODLE_GRADES,
        [Student("0012", "Ada", "Lovelace", "ada@x.edu", ids={"idnumber": "0012"})],
    ),
    "moodle in German": (MOODLE_GERMAN, [Student("ada@x.edu", "Ada", "Lovelace", "ada@x.edu")]),
    "brightspace": (
        BRIGHTSPACE,
        [Student("alove", "Ada", "Lovelace", "ada@x.edu", ids={"orgdefinedid": "0012", "username": "alove"})],
    ),
    "gradescope": (
        GRADESCOPE,
        [Student("0012", "Ada", "Lovelace", "ada@x.edu", "", "A", {"sid": "0012"})],
    ),
    "github": (
        GITHUB,
        [
            Student(
                *("lovelace, ada", "Ada", "Lovelace"),
                ids={"identifier": "lovelace, ada", "github": "ada-l", "github_id": "77"},
            ),
            Student("zoe", ids={"identifier": "zoe"}),
        ],
    ),
    "blackboard": (
        BLACKBOARD,
        [Student("alove", "Ada", "Lovelace", ids={"username": "alove", "student_id": "0012"})],
    ),
}


@pytest.mark.parametrize("platform", PEOPLE)
def test_a_platforms_table_is_a_roster(tmp_path: Path, platform: str) -> None:
    """People with the names, keys and sections it tells; teachers, totals and rows of points are left out."""
    text, people = PEOPLE[platform]
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode("utf-16") if platform == "blackboard" else text.encode())

    assert people == list(load_roster(path).students)


@pytest.mark.parametrize("platform", PEOPLE)
def test_a_row_is_taken_out_of_it(tmp_path: Path, platform: str) -> None:
    """Whoever is forgotten goes, whatever the column of their id is called."""
    text, people = PEOPLE[platform]
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode("utf-16") if platform == "blackboard" else text.encode())

    assert without_student(path, people[0].id)
    assert people[1:] == list(load_roster(path).students)


@pytest.mark.parametrize("heading", ["name", "Full Name", "Student", "Student name", "display name"])
@pytest.mark.parametrize("whole", ["Ada Lovelace", "Lovelace, Ada"])
def test_a_heading_of_a_name_is_a_name(tmp_path: Path, heading: str, whole: str) -> None:
    """It is never a key that is sent anywhere, and people are found by it."""
    path = tmp_path / "roster.csv"
    path.write_text(f'id,{heading}\n0012,"{whole}"\n', encoding="utf-8")

    roster = load_roster(path)

    assert (Student("0012", "Ada", "Lovelace"),) == roster.students
    assert roster.students[0] == roster.match("name", "Ada Lovelace").student


def test_a_name_is_not_offered_as_an_id(tmp_path: Path) -> None:
    """Where there is no id, the sentence says so and points at nothing else."""
    path = tmp_path / "roster.csv"
    path.write_text("Name,Group\nAda Lovelace,red\n", encoding="utf-8")

    with pytest.raises(BrokenCourse) as caught:
        load_roster(path)

    assert caught.value.message == "roster.csv:1: there is no column id, which tells students apart."
