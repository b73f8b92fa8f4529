"""Hidden checks of kata32."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from grader.testing import (
    FRACTIONS,
    LONG,
    M00,
    M05,
    M08,
    M09,
    M10,
    M22,
    M23,
    M27,
    M31,
    M35,
    M39,
    M40,
    Job,
    check,
    every_error,
    expect,
    fail,
    falsy,
    outcome,
    plain,
    raising,
    token,
)

MOMENT_0 = "the moment 0 of the loop's clock"
KINDS = M00.because("Among what was handed in are a task, a future, and an object with `__await__`.")
FOREIGN = M23.because("somebody else cancelled the task, and a TimeoutError left the block: that was not the deadline")


@dataclass
class Run:
    """What became of a block, which ran in a task of its own."""

    limit: Any = None
    ended: Any = None
    took: float = 0
    count: int = 0
    after: Any = None
    notes: list[Any] = field(default_factory=list)


async def enter(kata, clock, run, seconds, work, *, rest=0):
    """Do the work in a block with a deadline, note what became of it, and rest after it."""
    began = clock.elapsed
    if run.limit is None:
        run.limit = kata.deadline(seconds)

    async def block():
        async with run.limit:
            return await work

    run.ended = await outcome(block())
    run.took = clock.elapsed - began
    run.count = asyncio.current_task().cancelling()
    if rest:
        run.after = await outcome(asyncio.sleep(rest, "undisturbed"))
    return run


async def run_block(kata, clock, seconds, work, *cancels, rest=0, limit=None):
    """The same in a task of its own, which is cancelled so many seconds after it began."""
    run = Run(limit)
    task, began = asyncio.create_task(enter(kata, clock, run, seconds, work, rest=rest)), 0.0
    for moment in cancels:
        await asyncio.sleep(moment - began)
        began = moment
        task.cancel()
    await outcome(task)
    return run


def timed_out(run):
    """Fail unless TimeoutError left the block; another error speaks for itself."""
    if isinstance(run.ended, asyncio.CancelledError):
        fail(M23.because("the deadline came, and the CancelledError left the block: TimeoutError has to leave it"))
    if isinstance(run.ended, BaseException) and not isinstance(run.ended, TimeoutError):
        raise run.ended
    if not isinstance(run.ended, TimeoutError):
        fail(M09.because("the deadline came, and no TimeoutError left the block"))


def must_be(ended, error, words):
    """Fail unless this very error came out; another one speaks for itself."""
    if ended is error:
        return
    if isinstance(ended, BaseException):
        with raising({BaseException: M23.because(words)}):
            raise ended
    fail(M09.because("an error was raised in the block, and none left it"))


@check(points=4, rules=(5, 7), needs="test_the_deadline_comes")
async def test_somebody_else_cancels(kata, clock):
    """Whoever else cancels the task, before the deadline or after it, gets CancelledError, and stays on the count."""
    # The moments of the cancellation and of the deadline, and when the block is over: it takes 2 s to tidy up.
    for cancelled, seconds, over, expired in ((0.5, 9, 2.5, False), (0.5, 1.25, 2.5, True), (2.25, 1.25, 2.25, True)):
        job = Job(50, cleanup=2)
        run = await run_block(kata, clock, seconds, slowly(job, not_twice=cancelled < seconds), cancelled)
        if isinstance(run.ended, TimeoutError):
            fail(FOREIGN)
        if isinstance(run.ended, Exception):
            raise run.ended
        if not isinstance(run.ended, asyncio.CancelledError):
            fail(M05.because("somebody else cancelled the task, and CancelledError did not leave the block"))
        counted = M31.because("the count of the task is not 1 after the block, where just one other had cancelled it")
        expect(run.count, 1, tells=counted)
        expect(run.took, over)
        expect(run.limit.expired(), expired, tells=M00.because("expired() does not tell whether the deadline had come"))


async def slowly(job, *, not_twice):
    """Do the job; where it is not to be cancelled twice, a later cancellation waits until it has tidied up."""
    task = asyncio.create_task(job())
    asked = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            if asked is not None and not not_twice:
                raise
            asked = error
            if task.cancelling() == 0:
                task.cancel()
    raise asked


@check(points=4, rules=(1, 8), needs="test_the_task_goes_on")
async def test_blocks_in_each_other(kata, clock):
    """The shorter deadline counts, inside or outside; after the inner one was caught, the outer one still works."""

    async def inside(within, seconds, work):
        await enter(kata, clock, within, seconds, work)
        if isinstance(within.ended, asyncio.CancelledError):
            raise within.ended

    for outer, inner in ((1, 2), (3, 1.25)):
        job, within = Job(50), Run()
        run = await run_block(kata, clock, outer, inside(within, inner, job()))
        expect(
            job.cancelled,
            [job.started[0] + min(outer, inner)],
            tells=M22.because("of two blocks, one in the other, it was not the shorter deadline that counted"),
        )
        if outer < inner:
            if not isinstance(within.ended, asyncio.CancelledError):
                fail(M23.because("the outer deadline had come, and the inner block, whose had not, ended otherwise"))
            timed_out(run)
        else:
            timed_out(within)
            if isinstance(run.ended, BaseException):
                raise run.ended
        expired = [run.limit.expired(), within.limit.expired()]
        expect(expired, [outer < inner, inner < outer], tells=M40.because("not the one whose deadline came is expired"))
        expect(run.count, 0, tells=M31.because("two blocks are over, and the task still counts as cancelled"))

    async def goes_on(within, job):
        await enter(kata, clock, within, 1, Job(60)())
        timed_out(within)
        await job()

    job, within = Job(60), Run()
    run = await run_block(kata, clock, 2.5, goes_on(within, job))
    timed_out(run)
    expect([run.took, within.took], [2.5, 1.0], tells=M22.because("the deadline of each block was not its own"))
    expect(run.count, 0, tells=M31.because("two blocks are over, and the task still counts as cancelled"))

    async def made_elsewhere():
        return kata.deadline(1.5)

    job = Job(50)
    run = await run_block(kata, clock, 1.5, job(), limit=await asyncio.create_task(made_elsewhere()))
    whose = M40.because("one task had made the deadline, another one entered it, and its block was not cancelled")
    expect(job.cancelled, [job.started[0] + 1.5], tells=whose)
    with whose:
        timed_out(run)

    began = clock.elapsed
    runs = await asyncio.gather(*(run_block(kata, clock, seconds, Job(4)()) for seconds in (3, 1.5, 8)))
    expect(
        [run.took for run in runs],
        [3.0, 1.5, 4.0],
        tells=M40.because("of three side by side not each kept its own deadline"),
    )
    timed_out(runs[0])
    timed_out(runs[1])
    expect([run.limit.expired() for run in runs], [True, True, False], tells=M40)
    expect(clock.elapsed - began, 4.0)


@check(points=4, rules=(2, 6, 7), needs="test_the_task_goes_on")
async def test_what_the_block_raises(kata, clock):
    """Errors of the block leave as they are, in time and in the place of the cancellation; caught, none leaves."""
    for error in every_error():
        run = await run_block(kata, clock, 2, Job(0.5, error=error)(), rest=3)
        must_be(run.ended, error, "The very error of the block has to leave it, which was in time.")
        if run.after != "undisturbed":
            fail(M22.because("the block failed in time, and later on its timer cancelled the task all the same"))
        expect([run.took, run.count, run.limit.expired()], [0.5, 0, False])

    async def turns(error, value):
        try:
            await asyncio.sleep(70)
        except asyncio.CancelledError:
            await asyncio.sleep(0.75)
            if error is not None:
                raise error from None
        return value

    for error in [None, *every_error()]:
        run = await run_block(kata, clock, 1.5, turns(error, value := token()))
        if error is not None:
            must_be(
                run.ended,
                error,
                "The block raised another error in the place of the cancellation: that one has to leave.",
            )
        elif isinstance(run.ended, TimeoutError):
            fail(M23.because("the block had caught the cancellation and ended well, and yet TimeoutError left it"))
        elif isinstance(run.ended, BaseException):
            raise run.ended
        else:
            expect(run.ended, value)
        expect(run.took, 2.25)
        expect(
            run.count,
            0,
            tells=M31.because("the block did something else with the cancellation, and it is still counted"),
        )
        expect(run.limit.expired(), True, tells=M00.because("the deadline had come, and expired() does not say so"))


@check(points=3, rules=(1, 3), needs="test_a_block_in_time")
async def test_deadlines_of_every_length(kata, clock):
    """None is no deadline, 0 or less is one that has come already, and fractions and days are taken as they are."""
    job = Job(LONG[1])
    run = await run_block(kata, clock, None, job())
    none = M27.because("with None there is no deadline, and the block did not end by itself")
    if isinstance(run.ended, TimeoutError):
        fail(none)
    if isinstance(run.ended, BaseException):
        raise run.ended
    expect([run.ended, run.took], [job.value, LONG[1]], tells=none)

    for seconds in (0, -3):
        job = Job(9)
        run = await run_block(kata, clock, seconds, job())
        expect(run.took, 0.0, tells=M27.because("0 or less is a deadline that has come already, and the block went on"))
        if not job.started:
            with raising({BaseException: M27.because("The deadline had come already: the block begins all the same.")}):
                if isinstance(run.ended, BaseException):
                    raise run.ended
            fail(M27.because("the deadline had come already, and the block did not begin: it has to, all the same"))
        timed_out(run)

    for seconds in (*FRACTIONS, *LONG):
        exact = M27.because("a block just in time, or just too late, was judged wrongly")
        runs = [await run_block(kata, clock, seconds, Job(seconds + more, "in time")()) for more in (-0.125, 0.125)]
        expect([run.took for run in runs], [seconds - 0.125, seconds], tells=exact)
        if isinstance(runs[0].ended, BaseException):
            raise runs[0].ended
        timed_out(runs[1])


@check(points=4, rules=9, needs="test_a_block_in_time")
async def test_rescheduled(kata, clock):
    """when() is the moment on the loop's clock, and reschedule moves it earlier or later, or takes it away."""
    loop = asyncio.get_running_loop()
    # The first deadline, the moves as (after so many seconds, to so many seconds from then), and when it ends.
    # To the moment 0 of the clock: false in an `if`, and a moment like any other that has passed.
    for first, moves, over in (
        (2, [(1, 4)], 5.0),
        (5, [(1, 0.5)], 1.5),
        (2, [(1, 3), (2, 3), (2.5, 1.25)], 6.75),
        (None, [(0.5, 1)], 1.5),
        (3, [(1.75, -1)], 1.75),
        (3, [(1.25, MOMENT_0)], 1.25),
        (3, [(2, None)], 20.0),
    ):

        async def work(moves, run):
            run.notes.append((run.limit.when(), loop.time()))
            for after, seconds in moves:
                await asyncio.sleep(after)
                when = 0 if seconds is MOMENT_0 else None if seconds is None else loop.time() + seconds
                run.limit.reschedule(when)
                run.notes.append((run.limit.when(), when))
            await asyncio.sleep(20 - clock.elapsed + began)

        run, began = Run(), clock.elapsed
        await asyncio.create_task(enter(kata, clock, run, first, work(moves, run)))
        (moment, now), *moved = plain(run.notes)
        wanted = None if first is None else now + first
        expect(
            moment, wanted, tells=M00.because("when() is not the moment of the deadline on the loop's clock, or None")
        )
        expect(
            [was for was, _ in moved],
            [set_to for _, set_to in moved],
            tells=M00.because("rescheduled, when() tells another moment"),
        )
        old = M22.because("the deadline was moved to a later moment, and the old timer went off all the same")
        kept = M35.because("the deadline was moved, and the block did not end at the new moment on the loop's clock")
        zero = M27.because("the deadline was moved to the moment 0, which has passed: at once, and not never")
        moved_to_0 = moves[-1][1] is MOMENT_0
        expect(
            run.took,
            over,
            tells=lambda took, first=first, words=zero if moved_to_0 else kept: old if took == first else words,
        )
        if over == 20:
            if isinstance(run.ended, BaseException):
                raise run.ended
        else:
            timed_out(run)


