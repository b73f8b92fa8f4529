"""What an instructor decides in nbgrader comes into our gradebook, and our scores go back into nbgrader's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from grader.classroom.gradebook import Gradebook
from grader.classroom.nbgrader.course import Returned, give_back, take_decisions
from grader.classroom.plan import Adjustment, AdjustmentKind
from grader.classroom.scores.model import Column, Score, ScoreRow, ScoreTable, Standing, Student
from grader.curriculum import load_katas
from grader.model import Check
from tests.notebooks.gradebooks import POINTS, by_hand, counts, made, opened
from tests.notebooks.students import COURSE

pytestmark = pytest.mark.skipif(find_spec("nbgrader") is None, reason="needs the extra nbgrader")

KATAS = {kata.id: kata for kata in load_katas(COURSE) if kata.id in POINTS}
CHECKS = {
    "kata00": (Check("test_alone", "Alone.", 4, hidden=False), Check("test_secret", "Secret.", 6, hidden=True)),
    "kata11": (Check("test_first", "First.", 10, hidden=False), Check("test_other", "Other.", 15, hidden=True)),
}
NOW = datetime(2026, 2, 3, tzinfo=UTC)
ADA = Student("ada")
ALL = {"test_alone": 4, "test_secret": 6}


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """nbgrader's gradebook: Ada has 4 of 10 in kata00, Ben handed in nothing."""
    path = tmp_path / "nbgrader.db"
    made(path, {"ada": {"kata00": {"test_alone": 4.0, "h1": 0.0}}, "ben": {}})
    return path


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Gradebook]:
    """Our gradebook, empty."""
    with Gradebook.open(tmp_path) as book:
        yield book


def taken(theirs: Path, ours: Gradebook) -> int:
    """How many decisions came."""
    with opened(theirs) as book:
        return take_decisions(book, ours, KATAS, {"ada", "ben"}, NOW)


def overrides(ours: Gradebook) -> list[tuple[str, str, Decimal | None]]:
    """Those that stand."""
    return [(one.student, one.kata, one.points) for one in ours.adjustments()]


def given(theirs: Path, score: Score, *, kata: str = "kata00", student: Student = ADA, **document: Any) -> Returned:
    """Give back one score, and the report it comes from."""
    row = ScoreRow(student, (score,))
    told = {"reason": "", "checks": [], **document}
    table = ScoreTable("A", NOW, (Column(kata, kata, score.max),), lambda: [row], lambda number: told)
    with opened(theirs) as book:
        return give_back(book, table, CHECKS | {"kata01": ()})


def checks(earned: Mapping[str, int]) -> list[dict[str, Any]]:
    """As a report has them."""
    return [{"id": name, "points": points} for name, points in earned.items()]


def scored(points: str, **about: Any) -> Score:
    """The points of an attempt."""
    return Score(Standing.SCORED, 10, points=Decimal(points), attempt=1, submitted=NOW, **about)


def test_points_by_hand_become_an_override(theirs: Path, ours: Gradebook) -> None:
    """A cell scored in the formgrader makes the notebook's points ours, once, and with a reason."""
    by_hand(theirs, "ada", "kata00-h1", 3.0)

    assert (taken(theirs, ours), taken(theirs, ours)) == (1, 0)
    assert [("ada", "kata00", Decimal(7))] == overrides(ours)
    assert (ours.log()[0].by, ours.log()[0].adjustment.reason) == ("nbgrader", "given by hand in nbgrader")


def test_a_decision_taken_back_there_is_taken_back_here(theirs: Path, ours: Gradebook) -> None:
    """Without points by hand there is no override any more; the log keeps both."""
    by_hand(theirs, "ada", "kata00-h1", 3.0)
    taken(theirs, ours)
    by_hand(theirs, "ada", "kata00-h1", None)

    assert (taken(theirs, ours), taken(theirs, ours)) == (1, 0)
    assert overrides(ours) == []
    assert len(ours.log()) == 1


