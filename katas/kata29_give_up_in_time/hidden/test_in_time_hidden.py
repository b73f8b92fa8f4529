"""Hidden checks of kata29."""

import asyncio

from grader.testing import (
    FRACTIONS,
    LONG,
    M00,
    M02,
    M05,
    M06,
    M08,
    M10,
    M23,
    M27,
    M39,
    M40,
    Job,
    cancellation_sweep,
    check,
    every_error,
    expect,
    expect_quiet,
    fail,
    falsy,
    outcome,
    plain,
    raising,
    token,
    twice,
)

LEFT = "the answer came while a cancelled job was still tidying up: you asked it to stop and left"


def late(after):
    """A look at a time that tells of a failure which was noticed after so many seconds, or not."""

    def looked(took):
        if took > after:
            return M10.because("the job had failed, and you noticed only later: be told, do not look")
        return None

    return looked


def own_failure(ended, error):
    """Fail unless this very error of the job came out; any other exception speaks for itself."""
    if ended is error:
        return
    if isinstance(ended, BaseException):
        other = M23.because("What has to come out is the very error of the job, as it is.")
        with raising({BaseException: other}):
            raise ended
    fail(
        M06.because(f"the job failed with a {type(error).__name__}, and you answered with a value: late is not failed")
    )


@check(points=1, rules=(3, 9))
async def test_the_tidying_up_is_awaited(kata, clock):
    """A late job that needs 0.5 s to tidy up is done with it when the answer comes; so it is for many."""
    one, many = Job(6, cleanup=0.5), [Job(7, cleanup=0.5), Job(1), Job(8, cleanup=1.25)]

    await kata.value_or(one(), 1.25, token())
    clock.took(1.75, tells={1.25: M39.because(LEFT)})
    cancelled_then = M08.because("a late job was not cancelled at the limit")
    expect([one.cancelled, one.ended], [[1.25], [1.75]], tells=cancelled_then)

    answers = await kata.within(1.25, [job() for job in many])
    in_turn = M08.because(
        "4.75 = 3 + 0.5 + 1.25: the late ones were cancelled one after the other, not all at the limit"
    )
    clock.took(4.25, tells={3.0: M39.because(LEFT), 3.5: M39.because(LEFT), 4.75: in_turn})
    late_ones = [[job.cancelled, job.ended] for job in many[::2]]
    expect(late_ones, [[[3.0], [3.5]], [[3.0], [4.25]]], tells=cancelled_then)
    wrong = M00.because("not None for the late ones and its value for the other")
    expect(answers, [None, many[1].value, None], tells=wrong)

    began, patient = clock.elapsed, Job(7, cleanup=LONG[0])
    await kata.value_or(patient(), 1.25, token())
    left = M39.because("a job needed an hour to tidy up, and you did not wait for the end of that")
    expect(clock.elapsed - began, 1.25 + LONG[0], tells=left)


@check(points=1, rules=4, needs="test_the_default_when_it_is_late")
async def test_its_own_timeout_error(kata, clock):
    """A TimeoutError that the job raises itself, in time, comes out and is not replaced by the default."""
    error = TimeoutError(token())

    ended = await outcome(kata.value_or(Job(0.5, error=error)(), 3, token()))

    own_failure(ended, error)
    clock.took(0.5, tells=late(0.5))


@check(points=1, rules=4, needs="test_the_default_when_it_is_late")
async def test_any_other_failure(kata, clock):
    """Any other failure of the job, of whatever kind, comes out at once as well."""
    for error in (ConnectionError(token()), *every_error()):
        began = clock.elapsed

        ended = await outcome(kata.value_or(Job(0.75, error=error)(), 2.5, token()))

        own_failure(ended, error)
        expect(clock.elapsed - began, 0.75, tells=late(0.75))


@check(points=1, rules=(2, 3, 5), needs="test_the_default_when_it_is_late")
async def test_limits_of_every_length(kata, clock):
    """None is no limit, a day is a day, and of a second and a half nothing is rounded away."""
    default = token()
    for seconds in (*FRACTIONS, LONG[1]):
        quick, slow = Job(seconds - 0.125), Job(seconds + 0.125)
        value = await kata.value_or(quick(), seconds, default)
        expect(clock.elapsed, quick.ended[0], tells=noticed_late(quick))
        rounded = M27.because(
            "the limit was not taken as it is: a job just in time, or just too late, was judged wrongly"
        )
        answers = [value, await kata.value_or(slow(), seconds, default)]
        expect(answers, [quick.value, default], tells=lambda _, told=rounded: told)
        in_turn = M08.because("a late job was not cancelled just at its limit")
        expect(slow.cancelled, [quick.ended[0] + seconds], tells=in_turn)

    job, began = Job(2 * LONG[1]), clock.elapsed
    answer = await kata.value_or(job(), None, default)
    if answer == default and clock.elapsed == began:
        fail(M27.because("no limit was taken for no time"))
    expect(
        answer, job.value, tells=[(default, M27.because("there was no limit, and the job was given up all the same"))]
    )
    expect(clock.elapsed, job.ended[0], tells=noticed_late(job))


