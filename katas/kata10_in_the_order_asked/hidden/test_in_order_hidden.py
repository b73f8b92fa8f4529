"""Hidden checks of kata10."""

import asyncio

from grader.testing import (
    M00,
    M05,
    M06,
    M07,
    M09,
    M19,
    M23,
    M27,
    M40,
    Job,
    cancellation_sweep,
    check,
    expect,
    expect_cancelled,
    fail,
    failure_sweep,
    number,
    plain,
    raising,
    reordered,
    token,
)


def pair(answer):
    """The two halves of what ask_all gave."""
    answer = plain(answer)
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        fail(M00.because("ask_all gives a pair: a dict of results and a list of names"))
    results, finished = answer
    if not isinstance(results, dict):
        fail(M00.because("The first half of what ask_all gives is a dict of results"))
    if not isinstance(finished, list):
        fail(M00.because("The second half of what ask_all gives is a list of names"))
    return results, finished


def lists(answer):
    """The two halves of what split_outcomes gave; what stands in them is not looked at yet."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        fail(M00.because("split_outcomes gives a pair: a list of results and a list of exceptions"))
    successes, failures = answer
    if not isinstance(successes, list) or not isinstance(failures, list):
        fail(M00.because("split_outcomes gives two lists, of results and of exceptions"))
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


@check(points=1, needs="test_order_asked_and_order_finished")
async def test_every_call_for_itself(kata, clock):
    """Two calls after each other, of four jobs and of three, do not show each other's names."""
    heard = []
    for delays in ([1.5, 0.5, 2.25, 0.875], [0.625, 1.375, 0.25]):
        jobs = {token("job"): Job(delay) for delay in delays}
        results, finished = pair(await kata.ask_all({name: job() for name, job in jobs.items()}))
        quickest = sorted(jobs, key=lambda name: jobs[name].delay)
        heard.append((list(results.items()), finished, [(name, jobs[name].value) for name in jobs], quickest))

    (first, first_finished, first_asked, first_quickest), (second, second_finished, second_asked, second_quickest) = (
        heard
    )
    expect(first, first_asked, tells=M07.because("Not every name has got its own result, in the order asked"))
    expect(first_finished, first_quickest, tells=M07.because("Those are not the names in the order of finishing"))
    names = {name for name, _ in first}
    if names.intersection(second_finished) or names.intersection(name for name, _ in second):
        fail(M40.because("In the second call there are names of the first: the two share what each should own"))
    expect(second, second_asked, tells=M07.because("Not every name has got its own result, in the order asked"))
    expect(second_finished, second_quickest, tells=M07.because("Those are not the names in the order of finishing"))
    clock.took(3.625)


@check(points=1)
async def test_a_failing_job_leaves_at_once(kata, clock):
    """Whichever of three jobs fails, its exception leaves ask_all at that moment."""
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


@check(points=1, needs="test_successes_and_failures")
async def test_a_cancelled_one_is_a_failure(kata, clock):
    """One that is cancelled stands among the failures, or leaves ask_all; when you are cancelled, you end with it."""
    jobs = [Job(0.5), Job(5), Job(1.75)]
    given = asyncio.create_task(jobs[1]())
    asyncio.get_running_loop().call_later(0.75, given.cancel)

    ended = await asyncio.create_task(outcome(kata.split_outcomes(jobs[0](), given, jobs[2]())))

    if isinstance(ended, asyncio.CancelledError):
        fail(M06.because("One was cancelled, and that took everything with it: CancelledError is no Exception"))
    successes, failures = lists(unless_it_failed(ended))
    if any(isinstance(value, asyncio.CancelledError) for value in successes):
        fail(M06.because("The CancelledError landed among the successes: it is a BaseException, and no Exception"))
    if not any(isinstance(value, asyncio.CancelledError) for value in failures):
        fail(M06.because("One was cancelled, and no CancelledError stands among the failures: it is no Exception"))
    expect(len(failures), 1, tells=M00.because("One was cancelled and none failed: there is one exception to tell of"))
    expect(successes, [jobs[0].value, jobs[2].value])
    clock.took(1.75)

    given = asyncio.create_task(Job(5)())
    asyncio.get_running_loop().call_later(0.375, given.cancel)
    ended = await asyncio.create_task(outcome(kata.ask_all({token("job"): given, token("job"): Job(1.25)()})))
    if not isinstance(unless_it_failed(ended), asyncio.CancelledError):
        fail(M06.because("One job was cancelled, and CancelledError did not leave ask_all"))

    for name, function in (
        ("ask_all", lambda jobs: kata.ask_all({token("job"): job for job in jobs})),
        ("split_outcomes", lambda jobs: kata.split_outcomes(*jobs)),
    ):

        def begin(function=function):
            jobs = [Job(1.5), Job(0.75), Job(3)]
            return function([job() for job in jobs]), jobs

        expect_cancelled(await cancellation_sweep(begin, [0.75, 1.5, 3]), name)


