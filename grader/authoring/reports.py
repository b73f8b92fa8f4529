"""Reports held against what each program promises: the stub fails, the right pass, the wrong are caught."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from grader.authoring.kata_files import LOCKED, Claim, Program, Role
from grader.model import Basis, Check, CheckResult, Fault, Finding, Kata, Outcome, Report, Verdict
from grader.report.headline import HeadlineSource, headline_of
from grader.report.scoring import student_view
from grader.text import count_of

# What ends a task or a callback unseen, so that others wait for ever.
UNSEEN = ("exception in a callback", "exception never retrieved")
CAUGHT = (Outcome.FAILED, Outcome.ERRORED, Outcome.TIMED_OUT)


def stub_problems(report: Report) -> tuple[str, ...]:
    """Return what is wrong where a stub is accepted, earns points, or cannot be graded by our own fault."""
    match report.verdict:
        case Verdict.ACCEPTED | Verdict.PASSED_SO_FAR:
            return ("is accepted: a stub fails until somebody fills it in",)
        case Verdict.UNABLE_TO_GRADE:
            return (f"could not be graded, by our own fault: {_why(report)}",)
        case _:
            paid = count_of(report.points, "point")
            return (f"earns {paid}: nothing is paid for doing nothing",) if report.points else ()


class Shown(NamedTuple):
    """What a right program shows to be wrong; `own` where it is an exception of the program's own code."""

    sentence: str
    own: bool = False


def right_problems(kata: Kata, report: Report) -> tuple[str, ...]:
    """Return what is wrong where a correct solution is not accepted in full."""
    return tuple(shown.sentence for shown in shown_by(kata, report))


def shown_by(kata: Kata, report: Report) -> tuple[Shown, ...]:
    """Return what is wrong likewise, each with whether another program that shows it does so by chance."""
    fallen = [result for result in report.results if result.outcome is not Outcome.PASSED]
    problems = _fallen(fallen)
    if report.verdict is not Verdict.ACCEPTED and (report.reason or not fallen):
        problems = (Shown(f"is {report.verdict}: {_why(report)}"), *problems)
    if not problems and not fallen and (report.points != kata.points or report.pending):
        problems = (Shown(f"earns {report.points} of {kata.points} points though no check failed"),)
    return problems


def wrong_problems(claim: Claim, report: Report) -> tuple[str, ...]:
    """Return what is wrong where no rejection comes by the check, in the words and with the misconception it names."""
    if report.verdict is not Verdict.REJECTED:
        return (f"is {report.verdict}, not rejected: {_why(report)}",)
    if claim.caught_by == LOCKED:
        return () if has_words(report.reason, claim.student_reads) else (_unsaid(claim, report.reason),)
    named = next((result for result in report.results if result.check.name == claim.caught_by), None)
    if named is None:
        names = ", ".join(result.check.name for result in report.results)
        return (f"says it is caught by {claim.caught_by}, which is no check of this kata ({names})",)
    if named.outcome not in CAUGHT:
        return (f"is not caught by {claim.caught_by}, which {_ended(named)}; {_catchers(report.results)}",)
    problems: tuple[str, ...] = ()
    if not has_words(named.headline, claim.student_reads):
        problems += (_unsaid(claim, named.headline),)
    if named.misconception != claim.misconception:
        code = named.misconception or "none"
        problems += (f"should be told {claim.misconception} by {claim.caught_by}, and is told {code}",)
    return (*problems, *_vague(report))


def _vague(report: Report) -> tuple[str, ...]:
    """Return what the student reads first says what came, or what was seen, and not only that something does not
    hold.
    """
    headline = headline_of(student_view(report))
    if (
        headline is None
        or headline.result is None
        or headline.result.basis is not Basis.STATED
        or headline.source is HeadlineSource.CLUE
    ):
        return ()
    shown = headline.result.expected and headline.result.got
    return () if shown else (f"makes its student read no more than “{headline.sentence}”: say what was seen",)


