"""One section of a course, and names that only the platform uses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.classroom.gradebook import Gradebook
from tests.collect.instructor import Desk, desk
from tests.collect.sources import CODE
from tests.support.archives import folder, zipped

ROSTER = """\
id,first name,last name,group,section,canvas id
ada,Ada,Lovelace,,Monday,6
ben,Ben,Stone,,Tuesday,7
cyd,Cyd,Kim,,Tuesday,
"""


@pytest.fixture
def at(tmp_path: Path) -> Desk:
    """A course of two sections."""
    made = desk(tmp_path)
    (made.course / "roster.csv").write_text(ROSTER, encoding="utf-8")
    folder(tmp_path / "in", {f"{student}/gather.py": CODE for student in ("ada", "ben", "cyd")})
    return made


def owners(at: Desk) -> set[str]:
    """Whose submissions there are."""
    with Gradebook.open(at.course, create=False) as book:
        return {one.owner for one in book.submissions()}


def test_one_section_is_collected(at: Desk) -> None:
    """The others' files are counted, and who is missing is told of the section alone."""
    assert at.grade("collect", "../in", "--section", "tuesday", "--output", "json") == 0

    told = json.loads(at.out)
    assert {"ben", "cyd"} == owners(at)
    assert (told["katas"][0]["missing"], told["students"]) == ([], 2)
    assert [one["said"] for one in told["remarks"] if one["kind"] == "note"] == ["1 of other sections, left there"]


@pytest.mark.parametrize("command", ["collect ../in", "status", "board", "report", "similar"])
def test_a_section_that_is_none_is_usage(at: Desk, command: str) -> None:
    """Those that there are, and the nearest, are named."""
    at.grade("collect", "../in")

    assert at.grade(*command.split(), "--section", "Mondy") == 2
    assert "There is no section Mondy in the roster. Did you mean Monday?" in at.err
    assert "There are: Monday, Tuesday." in at.err


def test_status_and_board_look_at_one_section(at: Desk) -> None:
    """Only its students are counted and ranked, under the names they have in the whole course."""
    at.grade("collect", "../in")
    for student in ("ada", "ben", "cyd"):
        at.grade("override", student, "kata01", "0", "--reason", "seen")
    at.grade("status", "--section", "Tuesday", "--output", "json")
    told = json.loads(at.out)
    at.grade("board", "--output", "json")
    whole = {row["name"] for row in json.loads(at.out)["rows"]}
    at.grade("board", "--section", "Tuesday", "--output", "json")
    some = {row["name"] for row in json.loads(at.out)["rows"]}

    assert (told["students"], told["not_in_roster"]) == (2, [])
    assert some < whole
    assert len(some) == 2


def test_a_report_of_one_section_has_its_pages(at: Desk) -> None:
    """A page for each of its students."""
    at.grade("collect", "../in")

    assert at.grade("report", "--section", "Tuesday", "--plain") == 0
    assert {"ben.html", "cyd.html"} == {page.name for page in (at.course / "reports" / "students").iterdir()}


@pytest.mark.parametrize("alias", ["cydmiller", "Miller, Cyd", "99"])
def test_an_alias_is_whom_an_instructor_says(at: Desk, alias: str) -> None:
    """By the name or by the number that the platform has."""
    zipped(at.root / "s.zip", {"millercyd_99_1_gather.py": CODE, "cydmiller_99_2_retry.py": CODE})
    (at.course / "aliases.csv").write_text(f'alias,id\n"{alias}",cyd\n', encoding="utf-8")

    assert at.grade("collect", "../s.zip") == 0
    assert {"cyd"} == owners(at)


def test_an_alias_serves_wherever_a_student_is_named(at: Desk) -> None:
    """In a file of times, and on the command line."""
    (at.course / "aliases.csv").write_text("alias,id\ncydney,cyd\n", encoding="utf-8")
    (at.root / "t.csv").write_text("id,kata,time\ncydney,1,2026-01-31 18:00\n", encoding="utf-8")

    assert at.grade("collect", "../in", "--times", "../t.csv") == 0
    assert at.grade("excuse", "cydney", "kata01", "--reason", "ill") == 0
    assert "cyd, kata01" in at.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("alias,id\nx,cydd\n", "aliases.csv:2: there is no cydd in the roster. Did you mean cyd?"),
        ("alias,id\nada,ben\n", "aliases.csv:2: ada is the id of somebody else."),
        ("alias,id\nx,ben\nx,ada\n", "aliases.csv:3: x means ben already."),
        ("name,id\nx,ben\n", "aliases.csv:1: there is no column alias"),
    ],
)
def test_what_is_wrong_with_aliases_is_told(at: Desk, text: str, told: str) -> None:
    """With the line, before anything is collected."""
    (at.course / "aliases.csv").write_text(text, encoding="utf-8")

    assert at.grade("collect", "../in") == 2
    assert told in at.err


def test_who_is_forgotten_has_no_alias_either(at: Desk) -> None:
    """No name of theirs stays behind."""
    at.grade("collect", "../in")
    (at.course / "aliases.csv").write_text("alias,id\ncydney,cyd\nbenny,ben\n", encoding="utf-8")

    assert at.grade("forget", "cyd", "--yes") == 0
    assert (at.course / "aliases.csv").read_text(encoding="utf-8") == "alias,id\nbenny,ben\n"
    assert at.grade("status") == 0