async def outcome(awaitable):
    """What it gives, or the exception it ends with; a task of its own, so that a cancellation stays in there."""
    try:
        return await awaitable
    except (Exception, asyncio.CancelledError) as error:
        return error


def unless_it_failed(ended):
    """What was given, or a CancelledError; any other exception speaks for itself."""
    if isinstance(ended, Exception):
        raise ended
    return ended


@check(
    points=1,
    needs=("test_order_asked_and_order_finished", "test_successes_and_failures"),
    raises={Exception: M27.because("There may also be nobody to ask: that is no error.")},
)
async def test_nobody_to_ask(kata, clock):
    """Without jobs there are no results, no names, no successes and no failures, at 0.0 s."""
    results, finished = pair(await kata.ask_all({}))
    successes, failures = lists(await kata.split_outcomes())

    nobody = M27.because("There was nobody to ask, and so there is nothing to give")
    expect([results, finished, successes, failures], [{}, [], [], []], tells=lambda _: nobody)
    clock.took(0.0, tells=lambda _: M27.because("There was nobody to ask, and nothing to wait for"))


@check(points=1, needs="test_successes_and_failures")
async def test_what_counts_as_a_result(kata, clock):
    """None, 0 and "" are results, in the order of the arguments; an exception that is returned counts as a failure."""
    returned, raised = KeyError(token()), OSError(token())
    values = [None, 0, "", number()]
    quick, slow = Job(0.25, returned), Job(3.5, error=raised)
    jobs = [Job(3, values[0]), slow, Job(1, values[1]), Job(2, values[2]), quick, Job(0.5, values[3])]

    successes, failures = lists(await kata.split_outcomes(*(job() for job in jobs)))

    if any(value is returned for value in successes):
        fail(
            M00.because("An exception object that was returned counts as a failure here, and stands among the results")
        )
    if successes in ([values[3]], values[1:]):
        fail(M27.because('Empty results were dropped: None, 0 and "" are results like any other'))
    by_finishing = [values[3], values[1], values[2], values[0]]
    expect(successes, values, tells=disorder("The results", values, by_finishing))
    if failures and failures[0] is returned:
        fail(M07.because("The exceptions are not in the order of the arguments"))
    if len(failures) != 2 or failures[0] is not raised or failures[1] is not returned:
        fail(M09.because("The exception that was raised and the one that was returned are not the two failures"))


@check(
    points=1,
    raises={TypeError: M00.because("Among the awaitables are a task, a future and an object with `__await__`.")},
)
async def test_all_that_can_be_awaited(kata, clock):
    """Tasks, futures and objects with __await__ are as welcome as coroutines, in both functions."""
    loop = asyncio.get_running_loop()
    values = [token() for _ in range(2)]
    names = [token("job") for _ in range(4)]
    futures = [loop.create_future(), loop.create_future()]
    for future, value in zip(futures, values, strict=True):
        loop.call_later(1.125, future.set_result, value)
    jobs = [Job(2), Job(0.375), Job(1.5)]
    more = [Job(2), Job(0.375), Job(1.5)]

    given = [jobs[0], asyncio.create_task(jobs[1]()), futures[0], jobs[2]()]
    results, finished = pair(await kata.ask_all(dict(zip(names, given, strict=True))))
    expect(
        results,
        dict(zip(names, [jobs[0].value, jobs[1].value, values[0], jobs[2].value], strict=True)),
        tells=M07.because("Not every name has got its own result"),
    )
    expect(
        finished,
        [names[1], names[2], names[3], names[0]],
        tells=M07.because("Those are not the names in the order of finishing"),
    )
    clock.took(2.0)

    answer = await kata.split_outcomes(more[0], asyncio.create_task(more[1]()), futures[1], more[2]())
    successes, failures = lists(answer)
    asked = [more[0].value, more[1].value, values[1], more[2].value]
    by_finishing = [asked[1], asked[2], asked[3], asked[0]]
    expect(successes, asked, tells=disorder("The results", asked, by_finishing))
    expect(failures, [], tells=M00.because("Nothing failed, and yet there are failures"))
    clock.took(4.0)
