"""Exercism's results.json, version 2, as its test runner interface describes it: no points, no skipped tests."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from grader.classroom.exports.attempts import FILE_ITSELF, CountingAttempt, facts, files, said
from grader.classroom.exports.columns import Notes
from grader.classroom.exports.format import ExportFormat, Options
from grader.classroom.scores.model import ScoreTable

VERSION = 2
LONGEST_OUTPUT = 500
CUT = "Output was truncated. Please limit to 500 chars"
NO_POINTS = "Exercism's results hold no points: neither lateness nor an override is in them."
STATUS = {"accepted": "pass", "passed so far": "pass", "rejected": "fail"}


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[tuple[str, bytes]]:
    """Yield a file for every attempt that counts points."""
    notes.tell(NO_POINTS)
    return files(table, "json", written)


def written(one: CountingAttempt) -> bytes:
    """Return the file of one attempt."""
    return json.dumps(result(one), ensure_ascii=True, allow_nan=False).encode() + b"\n"


def result(one: CountingAttempt) -> dict[str, Any]:
    """Return what the file holds: an error has a message, a failure has tests that say what failed."""
    document = one.for_student()
    status = STATUS.get(document["verdict"], "error")
    tests = [_test(check, document["submit"]) for check in document["checks"]]
    if document["reason"] and status == "fail":
        tests.insert(0, {"name": FILE_ITSELF, "status": "fail", "message": document["reason"]})
    message = (document["reason"] or "It could not be graded.") if status == "error" else None
    return {"version": VERSION, "status": status, "message": message, "tests": tests}


def _test(check: Mapping[str, Any], submit: str) -> dict[str, Any]:
    told: dict[str, Any] = {"name": check["sentence"], "status": "pass"}
    if check["outcome"] != "passed":
        status = "error" if check["outcome"] == "errored" else "fail"
        told |= {"status": status, "message": "\n".join([said(check), *facts(check, submit)])}
    if check["output"]:
        told["output"] = _bounded(check["output"])
    return told


def _bounded(output: str) -> str:
    """At most 500 characters, the last of which say that there were more."""
    if len(output) <= LONGEST_OUTPUT:
        return output
    return output[: LONGEST_OUTPUT - len(CUT) - 1] + "\n" + CUT


FORMAT = ExportFormat(
    name="exercism",
    title="Exercism's results.json, for its student; it knows no points",
    suffix=".json",
    files=export,
)
