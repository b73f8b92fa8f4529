"""Doing nothing earns nothing, in every kata: programs made from the stub that do no work at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.trivial import paid_for_nothing, trivial_programs
from grader.curriculum import find_course, load_katas
from grader.engine.examiner import examine
from grader.engine.examiner.session import KataGrader
from grader.engine.submission import AttemptRequest, submission_of
from grader.model import Check, Kata, Report, Verdict

COURSE = find_course(Path(__file__))
KATAS = load_katas(COURSE)
SEED = "5eed" * 8


@pytest.mark.parametrize("kata", KATAS, ids=lambda kata: kata.id)
def test_doing_nothing_earns_nothing(kata: Kata) -> None:
    """A stub, a constant, an argument handed back and a wait for ever earn no point that no floor explains."""
    checks, reports = examine(kata, lambda desk: _graded(kata, desk))

    assert list(paid_for_nothing(checks, reports)) == []
    assert {report.verdict for report in reports.values()} == {Verdict.REJECTED}


def _graded(kata: Kata, desk: KataGrader) -> tuple[tuple[Check, ...], dict[str, Report]]:
    reference = (COURSE / "solutions" / kata.slug / kata.submit).read_text(encoding="utf-8")
    idle = trivial_programs(kata.stub.read_text(encoding="utf-8"), reference)
    return tuple(desk.checks), {
        one.name: desk.grade(AttemptRequest(submission_of(kata.submit, one.source.encode()), SEED)) for one in idle
    }
