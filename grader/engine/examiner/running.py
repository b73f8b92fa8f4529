"""Run one check against one side: pytest's hook and every loop over submissions come through here."""

from __future__ import annotations

import gc
import inspect
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from grader.engine.examiner.check_session import CandidateReport, CheckSession
from grader.engine.examiner.checks import LoadedCheck
from grader.engine.examiner.judging import Comparisons, Ending, judge
from grader.engine.examiner.remote_loop import CheckClock
from grader.engine.examiner.schedules import Turn
from grader.engine.wire.channel import Gone
from grader.model import CheckResult, Outcome
from grader.testing.minting import minting
from grader.testing.moments import hearing, keeping_time, noticing
from grader.vtime import Clock, Patches, VirtualLoop, virtual

# Objects more than there were before the checks: some thirty checks' worth.
MUCH_GARBAGE = 50_000


class CheckRun(NamedTuple):
    """A check's result, with what it raised and what the candidate says of it.

    `loaded` is false when the student's module could not even be executed.
    """

    result: CheckResult
    failure: BaseException | None
    loaded: bool
    report: CandidateReport


class Shared(NamedTuple):
    """What checks that are run one after the other share; `patches` are in place, where there are any."""

    comparisons: Comparisons
    patches: Patches | None = None


def run_check(loaded: LoadedCheck, session: CheckSession, *, seed: str, shared: Shared) -> CheckRun:
    """Run the check on a fresh clock and a fresh copy of the student's module.

    A stressed check runs again under one schedule after the other, up to the first failure. What a passed one took and
    showed is that of its first run, in asyncio's plain order.
    """
    ran = first = _run_once(loaded, session, Turn(seed), shared)
    for number in range(1, loaded.mark.stress + 1):
        if ran.failure is not None:
            return ran
        session = session.again(quiescent=ran.report.quiescent)
        ran = _run_once(loaded, session, Turn(seed, number), shared)
    if ran.failure is not None:
        return ran
    used = tuple(dict.fromkeys((*first.report.locked, *ran.report.locked)))
    return first._replace(report=first.report._replace(quiescent=ran.report.quiescent, locked=used))


def _run_once(loaded: LoadedCheck, session: CheckSession, turn: Turn, shared: Shared) -> CheckRun:
    with garbage_kept():
        ran = _ran(loaded, session, turn, shared)
        for error in (ran.failure, *session.lost()):
            if error is not None:
                # The frames of a failed check hold its coroutines: let them go while nobody is warned of them.
                traceback.clear_frames(error.__traceback__)
                error.__traceback__ = None
        session.close()
        return ran


@contextmanager
def garbage_kept() -> Iterator[None]:
    """Collect garbage only at the end of an attempt, or of a check that made much of it: never in the middle.

    What a check throws away unstarted is the student's finding, not a warning on our stderr.
    """
    if not gc.isenabled():
        yield
        if gc.get_count()[0] > MUCH_GARBAGE:
            gc.collect()
        return
    gc.disable()
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".* was never awaited", category=RuntimeWarning)
            warnings.simplefilter("ignore", ResourceWarning)
            try:
                yield
            finally:
                gc.collect()
    finally:
        gc.enable()


def _ran(loaded: LoadedCheck, session: CheckSession, turn: Turn, shared: Shared) -> CheckRun:
    clock = Clock()
    clock.schedule = turn.schedule(loaded.check.name)
    clock.order = turn.order(loaded.check.name)
    checked = CheckClock(clock, session.inside)
    shared.comparisons.last = None
    left: list[Any] = []
    with (
        virtual(clock, lambda: session.loop(clock), shared.patches),
        minting(turn.mint(loaded.check.name)),
        keeping_time(clock),
        hearing(session.hears),
        noticing() as noticed,
    ):
        kata, failure = _caught(lambda: session.open(clock))
        opened = failure is None
        if opened:
            given = {"clock": checked, "kata": kata}
            _, failure = _caught(lambda: _run(loaded, given, lambda: session.loop(clock), left))
        report = session.finish(ask_for_clues=failure is not None and not loaded.check.hidden)
        for coroutine in left:
            # Now that nobody can be asked any more: later, whoever collects it would be told of the error on stderr.
            _caught(coroutine.close)
    failure, passed = session.stopped_by() or failure, session.passed()
    comparison = shared.comparisons.last
    if passed is not None and not isinstance(failure, Gone):
        # Whatever the student's code made of it: it was the check's.
        failure, comparison = passed, comparison if failure is passed else None
    took, possible = checked.timing
    took = checked.elapsed if took is None else took
    ending = Ending(turn, failure, comparison, opened, took, possible, tuple(noticed), report)
    return CheckRun(_judged(loaded, ending, session), failure, opened, report)


def _judged(loaded: LoadedCheck, ending: Ending, session: CheckSession) -> CheckResult:
    try:
        return judge(loaded, ending, session)
    except (Exception, Gone):
        # An exception made to break whoever looks at it must cost its own check, and no more.
        return CheckResult(loaded.check, Outcome.ERRORED, headline="How the check ended cannot be told.")


def _caught(action: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    try:
        return action(), None
    except KeyboardInterrupt:
        raise
    except BaseException as failure:
        return None, failure


def _run(loaded: LoadedCheck, given: dict[str, Any], make_loop: Callable[[], VirtualLoop], left: list[Any]) -> None:
    arguments = {name: given[name] for name in loaded.arguments}
    if inspect.iscoroutinefunction(loaded.function):
        _run_async(loaded.function(**arguments), make_loop(), left)
    else:
        loaded.function(**arguments)


def _run_async(check: Any, loop: VirtualLoop, left: list[Any]) -> None:
    try:
        loop.run_until_complete(check)
    finally:
        loop.partner = None
        for task in loop.pending():
            task._log_destroy_pending = False  # type: ignore[attr-defined]
            left.append(task.get_coro())
