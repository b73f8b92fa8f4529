"""A report as a JSON document."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from grader.model import Report, Verdict
from grader.report.json import report_document, report_line
from grader.report.scoring import View

SCHEMA = Path(__file__).parent.parent.parent / "docs" / "report.schema.json"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The published schema."""
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


def test_the_schema_is_a_schema(schema: dict[str, Any]) -> None:
    """The published schema is valid JSON Schema 2020-12."""
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("view", list(View))
def test_documents_validate(rejected: Report, schema: dict[str, Any], view: View) -> None:
    """What is written is what was published, for both readers."""
    document = json.loads(report_line(rejected, view))

    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []


def test_an_unreadable_file_validates(rejected: Report, schema: dict[str, Any]) -> None:
    """A report without results and without a hash is a report."""
    report = replace(rejected, verdict=Verdict.NOT_GRADABLE, reason="Empty.", results=(), sha256="")

    document = json.loads(report_line(report, View.STUDENT))

    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []


def test_the_schema_knows_every_key(rejected: Report, schema: dict[str, Any]) -> None:
    """No key is written that is not published, and none is published that is not written."""
    document = report_document(rejected, View.INSTRUCTOR)

    assert list(document) == list(schema["properties"])
    assert list(document["checks"][0]) == list(schema["$defs"]["check"]["properties"])


def test_a_student_learns_nothing_of_a_hidden_check(rejected: Report) -> None:
    """Names, values, prints, timelines and files of hidden checks stay out of the student's document."""
    line = report_line(rejected, View.STUDENT)

    assert not [word for word in ("secret", "hidden value", "hidden print", "_hidden.py") if word in line]
    assert [check["id"] for check in json.loads(line)["checks"]] == ["test_order", "test_starts_everything", "h1", "h2"]


def test_points_are_whole_numbers(rejected: Report) -> None:
    """Points are counted, never measured."""
    document = report_document(rejected, View.STUDENT)

    assert (document["points"], document["max"], document["pending"]) == (3, 12, 5)


def test_the_same_report_gives_the_same_line(rejected: Report) -> None:
    """A document is one line of ASCII, always the same for the same report."""
    line = report_line(rejected, View.INSTRUCTOR)

    assert line == report_line(rejected, View.INSTRUCTOR)
    assert line.isascii()
    assert "\n" not in line
