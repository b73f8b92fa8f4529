"""Visible checks of kata31."""

import asyncio

from grader.testing import M00, M08, M09, M10, M23, M39, Job, check, expect, fail, outcome, raising, token


async def running(work):
    """A task that has begun."""
    task = asyncio.create_task(work)
    await asyncio.sleep(0.125)
    return task


async def fails_tidying_up(error, seconds):
    """Work that, cancelled, needs so many seconds to tidy up, and fails then."""
    try:
        await asyncio.sleep(99)
    finally:
        await asyncio.sleep(seconds)
        raise error


async def stopped(work):
    """Await a stop that has nothing to raise; what it raises all the same speaks for itself."""
    ended = await outcome(work)
    if isinstance(ended, asyncio.CancelledError):
        fail(M00.because("the task was cancelled, as was wanted, and yet its CancelledError left stop"))
    if isinstance(ended, BaseException):
        raise ended
    expect(ended, None)


@check(points=3, rules=1)
async def test_stop_waits_for_the_tidying_up(kata, clock):
    """A task that is stopped at 0.125 s and needs 0.625 s to tidy up is done when stop returns, at 0.75 s."""
    job = Job(5, cleanup=0.625)
    task = await running(job())

    await stopped(kata.stop(task))

    looked = M10.because("the task was done at 0.75 s, and you noticed only later: be told, do not look")
    left = M39.because("you asked the task to stop and came back: its tidying up, 0.625 s, was not over")
    clock.took(0.75, tells=lambda took: left if took < 0.75 else looked if job.cancelled == [0.125] else None)
    expect(job.cancelled, [0.125], tells=M08.because("the task was not cancelled when stop was called, just once"))
    expect([job.ended, task.cancelled()], [[0.75], True])


@check(points=2, rules=3, needs="test_stop_waits_for_the_tidying_up")
async def test_a_failure_while_tidying_up(kata, clock):
    """When the task fails while it tidies up, its exception leaves stop at that moment."""
    error = ValueError(token())
    task = await running(fails_tidying_up(error, 0.5))

    ended = await outcome(kata.stop(task))

    if ended is None:
        fail(M09.because("the task failed while it tidied up, and stop came back as if nothing had happened"))
    if ended is not error and isinstance(ended, BaseException):
        with raising({BaseException: M23.because("The very error of the task has to leave stop.")}):
            raise ended
    clock.took(0.625)


@check(points=2, rules=5, needs="test_stop_waits_for_the_tidying_up")
async def test_patience_has_an_end(kata, clock):
    """With a patience of 1 s, a TimeoutError leaves stop after 1 s, and a task that needs 5 s goes on tidying up."""
    job = Job(9, cleanup=5)
    task = await running(job())

    ended = await outcome(kata.stop(task, patience=1))

    waits = M39.because(
        "5 s is how long the task needs: your patience was 1 s, and you waited for the task all the same"
    )
    clock.took(1.125, tells={5.125: waits})
    if isinstance(ended, BaseException) and not isinstance(ended, TimeoutError):
        raise ended
    if ended is None:
        fail(M09.because("patience was over and the task was not, and nobody was told: no TimeoutError left stop"))
    await asyncio.sleep(6)
    expect(
        job.ended, [5.125], tells=M00.because("the task, whose tidying up was to go on undisturbed, was not left to it")
    )


@check(points=2, rules=(7, 8), needs="test_stop_waits_for_the_tidying_up")
async def test_a_service(kata, clock):
    """A service that is started works in the background, until it is stopped and has tidied up."""
    job = Job(7, cleanup=0.5)
    service = kata.Service(job)

    await service.start()
    clock.took(0.0, tells={7.0: M00.because("7.0 s: start waited for the work, which was to run in the background")})
    await asyncio.sleep(1)
    expect([job.started, job.cancelled], [[0.0], []], tells=M00.because("started at 0.0, the work did not run since"))
    await stopped(service.stop())

    left = M39.because("the service was stopped, and came back before the work had tidied up")
    clock.took(1.5, tells={1.0: left})
    expect([job.cancelled, job.ended], [[1.0], [1.5]], tells=M08.because("the work was not cancelled at 1.0"))
