"""What the reports of a kata's programs show to be wrong with it, each with its cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.authoring.causes import Problem
from grader.authoring.claims import LOCKED, Claim
from grader.authoring.judging import CAUGHT, faults, faults_behind, shown_by, stub_problems, wrong_problems
from grader.authoring.programs import Program, Role
from grader.model import Check, CheckResult, Kata, Report, Verdict

RIGHT = (Role.REFERENCE, Role.ALTERNATIVE)


def useless(
    reports: Sequence[tuple[Program, Report]], checks: Sequence[Check], claims: dict[Path, Claim]
) -> Iterator[str]:
    """The checks that catch no wrong solution; nothing is said before the right ones are accepted.

    Where no wrong solution breaks any of a check's rules, or one that names it gets past it, that is told already.
    """
    wrong = [report for program, report in reports if program.role is Role.WRONG]
    right = [report for program, report in reports if program.role in RIGHT]
    if not wrong or not right or any(report.verdict is not Verdict.ACCEPTED for report in right):
        return
    caught = {result.check.name for report in wrong for result in report.results if result.outcome in CAUGHT}
    caught |= {claim.caught_by for claim in claims.values()}
    broken = {rule for claim in claims.values() for rule in claim.breaks}
    for check in checks:
        if check.name not in caught and (not check.rules or broken.intersection(check.rules)):
            yield f"{check.name} catches nothing: no wrong solution fails it"


def warned(reports: Sequence[tuple[Program, Report]]) -> tuple[str, ...]:
    """What the kit says to the author while right programs are judged, once."""
    results = (result for program, report in reports if program.role in RIGHT for result in report.results)
    return tuple(dict.fromkeys(f"{result.check.name}: {said}" for result in results for said in result.warnings))


def judged(
    kata: Kata, program: Program, claims: dict[Path, Claim], report: Report, checks: Sequence[Check]
) -> Iterator[Problem]:
    """What a program shows to be wrong, with what it is told together with."""
    match program.role:
        case Role.STUB:
            yield from (Problem(program.name, said, f"{program.name} {said}") for said in stub_problems(report))
        case Role.REFERENCE | Role.ALTERNATIVE:
            yield from fault_problems(program, faults(report))
            for said, own in shown_by(kata, report):
                yield Problem(program.name, said, _cause(report, f"{program.name} {said}" if own else said))
        case Role.WRONG:
            claim = claims.get(program.path)
            known = claim is not None and claim.caught_by in {LOCKED, *(check.name for check in checks)}
            problems = wrong_problems(claim, report) if claim is not None and known else ()
            broken = faults_behind(claim, report) if claim is not None and problems else ()
            yield from fault_problems(program, broken)
            for said in () if broken else problems:
                yield Problem(program.name, said, _cause(report, f"{program.name} {said}"))


def _cause(report: Report, otherwise: str) -> str:
    """A reason for which nothing was judged is one cause, whichever programs meet it."""
    return report.reason if report.reason and report.verdict is not Verdict.REJECTED else otherwise


def fault_problems(program: Program, results: Sequence[CheckResult]) -> Iterator[Problem]:
    """What a program shows of checks that broke by themselves."""
    for result in results:
        if result.fault is not None:
            cause = f"{result.check.name} {result.fault.place} {result.fault.said}"
            said = f"{result.check.name} breaks by itself: {result.fault.said}"
            yield Problem(program.name, said, cause, result.check.name, result.fault)


def unknown_catchers(claims: dict[Path, Claim], checks: Sequence[Check]) -> Iterator[str]:
    """A sentence for each wrong solution that names a check which is not there."""
    names = {check.name for check in checks} | {LOCKED}
    for path, claim in claims.items():
        if claim.caught_by not in names:
            yield f"{Role.WRONG} {path.name} says it is caught by {claim.caught_by}, which is no check of this kata"
