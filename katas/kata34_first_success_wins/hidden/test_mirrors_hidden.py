"""Hidden checks of kata34."""

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
    M23,
    M27,
    M37,
    M39,
    M40,
    Job,
    beside,
    cancellation_sweep,
    check,
    every_error,
    expect,
    expect_quiet,
    fail,
    falsy,
    outcome,
    raising,
    token,
    tokens,
    twice,
)

KINDS = M00.because("Among what was handed in are a task, a future, and an object with `__await__`.")

# Of an exception that crosses only its name and its bases come along: the odd one is made on the other side.
KIT = """
import asyncio

class Odd(Exception):
    def __len__(self):
        return 0

error = Odd("nothing in it")

async def fails(seconds):
    await asyncio.sleep(seconds)
    raise error

async def ends_with(race):
    try:
        await race
    except ExceptionGroup as group:
        return [one is error for one in group.exceptions]
    except Exception as ended:
        return "the error" if ended is error else "another error"
    return "a value"
"""


async def ends_tidying_up(seconds, value=None, error=None):
    """A mirror that, cancelled, needs so many seconds to tidy up, and ends in its own way then."""
    try:
        await asyncio.sleep(1e6)
    except asyncio.CancelledError:
        await asyncio.sleep(seconds)
    if error is not None:
        raise error
    return value


def won(ended, value):
    """Fail unless this value came; an error speaks for itself."""
    if isinstance(ended, BaseException):
        with raising({BaseException: M23.because("There was a winner: nothing that a loser raises has to leave.")}):
            raise ended
    expect(ended, value)


@check(points=3, rules=(4, 5), needs="test_the_first_one_wins")
async def test_the_losers_tidy_up(kata, clock):
    """Losers that need time to tidy up are waited for, and what they end with then changes nothing."""
    for cleanup in (0.75, LONG[0]):
        losers, winner = [Job(7, cleanup=0.25), Job(1e5, cleanup=cleanup)], Job(1.25)
        began = clock.elapsed
        ended = await outcome(kata.first_success(losers[0](), winner(), losers[1]()))
        left = M39.because("the losers were cancelled, and you came back before they had tidied up")
        each = M08.because("not all losers were cancelled, once, at the moment at which there was a winner")
        expect(
            clock.elapsed - began, 1.25 + cleanup, tells=lambda took, full=1.25 + cleanup: left if took < full else each
        )
        expect([job.cancelled for job in losers], [[began + 1.25]] * 2, tells=each)
        won(ended, winner.value)

    failing = asyncio.create_task(ends_tidying_up(0.5, error=OSError(token())))
    failed = asyncio.create_task(Job(0.5, error=ValueError(token()))())
    winner = Job(1)
    ended = await outcome(kata.first_success(ends_tidying_up(0.25, value=token()), failing, winner(), failed))
    won(ended, winner.value)
    unheard = M09.because(
        "a mirror that had lost failed, and its exception was never fetched: asyncio complains of that"
    )
    if failing._log_traceback or failed._log_traceback:
        fail(unheard)

    loop, value = asyncio.get_running_loop(), token()
    futures = [loop.create_future() for _ in range(3)]

    def all_at_once():
        futures[0].set_exception(OSError(token()))
        futures[1].set_result(value)
        futures[2].set_exception(KeyError(token()))

    loop.call_later(1, all_at_once)
    won(await outcome(kata.first_success(*futures)), value)
    if any(future._log_traceback for future in futures):
        fail(unheard)


