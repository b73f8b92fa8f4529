"""Hidden checks of kata33."""

import asyncio

from grader.testing import (
    FRACTIONS,
    LONG,
    M00,
    M05,
    M08,
    M09,
    M12,
    M23,
    M27,
    M31,
    M40,
    Job,
    beside,
    check,
    every_error,
    expect,
    fail,
    falsy,
    outcome,
    raising,
    token,
    twice,
)

KINDS = M00.because("Among what was handed in are a task, a future, and an object with `__await__`.")
ONCE = M12.because("A coroutine was handed in, and a coroutine can be awaited only once.")
TORN = M00.because("finish_first was cancelled, and what it was to finish was cancelled too")

# Of an exception that crosses only its name and its bases come along: the odd one is made on the other side.
KIT = """
import asyncio

class Odd(Exception):
    def __bool__(self):
        return False

error = Odd("nothing in it")

async def fails(seconds):
    await asyncio.sleep(seconds)
    raise error

async def ends_with(work):
    try:
        await work
    except asyncio.CancelledError:
        return "CancelledError"
    except Exception as ended:
        return "the error" if ended is error else "another error"
    return "a value"
"""


async def begun(work):
    """A task that has had its first turn."""
    task = asyncio.create_task(outcome(work))
    await asyncio.sleep(0.125)
    return task


def cancellation(ended):
    """Fail unless it was CancelledError that left; another error speaks for itself."""
    if isinstance(ended, Exception):
        raise ended
    if not isinstance(ended, asyncio.CancelledError):
        fail(M05.because("finish_first was cancelled, and came back with a value: CancelledError did not leave it"))


def must_be(ended, error):
    """Fail unless this very error came out; another one speaks for itself."""
    if ended is error:
        return
    if isinstance(ended, asyncio.CancelledError):
        fail(M09.because("the work failed, and a CancelledError left in the place of its error"))
    if isinstance(ended, BaseException):
        with raising({BaseException: M23.because("The very error of the work has to leave.")}):
            raise ended
    fail(M09.because("the work failed, and finish_first came back with a value"))


@check(points=5, rules=6, needs="test_the_commit_lands_first")
async def test_somebody_else_cancels_the_work(kata, clock):
    """When somebody else cancels the work, CancelledError leaves finish_first at that moment: it does not hang."""
    for asked_before in (False, True):
        task, future = asyncio.create_task(Job(9)()), asyncio.get_running_loop().create_future()
        for work in (task, future):
            waiting = await begun(kata.finish_first(work))
            if asked_before:
                waiting.cancel()
                await asyncio.sleep(0.125)
            work.cancel()
            at = clock.elapsed
            done, _ = await asyncio.wait([waiting], timeout=20)
            if not done:
                fail(M00.because("somebody else cancelled the work, and finish_first never ended"))
            ended = waiting.result()
            if isinstance(ended, Exception):
                raise ended
            if not isinstance(ended, asyncio.CancelledError):
                fail(
                    M00.because(
                        "somebody else cancelled the work, and finish_first came back with a value: there is none"
                    )
                )
            expect(clock.elapsed, at)


@check(
    points=4,
    rules=(1, 3),
    needs="test_the_commit_lands_first",
    raises={TypeError: KINDS, AttributeError: KINDS, RuntimeError: ONCE},
)
async def test_every_kind_of_awaitable(kata, clock):
    """Coroutines, tasks, futures and objects with __await__ are finished alike, and nothing runs twice."""
    loop, value = asyncio.get_running_loop(), token()
    for cancelled in (False, True):
        jobs = [Job(3.25), Job(3.25), Job(3.25)]
        future, ready = loop.create_future(), loop.create_future()
        loop.call_later(3.25, future.set_result, value)
        ready.set_result(value)
        works = [jobs[0](), asyncio.create_task(jobs[1]()), jobs[2], future]
        began = clock.elapsed
        waiting = [asyncio.create_task(outcome(kata.finish_first(work))) for work in works]
        await asyncio.sleep(0.5)
        if cancelled:
            for one in waiting:
                one.cancel()
        ended = [await one for one in waiting]
        for one in ended:
            if isinstance(one, Exception):
                raise one
        expect([job.started for job in jobs], [[began]] * 3, tells=M12.because("not each of them ran just once"))
        expect([job.cancelled for job in jobs], [[]] * 3, tells=TORN)
        if future.cancelled():
            fail(TORN)
        expect(clock.elapsed - began, 3.25)
        if cancelled:
            for one in ended:
                cancellation(one)
        else:
            expect(ended, [job.value for job in jobs] + [value])
        expect(await kata.finish_first(ready), value)


@check(points=4, rules=(1, 2, 5), needs="test_a_commit_that_fails")
async def test_every_value_and_every_error(kata, clock):
    """Any value comes back, also one that counts as false; any error leaves, before and after a cancellation."""
    any_value = M27.because("the value of the work counts as false in an `if`, and another one came back")
    for value in falsy():
        expect(await kata.finish_first(Job(0.25, value)()), value, tells=any_value)
    returned = OSError(token())
    raised = M27.because("The work had returned this exception object, as its value, and not raised it.")
    with raising({OSError: raised}):
        if await kata.finish_first(Job(0.25, returned)()) is not returned:
            fail(M27.because("the value of the work was an exception object, and another one came back"))
    for error in every_error():
        must_be(await outcome(kata.finish_first(Job(0.25, error=error)())), error)
        waiting = await begun(kata.finish_first(Job(0.625, error=error)()))
        waiting.cancel()
        must_be(await waiting, error)
    clock.took(0.25 * (len(falsy()) + 1) + 0.875 * len(every_error()))


