"""Visible checks of kata32."""

import asyncio
from dataclasses import dataclass
from typing import Any

from grader.testing import M00, M08, M09, M22, M23, M31, M35, Job, check, expect, fail, outcome, raising, token


@dataclass
class Run:
    """What became of a block, which ran in a task of its own."""

    limit: Any = None
    ended: Any = None
    took: float = 0
    count: int = 0
    same: bool = True
    after: Any = None


async def run_block(kata, clock, seconds, work, *, wait=0, rest=0):
    """Make a deadline, wait, do the work in its block, and rest after it; all of it in one task."""
    run = Run()

    async def task():
        run.limit = kata.deadline(seconds)
        await asyncio.sleep(wait)
        began = clock.elapsed

        async def block():
            async with run.limit as entered:
                run.same = entered is run.limit
                return await work

        run.ended = await outcome(block())
        run.took = clock.elapsed - began
        run.count = asyncio.current_task().cancelling()
        run.after = await outcome(asyncio.sleep(rest, "undisturbed"))

    await asyncio.create_task(task())
    return run


def timed_out(run):
    """Fail unless TimeoutError left the block; another error speaks for itself."""
    if isinstance(run.ended, asyncio.CancelledError):
        fail(M23.because("the deadline came, and the CancelledError left the block: TimeoutError has to leave it"))
    if isinstance(run.ended, BaseException) and not isinstance(run.ended, TimeoutError):
        raise run.ended
    if not isinstance(run.ended, TimeoutError):
        fail(M09.because("the deadline came, and no TimeoutError left the block"))


@check(points=4, rules=(1, 4))
async def test_the_deadline_comes(kata, clock):
    """A deadline of 1 s, made at 0 s and entered at 0.5 s, cancels its block at 1.5 s, and TimeoutError leaves."""
    job = Job(5)

    run = await run_block(kata, clock, 1, job(), wait=0.5)

    early = M35.because(
        "1.0 s: the clock ran before the block was entered, from the moment at which the deadline was made"
    )
    expect(
        job.cancelled,
        [1.5],
        tells=[([1.0], early), ([], M00.because("the deadline came, and the block was not cancelled"))],
    )
    timed_out(run)
    clock.took(1.5)
    if not run.same:
        fail(M00.because("what stands behind `as` has to be the deadline itself: __aenter__ returned something else"))
    expect(run.limit.expired(), True, tells=M00.because("the deadline has come, and expired() does not say so"))


@check(points=3, rules=(2, 4), needs="test_the_deadline_comes")
async def test_a_block_in_time(kata, clock):
    """A block of 0.75 s with a deadline of 1 s ends undisturbed, and so does what the task does after it."""
    job = Job(0.75)

    run = await run_block(kata, clock, 1, job(), rest=5)

    if isinstance(run.ended, BaseException):
        raise run.ended
    expect([run.ended, run.took], [job.value, 0.75])
    if run.after != "undisturbed":
        fail(M22.because("the block was over in time, and later on its timer cancelled the task out of the blue"))
    late = M00.because("the block was over in time, and expired() says that the deadline cancelled it")
    expect(run.limit.expired(), False, tells=late)


@check(points=4, rules=7, needs="test_the_deadline_comes")
async def test_the_task_goes_on(kata, clock):
    """After TimeoutError was caught the task does not count as cancelled any more, and goes on."""
    run = await run_block(kata, clock, 1, Job(5)(), rest=2)

    timed_out(run)
    expect(
        run.after, "undisturbed", tells=M22.because("the block was over, and its task was cancelled once more after it")
    )
    more = M31.because(
        "the block is over, and the task still counts as cancelled: you cancelled it, so you uncancel it"
    )
    expect(run.count, 0, tells=more)
    clock.took(3.0)


@check(points=3, rules=(11, 12), needs="test_the_deadline_comes")
async def test_wait_for(kata, clock):
    """my_wait_for gives the value of a job of 1 s, and raises TimeoutError for one that takes longer than 2 s."""
    quick, slow = Job(1), Job(7)

    expect(await kata.my_wait_for(quick(), 2), quick.value)
    clock.took(1.0)
    ended = await outcome(kata.my_wait_for(slow(), 2))

    if isinstance(ended, BaseException) and not isinstance(ended, TimeoutError):
        with raising({BaseException: M23.because("The job was late: TimeoutError has to leave my_wait_for.")}):
            raise ended
    if not isinstance(ended, TimeoutError):
        fail(M09.because("the job took longer than the timeout, and no TimeoutError left my_wait_for"))
    clock.took(3.0)
    await asyncio.sleep(9)
    expect(slow.cancelled, [3.0], tells=M08.because("the job was late, and was not cancelled at that moment"))