def noticed_late(job):
    """A look at a time at which the answer came, and the job had been done earlier."""

    def looked(then):
        if then > job.ended[0]:
            return M10.because("the job was done in time, and you noticed only later: be told, do not look")
        return None

    return looked


@check(
    points=1,
    rules=(1, 6),
    needs="test_the_default_when_it_is_late",
    raises={
        TypeError: M00.because("Among what was handed in are a coroutine, a running task and a future that is done.")
    },
)
async def test_no_time_at_all(kata, clock):
    """With 0 or less the default comes at once and nothing runs on, but what is already done still gives its value."""
    done, value, default = asyncio.get_running_loop().create_future(), token(), token()
    done.set_result(value)
    jobs = [Job(5), Job(6), Job(7)]
    running = asyncio.create_task(jobs[2]())
    await asyncio.sleep(0.125)

    given = [await kata.value_or(jobs[0](), 0, default), await kata.value_or(jobs[1](), -2, default)]
    given.append(await kata.value_or(running, 0, default))

    waited = M27.because("no time was taken for no limit, or for some time: it was waited for")
    expect(clock.elapsed, 0.125, tells=lambda _: waited)
    expect(given, [default] * 3, tells=M27.because("there was no time, and the answer is not the default"))
    already = [await kata.value_or(done, 0, default), await kata.value_or(done, -1, default)]
    untaken = M27.because("it was done already, and you did not take its value because there was no time")
    expect(already, [value, value], tells=lambda given: untaken if default in plain(given) else None)
    await asyncio.sleep(8)
    if not all(job.ended in ([], [0.125]) for job in jobs):
        fail(M08.because("there was no time, so you never looked back; but what you were given ran on"))
    tidy = Job(5, cleanup=0.5)
    running = asyncio.create_task(tidy())
    await asyncio.sleep(0.125)
    await kata.value_or(running, 0, default)
    if not tidy.ended:
        fail(M39.because("there was no time, and you did not wait until a running task had tidied up"))


@check(points=1, rules=7, needs="test_the_default_when_it_is_late")
async def test_somebody_cancels_you(kata, clock):
    """When value_or is cancelled, early or while a late job tidies up, CancelledError comes out, not the default."""
    limit = 1.5

    def begin():
        job = Job(7, cleanup=1)
        return kata.value_or(job(), limit, token()), [job]

    cuts = await cancellation_sweep(begin, [limit, 2.5])

    for cut in cuts:
        when = "" if cut.at < limit else " while a late job tidied up"
        cancelled_out(cut, f"somebody cancelled value_or{when}")
    if any(cut.left for cut in cuts):
        fail(M08.because("you were cancelled, and the job you were waiting for went on"))
    for cut in cuts:
        expect(
            [job.cancelled for job in cut.watched],
            [[cut.began + min(cut.at, limit)]],
            tells=M08.because("you were cancelled, and the job was not cancelled just at that moment"),
        )


def cancelled_out(cut, what):
    """Fail unless CancelledError came out, be it at once or when the jobs had tidied up."""
    if isinstance(cut.ended, Exception):
        raise cut.ended
    if not cut.came_out:
        how = "it did not end" if cut.ended_at is None else "it answered with a value"
        fail(M05.because(f"{what}, and {how}: CancelledError has to come out"))


@check(points=1, rules=11, needs="test_what_came_within_the_limit")
async def test_somebody_cancels_the_many(kata, clock):
    """Whenever within is cancelled, CancelledError comes out, and all that is not done is cancelled at that moment."""
    limit, delays = 4, [5, 0.25, 6, 1.5]

    def begin():
        jobs = [Job(delay, cleanup=1) for delay in delays]
        return kata.within(limit, [job() for job in jobs]), jobs

    cuts = await cancellation_sweep(begin, [0.25, 1.5, limit, 5])

    for cut in cuts:
        cancelled_out(cut, "somebody cancelled within")
    if any(cut.left for cut in cuts):
        fail(M08.because("you were cancelled, and the jobs you were waiting for went on"))
    for cut in cuts:
        stop = min(cut.at, limit)
        expect(
            [job.cancelled for job in cut.watched],
            [[cut.began + stop] if stop < delay else [] for delay in delays],
            tells=M08.because("you were cancelled, and a job that was not done was not cancelled at that moment"),
        )


