"""One course from its gradebook to every file and page: the same score stands everywhere."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.gradebook.books import RIGHT, STUB, WRONG, Course, record
from tests.support.gradebooks import hand_in

PLAN = """\
course: Autumn
time_zone: Europe/Berlin
late: {kind: percent per day, percent: 15}
katas:
  kata01: {deadline: 2026-01-01 12:00}
lms:
  oneroster: {class: c1, school: s1, academic_session: a1}
"""
ROSTER = """\
id,first name,last name,email,group,lti user id
ada,Zoë,"Núñez, Jr.",ada@example.org,,L1
0042,=cmd(),Ли,,,L2
bob,"Ann ""Bee"" Q",王,,,L3
cleo,,,,,L4
dan,Ann,Lee,,,L5
eve,Ann,Lee,,,L6
fay,Fay,Stub,,,L7
gil,Gil,Late,,,L8
"""
IN_TIME = datetime(2026, 1, 1, 8, tzinfo=UTC)
LATE = datetime(2026, 1, 1, 20, tzinfo=UTC)
EXPECTED = {"ada": "8.5", "0042": "4", "bob": "0", "cleo": "", "dan": "", "eve": "7.25", "fay": "", "gil": "3.4"}
TRIED = {"ada", "0042", "bob", "eve", "gil"}

Read = Callable[[bytes], Mapping[str, str]]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Late, in part, a zero by hand, missing, excused, by hand over an attempt, the stub, late in part."""
    course = Course.make(tmp_path_factory.mktemp("course"))
    (course.folder / "course.yaml").write_text(PLAN, encoding="utf-8")
    (course.folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    handed_in = (
        ("ada", RIGHT, LATE),
        ("0042", WRONG + b"#", IN_TIME),
        ("bob", WRONG, IN_TIME),
        ("eve", RIGHT + b"#", LATE),
        ("gil", WRONG + b"##", LATE),
    )
    with course.book() as book:
        for number, (owner, source, when) in enumerate(handed_in, start=1):
            hand_in(book, owner, source, submitted=when)
            record(book, course.katas["kata01"], number)
        hand_in(book, "fay", STUB, submitted=IN_TIME)
        book.set_not_started(len(handed_in) + 1, True)
    for who, points in (("bob", "0"), ("eve", "7.25")):
        assert course.grade("override", who, "kata01", points, "--reason", "private") == 0
    assert course.grade("excuse", "dan", "kata01", "--reason", "private") == 0
    return course


def _csv(key: str, points: str, delimiter: str = ",") -> Read:
    def read(content: bytes) -> Mapping[str, str]:
        rows = csv.DictReader(io.StringIO(content.decode(), newline=""), delimiter=delimiter)
        return {row[key].removeprefix("#"): row[points] for row in rows if row[key]}

    return read


def _canvas(content: bytes) -> Mapping[str, str]:
    read = dict(_csv("SIS User ID", "The alpha")(content))
    assert read["dan"] == "EX"
    return {**read, "dan": ""}


def _json(content: bytes) -> Mapping[str, str]:
    return {one["id"]: one["scores"][0]["points"] or "" for one in json.loads(content)["students"]}


def _moodle_xml(content: bytes) -> Mapping[str, str]:
    results = ElementTree.fromstring(content)
    return {str(one.findtext("student")): one.findtext("score") or "" for one in results}


def _oneroster(content: bytes) -> Mapping[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _csv("studentSourcedId", "score")(archive.read("results.csv"))


def _messages(content: bytes) -> Mapping[str, str]:
    ids = {f"L{number}": who for number, who in enumerate(EXPECTED, start=1)}
    sent = {ids[one["userId"]]: f"{one['scoreGiven']:g}" for one in json.loads(content)}
    return {who: sent.get(who, "") for who in EXPECTED}


TABLES: Mapping[str, Read] = {
    "canvas": _canvas,
    "moodle": _csv("ID number", "The alpha"),
    "moodle-xml": _moodle_xml,
    "blackboard": _csv("Username", "The_alpha [Total Pts: 10 Score]", "\t"),
    "brightspace": _csv("OrgDefinedId", "The alpha Points Grade <Numeric MaxPoints:10>"),
    "sakai": _csv("Student ID", "The alpha [10]"),
    "oneroster": _oneroster,
    "lti-ags": _messages,
    "nbgrader": _csv("student_id", "score"),
    "csv": _csv("student", "points"),
    "csv-wide": _csv("student", "kata01"),
    "json": _json,
}


@pytest.mark.parametrize("format", TABLES)
def test_a_table_says_what_the_course_counts(course: Course, tmp_path: Path, format: str) -> None:
    """Every student's points arrive, blank where there are none and 0 where that is what counts."""
    assert course.grade("export", format, "--to", str(tmp_path / "it")) == 0

    assert TABLES[format]((tmp_path / "it").read_bytes()) == EXPECTED


def _gradescope(content: bytes) -> float:
    return float(json.loads(content)["score"])


def _classroom(content: bytes) -> float:
    return float(sum(Decimal(str(test["score"])) for test in json.loads(base64.b64decode(content))["tests"]))


def _junit(content: bytes) -> float:
    told = {one.get("name"): one.get("value") for one in ElementTree.fromstring(content).iter("property")}
    return float(str(told["counted"]))


@pytest.mark.parametrize(
    ("format", "read"), [("gradescope", _gradescope), ("github-classroom", _classroom), ("junit", _junit)]
)
def test_a_file_of_an_attempt_says_what_the_course_counts(
    course: Course, tmp_path: Path, format: str, read: Callable[[bytes], float]
) -> None:
    """Lateness and points by hand count there too; who has no attempt that counts has no file."""
    assert course.grade("export", format, "--to", str(tmp_path / "it")) == 0

    found = {path.parent.name: read(path.read_bytes()) for path in (tmp_path / "it").glob("*/*")}
    assert found == {who: float(EXPECTED[who]) for who in TRIED}


def test_the_board_says_what_the_course_counts(course: Course) -> None:
    """Document, text and page have the same points in the same order."""
    ranked = sorted((Decimal(points) for points in EXPECTED.values() if points), reverse=True)

    assert course.grade("board", "--output", "json") == 0
    document = json.loads(course.out)
    assert course.grade("board", "--plain") == 0
    text = course.out
    assert course.grade("board", "--output", "html") == 0

    assert [Decimal(str(row["total"])) for row in document["rows"]] == ranked
    assert document["unranked"] == sum(not points for points in EXPECTED.values())
    assert [Decimal(line.split()[-1]) for line in text.splitlines()[1 : len(ranked) + 1]] == ranked
    assert [Decimal(found) for found in re.findall(r"<strong>([\d.]+)</strong>", course.out)] == ranked


def test_the_pages_say_what_the_course_counts(course: Course, tmp_path: Path) -> None:
    """The class's page and each student's own have the same points; two of one name are told apart."""
    assert course.grade("report", "--to", str(tmp_path / "reports")) == 0

    page = (tmp_path / "reports" / "class.html").read_text(encoding="utf-8")
    rows = dict(re.findall(r'<a href="students/([^"]+).html">.*?</a></th><td class="\w+">([^<]*)', page))
    assert {who: rows[who].rstrip("*") if EXPECTED[who] else "" for who in EXPECTED} == EXPECTED
    assert {who for who in EXPECTED if rows[who].endswith("*")} == {"ada", "eve", "gil"}
    assert (rows["cleo"], rows["dan"], rows["fay"]) == ("–", "e", "s")
    assert "Lee, Ann (dan)" in page and "Lee, Ann (eve)" in page
    for who, points in EXPECTED.items():
        own = (tmp_path / "reports" / "students" / f"{who}.html").read_text(encoding="utf-8")
        assert f'<td class="number">{points or "–"}/10</td>' in own
        assert "private" not in own
