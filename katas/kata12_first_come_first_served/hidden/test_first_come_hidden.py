"""Hidden checks of kata12."""

import asyncio
import contextlib

from grader.testing import (
    LONG,
    M00,
    M02,
    M06,
    M07,
    M08,
    M09,
    M10,
    M20,
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


async def listen(pairs, clock, *, most, busy=0, times=None, heard=None):
    """When each pair came, and which, to one who is busy after each; what never ends is left when it is too much."""
    heard = [] if heard is None else heard
    async for pair in pairs:
        heard.append((clock.elapsed, pair))
        if busy and (times is None or len(heard) <= times):
            await asyncio.sleep(busy)
        if len(heard) > most:
            break
    return heard


def coroutines(jobs):
    """A dict of coroutines that do these jobs."""
    return {key: job() for key, job in jobs.items()}


def left(jobs):
    """Whether any of the jobs that were started has not ended."""
    return any(len(job.ended) < len(job.started) for job in jobs)


def last(jobs):
    """When the last of them ended. How long that takes is theirs, and that of whoever asks them twice."""
    return max(then for job in jobs for then in job.ended)


def late(wanted):
    """What a list of the right pairs at other times betrays, or nothing."""

    def told(got):
        if [pair for _, pair in got] == [pair for _, pair in wanted]:
            return M10.because("The right pairs, and not each at the moment its job ended, though somebody waited")
        return None

    return told


@check(points=3, needs="test_in_the_order_of_ending", rules=3)
async def test_a_busy_reader(kata, clock):
    """While the reader is busy the jobs go on, and their pairs come at once then, in the order in which they ended."""
    lengths = {"a": 2.0, "b": 1.0, "c": 0.625, "d": 3.5, "e": 1.5, "f": 2.5, "g": 3.0}
    jobs = {key: Job(length) for key, length in lengths.items()}

    heard = await listen(kata.in_completion_order(coroutines(jobs)), clock, most=7, busy=4.0625)

    wanted = [(0.625 + 4.0625 * place, (key, jobs[key].value)) for place, key in enumerate("cbeafgd")]
    expect(plain([job.ended for job in jobs.values()]), [[length] for length in lengths.values()])

    def misplaced(got):
        if len(got) == 7 and sorted(plain([pair for _, pair in got])) == sorted(pair for _, pair in wanted):
            return M07.because(
                "Several jobs ended while the reader was busy, and came in another order than they ended"
            )
        return None

    expect(heard, wanted, tells=lambda got: late(wanted)(got) or misplaced(got))


@check(points=2, needs="test_in_the_order_of_ending", rules=(2, 4))
async def test_many_at_the_same_moment(kata, clock):
    """Of many jobs several end at the same moment: each has its pair, also when many end before they are asked for."""
    # While the reader is busy 109 of the 125 jobs end: more than any round number of places for what is not asked for.
    jobs = {place: Job(1 + place % 2 if place % 8 else 3) for place in range(MANY // 2)}

    pairs, heard = kata.in_completion_order(coroutines(jobs)), []
    with contextlib.suppress(TimeoutError):  # bounded: what waits for a lost pair is told by the pairs that came
        await asyncio.wait_for(listen(pairs, clock, most=len(jobs), busy=1.5, times=1, heard=heard), 3600)

    waited = sum(job.started != [0.0] for job in jobs.values())
    if waited:
        fail(M02.because(f"Of {len(jobs)} jobs {waited} were not started with the others: they had to wait"))
    if len(heard) < len(jobs):
        fail(M20.because(f"{len(jobs)} jobs ended, several at a time, and only {len(heard)} pairs were delivered"))
    # The first pair is any of those of 1 s; when the reader has time again, the others of 1 s and those of 2 s wait.
    came = plain(heard)
    wanted = sorted(
        (1.0 if key == came[0][1][0] else max(job.delay, 2.5), (key, job.value)) for key, job in jobs.items()
    )
    expect([came[0][0], sorted(came)], [1.0, wanted])


@check(points=3, needs="test_in_the_order_of_ending", rules=6)
async def test_a_failure_in_its_turn(kata, clock):
    """Whatever a job fails with, its very exception leaves in its turn, when the others have ended."""
    for error in every_error():
        if not isinstance(error, Exception):
            continue
        began = clock.elapsed
        early, bad, others = Job(0.5), Job(1.25, error=error), [Job(5, cleanup=LONG[0]), Job(3 * LONG[0])]
        jobs = {"first": others[0](), "bad": bad(), "early": early(), "last": others[1]()}
        pairs, heard = kata.in_completion_order(jobs), []

        async def go_through(pairs=pairs, heard=heard):
            async for pair in pairs:
                heard.append(pair)

        ended = await outcome(go_through())

        if ended is None:
            fail(M09.because("A job failed, and the iterator went on as if nothing had happened"))
        if ended is not error:
            with raising({Exception: M23.because("A job failed with another exception: that very one has to leave.")}):
                raise ended
        expect(heard, [("early", early.value)])
        took = clock.elapsed - began
        if any(not job.cancelled and not job.ended for job in others):
            fail(M08.because("A job failed, and others still ran when its exception left"))
        slow = M08.because("A job failed, and not all of the others were cancelled at that moment")
        expect([job.cancelled for job in others], [[began + 1.25]] * 2, tells=slow)
        if left(others):
            fail(M39.because("The others were cancelled, and had not ended when it left"))
        expect(began + took, last(others))
        await expect_quiet("The iteration", others)

    began, error = clock.elapsed, OSError(token())
    jobs = {"a": Job(1), "bad": Job(1.5, error=error), "b": Job(0.5), "long": Job(30)}
    pairs, heard = kata.in_completion_order(coroutines(jobs)), []

    async def go_slowly():
        async for pair in pairs:
            heard.append(pair)
            await asyncio.sleep(4)

    ended = await outcome(go_slowly())

    wanted = [(key, jobs[key].value) for key in "ba"]
    if ended is error and plain(heard) == wanted[: len(heard)] and len(heard) < 2:
        fail(
            M20.because(
                "While the reader was busy two jobs ended and a third failed: its exception came, and a pair was lost"
            )
        )
    if ended is not error and isinstance(ended, Exception):
        raise ended
    expect([heard, ended is error, clock.elapsed - began], [wanted, True, 8.5])
    await expect_quiet("The iteration", list(jobs.values()))


@check(points=2, needs="test_leaving_early", rules=7)
async def test_closed_when_they_have_ended(kata, clock):
    """Closing cancels also a task and an object with __await__, and returns when they have ended."""
    jobs = [Job(0.5), Job(0.875), Job(5, cleanup=0.5), Job(7, cleanup=3600.5), Job(9)]
    task = asyncio.create_task(jobs[2]())
    pairs = kata.in_completion_order({1: jobs[0](), 2: jobs[1](), 3: task, 4: jobs[3], 5: jobs[4]()})

    async for first in pairs:
        expect(first, (1, jobs[0].value))
        break
    await asyncio.sleep(0.75)
    await pairs.aclose()

    if any(not job.cancelled for job in jobs[2:]):
        fail(M08.because("The iterator was closed, and some of what it had been given ran on"))
    expect([job.cancelled for job in jobs], [[], [], [1.25], [1.25], [1.25]])
    if left(jobs):
        fail(M39.because("The jobs were cancelled, and had not ended when aclose returned: wait for them"))
    expect(clock.elapsed, last(jobs))
    await expect_quiet("aclose", jobs)


@check(points=3, needs="test_in_the_order_of_ending", rules=8)
async def test_cancelled_at_any_moment(kata, clock):
    """Whenever its reader is cancelled, CancelledError leaves, and every job has ended."""

    def begin():
        jobs = {"a": Job(4), "b": Job(0.75), "c": Job(2)}
        return listen(kata.in_completion_order(coroutines(jobs)), clock, most=3), list(jobs.values())

    cuts = await cancellation_sweep(begin, [0.75, 2, 4])
    if any(cut.left for cut in cuts):
        fail(M08.because("Whoever waited for a pair was cancelled, and jobs ran on"))
    expect_cancelled(cuts, "The iteration")

    began, job = clock.elapsed, Job(5, cleanup=LONG[0])
    work = asyncio.create_task(listen(kata.in_completion_order({"one": job()}), clock, most=1))
    await asyncio.sleep(1)
    work.cancel()
    with M00.because("Its reader was cancelled, and CancelledError did not leave"):
        assert isinstance(await outcome(work), asyncio.CancelledError)
    expect(job.cancelled, [began + 1])
    if left([job]):
        fail(M39.because("Its reader was cancelled, and CancelledError left before the jobs had ended"))
    expect(clock.elapsed, last([job]))


@check(points=2, needs="test_in_the_order_of_ending", rules=(2, 3))
async def test_every_kind_of_job(kata, clock):
    """Coroutines, tasks, futures and objects with __await__ are delivered when they end, however long they take."""
    loop, jobs = asyncio.get_running_loop(), [Job(1.1875), Job(2.8125), Job(0.625), Job(LONG[1])]
    late_one, done = token(), token()
    future, ready = loop.create_future(), loop.create_future()
    loop.call_later(1.75, future.set_result, late_one)
    ready.set_result(done)
    given = {
        "custom": jobs[0],
        "task": asyncio.create_task(jobs[1]()),
        "day": jobs[3](),
        "future": future,
        "coroutine": jobs[2](),
        "done": ready,
    }

    kinds = M00.because("Among the jobs are a task, futures and an object with `__await__`.")
    patience = M27.because("No job raises this, and one of them takes a day.")
    with raising({TypeError: kinds, AttributeError: kinds, TimeoutError: patience}):
        heard = await listen(kata.in_completion_order(given), clock, most=6)

    wanted = [
        (0.0, ("done", done)),
        (0.625, ("coroutine", jobs[2].value)),
        (1.1875, ("custom", jobs[0].value)),
        (1.75, ("future", late_one)),
        (2.8125, ("task", jobs[1].value)),
        (LONG[1], ("day", jobs[3].value)),
    ]
    expect(heard, wanted, tells=late(wanted))
    expect([len(job.started) for job in jobs], [1, 1, 1, 1])


@check(points=1, needs="test_in_the_order_of_ending", rules=1)
async def test_any_key_and_any_result(kata, clock):
    """Keys and results that are false or equal are delivered like any other, and each call stands for itself."""
    keys, values = [None, 0, "", (), ("a", 1), "0", b"", 1.5], falsy()
    jobs = {key: Job(1 + place / 8, values[place]) for place, key in enumerate(keys)}

    heard = await listen(kata.in_completion_order(coroutines(jobs)), clock, most=len(jobs))
    wanted = [(key, values[place]) for place, key in enumerate(keys)]
    missing = M27.because("Among the keys and results are None, 0, an empty text and False: they count like any other")
    expect([kinds(pair) for _, pair in heard], [kinds(pair) for pair in wanted], tells=missing)

    began, returned = clock.elapsed, ValueError(token("returned"))
    heard = await outcome(listen(kata.in_completion_order({"only": Job(0.5, returned)()}), clock, most=1))
    if heard is returned:
        fail(M06.because("A job returned an exception object, which is a result like any other, and it was raised"))
    if isinstance(heard, Exception):
        raise heard
    expect(heard, [(began + 0.5, ("only", returned))])

    async def call():
        began, jobs = clock.elapsed, {"x": Job(0.75), "y": Job(0.5)}
        got = await listen(kata.in_completion_order(coroutines(jobs)), clock, most=2)
        return got == [(began + 0.5, ("y", jobs["y"].value)), (began + 0.75, ("x", jobs["x"].value))]

    for right in await twice(call):
        if isinstance(right, Exception):
            with raising(
                {Exception: M40.because("Several iterators were in use: one after another, and two at once.")}
            ):
                raise right
        if not right:
            fail(M40.because("One of several calls does not deliver its own jobs at their own times"))


def kinds(pair):
    """A pair with its types: 0, False and 0.0 are equal, and not the same."""
    pair = plain(pair)
    return (pair, [type(part).__name__ for part in pair]) if isinstance(pair, tuple) else pair


@check(points=1, needs="test_in_the_order_of_ending", rules=5)
async def test_over_is_over(kata, clock):
    """An iterator that has ended delivers nothing more, and says so at once."""
    jobs = {"a": Job(0.5), "b": Job(0.25)}
    pairs = kata.in_completion_order(coroutines(jobs))
    again = M29.because("The iterator was through already: gone through once more, there is nothing to deliver.")

    expect(len(await listen(pairs, clock, most=2)), 2)
    clock.took(0.5)
    with raising({Exception: again}):
        expect(await listen(pairs, clock, most=0), [])
    clock.took(0.5)
    with raising({Exception: M29.because("The iterator was through, and then it was closed.")}):
        await pairs.aclose()
    clock.took(0.5)
