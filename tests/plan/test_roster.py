"""The roster: what its file becomes, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.classroom.plan import BrokenCourse, Roster, load_roster
from grader.classroom.scores.model import Student


def roster(folder: Path, content: str | bytes) -> Roster:
    """The roster of a file with this content."""
    path = folder / "roster.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_roster(path)


def problems(folder: Path, content: str | bytes) -> list[str]:
    """What is said of this roster, a problem an item."""
    with pytest.raises(BrokenCourse) as caught:
        roster(folder, content)
    return caught.value.message.splitlines()


def test_a_roster_is_what_its_file_says(tmp_path: Path) -> None:
    """Ids keep their zeros, names their letters, and every other heading becomes a key of its own."""
    found = roster(
        tmp_path,
        "ID,First Name,Last-Name,E-Mail,Group,section,Canvas ID,GitHub\n"
        '0123456,Zoë,"Núñez, Dr.",zoe@example.org,team1,"Async 101, A",7,znunez\n'
        "\n"
        "S2,李,雷,,,,,\n",
    )

    assert found.students == (
        Student(
            "0123456",
            "Zoë",
            "Núñez, Dr.",
            "zoe@example.org",
            "team1",
            "Async 101, A",
            {"canvas_id": "7", "github": "znunez"},
        ),
        Student("S2", "李", "雷"),
    )
    assert (found.groups, found.by_id["S2"].id) == ({"team1": ("0123456",)}, "S2")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_usual_separator_is_understood(tmp_path: Path, separator: str, start: str, end: str) -> None:
    """Commas, semicolons and tabs, each way of ending a line, with a byte order mark or without."""
    lines = [["id", "first name", "last name"], ["1", "Ann; B, C", "Smith"]]
    text = start + "".join(separator.join(f'"{cell}"' for cell in line) + end for line in lines)

    assert (Student("1", "Ann; B, C", "Smith"),) == roster(tmp_path, text).students


def test_headings_alone_are_nobody(tmp_path: Path) -> None:
    """A roster that is not filled in yet is empty, and no problem."""
    assert roster(tmp_path, "id,first name,last name,email,group,section\n").students == ()


def test_names_are_kept_and_cleaned(tmp_path: Path) -> None:
    """A formula stays a name, and what would move a cursor or reorder a line is shown as its code."""
    found = roster(tmp_path, "id,first name,last name\n1,=cmd(),\x1b[2J\n2,\u202eeve,-5\n")

    assert [(one.first_name, one.last_name) for one in found.students] == [("=cmd()", "\\x1b[2J"), ("\\x202eeve", "-5")]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """Each with its line, also after a cell of several lines."""
    said = problems(
        tmp_path,
        'id,first name,email,Email,,canvas id,group\n1,"two\nlines",a,b,c,,\n,Ann,a,b,c,6,\n=1+1,Bob,a,b,c,@x,\n'
        "1,Cyd,a,b,c,,1\n2,Dan\n2,Eve,a,b,c,,,,\n3,Fay,a,b,c,,,x\n group:x,Gus,a,b,c,,\n\u200b9,Hal,a,b,c,,\n",
    )

    assert said == [
        "roster.csv:1: column 5 has no heading.",
        "roster.csv:1: the heading email stands twice.",
        "roster.csv:2: the id 1 is the name of a group too: rename the group.",
        "roster.csv:4: the id '' is empty.",
        "roster.csv:5: the canvas_id '@x' looks like a formula to a spreadsheet.",
        "roster.csv:5: the id '=1+1' looks like a formula to a spreadsheet.",
        "roster.csv:6: the id 1 is the name of a group too: rename the group.",
        "roster.csv:6: the id 1 stands on line 2 already.",
        "roster.csv:7: 2 cells stand here, under 7 headings.",
        "roster.csv:9: 8 cells stand here, under 7 headings.",
        "roster.csv:10: the id group:x begins as a group's does.",
        "roster.csv:11: the id '\\x200b9' has control or invisible characters.",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "roster.csv:1: there is nothing here: the first line holds the headings, one of them id."),
        (b"name,email\nx,y\n", "roster.csv:1: there is no column id, which tells students apart."),
        (b"id\n1\n\xe9\n", "roster.csv:3: this is not UTF-8: save the table as “CSV UTF-8”."),
        (
            b'id,group\n1,"a"b\n',
            "roster.csv:2: a row begins here that is not CSV (',' expected after '\"'): look at its quotes.",
        ),
        (
            b'id,group\n1,a\n2,"a\n3,b\n',
            "roster.csv:3: a row begins here that is not CSV (unexpected end of data): look at its quotes.",
        ),
        (b"a" * (16 * 2**20 + 1), "The roster roster.csv is larger than 16 MiB."),
    ],
)
def test_what_is_no_roster_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    """Another encoding, broken quotes, or another table altogether."""
    assert [said] == problems(tmp_path, content)


def test_a_roster_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With where its name comes from."""
    with pytest.raises(BrokenCourse, match=r"roster\.csv cannot be read") as caught:
        load_roster(tmp_path / "roster.csv")

    assert "roster:" in caught.value.hint
    with pytest.raises(BrokenCourse, match="its path is not valid"):
        load_roster(tmp_path / "a\0b")


@settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters() | st.sampled_from(',;\t"\n\r'), max_size=60))
def test_any_text_is_a_roster_or_told(tmp_path: Path, text: str) -> None:
    """There are students with ids of their own, or problems with lines."""
    try:
        found = roster(tmp_path, ("id,email\n" + text).encode("utf-8", "surrogatepass"))
    except BrokenCourse as error:
        assert "roster.csv:" in error.message
    else:
        assert len(found.students) == len(found.by_id)