@check(points=3, rules=(7, 10), needs="test_the_task_goes_on")
async def test_entered_twice_or_in_a_cancelled_task(kata, clock):
    """Entered a second time it raises RuntimeError; and in a task that counts as cancelled already it works as well."""

    async def again(limit):
        begun = False
        try:
            async with limit:
                begun = True
        except RuntimeError:
            return "begun" if begun else "refused"
        return "entered"

    async def inside(run):
        run.notes.append(await again(run.limit))
        run.notes.append(await asyncio.create_task(again(run.limit)))
        await asyncio.sleep(80)

    twice = M00.because("a deadline was entered a second time, and no RuntimeError was raised")
    run = Run()
    await asyncio.create_task(enter(kata, clock, run, 1.5, inside(run)))
    expect(run.notes, ["refused", "refused"], tells=twice)
    timed_out(run)
    expect(run.took, 1.5, tells=M22.because("it was entered a second time, which disturbed the first block"))
    expect(await again(run.limit), "refused", tells=twice)

    async def cancelled_before():
        try:
            await asyncio.sleep(90)
        except asyncio.CancelledError:
            pass
        run = Run()
        await enter(kata, clock, run, 1, Job(70)())
        return run

    task = asyncio.create_task(cancelled_before())
    await asyncio.sleep(1)
    task.cancel()
    run = await task
    if isinstance(run.ended, asyncio.CancelledError):
        words = (
            "the task had been cancelled before the block, and the deadline's own cancellation was taken for that one"
        )
        fail(M31.because(words))
    timed_out(run)
    expect(
        run.count,
        1,
        tells=M31.because("the task counted as cancelled before the block: after it the count is another one"),
    )


