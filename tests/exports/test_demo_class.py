"""The demo's class in every format, read by programs that know the platform's form and nothing of ours.

What everybody should have is worked out here from what the gradebook's tables hold: the points of each attempt, less
ten percent for each calendar day after the deadline.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from jsonschema import Draft202012Validator

from grader.classroom.exports import FORMATS
from grader.cli import run
from grader.cli.world import real_world

COURSE = Path(__file__).parents[2]
TITLES = {"kata11": ("Build your own gather", 25), "kata00": ("Warm up", 10)}
Scores = Mapping[tuple[str, str], str]
"""Points as a platform reads them, by the student's id and the kata; blank is none."""


def grade(here: Path, *arguments: str) -> tuple[int, str]:
    """Run `grade` there as it is; gives its exit code and all it says."""
    said = io.StringIO()
    world = replace(real_world(), here=here, out=said, err=said, ask=lambda question: True)
    return run(arguments, world), said.getvalue()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course that `grade demo` keeps."""
    folder = tmp_path_factory.mktemp("demo") / "class"
    code, said = grade(COURSE, "demo", "--plain", "--keep", str(folder))
    assert code == 0, said
    return folder


@pytest.fixture(scope="module")
def expected(demo: Path) -> Scores:
    """By the gradebook's own tables, the deadlines of course.yaml and the roster's ids."""
    katas = yaml.safe_load((demo / "course.yaml").read_text(encoding="utf-8"))["katas"]
    due = {kata: datetime.fromisoformat(f"{told['deadline']}").replace(tzinfo=UTC) for kata, told in katas.items()}
    people = [row["id"] for row in csv.DictReader(io.StringIO((demo / "roster.csv").read_text(encoding="utf-8")))]
    found = {(who, kata): "" for who in people for kata in TITLES}
    with closing(sqlite3.connect(f"file:{demo / 'gradebook.sqlite3'}?mode=ro", uri=True)) as book:
        made = book.execute(
            "SELECT owner, s.kata, submitted, points FROM attempt a JOIN submission s ON s.id = a.submission"
            " WHERE NOT not_started"
        ).fetchall()
    for owner, kata, submitted, points in made:
        days = max(0, (datetime.fromisoformat(submitted).date() - due[kata].date()).days)
        left = Decimal(points) * (100 - 10 * days) / 100
        found[owner, kata] = _plain(left.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return found


def _plain(points: Decimal | float | str | None) -> str:
    """Points as a number is read: 9.50 and 9.5 are one."""
    return "" if points in (None, "", "-") else f"{Decimal(str(points)).normalize():f}"


def _rows(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), delimiter=delimiter, strict=True))


def _wide(key: str, heading: str, delimiter: str = ",") -> Callable[[bytes], Scores]:
    """A row for each student; `heading` is a kata's column, with its title and its points."""

    def read(content: bytes) -> Scores:
        found = {}
        for row in _rows(content, delimiter):
            for kata, (title, most) in TITLES.items():
                cell = row[heading.format(kata=kata, title=title, safe=title.replace(" ", "_"), most=most)]
                found[row[key].removeprefix("#"), kata] = _plain(cell)
        return {place: points for place, points in found.items() if place[0]}

    return read


def _long(content: bytes, student: str, kata: str, points: str) -> Scores:
    return {(row[student], row[kata]): _plain(row[points]) for row in _rows(content)}


def _moodle_xml(content: bytes) -> Scores:
    results = ElementTree.fromstring(content)
    assert results.tag == "results" and results.get("batch")
    return {
        (str(one.findtext("student")), str(one.findtext("assignment"))): _plain(one.findtext("score"))
        for one in results.findall("result")
    }


def _oneroster(content: bytes) -> Scores:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        manifest = {name: value for name, value in csv.reader(io.StringIO(archive.read("manifest.csv").decode()))}
        assert (manifest["oneroster.version"], manifest["file.results"]) == ("1.2", "delta")
        items = {row["sourcedId"]: row["title"] for row in _rows(archive.read("lineItems.csv"))}
        results = _rows(archive.read("results.csv"))
    ids = {title: kata for kata, (title, _) in TITLES.items()}
    return {(row["studentSourcedId"], ids[items[row["lineItemSourcedId"]]]): _plain(row["score"]) for row in results}


def _ags(content: bytes) -> Scores:
    found: dict[tuple[str, str], str] = {}
    for message in json.loads(content):
        assert {"userId", "timestamp", "activityProgress", "gradingProgress"} <= set(message)
        (kata,) = (value for name, value in message.items() if name.startswith("https://"))
        assert TITLES[kata][1] == message["scoreMaximum"]
        found[message["userId"].removeprefix("lti-"), kata] = _plain(message["scoreGiven"])
    return found


