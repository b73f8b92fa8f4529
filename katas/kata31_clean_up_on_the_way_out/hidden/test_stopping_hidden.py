"""Hidden checks of kata31."""

import asyncio

from grader.testing import (
    FRACTIONS,
    LONG,
    M00,
    M05,
    M08,
    M09,
    M23,
    M27,
    M34,
    M39,
    M40,
    Job,
    check,
    every_error,
    expect,
    fail,
    falsy,
    outcome,
    raising,
    token,
)

TWICE = M08.because(
    "stop was over, and the task was not left to its tidying up undisturbed: it was cancelled once more"
)
OTHER = M23.because("What has to leave is the very error of the task.")


async def running(work):
    """A task that has begun."""
    task = asyncio.create_task(work)
    await asyncio.sleep(0.25)
    return task


async def ends_tidying_up(seconds, value=None, error=None):
    """Work that, cancelled, needs so many seconds to tidy up, and ends in its own way then."""
    try:
        await asyncio.sleep(1e6)
    except asyncio.CancelledError:
        await asyncio.sleep(seconds)
    if error is not None:
        raise error
    return value


def must_be(ended, error, lost):
    """Fail unless this very error came out; another one speaks for itself."""
    if ended is error:
        return
    if isinstance(ended, BaseException):
        with raising({BaseException: OTHER}):
            raise ended
    fail(M09.because(lost))


def nothing(ended, where):
    """Fail unless stop came back with None; an error speaks for itself."""
    if isinstance(ended, asyncio.CancelledError):
        fail(M00.because(f"{where}, and a CancelledError left stop"))
    if isinstance(ended, BaseException):
        with raising({BaseException: M00.because("There was nothing to raise here.")}):
            raise ended
    expect(ended, None, tells=M00.because(f"{where}, and stop returned something: it returns None"))


async def cancelled_waiting(work, clock):
    """Cancel a stop a second after it began to wait, and fail unless it ends at that moment with CancelledError."""
    waiting = asyncio.create_task(outcome(work))
    await asyncio.sleep(1)
    waiting.cancel()
    at = clock.elapsed
    ended = await waiting
    if isinstance(ended, Exception):
        raise ended
    if not isinstance(ended, asyncio.CancelledError):
        fail(M05.because("stop was cancelled while it waited, and came back as if nothing had happened"))
    expect(clock.elapsed, at, tells=M05.because("stop was cancelled while it waited, and left only later"))


@check(points=3, rules=(4, 8), needs=("test_stop_waits_for_the_tidying_up", "test_a_service"))
async def test_stop_can_be_cancelled(kata, clock):
    """When stop is cancelled while it waits, CancelledError leaves it at once, and the task tidies up undisturbed."""
    for patience in (None, 10):
        job = Job(50, cleanup=5)
        task = await running(job())
        began = clock.elapsed
        await cancelled_waiting(kata.stop(task, patience=patience), clock)
        await asyncio.sleep(9)
        expect([job.cancelled, job.ended], [[began], [began + 5]], tells=TWICE)

    job = Job(50, cleanup=5)
    service = kata.Service(job)
    await service.start()
    await asyncio.sleep(0.25)
    began = clock.elapsed
    await cancelled_waiting(service.stop(), clock)
    await asyncio.sleep(9)
    expect([job.cancelled, job.ended], [[began], [began + 5]], tells=TWICE)


@check(points=3, rules=(2, 6), needs="test_stop_waits_for_the_tidying_up")
async def test_over_already_or_not_begun(kata, clock):
    """A task that is done, failed, cancelled or not begun at all is stopped at once; only a failure leaves."""
    done = await running(Job(0, token())())
    nothing(await outcome(kata.stop(done)), "the task was done already")
    gone = await running(Job(9)())
    gone.cancel()
    await asyncio.sleep(0.25)
    nothing(await outcome(kata.stop(gone)), "the task was cancelled already")
    for error in every_error():
        failed = await running(Job(0, error=error)())
        lost = "the task had failed before it was stopped, and nobody was told"
        must_be(await outcome(kata.stop(failed, patience=3)), error, lost)
    job = Job(9)
    nothing(await outcome(kata.stop(asyncio.create_task(job()))), "the task had not begun")

    expect(job.started, [], tells=M00.because("a task that had not begun when it was stopped did begin"))
    clock.took(0.25 * 3 + 0.25 * len(every_error()))


@check(points=3, rules=(1, 3), needs="test_a_failure_while_tidying_up")
async def test_however_it_ends(kata, clock):
    """Whatever a task fails with while it tidies up leaves stop, and a value that it ends with does not."""
    for error in every_error():
        for patience in (None, 2):
            task = await running(ends_tidying_up(0.5, error=error))
            began = clock.elapsed
            ended = await outcome(kata.stop(task, patience=patience))
            must_be(ended, error, "the task failed while it tidied up, and stop came back as if nothing had happened")
            expect(
                clock.elapsed - began,
                0.5,
                tells=lambda took: M00.because("the task was done, and stop ended only later") if took > 0.5 else None,
            )
    for value in [*falsy(), token()]:
        task = await running(ends_tidying_up(0.25, value=value))
        nothing(await outcome(kata.stop(task)), "the task ended with a value")