def has_words(text: str, words: str) -> bool:
    """Return whether the text contains the words, whatever the spaces and capitals."""
    return _normal(words) in _normal(text)


def _normal(text: str) -> str:
    return " ".join(text.split()).casefold()


def _unsaid(claim: Claim, headline: str) -> str:
    return f"should make {claim.caught_by} say “{claim.student_reads}”, and it says “{headline}”"


def _fallen(fallen: Sequence[CheckResult]) -> tuple[Shown, ...]:
    """Return a sentence for each cause; a fault of a check is told apart, and what was not run is told behind what
    fell.
    """
    judged = [result for result in fallen if result.outcome is not Outcome.NOT_RUN]
    by_cause: dict[object, list[CheckResult]] = {}
    for result in judged or fallen:
        if result.fault is None:
            by_cause.setdefault(_cause_of(result), []).append(result)
    behind = len(fallen) - len(judged) if judged else 0
    problems = []
    for number, results in enumerate(by_cause.values()):
        waiting = f" ({behind} not run behind what fell)" if behind and not number else ""
        problems.append(Shown(f"{_failure(results)}{waiting}", own=_is_own(results[0])))
    return tuple(problems)


def _cause_of(result: CheckResult) -> object:
    """Return what several checks have in common that fall for one reason."""
    if (seen := _unseen(result)) is not None:
        return seen
    return (result.raised, result.line) if result.basis is Basis.RAISED and result.line else result.check.name


def _unseen(result: CheckResult) -> Finding | None:
    """Return what nobody could catch comes before the wait without end that follows from it."""
    if result.basis is not Basis.STUCK:
        return None
    return next((finding for kind in UNSEEN for finding in result.findings if finding.kind == kind), None)


def _is_own(result: CheckResult) -> bool:
    return result.basis is Basis.RAISED or _unseen(result) is not None


def _failure(results: Sequence[CheckResult]) -> str:
    first, *others = results
    seen = _unseen(first)
    if seen is not None:
        sentence = seen.message + (f" (line {seen.line})" if seen.line else "")
    else:
        compared = f" (expected {first.expected}, got {first.got})" if first.expected else ""
        sentence = first.headline + compared
    also = f" ({', '.join(result.check.name for result in others)} too)" if others else ""
    return f"does not pass {first.check.name}, which {_ended(first)}: {sentence}{also}"


def faults(report: Report) -> tuple[CheckResult, ...]:
    """Return the checks that broke by a fault of their own."""
    return tuple(result for result in report.results if result.fault is not None)


def faults_behind(claim: Claim, report: Report) -> tuple[CheckResult, ...]:
    """Return the checks that broke by themselves, and so kept the named one from judging a wrong solution."""
    named = next((result for result in report.results if result.check.name == claim.caught_by), None)
    if named is None:
        return ()
    if named.fault is not None:
        return (named,)
    return faults(report) if named.outcome is Outcome.NOT_RUN else ()


def _ended(result: CheckResult) -> str:
    match result.outcome:
        case Outcome.NOT_RUN:
            return "was not run"
        case _:
            return str(result.outcome)


def _catchers(results: Sequence[CheckResult]) -> str:
    names = [result.check.name for result in results if result.outcome in CAUGHT]
    return f"caught by {', '.join(names)}" if names else "no check caught it"


def _why(report: Report) -> str:
    errored = (result for result in report.results if result.outcome is Outcome.ERRORED)
    failures = [f"{result.check.name}: {result.headline}" for result in errored]
    return report.reason or "; ".join(failures) or "no reason is given"


RIGHT = (Role.REFERENCE, Role.ALTERNATIVE)


