"""One kata held against everything a kata promises; all problems are found, not the first."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from grader.authoring.check_files import (
    check_file_problems,
    check_files,
    copied_problems,
    is_python,
    uncollected_problems,
    values_in_brief,
    values_in_programs,
)
from grader.authoring.kata_files import (
    Claim,
    Program,
    Role,
    folder_problems,
    is_left_open,
    left_open,
    read_claim,
    read_programs,
    readme_of,
)
from grader.authoring.rehearsing import Rehearsal, differences
from grader.authoring.reports import (
    CausedProblem,
    by_cause,
    group_sentence,
    judged,
    right_problems,
    unknown_catchers,
    useless,
    warned,
)
from grader.authoring.rules import check_problems, rule_problems
from grader.authoring.trivial import paid_for_nothing, trivial_programs
from grader.curriculum import load_set
from grader.curriculum.names import rules_in
from grader.engine.submission import AttemptRequest, read_submission, submission_of
from grader.errors import BrokenKata, NotGradable, UnableToGrade
from grader.model import Check, Kata, Report, Verdict
from grader.report.json import report_document
from grader.report.scoring import View

FEW_SEEDS = 2
ALL_SEEDS = 20


class Grading(Protocol):
    """A desk as far as an inspection needs one."""

    @property
    def checks(self) -> tuple[Check, ...]:
        """The kata's checks."""

    def grade(self, request: AttemptRequest) -> Report:
        """Grade one submission."""


class Rehearsing(Protocol):
    """Runs programs in-process."""

    def __call__(self, kata: Kata, files: Sequence[Path], *, seed: str) -> list[Rehearsal]:
        """Return how each file fares, in the files' order."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The two ways of running: `open` gives a function of a desk its desk, `rehearse` is in-process."""

    open: Callable[[Kata, Callable[[Grading], Graded]], Graded]
    rehearse: Rehearsing


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try: how often the reference is graded, with how many seeds each wrong solution, and whether programs
    that never end are tried too.
    """

    repeats: int = 10
    seeds: int = FEW_SEEDS
    endless: bool = False


@dataclass(frozen=True, slots=True)
class Graded:
    """What a desk said of a kata: its checks, the first report of each program, and what went wrong meanwhile.

    `idle` is how many programs were tried that do nothing.
    """

    checks: tuple[Check, ...] = ()
    reports: tuple[tuple[Program, Report], ...] = ()
    problems: tuple[str, ...] = ()
    idle: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found of one kata, and how much was looked at; `warnings` are worth a look and may well be meant."""

    kata: str
    problems: tuple[str, ...]
    checks: int = 0
    alternatives: int = 0
    wrong: int = 0
    effort: Effort = Effort()
    idle: int = 0
    warnings: tuple[str, ...] = ()


def inspect_kata(kata: Kata, solutions: Path, *, effort: Effort, engine: Engine) -> Inspection:
    """Everything that can be said of a kata: its files, its programs, its checks, both modes, its repeats."""
    programs, missing = read_programs(kata, solutions)
    own = load_set(kata.folder.parent).misconceptions
    # What is not written yet is said once, and nothing is said of its header or of how it fares.
    written = [program for program in programs if not is_left_open(program.source)]
    claims, unclaimed = _claims(written, own)
    try:
        graded = engine.open(kata, lambda grader: grade_all(kata, grader, written, claims, effort))
    except BrokenKata as error:
        graded = Graded(problems=(error.in_full,))
    problems = (
        *left_open(kata, solutions),
        *folder_problems(kata),
        *missing,
        *unclaimed,
        *_texts(kata, programs, own, collected=bool(graded.checks)),
        *graded.problems,
        *_rules(kata, programs, claims, graded.checks),
        *_disagreements(kata, graded.reports, engine.rehearse),
    )
    roles = [program.role for program in programs]
    counts = roles.count(Role.ALTERNATIVE), roles.count(Role.WRONG)
    return Inspection(kata.id, problems, len(graded.checks), *counts, effort, graded.idle, graded.warnings)


def grade_all(
    kata: Kata, grader: Grading, programs: Sequence[Program], claims: dict[Path, Claim], effort: Effort
) -> Graded:
    """Grade each program and judge it by its role, the reference again and again, and what does nothing at all."""
    reports: list[tuple[Program, Report]] = []
    problems = [*check_problems(kata, grader.checks), *unknown_catchers(claims, grader.checks)]
    shown: list[CausedProblem] = []
    for program in programs:
        try:
            report = grader.grade(AttemptRequest(read_submission(program.path), seed_of(kata, 0)))
        except (NotGradable, UnableToGrade) as error:
            problems.append(f"{program.name} cannot be graded: {error.message}")
            continue
        reports.append((program, report))
        found = [*judged(kata, program, claims, report, grader.checks)]
        if program.role is Role.REFERENCE:
            repeated = _repeated(kata, grader, program, report, effort.repeats)
            found += [CausedProblem(program.name, sentence, f"{program.name} {sentence}") for sentence in repeated]
        if program.role is Role.WRONG and report.verdict is Verdict.REJECTED:
            lucky = _by_luck(kata, grader, program, effort.seeds)
            found += [CausedProblem(program.name, sentence, f"{program.name} {sentence}") for sentence in lucky]
        shown += found
    idle = _idle_reports(kata, grader, programs, endless=effort.endless)
    problems += map(group_sentence, by_cause(shown))
    problems += paid_for_nothing(grader.checks, idle) if idle else ()
    problems += useless(reports, grader.checks, claims)
    return Graded(grader.checks, tuple(reports), tuple(problems), len(idle), warned(reports))