@check(
    points=4,
    rules=(11, 12, 13),
    needs="test_wait_for",
    raises={TypeError: KINDS, AttributeError: KINDS},
)
async def test_wait_for_whatever_comes(kata, clock):
    """my_wait_for takes every awaitable, lets errors and values through, waits for tidying up, and can be cancelled."""
    loop, value = asyncio.get_running_loop(), token()
    future, done = loop.create_future(), loop.create_future()
    loop.call_later(1.75, future.set_result, value)
    done.set_result(value)
    jobs = [Job(0.5), Job(1)]
    given = [asyncio.create_task(jobs[0]()), jobs[1], future, done]
    waiting = [outcome(kata.my_wait_for(aw, limit)) for aw, limit in zip(given, (3, None, 2.5, 0), strict=True)]
    for ended, wanted in zip(await asyncio.gather(*waiting), [*(job.value for job in jobs), value, value], strict=True):
        if isinstance(ended, TimeoutError):
            fail(M27.because("it was done in time, or done already, and TimeoutError left my_wait_for"))
        if isinstance(ended, BaseException):
            raise ended
        expect(ended, wanted)
    clock.took(1.75, tells=lambda took: M10.because("you noticed only later that it was done") if took > 1.75 else None)
    for one in falsy():
        expect(await kata.my_wait_for(Job(0.25, one)(), 1), one)
    for error in every_error():
        must_be(
            await outcome(kata.my_wait_for(Job(0.25, error=error)(), 1)),
            error,
            "The very error of the job has to leave.",
        )

    for cleanup, timeout in ((0.5, 2), (LONG[0], 1.25), (0, 0)):
        job, began = Job(1e5, cleanup=cleanup), clock.elapsed
        task = asyncio.create_task(job())
        await asyncio.sleep(0.125)
        ended = await outcome(kata.my_wait_for(task, timeout))
        left = M39.because("the job was late, and you left before it had tidied up")
        wanted = 0.125 + timeout + cleanup
        expect(clock.elapsed - began, wanted, tells=lambda took, wanted=wanted: left if took < wanted else None)
        expect(
            job.cancelled, [began + 0.125 + timeout], tells=M08.because("the job was not cancelled at the limit, once")
        )
        if not isinstance(ended, TimeoutError):
            fail(M09.because("the job was late, and no TimeoutError left my_wait_for"))

    job = Job(50, cleanup=0.5)
    for aw in (job(), future := loop.create_future()):
        waiter = asyncio.create_task(outcome(kata.my_wait_for(aw, 9)))
        await asyncio.sleep(1)
        if aw is future:
            future.set_result(value)
        waiter.cancel()
        began, ended = clock.elapsed, await waiter
        if isinstance(ended, Exception):
            raise ended
        if not isinstance(ended, asyncio.CancelledError):
            fail(M05.because("my_wait_for was cancelled, and a value came back: CancelledError has to leave it"))
        if aw is not future:
            expect(job.cancelled, [began], tells=M08.because("my_wait_for was cancelled, and the job went on"))
            expect(job.ended, [began + 0.5])
            expect(
                clock.elapsed,
                began + 0.5,
                tells=M39.because("my_wait_for was cancelled, and left before the job had tidied up"),
            )
