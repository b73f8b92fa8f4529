"""Hidden checks of kata11."""

import asyncio

from grader.testing import (
    LONG,
    M00,
    M02,
    M05,
    M06,
    M07,
    M08,
    M09,
    M12,
    M23,
    M27,
    M40,
    MANY,
    Job,
    beside,
    cancellation_sweep,
    check,
    every_error,
    expect,
    expect_failures,
    fail,
    failure_sweep,
    falsy,
    outcome,
    plain,
    raising,
    reordered,
    token,
    twice,
)

# What goes wrong inside a callback only the student's own loop hears.
KIT = """
import asyncio

complaints = []

def listen():
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: complaints.append(context.get("exception")))

def heard():
    return len(complaints)

def ended_twice():
    return any(isinstance(error, asyncio.InvalidStateError) for error in complaints)
"""


def unless_it_failed(ended):
    """Let an exception that nobody asked for speak for itself."""
    if isinstance(ended, Exception):
        raise ended


def exceptions():
    """One exception of each kind that one of them may raise."""
    return [error for error in every_error() if isinstance(error, Exception)]


@check(points=2, needs="test_a_failure_comes_out_at_once", rules=(5,))
async def test_the_others_go_on_after_a_failure(kata, clock):
    """Whichever job fails, and with whatever, that exception leaves at once, and the others go on to their own ends."""
    delays = [2.5, 1.25, 3.75]

    failures = await failure_sweep(lambda jobs: kata.my_gather(*(job() for job in jobs)), delays)

    expect_failures(failures, "my_gather")
    if any(job.cancelled for failing in failures for job in failing.jobs):
        fail(M00.because("one had failed, and others were cancelled: gather lets them finish"))
    for failing in failures:
        expect([job.ended for job in failing.jobs], [[failing.began + delay] for delay in delays])

    for error in exceptions():
        kind, began = type(error).__name__, clock.elapsed
        other = Job(1.8125)
        if await outcome(kata.my_gather(other(), Job(0.6875, error=error)())) is not error:
            fail(M23.because(f"A job failed with {kind}, and this very object did not leave my_gather"))
        expect(clock.elapsed - began, 0.6875, tells=lambda _: M09.because("A failure did not leave when it happened"))
        await asyncio.sleep(2)
        expect(other.ended, [began + 1.8125])


@check(points=2, rules=(2, 5, 7, 8))
async def test_failures_stand_in_their_place(kata, clock):
    """With return_exceptions=True each exception object stands in its own place, when all are done."""
    errors = exceptions()
    first, last = Job(2.3125), Job(0.5)
    jobs = [Job(2 - place / 8, error=error) for place, error in enumerate(errors)]

    results = await outcome(kata.my_gather(*(job() for job in (first, *jobs, last)), return_exceptions=True))

    if any(results is error for error in errors):
        kind = type(results).__name__
        fail(
            M09.because(
                f"A job failed with {kind}, and that left my_gather. It was asked to put exceptions into the list"
            )
        )
    unless_it_failed(results)
    clock.took(2.3125)
    with M00.because("the list does not hold every result and every exception object in its own place"):
        assert isinstance(results, list) and len(results) == len(errors) + 2
        assert [results[0], results[-1]] == [first.value, last.value]
        assert all(result is error for result, error in zip(results[1:-1], errors, strict=True))
    await done_before_the_call(kata, clock)


async def done_before_the_call(kata, clock):
    """Futures that failed, were cancelled or got a result before the call: alone, and beside one still at work."""
    value, error = token(), OSError(token())
    for others in ([], [Job(1.25)]):
        results = await outcome(kata.my_gather(*done(value, error), *others, return_exceptions=True))
        if results is error or isinstance(results, asyncio.CancelledError):
            fail(
                M09.because(
                    "One had failed or was cancelled before the call, and that left my_gather. It belongs into the list"
                )
            )
        unless_it_failed(results)
        with M00.because("of what was done before the call, not each outcome stands in its own place"):
            assert isinstance(results, list) and len(results) == 3 + len(others)
            assert results[0] == value and results[2] is error
            assert isinstance(results[1], asyncio.CancelledError)
            assert results[3:] == [job.value for job in others]

    began = clock.elapsed
    ended = await outcome(kata.my_gather(Job(1.25)(), done(value, error)[2]))
    if ended is not error or clock.elapsed != began:
        fail(M09.because("One had failed before the call, and its exception did not leave my_gather at once"))
    await asyncio.sleep(2)


