"""GitHub Classroom: what its autograding reporter reads from <RUNNER>_RESULTS, the base64 of one JSON object.

Classroom is told the sum of the tests' scores; so what the course counts more or less than the checks earned, by
lateness or an override, stands as a test of its own. A test without a score or a list without a test would make that
sum NaN (classroom-resources/autograding-grading-reporter).
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from grader.classroom.exports.attempts import FILE_ITSELF, CountingAttempt, facts, files, number, said
from grader.classroom.exports.columns import Notes
from grader.classroom.exports.format import ExportFormat, Holds, Options
from grader.classroom.scores.model import ScoreTable
from grader.report.text import judged_elsewhere

STATUS = {"accepted": "pass", "passed so far": "pass", "rejected": "fail"}
MILLISECONDS = 1000
TABLE = "The table in Classroom's log counts every test alike; the points it is sent are right."


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[tuple[str, bytes]]:
    """Yield a file for every attempt that counts points."""
    notes.tell(TABLE)
    return files(table, "txt", written)


def written(one: CountingAttempt) -> bytes:
    """Return the file of one attempt: what to put into the variable, on one line."""
    return b64encode(json.dumps(result(one), ensure_ascii=True, allow_nan=False).encode()) + b"\n"


def result(one: CountingAttempt) -> dict[str, Any]:
    """Return what the base64 holds."""
    document = one.for_student()
    tests = [_test(check, document["submit"]) for check in document["checks"]]
    if document["reason"]:
        tests.insert(0, _entry(document["submit"], FILE_ITSELF, "error", 0, document["reason"]))
    if one.difference or one.told or not tests:
        status = "pass" if one.difference >= 0 else "fail"
        tests.append(_entry(document["submit"], _beside(one), status, number(one.difference), one.told))
    return {
        "version": 1,
        "status": STATUS.get(document["verdict"], "error"),
        "max_score": one.column.max,
        "tests": tests,
    }


def _beside(one: CountingAttempt) -> str:
    """Return the heading of what no check says; of points that are judged elsewhere a log shows the heading alone."""
    if one.score.pending:
        return f"Points: {judged_elsewhere(one.score.pending)}"
    return "What the course counts" if one.difference or not one.told else "From your instructor"


def _test(check: Mapping[str, Any], submit: str) -> dict[str, Any]:
    status = {"passed": "pass", "errored": "error"}.get(check["outcome"], "fail")
    message = "\n".join([said(check), *facts(check, submit)])
    took = round(MILLISECONDS * (check["took"] or 0))
    entry = _entry(submit, check["sentence"], status, check["points"], message)
    return entry | {"line_no": check["line"], "duration": took}


def _entry(submit: str, name: str, status: str, score: float, message: str) -> dict[str, Any]:
    """Return one test; line 0 keeps the reporter from printing a line, and `duration` is virtual milliseconds."""
    return {
        "name": name,
        "status": status,
        "score": score,
        "message": message,
        "test_code": "",
        "filename": submit,
        "line_no": 0,
        "duration": 0,
    }


FORMAT = ExportFormat(
    name="github-classroom",
    title="what GitHub Classroom's autograding reporter reads, for its student",
    holds=frozenset({Holds.LATE, Holds.COMMENT}),
    in_words=frozenset({Holds.COMMENT}),
    suffix=".txt",
    files=export,
)
