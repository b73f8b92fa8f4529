"""Gradescope's results.json for each attempt, as its autograder specification describes it.

`score` overrides the sum of the tests, so that lateness and overrides count. A visible check is shown at once; a hidden
one in its student's words, when the grades are published.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from grader.classroom.exports.attempts import FILE_ITSELF, CountingAttempt, facts, files, number, said
from grader.classroom.exports.columns import Notes
from grader.classroom.exports.format import ExportFormat, Holds, Options
from grader.classroom.scores.model import ScoreTable

VISIBLE, HIDDEN = "visible", "after_published"


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[tuple[str, bytes]]:
    """Yield a file for every attempt that counts points."""
    return files(table, "json", written)


def written(one: CountingAttempt) -> bytes:
    """Return the file of one attempt: for its student, so without what would give a hidden check away."""
    return json.dumps(result(one), ensure_ascii=True, allow_nan=False).encode() + b"\n"


def result(one: CountingAttempt) -> dict[str, Any]:
    """Return what the file holds."""
    document = one.for_student()
    tests = [_test(check, place, document["submit"]) for place, check in enumerate(document["checks"], start=1)]
    if document["reason"]:
        tests.insert(0, _reason(document["reason"]))
    return {
        "score": number(one.points),
        "output": "\n".join(dict.fromkeys(part for part in (document["reason"], one.told, one.confined) if part)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": VISIBLE,
        "stdout_visibility": "hidden",
        "extra_data": {
            "kata": document["kata"],
            "kata_version": document["kata_version"],
            "sha256": document["sha256"],
            "verdict": document["verdict"],
            "standing": one.score.standing.value,
            "late_seconds": one.score.late_s,
            "protections": document["protections"]["level"],
            "unconfined": one.score.unconfined,
        },
        "tests": tests,
    }


def _test(check: Mapping[str, Any], place: int, submit: str) -> dict[str, Any]:
    printed = ["", "printed:", check["output"].rstrip("\n")] if check["output"] else []
    return {
        "name": check["sentence"],
        "number": str(place),
        "score": check["points"],
        "max_score": check["max"],
        "status": "passed" if check["outcome"] == "passed" else "failed",
        "output": "\n".join([said(check), *facts(check, submit), *printed]),
        "tags": [check["misconception"]] if check["misconception"] else [],
        "visibility": HIDDEN if check["hidden"] else VISIBLE,
    }


def _reason(reason: str) -> dict[str, Any]:
    """Return what no check explains stands first, worth nothing, so that it is seen."""
    return {
        "name": FILE_ITSELF,
        "number": "0",
        "score": 0,
        "max_score": 0,
        "status": "failed",
        "output": reason,
        "tags": [],
        "visibility": VISIBLE,
    }


FORMAT = ExportFormat(
    name="gradescope",
    title="Gradescope's results.json, for its student",
    holds=frozenset({Holds.LATE, Holds.LEVEL, Holds.COMMENT}),
    in_words=frozenset({Holds.COMMENT}),
    suffix=".json",
    files=export,
)