def done(value, error):
    """Three futures that are done: with a result, cancelled, and failed."""
    futures = [asyncio.get_running_loop().create_future() for _ in range(3)]
    futures[0].set_result(value)
    futures[1].cancel()
    futures[2].set_exception(error)
    return futures


@check(points=2, rules=(9,))
async def test_cancelling_reaches_every_child(kata, clock):
    """Whenever my_gather is cancelled, every child not yet done is cancelled at that moment, also a given task."""

    def begin():
        jobs = [Job(5), Job(0.75), Job(7)]
        return kata.my_gather(jobs[0](), asyncio.create_task(jobs[1]()), jobs[2]), jobs

    cuts = await cancellation_sweep(begin, [0.75, 5, 7])

    for cut in cuts:
        unless_it_failed(cut.ended)
    if any(cut.left for cut in cuts):
        fail(M08.because("you were cancelled, and your children kept running"))
    for number, cut in enumerate(cuts):
        stopped = [job for job in cut.watched if job.cancelled == [cut.moment] == job.ended]
        expect([len(stopped), cut.watched[1] in stopped], [3 - number, number == 0])

    running, future = Job(5), asyncio.get_running_loop().create_future()
    given = asyncio.create_task(running())
    await asyncio.sleep(1)
    waiting = asyncio.create_task(outcome(kata.my_gather(given, future)))
    await asyncio.sleep(0)
    waiting.cancel()
    unless_it_failed(await waiting)
    await asyncio.sleep(1)
    if not (running.cancelled and future.cancelled()):
        fail(M08.because("you were cancelled in the turn in which you began to wait, and what you were given went on"))


@check(points=1, needs="test_starts_everything_before_waiting", rules=(1, 9))
async def test_a_cancellation_leaves_my_gather(kata, clock):
    """When one my_gather is cancelled, CancelledError leaves it, whatever its children end with, and no other one."""
    job, last = Job(7), OSError(token())
    other = asyncio.create_task(outcome(kata.my_gather(job())))
    for switch in (False, True):
        given = Job(5)(), stops_with(last), stops_with(None)
        waiting = asyncio.create_task(outcome(kata.my_gather(*given, return_exceptions=switch)))
        await asyncio.sleep(3)
        waiting.cancel()
        ended = await waiting
        if ended is last:
            fail(M05.because("my_gather was cancelled, and what a child raised while it stopped left in place of that"))
        unless_it_failed(ended)
        if not isinstance(ended, asyncio.CancelledError):
            fail(M05.because("my_gather was cancelled, and came back with a value: CancelledError did not leave it"))
    clock.took(6, tells=lambda _: M05.because("CancelledError left my_gather only later than it was cancelled"))
    if job.cancelled or await other != [job.value]:
        fail(M40.because("one my_gather was cancelled, and another one that ran at the same time was disturbed by it"))


async def stops_with(error):
    """Work that raises `error` when it is cancelled, or returns when that is None."""
    try:
        await asyncio.sleep(6)
    except asyncio.CancelledError:
        if error is not None:
            raise error from None