@check(points=1, rules=(7, 11), needs=("test_the_default_when_it_is_late", "test_what_came_within_the_limit"))
async def test_cancelled_in_the_first_turn(kata, clock):
    """Cancelled in their very first turn, both functions cancel the running tasks that they were given."""
    jobs = [Job(5), Job(6), Job(7)]
    one, *many = [asyncio.create_task(job()) for job in jobs]
    await asyncio.sleep(0.125)

    waiting = [asyncio.create_task(outcome(work)) for work in (kata.value_or(one, 2, token()), kata.within(3, many))]
    await asyncio.sleep(0)
    for waiter in waiting:
        waiter.cancel()
    ended = [await waiter for waiter in waiting]
    await asyncio.sleep(1)

    for one in ended:
        if isinstance(one, Exception):
            raise one
    with M05.because("somebody cancelled you in your very first turn, and you answered all the same"):
        assert all(isinstance(one, asyncio.CancelledError) for one in ended)
    with M08.because("you were cancelled in your very first turn, and a task you were given went on"):
        assert [job.cancelled for job in jobs] == [[0.125]] * 3


@check(points=1, rules=(1, 2, 3, 8), needs="test_the_default_when_it_is_late")
async def test_false_values_are_values(kata, clock):
    """0, False, an empty text, None and an exception object are values like any other, for one and for many."""
    values, default, error = falsy(), token(), LookupError(token())

    answers = [await kata.value_or(Job(0.125, value)(), 1, default) for value in values]

    dropped = M27.because("the job gave a value that is false in an `if`, and you answered with the default")
    expect(answers, values, tells=lambda given: dropped if default in plain(given) else None)
    false = M27.because("not every value that is false in an `if` stands in its place")
    *many, last = await kata.within(1, [Job(0.25, value)() for value in (*values, error)])
    expect(many, values, tells=false)
    returned = M27.because("a job returned an exception object, and that was not taken for its value: it did not fail")
    expect([last, await kata.value_or(Job(0.25, error)(), 1, default)], [error] * 2, tells=lambda _: returned)
    answers = [await kata.value_or(Job(9, token())(), 1, value) for value in values]
    expect(
        answers, values, tells=M27.because("the job was late, and a default that is false in an `if` did not come back")
    )
    again = await twice(lambda: kata.value_or(Job(0.5, "there"), 1, "there"))
    with raising({TypeError: M00.because("What was handed in is an object with `__await__`.")}):
        for one in again:
            if isinstance(one, BaseException):
                raise one
    expect(
        again,
        ["there"] * 4,
        tells=M40.because("called again, or twice at the same time, it does not answer the same"),
    )


@check(
    points=1,
    rules=(1, 8, 9, 10),
    needs="test_what_came_within_the_limit",
    raises={TypeError: M00.because("Among what was handed in are a task, and objects with `__await__`.")},
)
async def test_no_longer_than_needed(kata, clock):
    """When all are done before the limit the answer comes then; with nothing to wait for, at once."""
    jobs = [Job(1.75), asyncio.create_task(Job(0.5, "")()), Job(1)]

    empty = M27.because("With an empty list the answer is [], at once.")
    with raising({Exception: empty}):
        nobody = await kata.within(3, [])
    expect(nobody, [], tells=empty)
    clock.took(0.0, tells=empty)
    answers = await kata.within(3, jobs)

    expect(answers, [jobs[0].value, "", jobs[2].value])
    clock.took(1.75, tells={3.0: M10.because("all were done at 1.75, and you slept on to the limit")})
    await many_at_once(kata, clock)


# More than a hundred, which somebody may take for a limit.
JOBS = 105


async def many_at_once(kata, clock):
    """Of many jobs, every fifth too late, each has its place; and nothing is left of one call for the next."""
    jobs, began = [Job(4.5 if place % 5 == 0 else 1.25) for place in range(JOBS)], clock.elapsed

    answers = await kata.within(2.5, jobs)

    late_ones = [place for place in range(JOBS) if place % 5 == 0]
    if [job for job in jobs if job.started != [began]]:
        fail(M02.because("of many jobs not all began at the same time"))
    values = [None if place in late_ones else job.value for place, job in enumerate(jobs)]
    expect(answers, values, tells=M00.because("of many jobs not each has its value, or None, in its place"))
    expect(
        clock.elapsed - began,
        2.5,
        tells=M00.because("some of many jobs were late, and the answer came not at the limit"),
    )
    await expect_quiet("within", jobs)
    again = await twice(lambda: kata.within(1.5, [Job(1, "there"), Job(3)]))
    expect(
        again, [["there", None]] * 4, tells=M40.because("called again, or twice at the same time, it answers otherwise")
    )

    jobs, began = [Job(LONG[1] - 2), Job(LONG[1] + 3, cleanup=LONG[0])], clock.elapsed
    patience = M27.because("The limit was a day, and a late one needed an hour to tidy up: that is to be waited for.")
    with raising({TimeoutError: patience}):
        answers = await kata.within(LONG[1], jobs)
    expect(
        clock.elapsed - began,
        LONG[1] + LONG[0],
        tells=M27.because("with a limit of a day, and an hour to tidy up, the answer came at another moment"),
    )
    expect(
        answers,
        [jobs[0].value, None],
        tells=M27.because("with a limit of a day, the value of one in time, or None for one that was late, is missing"),
    )
