"""Hidden checks of kata10."""

import asyncio

from grader.testing import (
    M00,
    M05,
    M06,
    M07,
    M09,
    M19,
    M27,
    M40,
    Job,
    cancellation_sweep,
    check,
    expect,
    failure_sweep,
    number,
    plain,
    token,
)


def pair(answer):
    """The two halves of what ask_all gave."""
    with M00.because("ask_all gives a pair: a dict of results and a list of names"):
        halves = plain(answer)
        assert isinstance(halves, (tuple, list)) and len(halves) == 2
        assert [type(half) for half in halves] == [dict, list]
    return halves


def lists(answer):
    """The two halves of what split_outcomes gave; what stands in them is not looked at yet."""
    with M00.because("split_outcomes gives a pair: a list of results and a list of exceptions"):
        assert isinstance(answer, (tuple, list)) and len(answer) == 2
        successes, failures = answer
        assert isinstance(successes, list) and isinstance(failures, list)
    return successes, failures


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
    with M40.because("In the second call there is something left of the first: the two share what each should own"):
        assert (second, second_finished) == (second_asked, second_quickest)
    clock.took(3.625)


@check(points=1)
async def test_a_failing_job_leaves_at_once(kata, clock):
    """Whichever of three jobs fails, its exception leaves ask_all at that moment."""
    delays = [2.5, 1.25, 4]

    failures = await failure_sweep(lambda jobs: kata.ask_all({token("job"): job() for job in jobs}), delays)

    with M09.because("A job failed, and that very exception did not leave ask_all"):
        assert [failing.came_out for failing in failures] == [True, True, True]
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

    with M06.because("One was cancelled, and that took everything with it: CancelledError is no Exception"):
        assert not isinstance(ended, BaseException)
    successes, failures = lists(ended)
    with M06.because("The CancelledError landed among the successes, or nowhere: it is no Exception"):
        assert len(successes) == 2 and len(failures) == 1
        assert isinstance(failures[0], asyncio.CancelledError)
    expect(successes, [jobs[0].value, jobs[2].value])
    clock.took(1.75)

    given = asyncio.create_task(Job(5)())
    asyncio.get_running_loop().call_later(0.375, given.cancel)
    ended = await asyncio.create_task(outcome(kata.ask_all({token("job"): given, token("job"): Job(1.25)()})))
    with M06.because("One job was cancelled, and CancelledError did not leave ask_all"):
        assert isinstance(ended, asyncio.CancelledError)

    for function in (
        lambda jobs: kata.ask_all({token("job"): job for job in jobs}),
        lambda jobs: kata.split_outcomes(*jobs),
    ):

        def begin(function=function):
            jobs = [Job(1.5), Job(0.75), Job(3)]
            return function([job() for job in jobs]), jobs

        cuts = await cancellation_sweep(begin, [0.75, 1.5, 3])
        with M05.because("You were cancelled, and you kept the CancelledError to yourself"):
            assert [(cut.came_out, cut.ended_at) for cut in cuts] == [(True, cut.at) for cut in cuts]


async def outcome(awaitable):
    """What it gives, or the exception it ends with; a task of its own, so that a cancellation stays in there."""
    try:
        return await awaitable
    except (Exception, asyncio.CancelledError) as error:
        return error


@check(points=1, tells=M27.because("There may also be nobody to ask: that is no error, and takes no time"))
async def test_nobody_to_ask(kata, clock):
    """Without jobs there are no results, no names, no successes and no failures, at 0.0 s."""
    results, finished = pair(await kata.ask_all({}))
    successes, failures = lists(await kata.split_outcomes())

    assert (results, finished, successes, failures) == ({}, [], [], [])
    clock.took(0.0)


@check(points=1, needs="test_successes_and_failures")
async def test_what_counts_as_a_result(kata, clock):
    """None, 0 and "" are results, in the order of the arguments; an exception that is returned counts as a failure."""
    returned, raised = KeyError(token()), OSError(token())
    values = [None, 0, "", number()]
    quick, slow = Job(0.25, returned), Job(3.5, error=raised)
    jobs = [Job(3, values[0]), slow, Job(1, values[1]), Job(2, values[2]), quick, Job(0.5, values[3])]

    successes, failures = lists(await kata.split_outcomes(*(job() for job in jobs)))

    with M27.because('Empty results were dropped: None, 0 and "" are results like any other'):
        assert successes != [values[3]] and len(successes) >= 4
    with M00.because("An exception object that was returned counts as a failure here"):
        assert len(successes) == 4 and len(failures) == 2
    expect(successes, values, tells=M07.because("The results are not in the order of the arguments"))
    with M07.because("The exceptions are not in the order of the arguments"):
        assert failures[0] is raised and failures[1] is returned


@check(points=1, tells=M00.because("Not all that can be awaited is a coroutine"))
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
    expect(results, dict(zip(names, [jobs[0].value, jobs[1].value, values[0], jobs[2].value], strict=True)))
    expect(finished, [names[1], names[2], names[3], names[0]])
    clock.took(2.0)

    answer = await kata.split_outcomes(more[0], asyncio.create_task(more[1]()), futures[1], more[2]())
    successes, failures = lists(answer)
    expect(successes, [more[0].value, more[1].value, values[1], more[2].value])
    assert failures == []
    clock.took(4.0)