@check(points=2, rules=(10,))
async def test_the_same_object_twice(kata, clock):
    """The same object given twice runs once, and its result stands in both places."""
    once, other, custom = Job(1), Job(0.5), Job(1.5)
    coroutine = once()

    results = await outcome(kata.my_gather(coroutine, custom, other(), coroutine, custom))

    with raising({RuntimeError: M12.because("One coroutine stands in two places, and it can be awaited only once.")}):
        unless_it_failed(results)
    expect(results, [once.value, custom.value, other.value, once.value, custom.value])
    if max(len(once.started), len(custom.started)) > 1:
        fail(M12.because("an object that stood in two places ran twice"))

    bad = Job(0.25, error=OSError(token()))
    task = asyncio.create_task(other())
    results = await outcome(kata.my_gather(bad, task, bad, task, task, return_exceptions=True))
    unless_it_failed(results)
    if len(bad.started) > 1:
        fail(M12.because("an object that stood in two places ran twice, when it failed"))
    with M12.because("the outcome of an object that is given more than once does not stand in each of its places"):
        assert isinstance(results, list) and len(results) == 5
        assert results[0] is bad.error and results[2] is bad.error
        assert [results[1], *results[3:]] == [other.value] * 3


@check(points=2, rules=(2, 3))
async def test_every_kind_of_awaitable(kata, clock):
    """Coroutines, tasks, futures and objects with __await__ are all welcome, however many, and however long."""
    jobs = [Job(1), Job(2.8125), Job(2.25)]
    late, done = token(), token()
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1.75, future.set_result, late)
    ready = asyncio.get_running_loop().create_future()
    ready.set_result(done)

    results = await outcome(kata.my_gather(jobs[0](), future, asyncio.create_task(jobs[1]()), jobs[2], ready))

    kinds = M00.because("Among what was handed in are a task, futures and an object with `__await__`.")
    with raising({TypeError: kinds, AttributeError: kinds}):
        unless_it_failed(results)
    expect(results, [jobs[0].value, late, jobs[1].value, jobs[2].value, done])
    clock.took(2.8125)
    if any(len(job.started) > 1 for job in jobs):
        fail(M12.because("something that was handed in ran twice"))
    await many_and_long(kata, clock)


