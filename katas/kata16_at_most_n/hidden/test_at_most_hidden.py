"""Hidden checks of kata16."""

import asyncio

from grader.testing import (
    LONG,
    M00,
    M05,
    M06,
    M08,
    M09,
    M12,
    M15,
    M18,
    M23,
    M27,
    M29,
    M39,
    M40,
    MANY,
    Job,
    cancellation_sweep,
    check,
    every_error,
    expect,
    expect_cancelled,
    expect_quiet,
    fail,
    falsy,
    outcome,
    plain,
    raising,
    token,
    twice,
)


class Line:
    """Factories of jobs that are gone through once, and a note of what was called."""

    def __init__(self, clock, jobs):
        self._clock, self._jobs = clock, jobs
        self._called = []

    def __iter__(self):
        for place, job in enumerate(self._jobs):
            yield self._factory(place, job)

    def _factory(self, place, job):
        def factory():
            self._called.append((place, self._clock.elapsed))
            return job()

        return factory


def line(clock, *jobs):
    """A Line over these jobs, and its generator."""
    made = Line(clock, jobs)
    return made, iter(made)


@check(points=3, needs="test_three_at_a_time", rules=(2, 3))
async def test_only_when_there_is_room(kata, clock):
    """Factories come out of a generator, and each is called when there is a slot for its job, in order."""
    lengths = [2, 0.625, 1.1875, 3, 2.25, 0.25, 0.5, 1, 0.75, 1.5, 0.375]
    jobs = [Job(length) for length in lengths]
    noted, source = line(clock, *jobs)

    with raising({TypeError: M29.because("The factories came out of a generator, which has no length and no places.")}):
        results = await kata.gather_limited(5, source)

    free, starts = [0.0] * 5, []
    for length in lengths:
        at = min(free)
        starts.append(at)
        free[free.index(at)] = at + length
    empty = M29.because("Out of a generator the factories come once: gone through a second time, there are none")
    expect(results, [job.value for job in jobs], tells=[([], empty)])
    if [at for _, at in noted._called] != starts and not any(at for _, at in noted._called):
        fail(M18.because("Every factory was called at the beginning: its job is made before there is a slot for it"))
    expect(
        [place for place, _ in noted._called], list(range(11)), tells=M12.because("Not each was called once, in order")
    )
    moments = M00.because("A factory was called at another moment than when a slot for its job became free")
    expect([at for _, at in noted._called], starts, tells=moments)
    expect([job.started for job in jobs], [[at] for at in starts])