@check(points=2, rules=(1, 5), needs="test_patience_has_an_end")
async def test_patience_of_every_length(kata, clock):
    """Patience may be a fraction or an hour; what needs less is waited for, and without patience a day is waited."""
    for patience in (*FRACTIONS, LONG[0]):
        quick, slow = (Job(1e6, cleanup=patience + more) for more in (-0.125, 0.125))
        tasks = [await running(quick()), await running(slow())]
        exact = M27.because("a task that needed a little less than your patience, or a little more, was judged wrongly")
        ended = await outcome(kata.stop(tasks[0], patience=patience))
        if isinstance(ended, TimeoutError):
            fail(exact)
        nothing(ended, "the task tidied up in time")
        expect(clock.elapsed, quick.ended[0])
        began = clock.elapsed
        ended = await outcome(kata.stop(tasks[1], patience=patience))
        expect(clock.elapsed - began, patience, tells=exact)
        if not isinstance(ended, TimeoutError):
            fail(exact)
        await asyncio.sleep(1)
        expect([slow.cancelled, slow.ended], [[began], [began + patience + 0.125]], tells=TWICE)

    job = Job(1e6, cleanup=LONG[1])
    task, began = await running(job()), clock.elapsed
    nothing(await outcome(kata.stop(task)), "there was no limit to your patience, and the task tidied up for a day")
    expect(clock.elapsed - began, LONG[1], tells=M39.because("a task that tidied up for a day was not waited for"))


@check(points=3, rules=(7, 8, 9), needs="test_a_service")
async def test_start_and_stop_in_any_order(kata, clock):
    """Stop before start, start twice, stop twice, and start again all work."""
    job = Job(60, cleanup=0.5)
    service = kata.Service(job)
    with raising({Exception: M27.because("The service had not been started when it was stopped.")}):
        await service.stop()
    for round_ in range(3):
        for _ in range(2):
            await service.start()
        await asyncio.sleep(1)
        if len(job.started) > round_ + 1:
            fail(M08.because("a service that was running was started again, and its work began a second time"))
        if len(job.started) <= round_:
            fail(M00.because("a service that had been stopped was started again, and its work did not run"))
        with raising(
            {Exception: M27.because("The service was stopped, and stopped again: the second has nothing to do.")}
        ):
            nothing(await outcome(service.stop()), "the service was stopped")
            nothing(await outcome(service.stop()), "a service that had been stopped was stopped again")

    expect([job.started, job.ended], [[0.0, 1.5, 3.0], [1.5, 3.0, 4.5]])
    await service.start()
    nothing(await outcome(service.stop()), "the work had not begun")
    clock.took(4.5)
    expect(
        len(job.started), 3, tells=M00.because("the work had not begun when its service was stopped, and it did begin")
    )

    job = Job(60, cleanup=LONG[0])
    service, began = kata.Service(job), clock.elapsed
    await service.start()
    await asyncio.sleep(1)
    ended = await outcome(service.stop())
    impatient = M39.because(
        "the work of a service tidied up for an hour, and the service's stop did not wait for its end"
    )
    if isinstance(ended, TimeoutError):
        fail(impatient)
    nothing(ended, "the service was stopped, and its work tidied up for an hour")
    expect([job.ended, clock.elapsed], [[began + 1 + LONG[0]]] + [began + 1 + LONG[0]], tells=impatient)


@check(points=2, rules=(3, 8, 9, 10), needs="test_a_service")
async def test_a_service_that_fails(kata, clock):
    """The failure of the work leaves the service's stop once; it can start again, and other services know nothing."""
    other = kata.Service(job := Job(80))
    await other.start()
    error, late = LookupError(token()), OSError(token())
    works = [Job(0.5, error=error)(), ends_tidying_up(0.5, error=late), Job(0.5)(), Job(70)()]
    service, left = kata.Service(lambda: works.pop(0)), 3
    for failure in (error, late, None, None):
        await service.start()
        await asyncio.sleep(1)
        if len(works) > left:
            idle = "a service was started beside another one, or once more, and its work was not begun"
            fail(M40.because(idle))
        left -= 1
        ended = await outcome(service.stop())
        if failure is None:
            nothing(ended, "the work did not fail")
        else:
            must_be(ended, failure, "the work of a service had failed, and stop came back as if nothing had happened")
        again = await outcome(service.stop())
        if again is not None and again is failure:
            fail(
                M34.because(
                    "the failure of the work left stop, and left it again when the service was stopped once more"
                )
            )
        nothing(again, "the service had been stopped already")
    expect(works, [], tells=M00.because("the work was not called anew at each start"))

    expect(
        [job.started, job.ended],
        [[0.0], []],
        tells=M40.because("one service was stopped, and another one stopped too"),
    )
    at = clock.elapsed
    nothing(await outcome(other.stop()), "the service was stopped")
    expect(job.cancelled, [at], tells=M40.because("there were two services, and the second of them did not stop"))

    began, shared = clock.elapsed, Job(90)
    pair = [kata.Service(shared), kata.Service(shared)]
    for one in pair:
        await one.start()
    await asyncio.sleep(1)
    alike = M40.because("two services were made for the same work, and did not each run it in a task of their own")
    for place, one in enumerate(pair, 1):
        expect([shared.started, len(shared.cancelled)], [[began] * 2, place - 1], tells=alike)
        nothing(await outcome(one.stop()), "the service was stopped")
        expect(len(shared.cancelled), place, tells=alike)
