"""Hidden checks of kata30."""

import asyncio

from grader.testing import (
    FRACTIONS,
    LONG,
    M00,
    M05,
    M06,
    M09,
    M23,
    M27,
    M39,
    Diary,
    Job,
    Log,
    Unforeseen,
    beside,
    cancellation_sweep,
    check,
    every_error,
    expect,
    expect_cancelled,
    fail,
    falsy,
    number,
    outcome,
    raising,
    token,
    tokens,
)

LOGGED = M00.because("not every failure was logged at its moment as `failed: ` and its text, or something else was")
OTHER = M23.because("What has to leave is the very error of the job, or CancelledError where it was cancelled.")

# A thousand jobs are only cheap where the student's code runs.
KIT = """
async def many(deliver, number):
    ran = []

    async def job():
        ran.append(None)
        return len(ran)

    values = await deliver([job] * number, print)
    return [len(ran), len(values), values[-1]]
"""


def ordinary():
    """An error of each kind that a worker survives."""
    return [error for error in every_error() if isinstance(error, Exception)]


async def end_of(work, seconds=60):
    """What it ends with; fails where it goes on for longer than anything that was handed in."""
    task = asyncio.create_task(outcome(work))
    done, _ = await asyncio.wait([task], timeout=seconds)
    if not done:
        task.cancel()
        fail(M06.because("an error that is no Exception left the job, and the worker went on as if it was its own"))
    return task.result()


def must_be(ended, error):
    """Fail unless this very error came out; another one speaks for itself."""
    if ended is error:
        return
    if isinstance(ended, BaseException):
        with raising({BaseException: OTHER}):
            raise ended
    fail(M06.because("the job failed with an error that has to leave the worker, and a value came back"))


@check(points=3, rules=(1, 5, 6, 7), needs="test_poll_stops", raises={Exception: OTHER})
async def test_poll_at_any_moment(kata, clock):
    """poll stops while a job is running and in a pause alike; it survives each Exception, and nothing else."""
    for pause in (*FRACTIONS, LONG[0]):
        job = Job(1)
        cuts = await cancellation_sweep(
            lambda job=job, pause=pause: (kata.poll(job, pause, Log()), [job]), [1, 1 + pause]
        )
        expect_cancelled(cuts, "poll")
        expect(len(job.started), 2, tells=M00.because("poll was cancelled, and one more job was begun"))

    job = Job(LONG[0])
    cuts = await cancellation_sweep(lambda: (kata.poll(job, 1, Log()), [job]), [LONG[0], LONG[0] + 1])
    expect_cancelled(cuts, "poll")
    patient = M00.because("a job of poll took an hour, and was not left to run to its end")
    expect([len(job.started), len(job.cancelled), job.ended[1:]], [2, 1, [cuts[1].moment - 0.5]], tells=patient)

    errors, stop, log, diary = ordinary(), Unforeseen(token()), Log(), Diary()
    answers, began = iter([*errors, stop]), clock.elapsed
    pause = FRACTIONS[1]
    ended = await end_of(kata.poll(diary.coroutine_function("job", 0.5, lambda: next(answers)), pause, log))

    must_be(ended, stop)
    failed = [(began + 0.5 + place * (0.5 + pause), f"failed: {error}") for place, error in enumerate(errors)]
    expect(log.timed, failed, tells=LOGGED)
    expect(clock.elapsed - began, 0.5 + len(errors) * (0.5 + pause))


@check(points=2, rules=(2, 5, 6), needs="test_deliver_stops", raises={Exception: OTHER})
async def test_deliver_whatever_comes(kata, clock):
    """deliver runs many jobs, keeps every value, also None and 0, logs each Exception, and lets anything else out."""
    errors, log, values = ordinary(), Log(), [*falsy(), *tokens(20)]
    jobs = [Job(0, value) for value in values]
    jobs[3:3] = [Job(0.25, error=error) for error in errors]
    kept = M27.because("not the values of all jobs that did not fail, in order: any value is one, also None and 0")
    with raising({Unforeseen: OTHER}):
        expect(await kata.deliver(jobs, log), values, tells=kept)
    expect([len(job.started) for job in jobs], [1] * len(jobs), tells=M00.because("not each job ran once"))
    expect(log.timed, [(0.25 * k, f"failed: {error}") for k, error in enumerate(errors, 1)], tells=LOGGED)

    again = [Job(LONG[0]), Job(0)]
    patient = M00.because("not just the values of the second list of jobs, one of which took an hour")
    expect(await kata.deliver(again, Log()), [job.value for job in again], tells=patient)

    stop, after, log = Unforeseen(token()), Job(1), Log()
    must_be(await end_of(kata.deliver([Job(0.5), Job(0.5, error=stop), after], log)), stop)
    expect([after.started, log.lines], [[], []], tells=M06.because("an error that is no Exception is nothing to log"))


