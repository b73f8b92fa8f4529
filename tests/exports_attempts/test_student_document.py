"""The student's document made from the instructor's, without the report itself."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace

import pytest

from grader.model import Finding, Report
from grader.report.json import report_document
from grader.report.scoring import View, student_document
from tests.exports_attempts.classroom import BLOCKING, REJECTED, REPORTS, SECRETS

SHARED = replace(
    REJECTED,
    results=(replace(REJECTED.results[0], findings=(BLOCKING,)), *REJECTED.results[1:]),
    findings=(BLOCKING, Finding("busy wait", "asks again and again", "gather.py", 2), REJECTED.findings[2]),
)


@pytest.mark.parametrize("report", [*REPORTS, SHARED])
def test_it_is_what_the_reports_own_student_view_is_written_as(report: Report) -> None:
    """Both ways give the same document, to the last key."""
    made = student_document(report_document(report, View.INSTRUCTOR))

    assert made == report_document(report, View.STUDENT)
    assert list(made) == list(report_document(report, View.STUDENT))


def test_the_given_document_stays_as_it_was() -> None:
    """A gradebook may hand out one document to many."""
    given = report_document(REJECTED, View.INSTRUCTOR)
    before = deepcopy(given)

    student_document(given)

    assert before == given


def test_nothing_of_a_hidden_check_is_left() -> None:
    """Neither name, values, prints, timeline nor the submission's own words under it."""
    told = json.dumps(student_document(report_document(REJECTED, View.INSTRUCTOR)))

    assert [secret for secret in SECRETS if secret in told] == []