def test_a_newer_decision_of_ours_stays(theirs: Path, ours: Gradebook) -> None:
    """What nbgrader said before does not replace an override made here since; what it says anew does."""
    by_hand(theirs, "ada", "kata00-h1", 3.0)
    taken(theirs, ours)
    ours.adjust(Adjustment("ada", "kata00", AdjustmentKind.OVERRIDE, points=Decimal(9), reason="talked"), "me", NOW)

    assert taken(theirs, ours) == 0
    assert ("ada", "kata00", Decimal(9)) == overrides(ours)[-1]
    by_hand(theirs, "ada", "kata00-h1", 1.0)
    assert taken(theirs, ours) == 1
    assert ("ada", "kata00", Decimal(5)) == overrides(ours)[-1]


def test_both_ways_come_to_rest(theirs: Path, ours: Gradebook) -> None:
    """An override given back, and taken again, is no new decision."""
    by_hand(theirs, "ada", "kata00-h1", 3.0)
    taken(theirs, ours)
    ours.adjust(Adjustment("ada", "kata00", AdjustmentKind.OVERRIDE, points=Decimal(9), reason="talked"), "me", NOW)
    given(theirs, Score(Standing.OVERRIDDEN, 10, points=Decimal(9), attempt=1), checks=checks(ALL))

    assert counts(theirs, "ada", "kata00") == 9
    assert taken(theirs, ours) == 0


def test_somebody_outside_the_roster_is_none_of_ours(theirs: Path, ours: Gradebook) -> None:
    """nbgrader may know people who are not in this course."""
    by_hand(theirs, "ada", "kata00-h1", 3.0)

    with opened(theirs) as book:
        assert take_decisions(book, ours, KATAS, {"ben"}, NOW) == 0


def test_each_check_has_its_points(theirs: Path) -> None:
    """A score goes into the cells of its checks, and nothing waits for a person."""
    assert given(theirs, scored("6"), checks=checks({"test_alone": 0, "test_secret": 6})).scores == 1

    with opened(theirs) as book:
        notebook = book.find_submission_notebook("kata00", "week1", "ada")
        cells = {grade.name: (grade.score, grade.needs_manual_grade) for grade in notebook.grades}
    assert cells == {"kata00-test_alone": (0.0, False), "kata00-h1": (6.0, False)}
    assert counts(theirs, "ada", "kata00") == 6


def test_lateness_is_nbgraders_penalty(theirs: Path) -> None:
    """The difference between the checks' points and what counts stands where nbgrader keeps it."""
    given(theirs, scored("8.5", late_s=60), checks=checks(ALL))

    with opened(theirs) as book:
        notebook = book.find_submission_notebook("kata00", "week1", "ada")
        assert (notebook.score, notebook.late_submission_penalty) == (10.0, 1.5)


def test_a_verdict_that_no_check_explains_earns_nothing(theirs: Path) -> None:
    """A rejected attempt whose checks passed, for a name that is not allowed, has no points in any cell."""
    given(theirs, scored("0"), reason="uses asyncio.gather", checks=checks(ALL))

    with opened(theirs) as book:
        assert book.find_submission_notebook("kata00", "week1", "ada").score == 0


def test_who_is_new_there_is_added(theirs: Path) -> None:
    """A submission that came another way, and an override without any, have points in nbgrader too."""
    given(theirs, scored("10"), student=Student("eve", "Eve", "Kim", "eve@x.edu"), checks=checks(ALL))
    given(theirs, Score(Standing.OVERRIDDEN, 10, points=Decimal(5)), student=Student("ben"))

    assert (counts(theirs, "eve", "kata00"), counts(theirs, "ben", "kata00")) == (10, 5)
    with opened(theirs) as book:
        assert (book.find_student("eve").last_name, book.find_student("eve").email) == ("Kim", "eve@x.edu")
        # What our roster does not know stays.
        assert book.find_student("ben").last_name == "Kim, Jr"
        assert datetime(2026, 2, 3) == book.find_submission("week1", "eve").timestamp


def test_what_has_no_points_is_not_touched(theirs: Path) -> None:
    """Nothing handed in here says nothing about nbgrader's score."""
    assert given(theirs, Score(Standing.MISSING, 10)).scores == 0
    assert counts(theirs, "ada", "kata00") == 4


