"""Words and points by hand: written one by one or from a CSV, kept in the log, shown to the student."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from grader.classroom.exports.table import comment_text
from grader.classroom.gradebook import Gradebook
from grader.classroom.plan import Adjustment, AdjustmentKind, KataPlan, LateKind, LatePolicy
from grader.classroom.plan.values import StudentWork
from grader.classroom.scores.model import Score, Standing
from grader.classroom.scores.policy import score_of
from grader.model import Level
from tests.plan.courses import DUE, NOW, attempted, course, excuse, grade, handed_in, override

LATE = LatePolicy(LateKind.PERCENT_PER_DAY, Decimal(10))


def said(words: str, number: int = 1) -> Adjustment:
    """A comment."""
    return Adjustment("7", "kata01", AdjustmentKind.COMMENT, reason=words, at=NOW, id=number)


def bonus(points: str, number: int = 1) -> Adjustment:
    """Points beside an attempt's."""
    return Adjustment("7", "kata01", AdjustmentKind.BONUS, points=Decimal(points), at=NOW, id=number)


def score(*adjustments: Adjustment, hours: float = -1) -> Score:
    """Ten points of ten, handed in so many hours after the deadline."""
    return score_of(
        KataPlan("kata01", DUE, LATE), 10, StudentWork([handed_in(1, hours)], [attempted(1, 10)]), adjustments, NOW
    )


def test_a_bonus_is_added_after_lateness_and_above_the_maximum() -> None:
    """Nothing is taken off it, and two of them are both counted."""
    late = score(bonus("2"), bonus("0.5", 2), hours=1)

    assert (Decimal("11.5"), Decimal("2.5"), Decimal(1)) == (late.points, late.bonus, late.deduction)


@pytest.mark.parametrize(("other", "points"), [(override("3"), Decimal(3)), (excuse(), None)])
def test_a_bonus_is_no_part_of_an_override_or_an_excuse(other: Adjustment, points: Decimal | None) -> None:
    """What is set by hand is set as a whole."""
    found = score(bonus("2"), other)

    assert (points, Decimal(0)) == (found.points, found.bonus)


def test_a_bonus_waits_for_an_attempt() -> None:
    """Where nothing was handed in there is nothing to add to."""
    assert score_of(KataPlan("kata01", DUE), 10, StudentWork(), [bonus("2")], NOW).points is None


def test_comments_come_in_their_order_whatever_counts() -> None:
    """Beside an attempt, an excuse and nothing at all."""
    both = (said("second", 2), said("first", 1))

    assert ("first", "second") == score(*both).comments == score(*both, excuse()).comments
    assert score_of(KataPlan("kata01", DUE), 10, StudentWork(), both, NOW).comments == ("first", "second")


def test_what_an_export_says_is_no_formula() -> None:
    """A comment is the instructor's text, and may begin with anything."""
    told = comment_text(score(said('=HYPERLINK("http://x")')))

    assert told.startswith("'=")


def test_a_comment_is_written_once(tmp_path: Path) -> None:
    """By id, and said again it is not kept twice; the log shows it and takes it back."""
    folder = course(tmp_path)
    for _ in range(2):
        code, out, _ = grade(folder, "class", "comment", "0123456", "kata01", "A clear\nloop!")
        assert code == 0

    assert "0 comments written; 1 there already." in out
    with Gradebook.open(folder) as book:
        assert [one.reason for one in book.adjustments()] == ["A clear loop!"]
    assert "kata01: comment (A clear loop!)" in grade(folder, "class", "log")[1]
    grade(folder, "class", "log", "--undo", "1")
    with Gradebook.open(folder) as book:
        assert book.adjustments() == ()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_many_come_from_a_csv(tmp_path: Path, separator: str) -> None:
    """Students by id, address, name and group, columns in any order, what is blank is passed over."""
    rows = [
        ("comment", "Student", "points", "kata"),
        ("Good.", "0123456", "3", "kata01"),
        ("Better.", "zoe@example.org", "3", "kata02"),
        ('"Look, and again."', "Bill Blend", "", "kata01"),
        ("All of you.", "team1", "", "kata01"),
        ("", "7", "", "kata02"),
    ]
    (tmp_path / "said.csv").write_text("\ufeff" + "".join(separator.join(row) + "\r\n" for row in rows), "utf-8")
    folder = course(tmp_path)

    code, out, err = grade(folder, "class", "comment", "--from", "said.csv")

    assert (code, out, err) == (0, "4 comments written.\n", "")
    with Gradebook.open(folder) as book:
        assert [one.student for one in book.adjustments()] == ["0123456", "0123456", "7", "team1"]


def test_a_csv_with_a_mistake_writes_nothing(tmp_path: Path) -> None:
    """Every problem is told with its line."""
    text = "student,kata,comment\n0123456,kata01,Good.\nnobody,kata01,Hm.\n7,kata77,Hm.\n7,all,Hm.\n"
    (tmp_path / "said.csv").write_text(text)
    folder = course(tmp_path)

    code, _, err = grade(folder, "class", "comment", "--from", "said.csv")

    assert code == 2
    assert [line.rpartition(": ")[0].split(": ")[0] for line in err.splitlines() if line.startswith("said.csv")] == [
        "said.csv:3",
        "said.csv:4",
        "said.csv:5",
    ]
    with Gradebook.open(folder) as book:
        assert book.adjustments() == ()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("comment", "7", "kata01"), "Say whom, which kata and what"),
        (("comment", "7", "kata01", "  "), "empty"),
        (("comment", "7", "kata01", "x" * 2001), "more than 2000"),
        (("comment", "--from", "none.csv"), "cannot be read"),
        (("comment", "--from", "roster.csv"), "should have one column student"),
        (("bonus", "7", "kata01", "nan", "--reason", "x"), "cannot be the points"),
        (("override", "7", "kata01", "11", "--reason", "x"), "more with --above-maximum"),
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path: Path, arguments: tuple[str, ...], complaint: str) -> None:
    """In words, as wrong usage."""
    code, _, err = grade(course(tmp_path), "class", *arguments)

    assert code == 2
    assert complaint in err


def test_more_than_the_maximum_is_given_where_asked_for(tmp_path: Path) -> None:
    """An override with --above-maximum."""
    code, out, _ = grade(
        course(tmp_path), "class", "override", "7", "kata01", "11.5", "--above-maximum", "--reason", "shown"
    )

    assert (code, "11.5 points" in out) == (0, True)


@pytest.mark.parametrize(("pending", "said"), [(16, "16 more are"), (1, "1 more is")])
def test_points_that_are_judged_elsewhere_are_told(pending: int, said: str) -> None:
    """Wherever a platform has room for words, nobody takes what is judged here for all of it."""
    score = Score(Standing.SCORED, 25, Decimal(9), 9, pending, level=Level.STRONG)

    assert f"{said} judged by your instructor" == comment_text(score)
