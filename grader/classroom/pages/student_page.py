"""What one student gets back: their own scores and reports on one page, in the student's view. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from grader.classroom.pages.board import person
from grader.classroom.pages.class_text import moment
from grader.classroom.scores.model import (
    Column,
    Score,
    ScoreRow,
    ScoreTable,
    Standing,
    Total,
    lasting,
    points_text,
    protections_text,
)
from grader.model import Outcome, Report
from grader.report.html import Card, Contracts, card, page_of
from grader.report.json import report_of
from grader.report.scoring import student_view
from grader.report.timeline.html import SHARED, STYLES
from grader.text import count_of

STANDINGS = {
    Standing.SCORED: "",
    Standing.OVERRIDDEN: "set by the instructor",
    Standing.EXCUSED: "excused",
    Standing.MISSING: "not handed in",
    Standing.OPEN: "not handed in yet: there is time",
    Standing.NOT_STARTED: "the stub was handed in: not started",
    Standing.WAITING: "handed in, not graded yet",
}


@dataclass(frozen=True, slots=True)
class KataRow:
    """One kata in the student's table: points as text, and what there is to say of them."""

    column: Column
    points: str
    said: str
    graded: bool
    comments: tuple[str, ...] = ()


def student_page(row: ScoreRow, table: ScoreTable, contracts: Contracts, pseudonym: str = "") -> str:
    """Return the page of this student of the table.

    `contracts` holds the rules of each kata by its id, `pseudonym` is their name on the board.
    """
    course, pairs = table.course, list(zip(table.columns, row.scores, strict=True))
    attempts = [score.attempt for score in row.scores if score.attempt is not None]
    cards = [_card(table.document(attempt), course, contracts) for attempt in attempts]
    shown = {card.report.kata for card in cards}
    return page_of(
        "student.html",
        title=f"{course}: {person(row.student)}",
        skip="Skip to your katas",
        styles=(STYLES,),
        course=course,
        name=person(row.student),
        made=moment(table.made),
        pseudonym=pseudonym,
        told=[
            KataRow(
                column,
                points_text(score.points),
                _counted(_said(score), column, place, row.whole),
                column.kata in shown,
                score.comments,
            )
            for place, (column, score) in enumerate(pairs)
        ],
        total=_total(row),
        counted=table.told,
        cards=cards,
        shared=SHARED,
    )


def _total(row: ScoreRow) -> str:
    """Return what they have in all, out of what; "" where nothing counts yet."""
    if not row.possible:
        return ""
    if row.whole is not None and row.whole.percent:
        return f"{points_text(row.total)} % so far"
    return f"{points_text(row.total)} of {count_of(points_text(row.possible), 'point')} so far"


def _counted(said: str, column: Column, place: int, whole: Total | None) -> str:
    """Return the same, with what the total makes of it."""
    parts = [said]
    if whole is not None:
        parts.append(f"weight {points_text(column.weight)}" if column.weight != 1 else "")
        parts.append("dropped: not in the total" if place in whole.dropped else "")
    return "; ".join(filter(None, parts))


def _card(document: Mapping[str, Any], course: str, contracts: Contracts) -> Card:
    report = _with_fewer_pictures(student_view(report_of(document)))
    return card(report, said=f"Graded in the course {course}.", rules=contracts.get(report.kata))


def _with_fewer_pictures(report: Report) -> Report:
    """Only what did not pass is drawn: a page with sixty katas has to open."""
    kept = (
        result if result.outcome is not Outcome.PASSED else replace(result, timeline=()) for result in report.results
    )
    return replace(report, results=tuple(kept))


def _said(score: Score) -> str:
    """Return why it counts what it counts. The instructor's reasons stay with the instructor: they may name others."""
    parts = [STANDINGS[score.standing]]
    if score.late and score.points is not None:
        parts.append(f"handed in {lasting(score.late_s)} late")
    earned = None if score.earned is None else Decimal(score.earned) + score.bonus
    if score.standing is Standing.SCORED and score.points is not None and earned not in (None, score.points):
        parts.append(f"{score.earned} earned, {points_text(score.deduction)} taken off")
    parts.append(f"with {count_of(points_text(score.bonus), 'bonus point')}" if score.bonus else "")
    parts.append(protections_text(score))
    return "; ".join(filter(None, parts))
