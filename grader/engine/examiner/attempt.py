"""One attempt: one submission through all the checks of its kata, with a fresh candidate."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from grader import __version__
from grader.cleaning import clean
from grader.curriculum.kata_files import withheld_points
from grader.engine.examiner.candidate_host import ATTEMPT_WALL_S, CandidateHost, SplitHost, SubmissionRefused
from grader.engine.examiner.candidate_words import bounded
from grader.engine.examiner.check_session import ENDED, CheckSession
from grader.engine.examiner.checks import LoadedCheck
from grader.engine.examiner.judging import Comparisons, not_run
from grader.engine.examiner.launch import ColdLauncher, Launcher
from grader.engine.examiner.messages import could_not_load, lost, said
from grader.engine.examiner.running import CheckRun, Shared, garbage_kept, run_check
from grader.engine.submission import AttemptRequest, Submission
from grader.engine.wire.channel import Gone
from grader.engine.wire.clues import MEANS
from grader.engine.wire.objects import MissingName
from grader.engine.wire.protocol import VERSION
from grader.model import Check, CheckResult, Clue, Kata, KataKind, Mode, Outcome, Report, Verdict, verdict_of
from grader.testing.checks import CheckMark

MOST_TIMEOUTS = 2
TWO_TIMEOUTS = "Not run: two checks took too long already."
UNMET_NEED = "Not run: what it builds on does not hold yet."
OUT_OF_TIME = f"Not run: the {ATTEMPT_WALL_S:g} s of real time for the whole attempt were used up."


def run_unguarded(loaded: LoadedCheck, session: CheckSession, seed: str) -> CheckRun:
    """Run a check that shares nothing with others, and over which no guard stands."""
    return run_check(loaded, session, seed=seed, shared=Shared(Comparisons()))


class KataChecks(NamedTuple):
    """The collected checks of one kata, the version of its files, and how one of them is run."""

    kata: Kata
    version: str
    checks: Sequence[LoadedCheck]
    run: Callable[[LoadedCheck, CheckSession, str], CheckRun] = run_unguarded


def attempt(kata_checks: KataChecks, request: AttemptRequest, launcher: Launcher | None = None) -> Report:
    """Grade one submission. Never raises for the student's faults: the report's verdict and reason tell them."""
    kata = kata_checks.kata
    ungraded = _ungraded(kata_checks, request)
    host = _host(kata, request, launcher or ColdLauncher())
    try:
        host.open()
        with garbage_kept():
            results = bounded(list(_results(kata_checks, request, host)))
        failed = any(result.outcome is not Outcome.PASSED for result in results)
        clues = _fitting(host.clues(), kata) if failed else ()
    except SubmissionRefused as refused:
        return replace(ungraded, verdict=Verdict.NOT_GRADABLE, reason=str(refused), protections=host.protections)
    except Gone as gone:
        return replace(ungraded, reason=f"{lost(gone)} That is not the submission's fault. Try: grade doctor")
    finally:
        host.close()
    # A locked name earns nothing, whoever judges the rest.
    pending = 0 if host.locked else withheld_points(kata, sum(loaded.check.points for loaded in kata_checks.checks))
    return replace(
        ungraded,
        verdict=Verdict.REJECTED if host.locked else verdict_of(results, pending),
        reason=_locked(kata, *host.locked[0]) if host.locked else "",
        results=results,
        findings=tuple(dict.fromkeys(finding for result in results for finding in result.findings)),
        protections=host.protections,
        pending=pending,
        clues=clues,
    )


def _ungraded(kata_checks: KataChecks, request: AttemptRequest) -> Report:
    """Return the report of an attempt that comes to nothing, but for its reason."""
    kata = kata_checks.kata
    python = ".".join(map(str, sys.version_info[:3]))
    return Report(
        kata=kata.id,
        kata_title=kata.title,
        kata_version=kata_checks.version,
        submit=kata.submit,
        verdict=Verdict.UNABLE_TO_GRADE,
        mode=request.mode,
        seed=request.seed,
        sha256=request.submission.sha256,
        versions=(("grader", __version__), ("python", python), ("wire", str(VERSION))),
    )


def _host(kata: Kata, request: AttemptRequest, launcher: Launcher) -> CandidateHost:
    if request.mode is Mode.SPLIT:
        return SplitHost(kata, request.submission, launcher)
    # Only loaded where somebody debugs: `grade kata11` has no time for it.
    from grader.engine.in_process import InProcessHost

    return InProcessHost(kata, request.submission)


def _results(kata_checks: KataChecks, request: AttemptRequest, host: CandidateHost) -> Iterator[CheckResult]:
    """Yield the result of each check that is asked for, as it ends. Raises SubmissionRefused or Gone."""
    outcomes: dict[str, Outcome] = {}
    for loaded in kata_checks.checks:
        if request.only and loaded.check.name not in request.only:
            continue
        why_not = _why_not_run(loaded, outcomes, host)
        ran = None if why_not else _ran(kata_checks, loaded, request, host)
        if ran is None:
            result = not_run(loaded.check, why_not or OUT_OF_TIME)
        else:
            _refuse_if_hopeless(kata_checks.kata, ran, is_first=not outcomes)
            host.after(ran)
            result = ran.result
        outcomes[loaded.check.name] = result.outcome
        request.on_result(result)
        yield result
        if request.stop_at_first and result.outcome is not Outcome.PASSED:
            return


def _why_not_run(loaded: LoadedCheck, outcomes: dict[str, Outcome], host: CandidateHost) -> str:
    if list(outcomes.values()).count(Outcome.TIMED_OUT) >= MOST_TIMEOUTS:
        return TWO_TIMEOUTS
    if host.out_of_time:
        return OUT_OF_TIME
    if any(outcomes.get(name, Outcome.PASSED) is not Outcome.PASSED for name in loaded.check.needs):
        return UNMET_NEED
    return ""


def _ran(kata_checks: KataChecks, loaded: LoadedCheck, request: AttemptRequest, host: CandidateHost) -> CheckRun | None:
    """Return the check that was run; None when the time was used up while a candidate was made ready. Raises Gone."""
    try:
        return kata_checks.run(loaded, host.session(), request.seed)
    except Gone:
        if not host.out_of_time:
            raise
        return None


def _refuse_if_hopeless(kata: Kata, ran: CheckRun, *, is_first: bool) -> None:
    if isinstance(ran.failure, MissingName):
        name = clean(said(ran.failure), 60)
        raise SubmissionRefused(f"{kata.submit} has no {name}: the checks ask for it by this name{_ended_before(ran)}.")
    if not ran.loaded and is_first:
        raise SubmissionRefused(could_not_load(ran.failure, ran.result.line, kata.stub))


def _ended_before(ran: CheckRun) -> str:
    ended = next((found for found in ran.result.findings if found.kind == ENDED), None)
    return f", and line {ended.line} ends the program before what stands below it" if ended is not None else ""


def _fitting(clues: tuple[Clue, ...], kata: Kata) -> tuple[Clue, ...]:
    """Return the clues that the kata's contract does not contradict."""
    return tuple(clue for clue in clues if MEANS[clue.kind] not in kata.not_guessed)


def _locked(kata: Kata, name: str, line: int) -> str:
    where = f" (line {line})" if line else ""
    why = f": {kata.locked_because}" if kata.locked_because else ""
    return f"{kata.submit} uses {name}{where}, which is locked in this kata{why}."


EXAMPLE_FILE = "example.py"
SAME_SEED = "0" * 32


def play(source: str, *, launcher: Launcher | None = None) -> Report:
    """Run `await main()` of this program in a candidate, on the virtual clock; the report has one check, the run.

    It goes the way of every submission, so the picture is the one that a student's own program would get.
    """
    program = source.encode()
    kata = Kata("example", "example", Path(), "An example", "first-steps", KataKind.PREDICT, 1, EXAMPLE_FILE)
    check = Check("test_example", "It ran.", 1, hidden=False)
    loaded = LoadedCheck(check, CheckMark(points=1, needs=(), tells=None, inside=False), _main, ("kata",))
    submission = Submission(EXAMPLE_FILE, program, sha256(program).hexdigest())
    request = AttemptRequest(submission, SAME_SEED)
    return attempt(KataChecks(kata, "", [loaded]), request, launcher)


async def _main(kata: Any) -> None:
    await kata.main()