@check(points=3, rules=8, needs="test_limited_stops", raises={Exception: OTHER})
async def test_limited_while_the_job_tidies_up(kata, clock):
    """limited stops when it is cancelled while a job that has run out of time is tidying up."""

    def begin():
        jobs = [Job(9, cleanup=3)]
        return kata.limited(jobs[0], 1), jobs

    # The job is cancelled at 1 s and has tidied up at 4 s; the cuts are at 0.5 and 2.5 s.
    for cut in await cancellation_sweep(begin, [1, 4]):
        if isinstance(cut.ended, Exception):
            raise cut.ended
        if cut.ended_at is None:
            fail(M05.because("limited was cancelled, and did not end"))
        if not cut.came_out:
            whose = "you took a CancelledError of your own for that of the job, and came back with a value"
            fail(M05.because(f"limited was cancelled at {cut.at:g} s: {whose}"))
        # It may wait for the 3 s of tidying up, and for no more.
        if cut.ended_at > min(cut.at, 1) + 3 or cut.watched[0].cancelled[0] > cut.moment:
            fail(M05.because("limited was cancelled, and did not stop its job at that moment, or ended only later"))


@check(points=3, rules=(3, 5, 6, 8), needs="test_limited_stops", raises={Exception: OTHER})
async def test_limited_lets_failures_out(kata, clock):
    """From limited a job's error leaves at its moment, of whatever kind; limits may be fractions, or hours."""
    for error in every_error():
        began = clock.elapsed
        ended = await outcome(kata.limited(Job(0.75, error=error), 2))
        if ended is None:
            fail(
                M09.because("a job of limited failed in time, and nobody was told: that is no job which took too long")
            )
        must_be(ended, error)
        expect(clock.elapsed - began, 0.75)

    for value in falsy()[1:]:
        expect(await kata.limited(Job(0.25, value), 1), value, tells=M27.because("a false value is a value as well"))
    for seconds in (*FRACTIONS, LONG[0]):
        quick, slow = Job(seconds - 0.125), Job(seconds + 0.125, cleanup=61.375)
        exact = M27.because("a job just within the limit, or just too long, was judged wrongly")
        expect(
            [await kata.limited(quick, seconds), await kata.limited(slow, seconds)], [quick.value, None], tells=exact
        )
        expect(slow.cancelled, [quick.ended[0] + seconds], tells=exact)
        tidied = M39.because(
            "the job was out of time and tidied up for a minute, and limited did not return when that was over"
        )
        expect(clock.elapsed, quick.ended[0] + seconds + 61.375, tells=tidied)

    # Whoever is cancelled may still need limited to tidy up: that cancel was seen, and is not for limited.
    async def tidies_up():
        try:
            await asyncio.sleep(99)
        except asyncio.CancelledError:
            return [await kata.limited(Job(9, cleanup=0.5), 1), await kata.limited(Job(0.5, "told"), 1)]

    task = asyncio.create_task(tidies_up())
    await asyncio.sleep(1)
    task.cancel()
    ended = await outcome(task)
    if isinstance(ended, asyncio.CancelledError):
        old = (
            "limited was called in a task that had been cancelled before and was tidying up, and CancelledError left it"
        )
        fail(M00.because(old))
    expect(ended, [None, "told"])


