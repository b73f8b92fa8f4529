"""One attempt: one submission through all the checks of its kata, with a fresh candidate."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from grader import __version__
from grader.cleaning import clean
from grader.curriculum.kata_files import withheld_points
from grader.engine.examiner.candidate_host import ATTEMPT_WALL_S, CandidateHost, SplitHost, SubmissionRefused
from grader.engine.examiner.candidate_words import bounded
from grader.engine.examiner.check_session import ENDED, CheckSession
from grader.engine.examiner.judging import not_run
from grader.engine.examiner.launch import ColdLauncher, Launcher
from grader.engine.examiner.messages import lost, said, unloaded
from grader.engine.examiner.running import CheckRun, LoadedCheck, garbage_kept
from grader.engine.submission import Submission
from grader.engine.wire.channel import Gone
from grader.engine.wire.clues import MEANS
from grader.engine.wire.objects import MissingName
from grader.engine.wire.protocol import VERSION
from grader.model import CheckResult, Clue, Kata, Mode, Outcome, Protections, Report, Verdict, verdict_of

RunCheck = Callable[[LoadedCheck, CheckSession, str], CheckRun]
OnResult = Callable[[CheckResult], None]
MOST_TIMEOUTS = 2


class AttemptOrder(NamedTuple):
    """What to grade: which checks, with which seed, whom to tell, and whether to stop at the first failure."""

    submission: Submission
    seed: str
    mode: Mode
    only: frozenset[str] = frozenset()
    on_result: OnResult = lambda result: None
    stop_at_first: bool = False


def attempt(
    kata: Kata,
    version: str,
    checks: Sequence[LoadedCheck],
    order: AttemptOrder,
    run: RunCheck,
    launcher: Launcher | None = None,
) -> Report:
    """Grade one submission. Never raises for the student's faults: the report's verdict and reason tell them."""
    host = _host(kata, order, launcher or ColdLauncher())
    blank = _blank(kata, version, order)
    try:
        host.open()
        with garbage_kept():
            results = _results(kata, checks, order, run, host)
        failed = any(result.outcome is not Outcome.PASSED for result in results)
        blank = replace(blank, clues=_fitting(host.clues(), kata) if failed else ())
    except SubmissionRefused as refused:
        return replace(blank, verdict=Verdict.NOT_GRADABLE, reason=str(refused), protections=host.protections)
    except Gone as gone:
        return replace(blank, verdict=Verdict.UNABLE_TO_GRADE, reason=_start_failed(gone))
    finally:
        host.close()
    if not host.locked:
        # A locked name earns nothing, whoever judges the rest.
        pending = withheld_points(kata, sum(loaded.check.points for loaded in checks))
        blank = replace(blank, pending=pending)
    return _report(kata, blank, results, host.protections, host.locked)


def _fitting(clues: tuple[Clue, ...], kata: Kata) -> tuple[Clue, ...]:
    """The clues that the kata's contract does not contradict."""
    return tuple(clue for clue in clues if MEANS[clue.kind] not in kata.not_guessed)


def _host(kata: Kata, order: AttemptOrder, launcher: Launcher) -> CandidateHost:
    if order.mode is Mode.SPLIT:
        return SplitHost(kata, order.submission, launcher)
    # Only loaded where somebody debugs: `grade kata11` has no time for it.
    from grader.engine.in_process import InProcessHost

    return InProcessHost(kata, order.submission)


def _results(
    kata: Kata, checks: Sequence[LoadedCheck], order: AttemptOrder, run: RunCheck, host: CandidateHost
) -> list[CheckResult]:
    results: list[CheckResult] = []
    outcomes: dict[str, Outcome] = {}
    wanted = [loaded for loaded in checks if not order.only or loaded.check.name in order.only]
    for loaded in wanted:
        result = _why_not_run(loaded, outcomes, order, host)
        ran = None if result is not None else _ran(loaded, order, run, host)
        if ran is not None:
            line = _line(ran, host)
            _refuse_if_hopeless(kata, ran, line, first=not results)
            result = _explained(kata, ran, line, host)
            host.after(ran)
        result = result or _too_late(loaded)
        outcomes[loaded.check.name] = result.outcome
        results.append(result)
        order.on_result(result)
        if order.stop_at_first and result.outcome is not Outcome.PASSED:
            break
    return results


