"""Visible checks of kata33."""

import asyncio

from grader.testing import M00, M05, M08, M09, M10, M12, M23, Job, check, expect, fail, outcome, raising, token

RAN_TWICE = {RuntimeError: M12.because("A coroutine was handed in, and a coroutine can be awaited only once.")}


async def cancelled_after(work, *moments):
    """The outcome of work that is cancelled so many seconds after it began, again at each of the moments."""
    task, began = asyncio.create_task(outcome(work)), 0.0
    for moment in moments:
        await asyncio.sleep(moment - began)
        began = moment
        task.cancel()
    return await task


def cancellation(ended):
    """Fail unless it was CancelledError that left; another error speaks for itself."""
    if isinstance(ended, Exception):
        raise ended
    if not isinstance(ended, asyncio.CancelledError):
        fail(M05.because("finish_first was cancelled and came back with a value: CancelledError has to leave, if late"))


@check(points=5, rules=(1, 3), raises=RAN_TWICE)
async def test_the_commit_lands_first(kata, clock):
    """A commit of 2.125 s that is cancelled at 1 s lands at 2.125 s, and CancelledError leaves at that moment."""
    job = Job(2.125)

    ended = await cancelled_after(kata.finish_first(job()), 1)

    if isinstance(ended, Exception):
        raise ended
    torn = M00.because("finish_first was cancelled at 1 s, and tore the commit, which was still running")
    expect(job.cancelled, [], tells=torn)
    looked = M10.because("the commit landed at 2.125 s, and you noticed only later: be told, do not look")
    left = M08.because("you left while the commit was still in flight: nobody waits for it now")
    clock.took(2.125, tells=lambda took: left if took < 2.125 else looked if job.ended == [2.125] else None)
    expect([job.started, job.ended], [[0.0], [2.125]])
    cancellation(ended)
    quick = Job(1.125)
    expect(await kata.finish_first(quick()), quick.value)
    clock.took(3.25)


@check(points=4, rules=4, needs="test_the_commit_lands_first")
async def test_cancelled_three_times(kata, clock):
    """Cancelled at 0.5, 1 and 1.5 s, the commit of 2.125 s still lands, and CancelledError leaves at 2.125 s."""
    job = Job(2.125)

    ended = await cancelled_after(kata.finish_first(job()), 0.5, 1, 1.5)

    torn = M00.because("the first cancellation did no harm, and a later one tore the commit")
    expect(job.cancelled, [], tells=torn)
    left = M08.because("a later cancellation made you leave while the commit was still in flight")
    clock.took(2.125, tells=lambda took: left if took < 2.125 else None)
    cancellation(ended)


@check(points=5, rules=(2, 5), needs="test_the_commit_lands_first")
async def test_a_commit_that_fails(kata, clock):
    """A commit that fails says so: its exception leaves, also when finish_first was cancelled before."""
    for cancelled in ([], [0.5], [0.25, 0.75]):
        error, began = OSError(token()), clock.elapsed

        ended = await cancelled_after(kata.finish_first(Job(1.25, error=error)()), *cancelled)

        if isinstance(ended, asyncio.CancelledError):
            fail(
                M09.because("the commit failed after finish_first was cancelled, and CancelledError covered its error")
            )
        if ended is not error and isinstance(ended, BaseException):
            with raising({BaseException: M23.because("The very error of the commit has to leave.")}):
                raise ended
        if ended is not error:
            fail(M09.because("the commit failed, and finish_first came back with a value"))
        expect(clock.elapsed - began, 1.25)
