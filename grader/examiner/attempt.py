"""One attempt: one submission through all the checks of its kata, with a fresh candidate."""

from __future__ import annotations

import base64
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from grader import __version__
from grader.candidate.loader import Loaded, Unreadable, compile_submission
from grader.examiner.channel import GuardedChannel
from grader.examiner.judging import not_run
from grader.examiner.launch import CandidateProcess
from grader.examiner.peer import ExaminerPeer
from grader.examiner.running import LoadedCheck, Ran
from grader.examiner.sides import LocalSide, Side, SplitSide
from grader.intake import Submission
from grader.model import CheckResult, Kata, Mode, Outcome, Protections, Report, Verdict
from grader.sandbox import Layer, observed, protections
from grader.vtime import REAL, Clock
from grader.wire import VERSION, Gone, MissingName, clean

CHECK_WALL_S = 5.0
ATTEMPT_WALL_S = 20.0
START_WALL_S = 15.0

RunCheck = Callable[[LoadedCheck, Side, str], Ran]
OnResult = Callable[[CheckResult], None]


class Refused(Exception):
    """The submission cannot be graded; the argument is the one sentence for the student."""


class Ground(Protocol):
    """Where the student's module can be opened, check after check."""

    def side(self) -> Side:
        """Access for the next check."""

    def after(self, ran: Ran) -> None:
        """Take note of how the check ended."""

    def close(self) -> None:
        """Leave nothing behind."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the candidate told when it got the file."""

    layers: tuple[Layer, ...]
    locked: tuple[tuple[str, int], ...]


class SplitGround:
    """A candidate process, replaced after a check that did not end quiescent."""

    def __init__(self, kata: Kata, submission: Submission, candidate: CandidateProcess | None) -> None:
        self._kata = kata
        self._submission = submission
        self._ends_at = REAL.monotonic() + ATTEMPT_WALL_S + START_WALL_S
        self._candidate: CandidateProcess | None = candidate
        self._channel: GuardedChannel | None = None
        self.protections = Protections()
        self.locked: tuple[tuple[str, int], ...] = ()
        self._started = False

    def open(self) -> None:
        """Start the candidate, give it the file, see how it is confined. Raises Refused or Gone."""
        self._candidate = candidate = self._candidate or CandidateProcess()
        self._channel = channel = GuardedChannel(candidate)
        channel.deadline = REAL.monotonic() + START_WALL_S
        source = base64.b64encode(self._submission.source).decode()
        peer = ExaminerPeer(channel, Clock())
        prepared = peer.ask(
            "prepare", VERSION, self._kata.submit, source, sorted(self._kata.locked), read=self._read_prepared
        )
        self.protections = protections(prepared.layers, observed(candidate.pid))
        self.locked = prepared.locked
        if not self._started:
            self._started = True
            self._ends_at = REAL.monotonic() + ATTEMPT_WALL_S

    def _read_prepared(self, answer: Any) -> Prepared:
        version, layers, problem, locked = answer
        if version != VERSION:
            raise Gone("protocol: version")
        if problem is not None:
            message, line = problem
            raise Refused(unreadable(self._kata.submit, clean(str(message), 200), int(line)))
        told = tuple(
            Layer(clean(str(n), 40), active is True, clean(str(detail), 120), clean(str(advice), 200))
            for n, active, detail, advice in layers[:40]
        )
        uses = tuple((clean(str(name), 80), int(line)) for name, line in locked[:20])
        return Prepared(told, uses)

    def side(self) -> Side:
        if self._channel is None:
            self.open()
        assert self._channel is not None
        self._channel.deadline = min(REAL.monotonic() + CHECK_WALL_S, self._ends_at)
        return SplitSide(self._channel, self._kata.submit)

    @property
    def out_of_time(self) -> bool:
        """Has the attempt used up its real time?"""
        return REAL.monotonic() >= self._ends_at

    @property
    def flooded(self) -> bool:
        """Was the candidate stopped for writing without end?"""
        return self._candidate is not None and self._candidate.flooded

    def after(self, ran: Ran) -> None:
        if not ran.quiescent:
            self.close()

    def close(self) -> None:
        candidate, self._candidate, self._channel = self._candidate, None, None
        if candidate is not None:
            candidate.close()


class LocalGround:
    """This very process: for a debugger, not a grade."""

    out_of_time = False
    flooded = False
    protections = Protections()

    def __init__(self, kata: Kata, submission: Submission) -> None:
        self._kata = kata
        self._submission = submission
        self._loaded: Loaded | None = None
        self.locked: tuple[tuple[str, int], ...] = ()

    def open(self) -> None:
        """Compile the file here. Raises Refused."""
        try:
            source, file = self._submission.source, self._kata.submit
            self._loaded = compile_submission(source, file, frozenset(self._kata.locked))
        except Unreadable as error:
            raise Refused(unreadable(self._kata.submit, *error.args)) from None
        self.locked = self._loaded.locked

    def side(self) -> Side:
        assert self._loaded is not None
        return LocalSide(self._loaded)

    def after(self, ran: Ran) -> None:
        pass

    def close(self) -> None:
        pass