@check(points=1, needs="test_three_at_a_time", rules=(1, 2))
async def test_many_and_long(kata, clock):
    """Right for one slot, for more slots than jobs, for many jobs, and for jobs of an hour and a day."""
    for n, lengths, took in (
        (1, [0.5, 1.25, 0.25], 2.0),
        (7, [0.5, 2.375, 0.25], 2.375),
        (2, [LONG[1], LONG[0], 61.375], LONG[1]),
        (MANY // 2, [1] * (MANY // 2), 1.0),
    ):
        jobs, began = [Job(length) for length in lengths], clock.elapsed

        with raising({TimeoutError: M27.because("No job raises this, and some of them take long.")}):
            results = await kata.gather_limited(n, list(jobs))

        expect(results, [job.value for job in jobs])
        longer = M00.because("It took longer than these jobs need with so many slots: some waited while one was free")
        expect(clock.elapsed - began, took, tells=lambda got, took=took, longer=longer: longer if got > took else None)


@check(points=1, needs="test_three_at_a_time", rules=(1, 3, 4))
async def test_any_result(kata, clock):
    """False and equal results stand in their places, each call counts its own jobs, and no jobs make an empty list."""
    values = falsy()
    jobs = [Job(2 - place / 8, value) for place, value in enumerate(values)]
    got = plain(await kata.gather_limited(4, [*jobs, jobs[3]]))
    missing = M27.because("Among the results are None, 0, an empty text and False: they are results like any other")
    once = M00.because(
        "The last factory had come before, and was not called again: each time it makes a job of its own"
    )
    expect(kinds(got), kinds([*values, values[3]]), tells=lambda found: once if found == kinds(values) else missing)

    counted, own = iter(range(4)), [Job(0.5), Job(1), Job(0.75), Job(0.25)]

    def again():
        return own[next(counted)]()

    own_ones = M00.because("The same factory came more than once, and its jobs do not all have a result of their own")
    expect(await kata.gather_limited(2, [again] * 4), [job.value for job in own], tells=own_ones)

    loop, done, error = asyncio.get_running_loop(), token("done"), ValueError(token("returned"))
    custom, running, raised_none = Job(0.5), Job(0.75), Job(0.25, error)
    future, task = loop.create_future(), loop.create_task(running())
    loop.call_later(1, future.set_result, done)
    made = [lambda: custom, lambda: task, lambda: future, lambda: raised_none]
    of_any_kind = M00.because("Among the jobs are an object with `__await__`, a task and a future.")
    with raising({TypeError: of_any_kind, AttributeError: of_any_kind}):
        got = await outcome(kata.gather_limited(2, made))
        if got is error:
            fail(M06.because("A job returned an exception object, which is a result like any other, and it was raised"))
        if isinstance(got, Exception):
            raise got
    expect(got, [custom.value, running.value, done, error])

    with raising(
        {Exception: M27.because("There was no factory at all: `factories` was an iterator with nothing in it.")}
    ):
        began = clock.elapsed
        expect(await kata.gather_limited(3, iter([])), [])
        expect(clock.elapsed, began)

    async def call():
        began, jobs = clock.elapsed, [Job(0.5), Job(0.25), Job(0.5)]
        return await kata.gather_limited(2, jobs) == [job.value for job in jobs], clock.elapsed - began

    for ended in await twice(call):
        if isinstance(ended, Exception):
            raise ended
        if ended != (True, 0.75):
            fail(M40.because("One of several calls had to wait for the jobs of another, or returned other results"))


def kinds(values):
    """Each value with its type: 0, False and 0.0 are equal, and not the same."""
    return [(type(value).__name__, value) for value in values] if isinstance(values, list) else values


@check(points=2, needs="test_three_at_a_time", rules=5)
async def test_a_job_fails(kata, clock):
    """Whatever a job fails with, it leaves when those that run were cancelled and have ended, and no other starts."""
    for error in every_error():
        if not isinstance(error, Exception):
            continue
        began = clock.elapsed
        jobs = [Job(9, cleanup=61.375), Job(0.5), Job(1.25, error=error), Job(5), Job(1), Job(1)]
        noted, source = line(clock, *jobs)

        ended = await outcome(kata.gather_limited(3, source))

        took = clock.elapsed - began
        if not isinstance(ended, BaseException):
            fail(M09.because("A job failed, and gather_limited came back as if nothing had happened"))
        if ended is not error:
            with raising({BaseException: M23.because("Another exception has to leave: the very one of the job.")}):
                raise ended
        if any(place > 3 and at > began + 1.25 for place, at in noted._called) or jobs[5].started:
            fail(M08.because("A job had failed, and another one was started after that"))
        if not jobs[0].cancelled or not jobs[3].cancelled:
            fail(M08.because("A job failed, and others that ran were not cancelled"))
        expect(
            [jobs[0].cancelled, jobs[3].cancelled, jobs[4].started == jobs[4].cancelled], [[began + 1.25]] * 2 + [True]
        )
        if any(len(job.ended) < len(job.started) for job in jobs):
            fail(M39.because("The others were cancelled, and had not ended when the exception left: wait for them"))
        # When they had is a matter of the jobs: whoever asks one twice to stop breaks off its tidying up.
        expect(began + took, max(then for job in jobs for then in job.ended))
        called = len(noted._called)
        await expect_quiet("gather_limited", jobs)
        expect(len(noted._called), called)

    began, jobs = clock.elapsed, [*(Job(9) for _ in range(MANY // 2)), Job(0.5, error=OSError(token()))]
    ended = await outcome(kata.gather_limited(len(jobs), list(jobs)))
    if ended is not jobs[-1].error or clock.elapsed - began != 0.5:
        fail(M09.because(f"The last of {len(jobs)} jobs failed, and its exception did not leave at that moment"))


@check(points=1, needs="test_three_at_a_time", rules=6)
async def test_cancelled_at_any_moment(kata, clock):
    """Whenever it is cancelled, CancelledError leaves, what ran has ended, and nothing else starts."""

    def begin():
        jobs = [Job(2), Job(1), Job(2.5), Job(1), Job(1)]
        return kata.gather_limited(2, list(jobs)), jobs

    cuts = await cancellation_sweep(begin, [1, 2, 3, 3.5, 4])
    if any(cut.left for cut in cuts):
        fail(M08.because("gather_limited was cancelled, and jobs ran on"))
    expect_cancelled(cuts, "gather_limited")
    expect([sum(bool(job.started) for job in cut.watched) for cut in cuts], [2, 3, 4, 5, 5])

    job = Job(9, cleanup=0.5)
    work = asyncio.create_task(kata.gather_limited(2, [job]))
    await asyncio.sleep(1)
    work.cancel()
    if not isinstance(await outcome(work), asyncio.CancelledError):
        fail(M05.because("gather_limited was cancelled, and CancelledError did not leave it"))
    if not job.ended:
        fail(M39.because("gather_limited was cancelled, and CancelledError left before the jobs had ended"))
    expect([clock.elapsed], job.ended)

    # Of what runs one stops soon and one takes long: the first to have ended is not the last.
    for cleanups in ((0.5, LONG[0]), (LONG[0], 0.5)):
        jobs = [*(Job(9, cleanup=cleanup) for cleanup in cleanups), Job(1)]
        work = asyncio.create_task(kata.gather_limited(2, list(jobs)))
        await asyncio.sleep(1)
        work.cancel()
        ended = await outcome(work)
        if any(len(job.ended) < len(job.started) for job in jobs):
            fail(M39.because("gather_limited was cancelled, and was over before all jobs that ran had ended"))
        expect([isinstance(ended, asyncio.CancelledError), jobs[2].started], [True, []])


@check(points=1, needs="test_three_at_a_time", rules=7)
async def test_no_slot_at_all(kata, clock):
    """With n of 0 or less it raises ValueError at once, and no factory is called, also when there is none."""
    for n in (0, -1, -7):
        noted, source = line(clock, Job(1), Job(1))
        for given in (source, []):
            if not isinstance(await outcome(asyncio.wait_for(kata.gather_limited(n, given), 60)), ValueError):
                fail(M27.because(f"With n = {n} no ValueError was raised"))
        expect(noted._called, [], tells=M15.because("A factory was called although there is no slot: look at n first"))
    clock.took(0.0, tells=M00.because("There was no slot, and that took time to notice"))