def useless(
    reports: Sequence[tuple[Program, Report]], checks: Sequence[Check], claims: dict[Path, Claim]
) -> Iterator[str]:
    """Yield the checks that catch no wrong solution; nothing is said before the right ones are accepted.

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
    """Return what the kit says to the author while right programs are judged, once."""
    results = (result for program, report in reports if program.role in RIGHT for result in report.results)
    return tuple(dict.fromkeys(f"{result.check.name}: {why}" for result in results for why in result.warnings))


MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class CausedProblem:
    """Something wrong that a program shows; those of one `cause` are told together. A `fault` is a check's own."""

    program: str
    sentence: str
    cause: str
    check: str = ""
    fault: Fault | None = None


def by_cause(problems: Iterable[CausedProblem]) -> tuple[tuple[CausedProblem, ...], ...]:
    """Return those of each cause together, in the order in which they are first met."""
    groups: dict[str, list[CausedProblem]] = {}
    for problem in problems:
        groups.setdefault(problem.cause, []).append(problem)
    return tuple(map(tuple, groups.values()))


def group_sentence(group: Sequence[CausedProblem]) -> str:
    """Return what there is to say of one cause: a sentence, and more about it on lines of its own below."""
    first, *others = group
    if first.fault is not None:
        shown = f"shown by {_first_names([problem.program for problem in group])}"
        lines = (f"{first.fault.place}: {first.sentence}", first.fault.traceback, shown)
        return "\n".join(line for line in lines if line)
    names = [problem.program for problem in others if problem.program != first.program]
    also = f"\nso too {_first_names(names)}" if names else ""
    return f"{first.program} {first.sentence}{also}"


def _first_names(names: Sequence[str]) -> str:
    each = list(dict.fromkeys(names))
    if len(each) > MOST_NAMES:
        each = [*each[:MOST_NAMES], f"{len(each) - MOST_NAMES} more"]
    return ", ".join(each)


def judged(
    kata: Kata, program: Program, claims: dict[Path, Claim], report: Report, checks: Sequence[Check]
) -> Iterator[CausedProblem]:
    """Yield what a program shows to be wrong, with what it is told together with."""
    match program.role:
        case Role.STUB:
            yield from (CausedProblem(program.name, why, f"{program.name} {why}") for why in stub_problems(report))
        case Role.REFERENCE | Role.ALTERNATIVE:
            yield from fault_problems(program, faults(report))
            for why, own in shown_by(kata, report):
                yield CausedProblem(program.name, why, _cause(report, f"{program.name} {why}" if own else why))
        case Role.WRONG:
            claim = claims.get(program.path)
            known = claim is not None and claim.caught_by in {LOCKED, *(check.name for check in checks)}
            problems = wrong_problems(claim, report) if claim is not None and known else ()
            broken = faults_behind(claim, report) if claim is not None and problems else ()
            yield from fault_problems(program, broken)
            for why in () if broken else problems:
                yield CausedProblem(program.name, why, _cause(report, f"{program.name} {why}"))


def _cause(report: Report, otherwise: str) -> str:
    """Return the cause: a reason for which nothing was judged is one, whichever programs meet it."""
    return report.reason if report.reason and report.verdict is not Verdict.REJECTED else otherwise


def fault_problems(program: Program, results: Sequence[CheckResult]) -> Iterator[CausedProblem]:
    """Yield what a program shows of checks that broke by themselves."""
    for result in results:
        if result.fault is not None:
            cause = f"{result.check.name} {result.fault.place} {result.fault.said}"
            why = f"{result.check.name} breaks by itself: {result.fault.said}"
            yield CausedProblem(program.name, why, cause, result.check.name, result.fault)


def unknown_catchers(claims: dict[Path, Claim], checks: Sequence[Check]) -> Iterator[str]:
    """Yield a sentence for each wrong solution that names a check which is not there."""
    names = {check.name for check in checks} | {LOCKED}
    for path, claim in claims.items():
        if claim.caught_by not in names:
            yield f"{Role.WRONG} {path.name} says it is caught by {claim.caught_by}, which is no check of this kata"
