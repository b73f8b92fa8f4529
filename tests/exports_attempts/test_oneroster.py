"""The OneRoster zip, read by the rules of its CSV binding: exact headers, forms of ids and dates, references."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest

from grader.classroom.exports import Missing, Notes
from grader.classroom.scores.model import Score, Standing, Student
from grader.errors import UsageError
from tests.exports_attempts.classroom import ADA, CLASS, GATHER, LI, ZOE, scored, table_of, whole
from tests.support.claims import nonempty

IDS = {"class": "class-7", "school": "school/1", "academic_session": "2026.autumn"}
FILES = [
    "academicSessions",
    "categories",
    "classResources",
    "classes",
    "courseResources",
    "courses",
    "demographics",
    "enrollments",
    "lineItemLearningObjectiveIds",
    "lineItemScoreScales",
    "lineItems",
    "orgs",
    "resources",
    "resultLearningObjectiveIds",
    "resultScoreScales",
    "results",
    "roles",
    "scoreScales",
    "userProfiles",
    "userResources",
    "users",
]
HEADERS = {
    "categories": "sourcedId,status,dateLastModified,title,weight",
    "lineItems": "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,"
    "categorySourcedId,academicSessionSourcedId,resultValueMin,resultValueMax,schoolSourcedId",
    "results": "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,"
    "comment,textScore,classSourcedId,inProgress,incomplete,late,missing",
}
GUID = r"[0-9A-Za-z./@_-]{1,255}"
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
FLOAT = r"-?\d+(\.\d+)?|"
FORMS = {
    "status": "active|tobedeleted",
    "dateLastModified": MOMENT,
    "scoreStatus": "exempt|fully graded|not submitted|partially graded|submitted|ext:.+",
    "score": FLOAT,
    "resultValueMin": FLOAT,
    "resultValueMax": FLOAT,
    "weight": r"\d+|",
    "title": ".+",
    **dict.fromkeys(("inProgress", "incomplete", "late", "missing"), "true|false|"),
}
Rows = list[dict[str, str]]


def read(content: bytes) -> dict[str, Rows]:
    """The files that hold changes, each by its rows, after every rule was checked."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    manifest = dict(rows_of(archive, "manifest.csv", "propertyName,value"))
    assert (manifest.pop("manifest.version"), manifest.pop("oneroster.version")) == ("1.0", "1.2")
    manifest.pop("source.systemName")
    assert sorted(manifest) == sorted(f"file.{name}" for name in FILES)
    sent = [name for name in FILES if manifest[f"file.{name}"] == "delta"]
    assert {manifest[f"file.{name}"] for name in FILES if name not in sent} == {"absent"}
    assert sorted(archive.namelist()) == sorted(["manifest.csv", *(f"{name}.csv" for name in sent)])
    found = {
        name: [dict(zip(header.split(","), row)) for row in rows_of(archive, f"{name}.csv", header)]
        for name, header in HEADERS.items()
        if name in sent
    }
    for rows in found.values():
        assert len({row["sourcedId"] for row in rows}) == len(rows)
        for row in rows:
            check(row)
    assert {row["categorySourcedId"] for row in found["lineItems"]} <= {row["sourcedId"] for row in found["categories"]}
    items = {row["sourcedId"]: row for row in found["lineItems"]}
    for row in found["results"]:
        assert row["classSourcedId"] == items[row["lineItemSourcedId"]]["classSourcedId"]
    return found


def rows_of(archive: zipfile.ZipFile, name: str, header: str) -> list[list[str]]:
    """The rows below a header that must be exactly this: UTF-8 without a mark, as wide as it, no line end in a cell."""
    text = archive.read(name).decode("utf-8")
    assert not text.startswith("\ufeff")
    first, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert ",".join(first) == header
    assert all(
        len(row) == len(first) and not any("\n" in cell or "\r" in cell for cell in row) for row in nonempty(rows)
    )
    return rows