def _ran(loaded: LoadedCheck, order: AttemptOrder, run: RunCheck, host: CandidateHost) -> CheckRun | None:
    """The check that was run; None when the time was used up while a candidate was made ready. Raises Gone."""
    try:
        return run(loaded, host.session(), order.seed)
    except Gone:
        if not host.out_of_time:
            raise
        return None


def _too_late(loaded: LoadedCheck) -> CheckResult:
    return not_run(loaded.check, f"Not run: the {ATTEMPT_WALL_S:g} s of real time for the whole attempt were used up.")


def _why_not_run(
    loaded: LoadedCheck, outcomes: dict[str, Outcome], order: AttemptOrder, host: CandidateHost
) -> CheckResult | None:
    check = loaded.check
    if list(outcomes.values()).count(Outcome.TIMED_OUT) >= MOST_TIMEOUTS:
        return not_run(check, "Not run: two checks took too long already.")
    if host.out_of_time:
        return _too_late(loaded)
    for name in check.needs:
        if name in outcomes and outcomes[name] is not Outcome.PASSED:
            return not_run(check, "Not run: what it builds on does not hold yet.")
    return None


def _refuse_if_hopeless(kata: Kata, ran: CheckRun, line: int, *, first: bool) -> None:
    failure = ran.failure
    if isinstance(failure, MissingName):
        name = clean(said(failure), 60)
        raise SubmissionRefused(f"{kata.submit} has no {name}: the checks ask for it by this name{_ended_before(ran)}.")
    if not ran.loaded and first:
        raise SubmissionRefused(_unloaded(kata, ran, line))


def _line(ran: CheckRun, host: CandidateHost) -> int:
    """The student's line at which the check ended; one that hung, or ended the process, says where it was."""
    gone = ran.failure if isinstance(ran.failure, Gone) else None
    seen = host.last_line(ended=not gone.timed_out) if gone is not None else 0
    return seen or ran.result.line


def _ended_before(ran: CheckRun) -> str:
    ended = next((found for found in ran.result.findings if found.kind == ENDED), None)
    return f", and line {ended.line} ends the program before what stands below it" if ended is not None else ""


def _unloaded(kata: Kata, ran: CheckRun, line: int) -> str:
    return f"{kata.submit} could not be loaded: {unloaded(ran.failure, line, kata.stub)}."


def _explained(kata: Kata, ran: CheckRun, line: int, host: CandidateHost) -> CheckResult:
    result = ran.result
    if host.flooded:
        return replace(result, headline="The process was stopped: it wrote without end.")
    if isinstance(ran.failure, Gone):
        result = replace(result, line=line)
    # What a later loading says may be a value that a hidden check handed in before.
    if ran.loaded or result.check.hidden:
        return result
    return replace(result, headline=_unloaded(kata, ran, line), misconception="")


def _start_failed(gone: Gone) -> str:
    return f"{lost(gone)} That is not the submission's fault. Try: grade doctor"


def _blank(kata: Kata, version: str, order: AttemptOrder) -> Report:
    return Report(
        kata=kata.id,
        kata_title=kata.title,
        kata_version=version,
        submit=kata.submit,
        verdict=Verdict.UNABLE_TO_GRADE,
        mode=order.mode,
        seed=order.seed,
        sha256=order.submission.sha256,
        versions=_versions(),
    )


def _versions() -> tuple[tuple[str, str], ...]:
    python = ".".join(map(str, sys.version_info[:3]))
    return ("grader", __version__), ("python", python), ("wire", str(VERSION))


def _locked(kata: Kata, name: str, line: int) -> str:
    where = f" (line {line})" if line else ""
    why = f": {kata.locked_because}" if kata.locked_because else ""
    return f"{kata.submit} uses {name}{where}, which is locked in this kata{why}."


def _report(
    kata: Kata,
    blank: Report,
    results: list[CheckResult],
    confined: Protections,
    locked: tuple[tuple[str, int], ...],
) -> Report:
    kept = bounded(results)
    findings = tuple(dict.fromkeys(finding for result in kept for finding in result.findings))
    reason = _locked(kata, *locked[0]) if locked else ""
    return replace(
        blank,
        verdict=Verdict.REJECTED if locked else verdict_of(results, blank.pending),
        reason=reason,
        results=kept,
        findings=findings,
        protections=confined,
    )
