"""What katas come to in all: weights, the lowest dropped, categories by track."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from grader.classroom.plan import load_plan
from grader.classroom.plan.values import CategoryRule, TotalRule
from grader.classroom.scores.model import Column, Score, ScoreRow, ScoreTable, Standing, Student
from grader.classroom.scores.policy import total_of
from grader.classroom.scores.ranking import standings
from tests.plan.courses import NOW, PLAN, course, grade

COLUMNS = (
    Column("kata01", "One", 10, category="tasks"),
    Column("kata02", "Two", 20, category="tasks", weight=Decimal(2)),
    Column("kata03", "Three", 10, category="streams"),
)
BY_TRACK = {"tasks": CategoryRule(Decimal(60)), "streams": CategoryRule(Decimal(40))}


def scores(*points: str) -> tuple[Score, ...]:
    """A score for each column; a word is a standing without points."""
    return tuple(
        Score(Standing.SCORED, column.max, Decimal(one)) if one[0].isdigit() else Score(Standing(one), column.max)
        for column, one in zip(COLUMNS, points, strict=True)
    )


@pytest.mark.parametrize(
    ("rule", "points", "total", "possible", "dropped"),
    [
        (TotalRule(weights={"kata02": Decimal(2)}), ("5", "10", "4"), "29", "60", set()),
        (TotalRule(1), ("5", "10", "4"), "25", "50", {2}),
        (TotalRule(1), ("5", "20", "missing"), "45", "50", {2}),
        (TotalRule(1), ("5", "10", "excused"), "5", "10", {1}),
        (TotalRule(5), ("5", "20", "4"), "40", "40", {0, 2}),
        (TotalRule(1), ("5", "open", "waiting"), "5", "10", set()),
        (TotalRule(categories=BY_TRACK), ("10", "10", "5"), "56", "100", set()),
        (TotalRule(categories=BY_TRACK), ("10", "20", "open"), "100", "100", set()),
        (TotalRule(categories=BY_TRACK), ("open", "open", "open"), "0", "0", set()),
        (TotalRule(1, BY_TRACK), ("2", "20", "5"), "80", "100", {0}),
    ],
)
def test_the_total_is_what_the_rule_says(
    rule: TotalRule, points: tuple[str, ...], total: str, possible: str, dropped: set[int]
) -> None:
    """To the cent: weights, the lowest by its share, tracks in percent, and what is not due left aside."""
    found = total_of(rule, COLUMNS, scores(*points))

    assert (Decimal(total), Decimal(possible), dropped) == (found.points, found.possible, {*found.dropped})


def test_a_board_ranks_by_the_total() -> None:
    """Who has fewer points and a better total stands first, and the board says how it is made."""
    rule = TotalRule(1)
    rows = [
        ScoreRow(Student(name), given, total_of(rule, COLUMNS, given))
        for name, given in (("ada", scores("10", "20", "0")), ("bob", scores("9", "15", "9")))
    ]
    table = ScoreTable("A", NOW, COLUMNS, lambda: rows, lambda attempt: {}, rule.told)

    found = standings(table, name_of=lambda student: student.id)
    some = standings(table, name_of=lambda student: student.id, only={"kata03"})

    assert [row.entry.name for row in found.rows] == ["ada", "bob"]
    assert found.told == "The total leaves some out: without the lowest."
    assert ([row.entry.name for row in some.rows], some.told) == (["bob", "ada"], "")


def test_course_yaml_says_how(tmp_path: Path) -> None:
    """A weight, a number to drop, and tracks; what is wrong is told with its line."""
    text = PLAN + "total: {drop_lowest: 1, categories: {tasks: {weight: 60, drop_lowest: -1}, streams: }}\n"

    code, _, err = grade(course(tmp_path, text), "class", "status")

    assert code == 2
    assert "course.yaml:6: total.categories.tasks.drop_lowest: -1 should be at least 0." in err


def test_weights_are_told_with_their_katas(tmp_path: Path) -> None:
    """Board, report and exports say this sentence; a weight of 1 is none."""
    weighed = PLAN.replace("23:59}", "23:59, weight: 0.5}").replace("kata02:", "kata02: {weight: 1}")

    total = load_plan(course(tmp_path, weighed)).total

    assert total.told == "The total is weighed: with the weights kata01 0.5."


def test_a_category_of_its_own_name_says_its_katas(tmp_path: Path) -> None:
    """They leave their track's category; who is in none, in two or not in the course is told."""
    categories = "homework: {weight: 2, drop_lowest: 1, katas: [kata01]}, tasks: "
    total = load_plan(course(tmp_path, PLAN + f"total: {{categories: {{{categories}}}}}\n")).total

    code, _, err = grade(course(tmp_path / "two", PLAN + BROKEN), "class", "status")

    assert [total.category_of(kata, "tasks") for kata in ("kata01", "kata02")] == ["homework", "tasks"]
    assert total.told == "The total is in percent: homework 2 (without the lowest), tasks 1."
    assert code == 2
    assert "kata77 is not among the katas of this course." in err
    assert "kata01 is in a already." in err


BROKEN = "total: {categories: {a: {katas: [kata01, kata77]}, b: {katas: [kata01]}}}\n"


@pytest.mark.parametrize(
    ("categories", "said"),
    [("{tasks: , steams: }", "no kata is of the track steams"), ("{streams: }", "no kata is of the track streams")],
)
def test_a_category_is_a_track_of_the_course(tmp_path: Path, categories: str, said: str) -> None:
    """Else what is in it would count for nothing, or nothing would be in it."""
    folder = course(tmp_path, PLAN + f"total: {{categories: {categories}}}\n")
    grade(folder, "class", "excuse", "7", "kata01", "--reason", "so that there is a gradebook")

    code, _, err = grade(folder, "class", "board")

    assert code == 2
    assert said in err
    assert "The tracks: tasks" in err
