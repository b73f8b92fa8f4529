"""Doing nothing earns nothing, in every kata: programs made from the stub that do no work at all."""

from __future__ import annotations

import pytest

from grader.authoring.trivial import paid_for_nothing, trivial_programs
from grader.curriculum import load_katas
from grader.engine.submission import submission_of
from grader.model import Kata, Verdict
from tests.support.grading import COURSE, graded

KATAS = load_katas(COURSE)


@pytest.mark.parametrize("kata", KATAS, ids=lambda kata: kata.id)
def test_doing_nothing_earns_nothing(kata: Kata) -> None:
    """A stub, a constant, an argument handed back and a wait for ever earn no point that no floor explains."""
    reference = (COURSE / "solutions" / kata.slug / kata.submit).read_text(encoding="utf-8")
    idle = trivial_programs(kata.stub.read_text(encoding="utf-8"), reference)

    seen = graded(kata, {one.name: submission_of(kata.submit, one.source.encode()) for one in idle})

    assert list(paid_for_nothing(seen.checks, seen.reports)) == []
    assert {report.verdict for report in seen.reports.values()} == {Verdict.REJECTED}