@check(points=3, rules=6, needs="test_the_first_one_wins")
async def test_cancelled_at_any_moment(kata, clock):
    """Cancelled, the race ends with CancelledError, when all that ran have been cancelled and have tidied up."""

    def begin():
        jobs = [Job(9, cleanup=0.5), Job(1, error=OSError(token())), Job(3)]
        return kata.first_success(jobs[0](), asyncio.create_task(jobs[1]()), jobs[2]), jobs

    # From 3 to 3.5 s the loser tidies up.
    cuts = await cancellation_sweep(begin, [1, 3, 3.5])

    for cut in cuts:
        if isinstance(cut.ended, Exception):
            raise cut.ended
        if not cut.came_out:
            fail(M05.because("first_success was cancelled, and CancelledError did not leave it"))
        if cut.left:
            fail(M08.because("first_success was cancelled, and what it had begun went on"))
    for place, cut in enumerate(cuts[:2]):
        stopped = [job.cancelled == [cut.moment] for job in cut.watched]
        expect(stopped, [True, place == 0, True], tells=M08.because("not all were cancelled, once, at that moment"))
        left = M39.because("first_success was cancelled, and left before those that it cancelled had tidied up")
        expect(cut.ended_at, cut.at + 0.5, tells=lambda took, at=cut.at: left if took < at + 0.5 else None)

    jobs = [Job(5), Job(6)]
    tasks = [asyncio.create_task(job()) for job in jobs]
    await asyncio.sleep(0.125)
    waiting = asyncio.create_task(outcome(kata.first_success(*tasks)))
    await asyncio.sleep(0)
    waiting.cancel()
    at, ended = clock.elapsed, await waiting
    if not isinstance(ended, asyncio.CancelledError):
        fail(M05.because("cancelled when it had just begun to wait, first_success did not end with CancelledError"))
    first = M08.because("cancelled when it had just begun to wait, first_success let a task go on that it was given")
    expect([job.cancelled for job in jobs], [[at], [at]], tells=first)

    future, job = asyncio.get_running_loop().create_future(), Job(7)
    waiting = asyncio.create_task(outcome(kata.first_success(job(), future)))
    await asyncio.sleep(1)
    future.set_result(token())
    waiting.cancel()
    at, ended = clock.elapsed, await waiting
    if isinstance(ended, Exception):
        raise ended
    if not isinstance(ended, asyncio.CancelledError):
        words = (
            "first_success was cancelled right after one had a value, and the value came back: CancelledError leaves"
        )
        fail(M05.because(words))
    expect(job.cancelled, [at], tells=M08.because("first_success was cancelled, and what it had begun went on"))


@check(
    points=2,
    rules=(1, 3, 7),
    needs=("test_the_first_one_wins", "test_all_of_them_fail"),
    raises={TypeError: KINDS, AttributeError: KINDS},
)
async def test_done_already(kata, clock):
    """Of tasks and futures that are done, the first with a value wins at once; every kind of awaitable takes part."""
    loop = asyncio.get_running_loop()
    for first in (2, 0, 5):
        values = tokens(12)
        futures = [loop.create_future() for _ in values]
        for place, future in enumerate(futures):
            if place < first:
                future.set_exception(OSError(token()))
            else:
                future.set_result(values[place])
        pending, running = loop.create_future(), Job(6)
        ended = await outcome(kata.first_success(running(), pending, *futures))
        if isinstance(ended, BaseException):
            raise ended
        order = M07.because(
            "several were done with a value, and another one won than the first in order of the arguments"
        )
        expect(ended, values[first], tells=lambda got, values=values: order if got in values else None)
        if not pending.cancelled():
            fail(M08.because("there was a winner, and a future that had lost was not cancelled"))
    clock.took(0.0)

    for place in range(4):
        jobs = [Job(1 if k == place else 5 + k) for k in range(3)]
        future, value = loop.create_future(), token()
        loop.call_later(1 if place == 3 else 9, lambda: future.done() or future.set_result(value))
        ended = await kata.first_success(jobs[0](), asyncio.create_task(jobs[1]()), jobs[2], future)
        expect(ended, [*(job.value for job in jobs), value][place])
        await asyncio.sleep(10)

    errors = [OSError(token()), ValueError(token())]
    failed = loop.create_future()
    failed.set_exception(errors[1])
    ended = await outcome(kata.first_success(Job(1, error=errors[0]), failed))
    if not isinstance(ended, ExceptionGroup) or [*map(id, ended.exceptions)] != [*map(id, errors)]:
        fail(M00.because("both failed, one of them before the race, and no ExceptionGroup with both errors left"))


@check(
    points=2,
    rules=(3, 8),
    needs=("test_the_first_one_wins", "test_all_of_them_fail"),
)
async def test_none_and_one(kata, clock):
    """Without arguments a ValueError leaves; one that fails alone makes a group of one."""
    ended = await outcome(kata.first_success())
    if isinstance(ended, ExceptionGroup) or not isinstance(ended, BaseException):
        fail(M27.because("there was nobody to ask, and no ValueError left"))
    if not isinstance(ended, ValueError):
        with raising({BaseException: M27.because("There were no arguments: that is a ValueError.")}):
            raise ended
    error = OSError(token())
    ended = await outcome(kata.first_success(Job(1.5, error=error)()))
    if not isinstance(ended, ExceptionGroup) or [*map(id, ended.exceptions)] != [id(error)]:
        fail(M27.because("the only one failed, and no ExceptionGroup with just its error left"))
    clock.took(1.5)


