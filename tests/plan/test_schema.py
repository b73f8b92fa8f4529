"""The published schema of course.yaml."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from grader.classroom.exports import FORMATS
from grader.classroom.plan import AdjustmentKind, Counting, LateKind
from grader.classroom.plan.loading import schema_text

HOME = Path(__file__).parents[2]


def test_the_published_schema_is_the_one_in_use() -> None:
    """docs/course.schema.json is what the loader judges by."""
    assert (HOME / "docs" / "course.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_one() -> None:
    """It holds to the draft that it names."""
    Draft202012Validator.check_schema(json.loads(schema_text()))


def test_the_schema_knows_our_words() -> None:
    """Its choices are those of the code: policies, countings, and a list for each adjustment but those made by hand."""
    schema = json.loads(schema_text())
    definitions = schema["$defs"]

    assert list(LateKind) == definitions["late_policy"]["properties"]["kind"]["enum"]
    assert list(Counting) == definitions["counting"]["enum"]
    by_hand = {AdjustmentKind.OVERRIDE, AdjustmentKind.COMMENT, AdjustmentKind.BONUS}
    assert {kind for kind in AdjustmentKind if f"{kind}s" not in schema["properties"]} == by_hand


def test_the_schema_knows_every_format() -> None:
    """Under lms: stands whatever `grade class export` can write, and the platform that `grade class push` sends to."""
    schema = json.loads(schema_text())

    assert schema["$defs"]["format"]["enum"] == [*FORMATS, "lti"]