@check(points=3, rules=(4, 5, 6, 9), needs="test_lit_stops", raises={Exception: OTHER})
async def test_lit_on_every_way_out(kata, clock):
    """lit switches the light off on every way out, once, and what has to leave leaves."""
    for error in every_error():
        log, off, began = Log(), Job(0.5), clock.elapsed
        ended = await outcome(kata.lit(Job(0.75, error=error), off, log))
        expect(
            off.ended,
            [began + 1.25],
            tells=M00.because("a job failed, and the light was not switched off once, after it"),
        )
        if isinstance(error, Exception):
            if isinstance(ended, BaseException):
                raise ended
            expect(log.timed, [(began + 0.75, f"failed: {error}")], tells=LOGGED)
            expect(ended, None)
        else:
            must_be(ended, error)
            expect(log.lines, [], tells=M06.because("an error that is no Exception is nothing to log"))
    for value in falsy():
        expect(await kata.lit(Job(0.25, value), Job(0.25), Log()), value, tells=M27)
    job, off = Job(LONG[0]), Job(LONG[0])
    with raising({TimeoutError: M00.because("The job takes an hour, and so does switching off.")}):
        expect(
            await kata.lit(job, off, Log()), job.value, tells=M00.because("a job that takes an hour has a value, too")
        )
    expect(
        off.ended, [off.started[0] + LONG[0]], tells=M00.because("switching off took an hour, and was not waited for")
    )

    def begin():
        pair = [Job(1), Job(2)]
        return kata.lit(pair[0], pair[1], log := Log()), [*pair, log]

    # The light goes out from 1 to 3 s; the second cut is in the middle of that.
    second = (await cancellation_sweep(begin, [1, 3]))[1]
    expect_cancelled([second], "lit")
    expect(second.watched[1].ended, [second.moment], tells=M05.because("lit was cancelled, and switch_off went on"))
    expect(second.watched[2].lines, [], tells=M00.because("no job failed, and yet something was logged"))

    job, off = Job(5), Job(4)
    work = asyncio.create_task(outcome(kata.lit(job, off, Log())))
    for _ in range(2):
        await asyncio.sleep(1)
        work.cancel()
    await asyncio.wait([work], timeout=1)
    twice = M05.because("lit was cancelled a second time, while switch_off was running, and did not stop")
    expect([work.done(), off.ended], [True, [off.started[0] + 1]], tells=twice)
    if not isinstance(work.result(), asyncio.CancelledError):
        fail(twice)


@check(
    points=2,
    rules=(7, 8, 9),
    needs=("test_poll_stops", "test_deliver_stops", "test_limited_stops", "test_lit_stops"),
    raises={Exception: OTHER},
)
async def test_timeouts_and_groups_can_rely_on_it(kata, clock):
    """A timeout around a worker ends with TimeoutError, and a group of workers ends when one of its tasks fails."""
    seconds = number(2, 9) + 0.5

    # limited's job is tidying up when the time is over, from half a second before to half a second after.
    def workers():
        tidies = Job(30, cleanup=1)
        rest = [kata.limited(tidies, seconds - 0.5), kata.lit(Job(20), Job(0), Log())]
        return [kata.poll(Job(1.25), 0.5, Log()), kata.deliver([Job(20)] * 2, Log()), *rest]

    for work in workers():
        began, late = clock.elapsed, False
        try:
            async with asyncio.timeout(seconds):
                await work
        except TimeoutError:
            late = True
        if not late or clock.elapsed > began + seconds + 0.5:
            fail(M05.because("a timeout was around a worker, and no TimeoutError came out of it at the limit"))

    began, failures = clock.elapsed, []
    try:
        async with asyncio.TaskGroup() as group:
            for work in workers():
                group.create_task(work)
            group.create_task(Job(seconds, error=OSError(token()))())
    except* OSError as errors:
        failures = errors.exceptions
    if len(failures) != 1 or clock.elapsed > began + seconds + 0.5:
        fail(M05.because("a task of a group failed, and the workers beside it did not stop at that moment"))


@check(
    points=1,
    rules=2,
    needs="test_deliver_whatever_comes",
    inside=True,
    raises={RecursionError: M27.because("There were thousands of jobs, and each was run inside the last one.")},
)
async def test_deliver_thousands(kata, clock):
    """Three thousand jobs are no trouble."""
    kit, times = beside(kata, KIT), 3_000
    lost = M27.because("of thousands of jobs not all ran once, or not all of their values came back")
    expect(await kit.many(kata.deliver, times), [times] * 3, tells=lost)
