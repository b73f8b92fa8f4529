"""Hidden checks of kata10."""

import asyncio

from grader.testing import (
    LONG,
    M00,
    M02,
    M06,
    M07,
    M09,
    M12,
    M19,
    M23,
    M27,
    M40,
    MANY,
    Job,
    Unforeseen,
    cancellation_sweep,
    check,
    every_error,
    expect,
    expect_cancelled,
    fail,
    failure_sweep,
    falsy,
    outcome,
    plain,
    raising,
    reordered,
    token,
    tokens,
)


def pair(answer):
    """The two halves of what ask_all returned."""
    answer = plain(answer)
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        fail(M00.because("ask_all returns a pair: a dict of results and a list of names"))
    results, finished = answer
    if not isinstance(results, dict):
        fail(M00.because("The first half of what ask_all returns is a dict of results"))
    if not isinstance(finished, list):
        fail(M00.because("The second half of what ask_all returns is a list of names"))
    return results, finished


def lists(answer):
    """The two halves of what split_outcomes returned; what stands in them is not looked at yet."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        fail(M00.because("split_outcomes returns a pair: a list of results and a list of exceptions"))
    successes, failures = answer
    if not isinstance(successes, list) or not isinstance(failures, list):
        fail(M00.because("split_outcomes returns two lists, of results and of exceptions"))
    return successes, failures


def disorder(what, asked, finished):
    """A look at a list that may hold the right things in another order than `asked`, or in that of `finished`."""

    def looked(got):
        if got == finished and finished != asked:
            return M07.because(f"{what} are in the order of finishing, not in the order of the arguments")
        if reordered(got, asked):
            return M07.because(
                f"{what} are right, in no order that was asked for: what was gone through may have none, as a set has"
                " none"
            )
        return None

    return looked


@check(points=1, needs="test_order_asked_and_order_finished", rules=(2, 3, 10))
async def test_every_call_for_itself(kata, clock):
    """Of several calls, one after the other or at the same time, none shows the names or results of another."""
    calls = [
        {token("job"): Job(delay) for delay in delays}
        for delays in ([1.5, 0.5, 2.25, 0.875], [0.625, 1.375, 0.25], [1.125, 0.75, 1.625], [0.125, 2, 1])
    ]

    def answer(jobs):
        return kata.ask_all({name: job() for name, job in jobs.items()})

    answers = [await answer(calls[0]), await answer(calls[1])]
    answers += await asyncio.gather(*(answer(jobs) for jobs in calls[2:]))

    for jobs, (results, finished) in zip(calls, map(pair, answers), strict=True):
        others = {name for other in calls if other is not jobs for name in other}
        if others.intersection(results) or others.intersection(finished):
            fail(M40.because("In one call there are names of another: they share what each should own"))
        expect(
            list(results.items()),
            [(name, job.value) for name, job in jobs.items()],
            tells=M07.because("Not every name has got its own result, in the order asked"),
        )
        expect(
            finished,
            sorted(jobs, key=lambda name: jobs[name].delay),
            tells=M07.because("Those are not the names in the order of finishing"),
        )
    clock.took(5.625, tells={7.25: M40.because("Of two calls at the same time one waited until the other was done")})


@check(points=1, rules=(4,))
async def test_a_failing_job_leaves_at_once(kata, clock):
    """Whichever job fails, and with whatever exception, that exception leaves ask_all at that moment."""
    delays = [2.5, 1.25, 4]

    failures = await failure_sweep(lambda jobs: kata.ask_all({token("job"): job() for job in jobs}), delays)

    for failing in failures:
        if not failing.came_out and isinstance(failing.ended, BaseException):
            other = M23.because("Another exception has to leave ask_all: the very one of the job that failed.")
            with raising({BaseException: other}):
                raise failing.ended
        if not failing.came_out:
            fail(M09.because("A job failed, and its exception did not leave ask_all"))
    expect(
        [failing.ended_at for failing in failures],
        delays,
        tells=[
            ([4.0, 4.0, 4.0], M19.because("The exception left only when everything else was done too")),
            ([2.5, 2.5, 4.0], M09.because("The failure was noticed late: you were waiting for another")),
        ],
    )

    for error in exceptions():
        began = clock.elapsed
        ended = await outcome(kata.ask_all({token("job"): Job(LONG[0])(), token("job"): Job(0.6875, error=error)()}))
        kind = type(error).__name__
        if ended is not error:
            fail(M23.because(f"A job failed with {kind}, and this very object did not leave ask_all"))
        expect(clock.elapsed - began, 0.6875, tells=M09.because(f"The {kind} of a job left ask_all too late"))


def exceptions():
    """One exception of each kind that a job may raise."""
    return [error for error in every_error() if isinstance(error, Exception)]


@check(points=1, needs="test_successes_and_failures", rules=(4, 6, 11))
async def test_a_cancelled_one_is_a_failure(kata, clock):
    """One that is cancelled stands among the failures, or leaves ask_all; when you are cancelled, you end with it."""
    error = OSError(token())
    jobs = [Job(0.5), Job(5), Job(1.75), Job(0.375, error=error)]
    given = asyncio.create_task(jobs[1]())
    asyncio.get_running_loop().call_later(0.75, given.cancel)

    ended = await asyncio.create_task(outcome(kata.split_outcomes(jobs[0](), given, jobs[2](), jobs[3]())))

    if isinstance(ended, asyncio.CancelledError):
        fail(M06.because("One was cancelled, and that took everything with it: CancelledError is no Exception"))
    successes, failures = lists(unless_it_failed(ended))
    if any(isinstance(value, asyncio.CancelledError) for value in successes):
        fail(M06.because("The CancelledError landed among the successes: it is a BaseException, and no Exception"))
    if not any(isinstance(value, asyncio.CancelledError) for value in failures):
        fail(M06.because("One was cancelled, and no CancelledError stands among the failures: it is no Exception"))
    expect(len(failures), 2, tells=M00.because("One was cancelled and one failed: there are two exceptions to tell of"))
    if failures[1] is not error:
        fail(M07.because("The exceptions are not in the order of the arguments: a CancelledError has its place too"))
    expect(successes, [jobs[0].value, jobs[2].value])
    clock.took(1.75)

    given = asyncio.create_task(Job(5)())
    asyncio.get_running_loop().call_later(0.375, given.cancel)
    ended = await asyncio.create_task(outcome(kata.ask_all({token("job"): given, token("job"): Job(1.25)()})))
    if not isinstance(unless_it_failed(ended), asyncio.CancelledError):
        fail(M06.because("One job was cancelled, and CancelledError did not leave ask_all"))
    clock.took(2.125, tells={3.0: M09.because("One job was cancelled, and you noticed when the other was done")})

    for name, function in (
        ("ask_all", lambda jobs: kata.ask_all({token("job"): job for job in jobs})),
        ("split_outcomes", lambda jobs: kata.split_outcomes(*jobs)),
    ):

        def begin(function=function):
            jobs = [Job(1.5), Job(0.75), Job(3)]
            return function([job() for job in jobs]), jobs

        expect_cancelled(await cancellation_sweep(begin, [0.75, 1.5, 3]), name)


def unless_it_failed(ended):
    """What was returned, or a CancelledError; any other exception speaks for itself."""
    if isinstance(ended, Exception):
        raise ended
    return ended


@check(
    points=1,
    needs=("test_order_asked_and_order_finished", "test_successes_and_failures"),
    rules=(9,),
    raises={Exception: M27.because("There may also be nobody to ask: that is no error.")},
)
async def test_nobody_to_ask(kata, clock):
    """Without jobs there are no results, no names, no successes and no failures, at 0.0 s."""
    results, finished = pair(await kata.ask_all({}))
    successes, failures = lists(await kata.split_outcomes())

    nobody = M27.because("There was nobody to ask, and so there is nothing to return")
    expect([results, finished, successes, failures], [{}, [], [], []], tells=lambda _: nobody)
    clock.took(0.0, tells=lambda _: M27.because("There was nobody to ask, and nothing to wait for"))


@check(points=1, needs="test_successes_and_failures", rules=(2, 5, 7, 8))
async def test_what_counts_as_a_result(kata, clock):
    """Any value is a result; an exception object that is returned counts as a failure in split_outcomes alone."""
    raised, returned = exceptions(), [KeyError(token()), Unforeseen(token()), asyncio.CancelledError()]
    same = token()
    asked = [raised[0], *falsy(), returned[0], *raised[1:4], same, *returned[1:], *raised[4:], same]
    failed = [value for value in asked if isinstance(value, BaseException)]
    values = [value for value in asked if not isinstance(value, BaseException)]
    jobs = [
        Job(3 - place / 8, value, error=value if any(value is error for error in raised) else None)
        for place, value in enumerate(asked)
    ]

    ended = await outcome(kata.split_outcomes(*(job() for job in jobs)))

    if any(ended is one for one in failed):
        told = f"A job ended with {type(ended).__name__}, and that left split_outcomes: it belongs among the failures"
        fail(M09.because(told))
    successes, failures = lists(unless_it_failed(ended))
    if any(value is one for value in successes for one in returned):
        fail(
            M00.because("An exception object that was returned counts as a failure here, and stands among the results")
        )
    wanted = kinds(values)
    expect(
        kinds(successes),
        wanted,
        tells=lambda got: dropped(got, wanted) or disorder("The results", wanted, wanted[::-1])(got),
    )
    if not all(any(one is other for other in failed) for one in failures):
        fail(M23.because("What stands among the failures is not the very exception that was raised or returned"))
    if len(failures) != len(failed):
        fail(M09.because(f"{len(failed)} exceptions were raised or returned, and {len(failures)} stand in failures"))
    if any(one is not other for one, other in zip(failures, failed, strict=True)):
        fail(M07.because("The exceptions are not in the order of the arguments"))
    clock.took(3.0)
    await any_value_has_its_name(kata)


def kinds(values):
    """Each value with its type: 0, False and 0.0 are equal, and not the same."""
    return [(type(value).__name__, value) for value in plain(values)]


def dropped(got, wanted):
    """A look at kinds of values, some of which are missing: those that count as false?"""
    if got and got == [(kind, value) for kind, value in wanted if value]:
        return M27.because('Empty results were dropped: None, 0 and "" are results like any other')
    if len(got) < len(wanted) and all(one in wanted for one in got):
        return M27.because("Results are missing: some were dropped, or taken for one another because they are equal")
    return None


def misnamed(got, names):
    """A look at names of which the results are all false in an `if`: what is wrong with them?"""
    if len(set(got)) < len(got):
        return M27.because("A name stands there twice: names whose results are equal were taken for one another")
    if len(got) < len(names):
        return M27.because("A name or a result that is false in an `if` is missing: it is one like any other")
    return M07.because("The names of a call are not in the order asked, or those that finished not as they finished")


async def any_value_has_its_name(kata):
    """In ask_all any value is a result, an exception object too, and any string is a name."""
    names = ["", *tokens(len(falsy()) - 1, "job")]
    jobs = {name: Job(1 + place / 8, value) for place, (name, value) in enumerate(zip(names, falsy(), strict=True))}
    results, finished = pair(await kata.ask_all({name: job() for name, job in jobs.items()}))
    for got in (list(results), finished):
        expect(got, names, tells=lambda got: misnamed(got, names))
    expect(kinds(list(results.values())), kinds(falsy()))

    returned = ValueError(token())
    ended = await outcome(kata.ask_all({names[1]: Job(0.5, returned)()}))
    if ended is returned:
        fail(M00.because("A job returned an exception object, and ask_all raised it: it is a result there"))
    results, finished = unless_it_failed(ended)
    if results.get(names[1]) is not returned or finished != [names[1]]:
        fail(M00.because("A job of ask_all returned an exception object, and it is not the result of that job"))


@check(
    points=1,
    rules=(1, 2, 3, 5),
    raises={
        TypeError: M00.because("Among the awaitables are a task, a future and an object with `__await__`."),
        TimeoutError: M27.because("No awaitable raises this here, and one of them takes a day."),
    },
)
async def test_all_that_can_be_awaited(kata, clock):
    """Tasks, futures and objects with __await__ are as welcome as coroutines, however many, and however long."""
    await one_of_each_kind(kata, clock)
    await many_and_long(kata, clock)


async def one_of_each_kind(kata, clock):
    """Both functions, one after the other: a coroutine, a task, futures, and an object that has to start with them."""
    jobs, late, done = [Job(1.5), Job(0.375), Job(2.1875)], token(), token()
    more, ready = [Job(1.5), Job(0.375), Job(2.1875)], asyncio.get_running_loop().create_future()
    ready.set_result(done)
    names = tokens(4, "job")

    given = [jobs[0](), asyncio.create_task(jobs[1]()), future_of(late), jobs[2]]
    results, finished = pair(await kata.ask_all(dict(zip(names, given, strict=True))))
    expect_one_start(jobs, 0.0)
    expect(
        results,
        dict(zip(names, [jobs[0].value, jobs[1].value, late, jobs[2].value], strict=True)),
        tells=M07.because("Not every name has got its own result"),
    )
    expect(
        finished,
        [names[1], names[2], names[0], names[3]],
        tells=lambda _: M07.because("Those are not the names in the order of finishing: two finish close together"),
    )
    clock.took(2.1875)

    given = [more[0](), asyncio.create_task(more[1]()), future_of(late), ready, more[2]]
    successes, failures = lists(await kata.split_outcomes(*given))
    expect_one_start(more, 2.1875)
    asked = [more[0].value, more[1].value, late, done, more[2].value]
    expect(successes, asked, tells=disorder("The results", asked, [done, asked[1], late, asked[0], asked[4]]))
    expect(failures, [], tells=M00.because("Nothing failed, and yet there are failures"))
    clock.took(4.375)


def future_of(value):
    """A future that is done shortly before one and a half seconds are over."""
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1.5 - 1 / 1024, future.set_result, value)
    return future


def expect_one_start(jobs, at):
    """Each of the jobs ran once, from the beginning on; only one that is an object could still be waiting."""
    if any(len(job.started) > 1 for job in jobs):
        fail(M12.because("An object with `__await__` was awaited twice, and so its work was done twice"))
    if jobs[-1].started != [at]:
        fail(M02.because("An object with `__await__` was not started with the others: it had to wait for its turn"))


async def many_and_long(kata, clock):
    """Both functions, at the same time: so many that no limit holds them, one of which takes a day."""
    jobs = {name: Job(LONG[1] - place / 1024) for place, name in enumerate(tokens(MANY // 2, "job"))}
    more = [Job(1), Job(LONG[1] + 1), *(Job(1) for _ in range(MANY // 2))]
    began = clock.elapsed
    asked = asyncio.create_task(outcome(kata.ask_all({name: job() for name, job in jobs.items()})))
    successes, failures = lists(unless_it_failed(await outcome(kata.split_outcomes(*(job() for job in more)))))
    results, finished = pair(unless_it_failed(await asked))
    if any(job.started != [began] for job in (*jobs.values(), *more)):
        fail(M02.because(f"Of {MANY // 2} not all were started at once: some had to wait for others"))
    expect(list(results.items()), [(name, job.value) for name, job in jobs.items()])
    expect(finished, list(jobs)[::-1], tells=disorder("Many names", list(jobs)[::-1], list(jobs)))
    expect([successes, failures], [[job.value for job in more], []])
    expect(clock.elapsed - began, LONG[1] + 1)
