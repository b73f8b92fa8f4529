"""`grade dev matrix`: every program of a kata marked once, check by check."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.authoring.claims import read_claim
from grader.authoring.inspection import Grading, seed_of
from grader.authoring.left_open import is_left_open
from grader.authoring.programs import Program, Role, read_programs
from grader.authoring.workers import Lost, in_workers
from grader.curriculum.contract import contracts_of
from grader.errors import BrokenKata, NotGradable
from grader.intake import read_submission
from grader.model import Kata, Outcome, Verdict
from grader.render.matrix import CATCHES, Matrix, Row


@dataclass(frozen=True, slots=True)
class Order:
    """One kata whose matrix is wanted, as it is sent to a worker."""

    kata: Kata
    solutions: Path


def matrices(
    katas: Sequence[Kata],
    *,
    solutions: Path,
    jobs: int,
    drawn: Callable[[Order], Matrix] | None = None,
    on_step: Callable[[Kata], None] = lambda kata: None,
) -> tuple[Matrix, ...]:
    """The matrix of each kata, in their order; `drawn` stands in for the engine in tests."""
    orders = [Order(kata, solutions) for kata in katas]
    found: dict[str, Matrix] = {}
    for order, answer in in_workers(drawn or draw, orders, jobs=jobs):
        found[order.kata.slug] = _broken(order.kata, answer.why) if isinstance(answer, Lost) else answer
        on_step(order.kata)
    return tuple(found[kata.slug] for kata in katas)


def draw(order: Order) -> Matrix:
    """Mark one kata's programs with the real engine."""
    from grader.examiner import examine

    with warnings.catch_warnings():
        # What a wrong solution never awaits is its own, and no news to the author.
        warnings.filterwarnings("ignore", message=".*was never awaited", category=RuntimeWarning)
        try:
            return examine(order.kata, lambda desk: matrix_of(order, desk))
        except BrokenKata as error:
            return _broken(order.kata, error.message)


def matrix_of(order: Order, desk: Grading) -> Matrix:
    """Mark every program that is written, in order: right ones first, then the wrong ones by their names."""
    kata = order.kata
    programs, _ = read_programs(kata, order.solutions)
    rows = [_row(kata, desk, program) for program in programs if not is_left_open(program.source)]
    unwritten = tuple(program.name for program in programs if is_left_open(program.source))
    excused = dict(kata.not_judged)
    rules = tuple((rule, excused.get(rule, "")) for rule in contracts_of([kata])[kata.id])
    return Matrix(
        kata.id, kata.title, tuple(desk.checks), tuple(sorted(rows, key=_place)), unwritten=unwritten, rules=rules
    )


def _row(kata: Kata, desk: Grading, program: Program) -> Row:
    claim = read_claim(program.source)[0] if program.role is Role.WRONG else None
    return Row(
        role=str(program.role),
        name=program.path.stem,
        outcomes=_outcomes(kata, desk, program),
        caught_by=claim.caught_by if claim else "",
        misconception=claim.misconception if claim else "",
        breaks=claim.breaks if claim else (),
    )


def _outcomes(kata: Kata, desk: Grading, program: Program) -> tuple[Outcome, ...]:
    """How each check ended; nothing for a program that no check had to refuse: locked names, no function, no Python."""
    try:
        report = desk.grade(read_submission(program.path), seed=seed_of(kata, 0))
    except NotGradable:
        return ()
    outcomes = {result.check.name: result.outcome for result in report.results}
    refused = report.verdict is not Verdict.ACCEPTED and not any(outcome in CATCHES for outcome in outcomes.values())
    return () if refused else tuple(outcomes.get(check.name, Outcome.NOT_RUN) for check in desk.checks)


def _place(row: Row) -> tuple[int, int, str]:
    digits = "".join(letter for letter in row.name.partition("_")[0] if letter.isdigit())
    return list(Role).index(Role(row.role)), int(digits or 0), row.name


def _broken(kata: Kata, why: str) -> Matrix:
    return Matrix(kata.id, kata.title, broken=f"could not be marked: {why}")