async def many_and_long(kata, clock):
    """So many that no limit holds them, one of which takes a day."""
    jobs = [Job(LONG[1]), *(Job(1 + place % 3) for place in range(MANY // 2))]
    began, values = clock.elapsed, [job.value for job in jobs]
    results = await outcome(kata.my_gather(*(job() for job in jobs)))

    with raising({TimeoutError: M27.because("Nothing that was handed in raises this, and one job takes a day.")}):
        unless_it_failed(results)
    if any(job.started != [began] for job in jobs):
        fail(M02.because(f"Of {len(jobs)} jobs not all were started at once: some had to wait for others"))
    misplaced = M07.because("Of many results not each is in its own place")
    expect(results, values, tells=lambda got: misplaced if reordered(got, values) else None)
    expect(clock.elapsed - began, LONG[1])


@check(points=1, needs="test_a_failure_comes_out_at_once", rules=(5, 8))
async def test_a_cancelled_child_is_a_failure(kata, clock):
    """A child that somebody else cancels: CancelledError leaves my_gather at that moment, and the others go on."""
    jobs = [Job(5), Job(2)]
    given = asyncio.create_task(jobs[0]())
    asyncio.get_running_loop().call_later(1.25, given.cancel)

    ended = await asyncio.create_task(outcome(kata.my_gather(given, jobs[1]())))
    at = clock.elapsed
    await asyncio.sleep(3)

    unless_it_failed(ended)
    if jobs[1].cancelled:
        fail(M06.because("a child was cancelled by somebody else, and its siblings were cancelled with it"))
    if not isinstance(ended, asyncio.CancelledError) or at != 1.25:
        fail(M06.because("a child was cancelled by somebody else, and CancelledError did not come out at that moment"))
    expect(jobs[1].ended, [2.0])


@check(points=1, rules=(7, 8))
async def test_a_cancelled_child_is_listed(kata, clock):
    """With return_exceptions=True the CancelledError of a cancelled child stands in its place in the list."""
    jobs = [Job(1.75), Job(5), Job(2)]
    given = asyncio.create_task(jobs[1]())
    asyncio.get_running_loop().call_later(0.75, given.cancel)

    results = await asyncio.create_task(outcome(kata.my_gather(jobs[0](), given, jobs[2](), return_exceptions=True)))

    unless_it_failed(results)
    if isinstance(results, asyncio.CancelledError):
        fail(M06.because("a cancelled child blew up the whole list: CancelledError is no Exception"))
    with M06.because("the list does not hold the CancelledError of the cancelled child in its place"):
        assert isinstance(results, list) and len(results) == 3
        assert isinstance(results[1], asyncio.CancelledError)
    expect([results[0], results[2]], [jobs[0].value, jobs[2].value])
    clock.took(2.0)


@check(points=1, needs="test_a_failure_comes_out_at_once", rules=(5, 6))
async def test_later_failures_are_fetched(kata, clock):
    """The exception of a child that fails after the first failure is fetched: nothing is "never retrieved"."""
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1.5, future.set_exception, OSError(token()))

    error = ValueError(token())
    ended = await outcome(kata.my_gather(future, Job(0.75, error=error)()))
    await asyncio.sleep(2)

    if ended is not error:
        unless_it_failed(ended)
    if future._log_traceback:
        fail(M09.because("one more child failed after the first, and nobody ever looked at its exception"))


@check(points=1, inside=True, needs="test_a_failure_comes_out_at_once", rules=(6,))
async def test_the_loop_has_nothing_to_report(kata, clock):
    """When children fail or end one by one, or my_gather is cancelled, the loop hears of no exception in a callback."""
    kit = beside(kata, KIT)
    kit.listen()
    jobs = [Job(0.5, error=OSError(token())), Job(1.25, error=KeyError(token())), Job(2)]

    await outcome(kata.my_gather(*(job() for job in jobs)))
    await asyncio.sleep(3)
    waiting = asyncio.create_task(outcome(kata.my_gather(Job(1)(), Job(2)())))
    await asyncio.sleep(0.5)
    waiting.cancel()
    await waiting
    await asyncio.sleep(2)

    if kit.ended_twice():
        fail(
            M00.because("my_gather was over, and something of yours tried to end it once more when another child ended")
        )
    with M09.because("the loop had to report an exception that nobody else heard of"):
        assert kit.heard() == 0


@check(
    points=1,
    rules=(1, 3),
    # A wait that cannot end is an AssertionError of the clock.
    raises={AssertionError: M27.because("A job may return anything, also None, False, 0 and an exception object.")},
)
async def test_any_value_is_a_result(kata, clock):
    """None, False and an exception object that was returned are results like any other, in each of several calls."""
    returned, same = ValueError(token()), token()
    values = [same, *falsy(), same]
    jobs = [Job(2 - place / 8, value) for place, value in enumerate(values)]

    results = await outcome(kata.my_gather(*(job() for job in jobs), Job(0.5, returned)()))

    if results is returned:
        fail(M27.because("a job returned an exception object, and it was raised: it is a result like any other"))
    unless_it_failed(results)
    with M27.because(
        "not every result is in its place: a job may return anything, also None, False, 0 and an exception"
    ):
        assert isinstance(results, list) and len(results) == len(values) + 1
        assert results[-1] is returned and kinds(results[:-1]) == kinds(values)
    clock.took(2.0)

    await each_call_for_itself(kata, clock)


def kinds(values):
    """Each value with its type: 0, False and 0.0 are equal, and not the same."""
    return [(type(value).__name__, value) for value in plain(values)]


async def each_call_for_itself(kata, clock):
    """A call, the same again, and two at the same time: each returns its own results, when they are there."""
    lengths, wanted = [0.75, 0.75, 1.5, 0.3125], []

    async def call():
        began, length = clock.elapsed, lengths[len(wanted)]
        jobs = [Job(length), Job(0.25)]
        wanted.append(([job.value for job in jobs], length))
        return await kata.my_gather(*(job() for job in jobs)), clock.elapsed - began

    answers = await twice(call)
    for answer in answers:
        unless_it_failed(answer)
    if [results for results, _ in answers] != [results for results, _ in wanted]:
        fail(M40.because("one of several calls does not return what it was asked for"))
    if answers != wanted:
        fail(M40.because("one of two calls at the same time waited for the jobs of the other"))
