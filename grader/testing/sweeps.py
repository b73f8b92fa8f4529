"""Sweeps: the same scenario afresh, cancelled at one place after the other, or failing in one place after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from grader.testing.kit import Job
from grader.testing.minting import token
from grader.testing.misconceptions import M00, M05, M09, M23
from grader.testing.moments import WatchedObject, fired_now, now, warn_author
from grader.testing.tells import raising
from grader.testing.values import fail

SETTLING = 1.0
# A stressed check's timers fire up to a microsecond late each: that is no later moment.
SAME_MOMENT = 0.0001
TIE = (
    "a sweep cuts at {at:g} s, the very moment of a timer of the check's own (a job that ends, an event that is set): "
    "which comes first is the clock's choice, so name that moment among the sweep's, or move one of the two"
)


class Cut(NamedTuple):
    """One run that was cancelled `at` virtual seconds after it `began`.

    `ended` is what came out, a value or an exception, `ended_at` virtual seconds after it began; both are None where it
    never ended. `left` names what was begun and did not stop at that moment (or after its own cleanup).
    """

    at: float
    began: float
    ended: Any
    ended_at: float | None
    left: tuple[str, ...]
    watched: tuple[Any, ...]

    @property
    def came_out(self) -> bool:
        """Did CancelledError leave?"""
        return isinstance(self.ended, asyncio.CancelledError)

    @property
    def moment(self) -> float:
        """When it was cancelled, in virtual seconds since the check began, as the kit notes times."""
        return self.began + self.at


class Failing(NamedTuple):
    """One run in which the job in one `place` failed with `error`, `at` virtual seconds after the run `began`.

    `at` is None where that job never got so far. `ended` is what came out, a value or an exception, `ended_at` virtual
    seconds after it began; both are None where it never ended. `left` names the jobs that ran on when it came out.
    """

    place: int
    at: float | None
    began: float
    error: BaseException
    ended: Any
    ended_at: float | None
    left: tuple[str, ...]
    jobs: tuple[Job, ...]

    @property
    def came_out(self) -> bool:
        """Did this very error leave?"""
        return self.ended is self.error


class _Run:
    """Awaits the student's work in a task of its own, so that it can be cancelled from outside."""

    def __init__(self, work: Awaitable[Any]) -> None:
        self.began = now()
        self.ended: Any = None
        self.ended_at: float | None = None
        self.task = asyncio.create_task(self._ends(work))

    async def _ends(self, work: Awaitable[Any]) -> None:
        try:
            self.ended = await work
        except (Exception, asyncio.CancelledError) as error:
            self.ended = error
        self.ended_at = now() - self.began


async def cancellation_sweep(
    begin: Callable[[], tuple[Awaitable[Any], Sequence[WatchedObject]]], moments: Sequence[float]
) -> list[Cut]:
    """Run a scenario afresh for each stretch between two `moments`, cancelled in its middle.

    `begin` makes the student's work anew, and what is watched: Jobs, Probes, Gates, Sources, Connections. `moments`
    are the virtual seconds after the beginning at which, as the check knows, something happens; the first stretch
    begins at 0, and the work lasts at least to the last of them. After each cut everything gets as long as that and a
    second to show that it goes on.
    Raises AssertionError where the work was over before it could be cancelled, or what it raised by itself.
    """
    settling = moments[-1] + SETTLING
    return [await _cut(begin, (earlier + later) / 2, settling) for earlier, later in pairwise((0.0, *moments))]


def expect_cancelled(cuts: Sequence[Cut], what: str) -> None:
    """Fail unless CancelledError left at the moment of each cut; `what` names the student's function.

    Raises AssertionError that tells what came instead, or the exception of the student's code that did.
    """
    for cut in cuts:
        if isinstance(cut.ended, Exception):
            raise cut.ended
        if cut.ended_at is None:
            fail(M05.because(f"{what} was cancelled, and did not end"))
        if not cut.came_out:
            fail(M05.because(f"{what} was cancelled, and came back with a value: CancelledError did not leave it"))
        late = cut.ended_at - cut.at
        if late > SAME_MOMENT:
            fail(M05.because(f"{what} was cancelled, and CancelledError left it only {late:g} s later"))


async def _cut(begin: Callable[[], tuple[Awaitable[Any], Sequence[WatchedObject]]], at: float, settling: float) -> Cut:
    work, watched = begin()
    run = _Run(work)
    await asyncio.sleep(at)
    if fired_now() > 1:
        # One of them is the cut's own.
        warn_author(TIE.format(at=at))
    _must_still_run(run, at)
    run.task.cancel()
    await asyncio.sleep(settling)
    left = tuple(name for one in watched for name in one._left(run.began + at + SAME_MOMENT))
    cut = Cut(at, run.began, run.ended, run.ended_at, left, tuple(watched))
    await _stop(run.task)
    return cut


def _must_still_run(run: _Run, at: float) -> None:
    if run.ended_at is None:
        return
    if isinstance(run.ended, Exception):
        raise run.ended
    fail(M00.because(f"It was over after {run.ended_at:g} s, before it was cancelled at {at:g} s"))


async def failure_sweep(
    begin: Callable[[list[Job]], Awaitable[Any]],
    delays: Sequence[float],
    *,
    error: Callable[[], BaseException] = lambda: LookupError(token()),
) -> list[Failing]:
    """For each k, run the student's work with jobs of these delays of which the k-th fails.

    `begin` gets the jobs and makes the work; `error` makes the exception. After each run everything gets the time of
    all the jobs and a second to show that it goes on.
    """
    return [await _failing(begin, delays, place, error()) for place in range(len(delays))]


def expect_failures(failures: Sequence[Failing], what: str) -> None:
    """Fail unless each time the very error of the job left, at the moment at which the job failed.

    `what` names the student's function. Raises AssertionError that tells what came instead, or the exception that did.
    """
    for failing in failures:
        if failing.at is None or failing.ended_at is None:
            told = "the job that fails was never begun" if failing.at is None else "it did not end when a job failed"
            fail(M09.because(f"{what}: {told}"))
        if not failing.came_out:
            if not isinstance(failing.ended, BaseException):
                fail(M09.because(f"A job failed, and {what} came back as if nothing had happened"))
            with raising({BaseException: M23.because(f"Another error has to leave {what}: the very one of the job.")}):
                raise failing.ended
        late = failing.ended_at - failing.at
        if late > SAME_MOMENT:
            fail(M09.because(f"The error of a job that had failed left {what} only {late:g} s later"))


async def _failing(
    begin: Callable[[list[Job]], Awaitable[Any]], delays: Sequence[float], place: int, error: BaseException
) -> Failing:
    jobs = [Job(delay, name=f"job {k}", error=error if k == place else None) for k, delay in enumerate(delays)]
    run = _Run(begin(jobs))
    await asyncio.sleep(sum(delays) + SETTLING)
    left: list[str] = []
    if run.ended_at is not None:
        left = [name for job in jobs for name in job._left(run.began + run.ended_at + SAME_MOMENT)]
    at = jobs[place].ended[0] - run.began if jobs[place].ended else None
    failing = Failing(place, at, run.began, error, run.ended, run.ended_at, tuple(left), tuple(jobs))
    await _stop(run.task)
    return failing


async def _stop(task: asyncio.Task[None]) -> None:
    """The next run begins without what is left of this one, as far as it obeys."""
    if not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=SETTLING)