@check(points=4, rules=3, needs="test_the_commit_lands_first")
async def test_cancelled_from_the_first_turn_on(kata, clock):
    """Cancelled when finish_first has just begun to wait, a coroutine that has hardly begun runs to its end."""
    jobs = [Job(1.75), Job(2.5)]
    task = asyncio.create_task(jobs[1]())
    waiting = [asyncio.create_task(outcome(kata.finish_first(work))) for work in (jobs[0](), task)]
    await asyncio.sleep(0)
    for one in waiting:
        one.cancel()

    ended = [await one for one in waiting]

    for one in ended:
        cancellation(one)
    early = M00.because("cancelled when finish_first had just begun to wait, the work did not run to its end")
    expect([job.ended for job in jobs], [[1.75], [2.5]], tells=early)
    clock.took(2.5)


@check(points=4, rules=(3, 4), needs="test_cancelled_three_times")
async def test_however_long_and_however_often(kata, clock):
    """The work may take a day, and the cancellations may be hundreds: it lands, and CancelledError leaves then."""
    for seconds in (*FRACTIONS, *LONG):
        job, began = Job(seconds), clock.elapsed
        waiting = await begun(kata.finish_first(job()))
        waiting.cancel()
        cancellation(await waiting)
        expect(job.cancelled, [], tells=TORN)
        soon = M08.because("the work was not over when finish_first left: it may take any time, also a day")
        expect(
            clock.elapsed - began, seconds, tells=lambda took, soon=soon, want=seconds: soon if took < want else None
        )

    job, began = Job(120), clock.elapsed
    waiting = await begun(kata.finish_first(job()))
    for _ in range(110):
        waiting.cancel()
        await asyncio.sleep(1)
    often = M05.because("finish_first was cancelled again and again, and one of the many times was too much for it")
    expect([waiting.done(), job.cancelled], [False, []], tells=often)
    cancellation(await waiting)
    expect(clock.elapsed - began, 120)


@check(points=1, rules=5, inside=True, needs="test_a_commit_that_fails")
async def test_an_error_like_no_other(kata, clock):
    """An exception that counts as false in an `if` leaves as well, before and after a cancellation."""
    kit = beside(kata, KIT)
    for cancelled in (False, True):
        waiting = await begun(kit.ends_with(kata.finish_first(kit.fails(1.625))))
        if cancelled:
            waiting.cancel()
        odd = M09.because("the work failed with an exception that is false in an `if`, and that one did not leave")
        expect(await waiting, "the error", tells=odd)


@check(points=2, rules=(3, 7), needs="test_the_commit_lands_first")
async def test_a_timeout_around_it(kata, clock):
    """A timeout around finish_first ends with TimeoutError, when the work is done; what comes after it goes on."""
    job, late = Job(3.5), False
    ended = None
    try:
        async with asyncio.timeout(1.25):
            ended = await outcome_of_a_value(kata.finish_first(job()))
    except TimeoutError:
        late = True
    except asyncio.CancelledError:
        fail(
            M05.because(
                "a timeout was around finish_first, and a CancelledError came out of it, as if you were cancelled"
            )
        )
    if not late:
        fail(M05.because("the limit of a timeout came while the work was running, and no TimeoutError came out of it"))
    expect([job.ended, ended], [[3.5], None])
    clock.took(3.5)
    me = asyncio.current_task()
    if me.cancelling():
        fail(M05.because("the timeout is over, and the task around it still counts as cancelled"))
    await asyncio.sleep(1)

    async def caught_one_before():
        await outcome(asyncio.sleep(90))
        return await outcome(kata.finish_first(Job(2, value)()))

    async def counted():
        ended = await outcome(kata.finish_first(Job(3)()))
        return ended, asyncio.current_task().cancelling()

    value = token()
    task = asyncio.create_task(caught_one_before())
    await asyncio.sleep(0.5)
    task.cancel()
    ended = await task
    if isinstance(ended, asyncio.CancelledError):
        fail(
            M00.because("it was before finish_first that the task was cancelled, and CancelledError left finish_first")
        )
    if isinstance(ended, BaseException):
        raise ended
    expect(ended, value)

    task = asyncio.create_task(counted())
    for _ in range(2):
        await asyncio.sleep(0.5)
        task.cancel()
    ended, count = await task
    cancellation(ended)
    words = "the task was cancelled twice while finish_first waited, and the count of its cancellations says otherwise"
    expect(count, 2, tells=M31.because(words))


async def outcome_of_a_value(work):
    """What it gives; what it raises goes on its way."""
    return await work


@check(points=2, rules=(4, 8), needs="test_the_commit_lands_first")
async def test_calls_know_nothing_of_each_other(kata, clock):
    """Several wait for the same task; whoever is cancelled among them disturbs nobody else."""
    job = Job(2.75)
    task = asyncio.create_task(job())
    waiting = [await begun(kata.finish_first(task)) for _ in range(3)]
    waiting[1].cancel()
    await asyncio.sleep(0.25)
    waiting[1].cancel()

    first, second, third = [await one for one in waiting]

    for one in (first, third):
        if isinstance(one, asyncio.CancelledError):
            fail(
                M40.because("of three who waited for one task one was cancelled, and another one was told that it was")
            )
        if isinstance(one, BaseException):
            raise one
    cancellation(second)
    expect([first, third, job.ended], [job.value, job.value, [2.75]])
    value = token()
    again = await twice(lambda: kata.finish_first(Job(0.5, value)()))
    expect(
        again,
        [value] * 4,
        tells=M40.because("one call was cancelled, and a later one did not come back with its value"),
    )