def seed_of(kata: Kata, number: int) -> str:
    """Return the kata's seed of this number: 32 hex digits, the same on every machine, so that a problem can be met
    again.
    """
    return sha256(f"dev check/{kata.id}/{number}".encode()).hexdigest()[:32]


def _claims(programs: Sequence[Program], own: Collection[str]) -> tuple[dict[Path, Claim], tuple[str, ...]]:
    claims: dict[Path, Claim] = {}
    problems: list[str] = []
    for program in programs:
        if program.role is Role.WRONG:
            claim, unclear = read_claim(program.source, own)
            problems += [f"{program.name} {problem}" for problem in unclear]
            if claim is not None:
                claims[program.path] = claim
    return claims, tuple(problems)


def _rules(
    kata: Kata, programs: Sequence[Program], claims: dict[Path, Claim], checks: Sequence[Check]
) -> Iterator[str]:
    named = {program.name: claims[program.path] for program in programs if program.path in claims}
    brief = readme_of(kata)
    # Why there are no checks is told already, and so is a contract that is still left open.
    return rule_problems(kata, rules_in(brief), checks, named) if checks and not is_left_open(brief) else iter(())


def _repeated(kata: Kata, grader: Grading, program: Program, first: Report, repeats: int) -> Iterator[str]:
    """Yield a sentence where the same seed gives other bytes, or another seed another verdict."""
    submission = read_submission(program.path)
    known = right_problems(kata, first)
    wanted = _document(first)
    different = sum(
        _document(grader.grade(AttemptRequest(submission, first.seed))) != wanted for _ in range(repeats - 1)
    )
    if different:
        yield f"gets a different report from the same seed in {different} of {repeats - 1} repeats"
    for number in range(1, repeats):
        seed = seed_of(kata, number)
        for problem in right_problems(kata, grader.grade(AttemptRequest(submission, seed))):
            if problem not in known:
                yield f"{problem} (with --seed {seed})"


def _by_luck(kata: Kata, grader: Grading, program: Program, seeds: int) -> Iterator[str]:
    """Yield a sentence where a wrong solution is accepted with another seed."""
    submission = read_submission(program.path)
    others = [seed_of(kata, number) for number in range(1, seeds)]
    lucky = [seed for seed in others if grader.grade(AttemptRequest(submission, seed)).verdict is Verdict.ACCEPTED]
    if lucky:
        yield f"is accepted with {len(lucky)} of {seeds} seeds, such as --seed {lucky[0]}"


def _idle_reports(kata: Kata, grader: Grading, programs: Sequence[Program], *, endless: bool) -> dict[str, Report]:
    """Return how the programs fare that do nothing, by their names; none where no stub is written."""
    sources = {program.role: program.source for program in reversed(programs)}
    if Role.STUB not in sources:
        return {}
    idle = trivial_programs(sources[Role.STUB], sources.get(Role.REFERENCE, ""), endless=endless)
    seed = seed_of(kata, 0)
    return {
        one.name: grader.grade(AttemptRequest(submission_of(kata.submit, one.source.encode()), seed)) for one in idle
    }


def _document(report: Report) -> str:
    return json.dumps(report_document(report, View.INSTRUCTOR))


def _texts(kata: Kata, programs: Sequence[Program], own: Collection[str], *, collected: bool) -> Iterator[str]:
    brief = values_in_brief(readme_of(kata))
    contract = values_in_programs(program.source for program in programs if program.role in (Role.STUB, Role.REFERENCE))
    yield from uncollected_problems(kata.folder, kata.submit)
    for path in check_files(kata.folder):
        name = path.relative_to(kata.folder).as_posix()
        source = path.read_text(encoding="utf-8", errors="replace")
        if not collected and not is_python(source):
            continue  # why nothing was collected is told already
        yield from check_file_problems(source, name, own)
        if path.parent != kata.folder:
            yield from copied_problems(source, brief, contract)


def _disagreements(kata: Kata, reports: Sequence[tuple[Program, Report]], rehearse: Rehearsing) -> Iterator[str]:
    seed = seed_of(kata, 0)
    try:
        rehearsals = rehearse(kata, [program.path for program, _ in reports], seed=seed) if reports else []
        for (program, report), rehearsal in zip(reports, rehearsals, strict=True):
            if differences(report, rehearsal):
                # An earlier program may have spoilt the process for this one: it gets one of its own.
                (rehearsal,) = rehearse(kata, [program.path], seed=seed)
                yield from (f"{program.name} {problem}" for problem in differences(report, rehearsal))
    except UnableToGrade as error:
        yield error.message