def unreadable(file: str, message: str, line: int) -> str:
    """The sentence for a file that does not compile."""
    where = f" (line {line})" if line else ""
    return f"{file} is not valid Python: {message}{where}."


@dataclass(frozen=True, slots=True)
class Order:
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
    order: Order,
    run: RunCheck,
    candidate: CandidateProcess | None = None,
) -> Report:
    """Grade one submission. Never raises for the student's faults: the report's verdict and reason tell them."""
    ground: SplitGround | LocalGround
    if order.mode is Mode.SPLIT:
        ground = SplitGround(kata, order.submission, candidate)
    else:
        ground = LocalGround(kata, order.submission)
    blank = _blank(kata, version, order)
    try:
        ground.open()
        results = _results(kata, checks, order, run, ground)
    except Refused as refused:
        return replace(blank, verdict=Verdict.NOT_GRADABLE, reason=str(refused), protections=ground.protections)
    except Gone as gone:
        return replace(blank, verdict=Verdict.UNABLE_TO_GRADE, reason=_start_failed(gone))
    finally:
        ground.close()
    return _report(kata, blank, results, ground.protections, ground.locked)


def _results(
    kata: Kata, checks: Sequence[LoadedCheck], order: Order, run: RunCheck, ground: SplitGround | LocalGround
) -> list[CheckResult]:
    results: list[CheckResult] = []
    outcomes: dict[str, Outcome] = {}
    wanted = [loaded for loaded in checks if not order.only or loaded.check.name in order.only]
    for loaded in wanted:
        result = _missing_ground(loaded, outcomes, order, ground)
        if result is None:
            ran = run(loaded, ground.side(), order.seed)
            _refuse_if_hopeless(kata, ran, first=not results)
            result = _flood(ran.result) if ground.flooded else ran.result
            ground.after(ran)
        outcomes[loaded.check.name] = result.outcome
        results.append(result)
        order.on_result(result)
        if order.stop_at_first and result.outcome is not Outcome.PASSED:
            break
    return results


def _missing_ground(
    loaded: LoadedCheck, outcomes: dict[str, Outcome], order: Order, ground: SplitGround | LocalGround
) -> CheckResult | None:
    check = loaded.check
    if ground.out_of_time:
        return not_run(check, f"Not run: the {ATTEMPT_WALL_S:g} s of real time for the whole attempt were used up.")
    for name in check.needs:
        if name in outcomes and outcomes[name] is not Outcome.PASSED:
            return not_run(check, "Not run: what it builds on does not hold yet.")
    return None


def _refuse_if_hopeless(kata: Kata, ran: Ran, *, first: bool) -> None:
    if isinstance(ran.failure, MissingName):
        name = clean(str(ran.failure), 60)
        raise Refused(f"{kata.submit} has no {name}: the checks ask for it by this name.")
    if ran.loaded or not first:
        return
    failure = ran.failure
    if isinstance(failure, Gone) and not failure.reason.startswith("protocol"):
        told = "it took too long" if failure.timed_out else "it ended the whole process"
    else:
        message = clean(str(failure), 200)
        told = f"{type(failure).__name__}: {message}" if message else type(failure).__name__
    where = f" (line {ran.result.line})" if ran.result.line else ""
    raise Refused(f"{kata.submit} could not be loaded: {told}{where}.")


def _flood(result: CheckResult) -> CheckResult:
    return replace(result, headline="The process was stopped: it wrote without end.")


def _start_failed(gone: Gone) -> str:
    return f"The candidate process could not be started: {gone.reason}. Try: grade doctor"


def _blank(kata: Kata, version: str, order: Order) -> Report:
    return Report(
        kata=kata.id,
        kata_title=kata.title,
        kata_version=version,
        submit=kata.submit,
        verdict=Verdict.UNABLE_TO_GRADE,
        mode=order.mode,
        seed=order.seed,
        sha256=order.submission.sha256,
        versions=(("grader", __version__), ("python", platform.python_version()), ("wire", str(VERSION))),
    )


def _report(
    kata: Kata,
    blank: Report,
    results: list[CheckResult],
    confined: Protections,
    locked: tuple[tuple[str, int], ...],
) -> Report:
    passed = all(result.outcome is Outcome.PASSED for result in results)
    findings = tuple(dict.fromkeys(finding for result in results for finding in result.findings))
    reason = ""
    if locked:
        name, line = locked[0]
        reason = f"{kata.submit} uses {name} (line {line}): this kata is about building it, so the name is locked."
    accepted = passed and not locked and bool(results)
    return replace(
        blank,
        verdict=Verdict.ACCEPTED if accepted else Verdict.REJECTED,
        reason=reason,
        results=tuple(results),
        findings=findings,
        protections=confined,
    )