def test_a_kata_without_a_notebook_is_said(theirs: Path) -> None:
    """Only where there is a score for it."""
    assert list(given(theirs, scored("10"), kata="kata01", checks=[]).unknown) == ["kata01"]
    assert list(given(theirs, Score(Standing.OPEN, 10), kata="kata01").unknown) == []


def credited(theirs: Path, cell: str, points: float) -> None:
    """Extra credit, as an instructor gives it in the formgrader."""
    with opened(theirs) as book:
        book.find_grade(cell, "kata00", "week1", "ada").extra_credit = points
        book.db.commit()


def with_essay(theirs: Path, points: float) -> None:
    """A cell of the instructor's own in Ada's notebook, scored by hand; her checks earned everything."""
    with opened(theirs) as book:
        book.add_grade_cell("essay", "kata00", "week1", max_score=5.0, cell_type="markdown")
        book.remove_submission("week1", "ada")
        with book.db.no_autoflush:
            book.add_submission("week1", "ada")
        for name, earned in (("kata00-test_alone", 4.0), ("kata00-h1", 6.0)):
            book.find_grade(name, "kata00", "week1", "ada").auto_score = earned
        book.find_grade("essay", "kata00", "week1", "ada").manual_score = points
        book.db.commit()


def back(theirs: Path, ours: Gradebook) -> tuple[float, float]:
    """What nbgrader counts before and after one round there and back."""
    before = counts(theirs, "ada", "kata00")
    taken(theirs, ours)
    points = overrides(ours)[-1][2]
    given(theirs, Score(Standing.OVERRIDDEN, 10, points=points, attempt=1), checks=checks(ALL))
    return before, counts(theirs, "ada", "kata00")


def test_extra_credit_survives(theirs: Path, ours: Gradebook) -> None:
    """Ten points and two for more are twelve there afterwards, though a kata here has ten; and again."""
    given(theirs, scored("10"), checks=checks(ALL))
    credited(theirs, "kata00-h1", 2.0)

    assert back(theirs, ours) == (12, 12)
    assert back(theirs, ours) == (12, 12)
    assert [Decimal(10)] == [points for _, _, points in overrides(ours)]


@pytest.mark.parametrize("essay", [5.0, 0.0])
def test_points_by_hand_in_a_cell_of_their_own_survive(theirs: Path, ours: Gradebook, essay: float) -> None:
    """A question scored by hand beside the checks counts once, not twice, after a round."""
    with_essay(theirs, essay)

    assert (10 + essay, 10 + essay) == back(theirs, ours)
    assert (10 + essay, 10 + essay) == back(theirs, ours)


def test_a_penalty_survives_beside_points_by_hand(theirs: Path, ours: Gradebook) -> None:
    """A late notebook that somebody scored keeps what lateness cost."""
    given(theirs, scored("8.5", late_s=60), checks=checks(ALL))
    by_hand(theirs, "ada", "kata00-h1", 3.0)

    assert back(theirs, ours) == (5.5, 5.5)


def test_a_score_of_ours_that_changed_is_what_counts_there(theirs: Path, ours: Gradebook) -> None:
    """An override made here since then is the whole of the notebook, its extra credit and essay included; it rests."""
    with_essay(theirs, 5.0)
    credited(theirs, "kata00-h1", 2.0)
    taken(theirs, ours)
    ours.adjust(Adjustment("ada", "kata00", AdjustmentKind.OVERRIDE, points=Decimal(7), reason="talked"), "me", NOW)

    given(theirs, Score(Standing.OVERRIDDEN, 10, points=Decimal(7), attempt=1), checks=checks(ALL))

    assert counts(theirs, "ada", "kata00") == 7
    assert taken(theirs, ours) == 0


def test_cells_that_are_no_checks_stay(theirs: Path) -> None:
    """A question that an instructor added to the notebook keeps its points, and they are no penalty."""
    with opened(theirs) as book:
        book.add_grade_cell("essay", "kata00", "week1", max_score=5.0, cell_type="markdown")
        book.remove_submission("week1", "ada")
        with book.db.no_autoflush:
            book.add_submission("week1", "ada")
        book.find_grade("essay", "kata00", "week1", "ada").auto_score = 2.0
        book.db.commit()

    given(theirs, scored("10"), checks=checks(ALL))

    assert counts(theirs, "ada", "kata00") == 12
