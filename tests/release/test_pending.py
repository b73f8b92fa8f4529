"""A copy whose hidden checks stayed with the instructor never says more than it has judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.release import Hidden, apply_edition
from grader.curriculum import load_kata
from grader.engine.examiner import grade
from grader.engine.submission import AttemptRequest, read_submission
from grader.errors import ExitCode
from grader.model import Report, Verdict
from grader.report.html import page
from grader.report.json import report_document, report_of
from grader.report.layout import Style
from grader.report.scoring import View, exit_code
from grader.report.text import text
from grader.student import Attempt, progress
from grader.student.lists import listing, progress_page
from tests.release.editions import COURSE, edition

SLUG = "kata11_build_your_own_gather"
SAID = "9 of 9 points here; 16 more are judged by your instructor"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's copy without hidden checks."""
    home = tmp_path_factory.mktemp("withheld") / "course"
    apply_edition(edition(Hidden.WITHHELD), home)
    return home


def marked(home: Path, source: str) -> Report:
    """The report on this source, made in that copy."""
    kata = load_kata(home / "katas" / SLUG)
    kata.stub.write_text(source)
    return grade(kata, AttemptRequest(read_submission(kata.stub), "ab" * 16))


@pytest.fixture(scope="module")
def right(home: Path) -> Report:
    """The report on the reference."""
    return marked(home, (COURSE / "solutions" / SLUG / "gather.py").read_text())


def test_what_is_judged_here_is_not_all(right: Report) -> None:
    """All visible checks pass: so far, and the rest of the kata's 25 points is pending."""
    assert (right.verdict, right.points, right.max, right.pending) == (Verdict.PASSED_SO_FAR, 9, 9, 16)


def test_a_failed_check_is_a_rejection_here_too(home: Path) -> None:
    """Nothing that is judged elsewhere can mend it."""
    report = marked(home, "async def my_gather(*coros):\n    return [await coro for coro in coros]\n")

    assert (report.verdict, report.pending) == (Verdict.REJECTED, 16)


def test_a_locked_name_leaves_nothing_to_judge(home: Path) -> None:
    """It earns nothing, whoever judges."""
    report = marked(home, "import asyncio\n\nasync def my_gather(*coros):\n    return await asyncio.gather(*coros)\n")

    assert (report.verdict, report.points, report.pending) == (Verdict.REJECTED, 0, 0)


def test_the_words_say_whose_the_rest_is(right: Report) -> None:
    """On a screen and on a page, and neither has a bare "accepted"."""
    for shown in (text(right, style=Style.PLAIN), page([right]), page([right, right])):
        assert SAID in shown or "18 of 18 points here; 32 more are judged by your instructor" in shown
        assert "passed so far" in shown
        assert "2 of 2 katas accepted" not in shown


def test_it_ends_well(right: Report) -> None:
    """What is judged here passed: 0."""
    assert exit_code([right.verdict]) == ExitCode.ACCEPTED


def test_a_document_of_it_is_read_back(right: Report) -> None:
    """JSON keeps the verdict and what is pending."""
    back = report_of(report_document(right, View.INSTRUCTOR))

    assert (right.verdict, right.pending) == (back.verdict, back.pending)


def test_progress_knows_what_is_pending(home: Path, right: Report) -> None:
    """The list and the progress page tell it beside the points."""
    kata = load_kata(home / "katas" / SLUG)
    made = [Attempt.of(right, when="2026-01-02T03:04:05+00:00", misconceptions=())]

    assert "9/25  16 pending" in listing([kata], progress(made), style=Style.PLAIN)
    assert "16 points: your instructor judges them" in progress_page([kata], made, style=Style.PLAIN)