@check(points=3, rules=(1, 2, 3), needs=("test_a_failure_is_no_success", "test_all_of_them_fail"))
async def test_every_error_and_every_value(kata, clock):
    """Exceptions of every kind are out of the race, and stand in the group as they are; false values win."""
    errors = [error for error in every_error() if isinstance(error, Exception)]

    def failing():
        return [Job(0.25 * (9 - k), error=error) for k, error in enumerate(errors)]

    ended = await outcome(kata.first_success(*failing()))
    if any(ended is error for error in errors):
        fail(M06.because("one kind of Exception ended the race: whoever fails is out of it, whatever the kind"))
    if not isinstance(ended, ExceptionGroup):
        if isinstance(ended, BaseException):
            raise ended
        fail(M00.because("every mirror failed, and first_success came back with a value"))
    held = list(ended.exceptions)
    if len(held) == len(errors) and held[-1] is not errors[-1]:
        fail(M37.because("one failed with a group of errors, and it does not stand in yours as it is"))
    if [*map(id, held)] != [*map(id, errors)]:
        fail(M09.because("the group does not hold the very error of each mirror, in the order of the arguments"))
    clock.took(2.25)
    for value in falsy():
        ended = await outcome(kata.first_success(Job(5, token()), *failing(), Job(3, value)))
        false = M27.because("a value that is false in an `if` has to win like any other")
        if isinstance(ended, BaseException):
            raise ended
        expect(ended, value, tells=false)

    returned = OSError(token())
    with raising({Exception: M27.because("One had a value: it had returned an exception object, and not raised it.")}):
        got = await kata.first_success(Job(5, token()), *failing(), Job(3, returned))
    if got is not returned:
        fail(M27.because("one returned an exception object, which is a value like any other, and did not win with it"))

    errors = [errors[0], errors[1], errors[0]]
    ended = await outcome(kata.first_success(*(Job(0.5, error=error) for error in errors)))
    if not isinstance(ended, ExceptionGroup):
        if isinstance(ended, BaseException):
            raise ended
        fail(M00.because("every mirror failed, and first_success came back with a value"))
    if [*map(id, ended.exceptions)] != [*map(id, errors)]:
        fail(M09.because("two failed with the same exception object, and it does not stand twice in the group"))


@check(points=1, rules=(2, 3), inside=True, needs="test_a_failure_is_no_success")
async def test_an_odd_error(kata, clock):
    """An exception that counts as false in an `if` is one like any other: who fails with it is out of the race."""
    kit = beside(kata, KIT)
    odd = M27.because("an exception that is false in an `if` ended the race: who fails with it is out of it as well")
    expect(await kit.ends_with(kata.first_success(kit.fails(1), Job(3)())), "a value", tells=odd)
    group = M27.because("all had failed, with an exception that is false in an `if`, and the group does not hold it")
    expect(await kit.ends_with(kata.first_success(kit.fails(1), kit.fails(2))), [True, True], tells=group)


@check(points=2, rules=(1, 4), needs="test_a_failure_is_no_success")
async def test_many_and_long(kata, clock):
    """Hundreds may be asked, and for a day; and nothing is left of one race for the next."""
    jobs = [Job(2, error=OSError(token())) for _ in range(105)]
    winner = Job(LONG[1])
    jobs[52] = winner
    began = clock.elapsed
    ended = await outcome(kata.first_success(*jobs))
    if any(job.started != [began] for job in jobs):
        fail(M02.because("of many mirrors not all were asked at the same time"))
    won(ended, winner.value)
    expect(clock.elapsed - began, LONG[1])
    await expect_quiet("first_success", jobs)
    again = await twice(lambda: kata.first_success(Job(2, "no"), Job(0.5, error=OSError("no")), Job(1, "yes")))
    expect(
        again, ["yes"] * 4, tells=M40.because("called again, or twice at the same time, it does not answer the same")
    )
