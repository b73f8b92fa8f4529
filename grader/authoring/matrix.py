"""Every program of a kata graded once, check by check."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.authoring.inspection import Grading, seed_of
from grader.authoring.kata_files import LOCKED, Claim, Program, Role, is_left_open, read_claim, read_programs
from grader.authoring.matrix_report import CATCHES, Broke, Matrix, ProgramRow
from grader.authoring.reports import RIGHT, by_cause, fault_problems, faults, faults_behind, group_sentence
from grader.authoring.workers import Lost, in_workers
from grader.classroom.pages.similar import Held
from grader.classroom.similar.fingerprints import digests, fingerprint
from grader.classroom.similar.groups import Known
from grader.curriculum import load_set
from grader.curriculum.kata_files import solutions_of
from grader.curriculum.names import contracts_of
from grader.engine.examiner import examine
from grader.engine.submission import AttemptRequest, read_submission
from grader.errors import BrokenKata, NotGradable
from grader.model import CheckResult, Kata, Outcome, Report, Verdict


def known_of(course: Path, kata: Kata) -> Known:
    """Reference and alternatives in the open or sealed, and the wrong solutions, which no edition carries."""
    solutions = solutions_of(course, kata)
    right = [solutions.reference, *(source for _, source in solutions.alternatives)] if solutions else []
    wrong = {path.name: path.read_bytes() for path in sorted((course / "solutions" / kata.slug / "wrong").glob("*.py"))}
    claims = _claims(wrong, kata)
    prints = ((fingerprint(source), name) for name, source in wrong.items())
    return Known(
        held=Held(kata.id, solutions is not None, len(solutions.alternatives) if solutions else 0, len(wrong)),
        stub=digests([kata.stub.read_bytes()] if kata.stub.is_file() else []),
        right=digests(right),
        wrong={found.digest: f"the wrong solution {name}" for found, name in prints if found is not None},
        caught=frozenset((claim.caught_by, claim.misconception) for claim in claims),
        locked=any(claim.caught_by == LOCKED for claim in claims),
    )


def _claims(wrong: dict[str, bytes], kata: Kata) -> list[Claim]:
    own = load_set(kata.folder.parent).misconceptions
    read = (read_claim(source.decode("utf-8", "replace"), own)[0] for source in wrong.values())
    return [claim for claim in read if claim is not None]


@dataclass(frozen=True, slots=True)
class MatrixOrder:
    """One kata whose matrix is wanted, as it is sent to a worker."""

    kata: Kata
    solutions: Path


def matrices(
    katas: Sequence[Kata],
    *,
    solutions: Path,
    jobs: int,
    drawn: Callable[[MatrixOrder], Matrix] | None = None,
    on_step: Callable[[Kata], None] = lambda kata: None,
) -> tuple[Matrix, ...]:
    """Return the matrix of each kata, in their order; `drawn` stands in for the engine in tests."""
    orders = [MatrixOrder(kata, solutions) for kata in katas]
    found: dict[str, Matrix] = {}
    for order, answer in in_workers(drawn or draw, orders, jobs=jobs):
        found[order.kata.slug] = _broken(order.kata, answer.why) if isinstance(answer, Lost) else answer
        on_step(order.kata)
    return tuple(found[kata.slug] for kata in katas)


def draw(order: MatrixOrder) -> Matrix:
    """Grade one kata's programs with the real engine."""
    with warnings.catch_warnings():
        # What a wrong solution never awaits is its own, and no news to the author.
        warnings.filterwarnings("ignore", message=".*was never awaited", category=RuntimeWarning)
        try:
            return examine(order.kata, lambda grader: matrix_of(order, grader))
        except BrokenKata as error:
            return _broken(order.kata, error.in_full)


@dataclass(frozen=True, slots=True)
class GradedProgram:
    """A program and its report; None for one that cannot be graded."""

    program: Program
    claim: Claim | None
    report: Report | None


def matrix_of(order: MatrixOrder, grader: Grading) -> Matrix:
    """Grade every program that is written, in order: right ones first, then the wrong ones by their names."""
    kata = order.kata
    programs, _ = read_programs(kata, order.solutions)
    graded = [_graded(kata, grader, program) for program in programs if not is_left_open(program.source)]
    rows = [_row(grader, one) for one in graded]
    unwritten = tuple(program.name for program in programs if is_left_open(program.source))
    excused = dict(kata.not_judged)
    problems = [problem for one in graded for problem in fault_problems(one.program, _broken_by(one))]
    known = {problem.check for problem in problems}
    return Matrix(
        kata.id,
        kata.title,
        tuple(grader.checks),
        tuple(sorted(rows, key=_place)),
        unwritten=unwritten,
        rules=tuple((rule, excused.get(rule, "")) for rule in contracts_of([kata])[kata.id]),
        faults=tuple(Broke(group[0].check, group_sentence(group)) for group in by_cause(problems)),
        breaking=tuple(sentence for one in graded for sentence in _breaking(one, known)),
    )


def _graded(kata: Kata, grader: Grading, program: Program) -> GradedProgram:
    own = load_set(kata.folder.parent).misconceptions
    claim = read_claim(program.source, own)[0] if program.role is Role.WRONG else None
    try:
        request = AttemptRequest(read_submission(program.path), seed_of(kata, 0))
        return GradedProgram(program, claim, grader.grade(request))
    except NotGradable:
        return GradedProgram(program, claim, None)


def _broken_by(one: GradedProgram) -> tuple[CheckResult, ...]:
    """Return the checks that broke where they should have judged: a right program, or the wrong one they are to
    catch.
    """
    if one.report is None:
        return ()
    if one.program.role in RIGHT:
        return faults(one.report)
    return (
        () if one.claim is None else tuple(found for found in faults_behind(one.claim, one.report) if _is_slip(found))
    )


def _breaking(one: GradedProgram, known: Collection[str]) -> Iterator[str]:
    """Checks that broke with a wrong solution, but for those of which more is known."""
    if one.report is not None and one.program.role is Role.WRONG:
        for found in faults(one.report):
            if found.check.name not in known and _is_slip(found) and found.fault is not None:
                yield f"{found.check.name} breaks with {one.program.path.name}: {found.fault.place}: {found.fault.said}"


def _is_slip(found: CheckResult) -> bool:
    """Return whether nobody foresaw this exception: the check has no words for it by raises=."""
    return not found.misconception


def _row(grader: Grading, one: GradedProgram) -> ProgramRow:
    return ProgramRow(
        role=str(one.program.role),
        name=one.program.path.stem,
        outcomes=_outcomes(grader, one.report),
        caught_by=one.claim.caught_by if one.claim else "",
        misconception=one.claim.misconception if one.claim else "",
        breaks=one.claim.breaks if one.claim else (),
    )


def _outcomes(grader: Grading, report: Report | None) -> tuple[Outcome, ...]:
    """Return how each check ended; nothing for a program that no check had to refuse: locked names, no function, no
    Python.
    """
    if report is None:
        return ()
    outcomes = {result.check.name: result.outcome for result in report.results}
    refused = report.verdict is not Verdict.ACCEPTED and not any(outcome in CATCHES for outcome in outcomes.values())
    return () if refused else tuple(outcomes.get(check.name, Outcome.NOT_RUN) for check in grader.checks)


def _place(row: ProgramRow) -> tuple[int, int, str]:
    digits = "".join(letter for letter in row.name.partition("_")[0] if letter.isdigit())
    return list(Role).index(Role(row.role)), int(digits or 0), row.name


def _broken(kata: Kata, why: str) -> Matrix:
    return Matrix(kata.id, kata.title, broken=f"could not be graded: {why}")