def check(row: dict[str, str]) -> None:
    """Each cell has the form that its column asks for."""
    for name, cell in row.items():
        if name.endswith("ourcedId"):
            assert re.fullmatch(GUID, cell), (name, cell)
        elif name.endswith("Date"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", cell) and date.fromisoformat(cell)
        elif name in FORMS:
            assert re.fullmatch(FORMS[name], cell), (name, cell)


def results(content: bytes) -> dict[tuple[str, str], dict[str, str]]:
    """The results by student and kata."""
    found = read(content)
    kata = {row["sourcedId"]: row["description"] for row in found["lineItems"]}
    return {(row["studentSourcedId"], kata[row["lineItemSourcedId"]]): row for row in found["results"]}


def test_a_class_is_a_package_of_changes() -> None:
    """Every rule of the binding holds; results are sent as delta, since bulk would need the whole school."""
    found = read(whole("oneroster", settings=IDS))

    assert {name: len(rows) for name, rows in found.items()} == {"categories": 1, "lineItems": 2, "results": 4}
    assert [(row["title"], row["dueDate"], row["resultValueMax"]) for row in found["lineItems"]] == [
        ("Build your own gather", "2026-11-20", "10"),
        ("Queues, “quoted”", "2026-11-20", "20"),
    ]
    assert {row["schoolSourcedId"] for row in found["lineItems"]} == {"school/1"}


def test_late_missing_and_excused_have_fields_of_their_own() -> None:
    """The one format that tells them all apart."""
    table = table_of((ADA, [scored(1, "3.35", 4, late_s=7200)]), *list_of_standings(), columns=[GATHER])

    found = results(whole("oneroster", table, settings=IDS))

    assert {
        student: (row["scoreStatus"], row["score"], row["late"], row["missing"]) for (student, _), row in found.items()
    } == {
        "s0012": ("fully graded", "3.35", "true", "false"),
        "excused": ("exempt", "", "false", "false"),
        "missing": ("not submitted", "", "false", "true"),
        "waiting": ("submitted", "", "false", "false"),
        "not-started": ("not submitted", "", "false", "false"),
        "pending": ("partially graded", "4", "false", "false"),
    }


def list_of_standings() -> list[Any]:
    """A student for each standing but scored; what is open is not sent."""
    blank = [Standing.EXCUSED, Standing.MISSING, Standing.WAITING, Standing.NOT_STARTED, Standing.OPEN]
    rows = [(Student(str(standing).replace(" ", "-")), [Score(standing, 10)]) for standing in blank]
    return [*rows, (Student("pending"), [scored(1, "4", 4, pending=6)])]


def test_missing_can_be_zero() -> None:
    """Only what is missing: excused stays blank, and it is still marked as missing."""
    found = results(whole("oneroster", table_of(*list_of_standings()), settings=IDS, missing=Missing.ZERO))

    assert (found["missing", "kata11"]["score"], found["missing", "kata11"]["missing"]) == ("0", "true")
    assert found["excused", "kata11"]["score"] == ""


def test_who_has_an_id_that_is_none_there_is_left_out_by_name() -> None:
    """An id is never changed: it would match nobody, or somebody else."""
    notes = Notes()

    found = read(whole("oneroster", CLASS, notes, settings=IDS))

    assert {row["studentSourcedId"] for row in found["results"]} == {"s0012", "0123456"}
    assert [said for said in notes.sentences() if "李" in said and said.startswith("left out")]


def test_the_rosters_own_sourced_id_is_used() -> None:
    """A roster may say what the school's system calls somebody."""
    student = Student(LI.id, ids={"sourced_id": "u-77"})

    found = read(whole("oneroster", table_of((student, [scored(1, "4", 4)])), settings=IDS))

    assert {row["studentSourcedId"] for row in found["results"]} == {"u-77"}


def test_sending_again_changes_the_same_records() -> None:
    """The same class gives the same bytes, and ids of records depend on who and what, never on when or how much."""
    first = results(whole("oneroster", table_of((ZOE, [scored(1, "4", 4)])), settings=IDS))
    again = results(whole("oneroster", table_of((ADA, []), (ZOE, [scored(2, "10", 10)])), settings=IDS))

    assert first["0123456", "kata11"]["sourcedId"] == again["0123456", "kata11"]["sourcedId"]
    assert whole("oneroster", settings=IDS) == whole("oneroster", settings=IDS)


@pytest.mark.parametrize("name", IDS)
def test_an_id_that_is_not_set_is_asked_for(name: str) -> None:
    """A class id of our own invention would be refused there: what to write into course.yaml is told."""
    with pytest.raises(UsageError) as told:
        whole("oneroster", settings={key: value for key, value in IDS.items() if key != name})

    assert f"    {name}: …" in told.value.hint


def test_an_id_of_another_form_is_refused() -> None:
    """Before anything is written."""
    with pytest.raises(UsageError, match="cannot be a sourcedId"):
        whole("oneroster", settings={**IDS, "school": "Hogwarts School"})


def test_points_above_the_maximum_are_told() -> None:
    """A strict reader refuses them: they are sent as they are, and said."""
    notes = Notes()

    found = results(whole("oneroster", table_of((ADA, [scored(2, "12", 10)]), columns=[GATHER]), notes, settings=IDS))

    assert found["s0012", "kata11"]["score"] == "12"
    assert [said for said in notes.sentences() if said.startswith("1 above")]