def _json(content: bytes) -> Scores:
    document = json.loads(content)
    schema = json.loads((COURSE / "docs" / "class.schema.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []
    return {
        (one["id"], score["kata"]): _plain(score["points"]) for one in document["students"] for score in one["scores"]
    }


TABLES: Mapping[str, Callable[[bytes], Scores]] = {
    "canvas": _wide("SIS User ID", "{title}"),
    "moodle": _wide("ID number", "{title}"),
    "moodle-xml": _moodle_xml,
    "blackboard": _wide("Username", "{safe} [Total Pts: {most} Score]", "\t"),
    "brightspace": _wide("OrgDefinedId", "{title} Points Grade <Numeric MaxPoints:{most}>"),
    "sakai": _wide("Student ID", "{title} [{most}]"),
    "oneroster": _oneroster,
    "lti-ags": _ags,
    "nbgrader": lambda content: _long(content, "student_id", "assignment", "score"),
    "csv": lambda content: _long(content, "student", "kata", "points"),
    "csv-wide": _wide("student", "{kata}"),
    "json": _json,
}
# What stands in these for nobody: they have no place for a blank.
NO_BLANKS = ("moodle-xml", "lti-ags", "oneroster")


@pytest.mark.parametrize("name", TABLES)
def test_a_platform_reads_the_demos_scores(name: str, demo: Path, expected: Scores, tmp_path: Path) -> None:
    """All thirty and their points, by the platform's own columns; who has none is blank, or not in it."""
    code, said = grade(demo, "class", "export", name, "--to", str(tmp_path / "it"))

    read = TABLES[name]((tmp_path / "it").read_bytes())

    assert code == 0, said
    assert len({who for who, _ in expected}) == 30 and sum(bool(points) for points in expected.values()) > 50
    wanted = {place: points for place, points in expected.items() if points or name not in NO_BLANKS}
    assert {place: points for place, points in read.items() if points or name not in NO_BLANKS} == wanted


def _classroom(content: bytes) -> object:
    result = json.loads(base64.b64decode(content.strip(), validate=True))
    return _plain(sum(Decimal(str(test["score"])) for test in result["tests"]))


def _junit(content: bytes) -> object:
    suites = ElementTree.fromstring(content)
    suite = suites[0]
    assert (suites.tag, suite.tag) == ("testsuites", "testsuite")
    assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
    return _plain(next(one.get("value") for one in suite.iter("property") if one.get("name") == "counted"))


FILES: Mapping[str, Callable[[bytes], object]] = {
    "gradescope": lambda content: _plain(json.loads(content)["score"]),
    "github-classroom": _classroom,
    "junit": _junit,
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_for_each_attempt_holds_its_score(name: str, demo: Path, expected: Scores, tmp_path: Path) -> None:
    """One for everybody who has points, and no other."""
    code, said = grade(demo, "class", "export", name, "--to", f"{tmp_path}/it/")

    read = {(path.parent.name, path.stem): FILES[name](path.read_bytes()) for path in (tmp_path / "it").glob("*/*")}

    assert code == 0, said
    assert read == {place: points for place, points in expected.items() if points}


def test_exercism_has_no_points_and_says_who_passed(demo: Path, expected: Scores, tmp_path: Path) -> None:
    """Its form holds how each attempt ended: whoever passed has all points that lateness left."""
    code, said = grade(demo, "class", "export", "exercism", "--to", f"{tmp_path}/it/")

    read = {(path.parent.name, path.stem): json.loads(path.read_bytes()) for path in (tmp_path / "it").glob("*/*")}

    assert code == 0, said
    assert set(read) == {place for place, points in expected.items() if points}
    assert all(one["version"] in (1, 2, 3) and one["status"] in ("pass", "fail", "error") for one in read.values())
    full = {place for place, points in expected.items() if points and Decimal(points) == TITLES[place[1]][1]}
    passed = {place for place, one in read.items() if one["status"] == "pass"}
    assert full <= passed and all(Decimal(expected[place]) > 0 for place in passed)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


WORKSHEET = (
    *("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Grade can be changed"),
    *("Last modified (submission)", "Last modified (grade)", "Feedback comments"),
)
EDX = (
    *("user_id", "username", "full_name", "student_uid", "enrolled", "track", "cohort", "block_id", "title"),
    *("date_last_graded", "who_last_graded", "Previous Points", "New Points"),
)


def _people(demo: Path) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO((demo / "roster.csv").read_text(encoding="utf-8"))))


@pytest.mark.parametrize("kata", TITLES)
@pytest.mark.parametrize("name", ["moodle-worksheet", "edx"])
def test_a_downloaded_file_is_filled(name: str, kata: str, demo: Path, expected: Scores, tmp_path: Path) -> None:
    """Platforms that number people in their own way: their own file, with the class's points in it."""
    title, most = TITLES[kata]
    people = _people(demo)
    if name == "edx":
        block = f"block-v1:X+Y+Z+type@problem+block@{kata}"
        rows = [
            (str(number), one["id"], "", one["id"], "True", "audit", "", block, title, "", "", "", "")
            for number, one in enumerate(people, 1)
        ]
        template, key, points = _table(EDX, rows), "student_uid", "New Points"
    else:
        rows = [
            (f"Participant {number}", "", one["email"], "Submitted", "", f"{most}.00", "Yes", "-", "-", "")
            for number, one in enumerate(people, 1)
        ]
        template, key, points = _table(WORKSHEET, rows), "Email address", "Grade"
    (tmp_path / "down.csv").write_text(template, encoding="utf-8")
    where = ("--template", str(tmp_path / "down.csv"), "--kata", kata, "--to", str(tmp_path / "up.csv"))

    code, said = grade(demo, "class", "export", name, *where)

    assert code == 0, said
    filled = _rows((tmp_path / "up.csv").read_bytes())
    read = {(row[key].partition("@")[0], kata): _plain(row[points]) for row in filled}
    assert read == {place: score for place, score in expected.items() if place[1] == kata}


def test_every_format_is_read_here() -> None:
    """One that is new needs a reader of its own."""
    assert {*FORMATS} == {*TABLES, *FILES, "exercism", "moodle-worksheet", "edx"}
