"""Visible checks of kata11."""

import asyncio

from grader.testing import M00, M01, M02, M07, M09, M19, M23, M27, Job, check, expect, fail, outcome, raising, token


@check(points=3, rules=(2, 3))
async def test_starts_everything_before_waiting(kata, clock):
    """Three jobs of 2, 1 and 3 s start at once and are all done at 3.0 s."""
    jobs = [Job(2), Job(1), Job(3)]

    await kata.my_gather(*(job() for job in jobs))

    clock.took(
        3.0,
        tells={
            6.0: M02.because("6.0 = 2 + 1 + 3: nothing was started before the first await"),
            0.0: M01.because("0.0 s: you came back before any of the jobs had worked"),
        },
    )
    expect([job.started for job in jobs], [[0.0], [0.0], [0.0]])
    expect([job.ended for job in jobs], [[2.0], [1.0], [3.0]])


@check(points=2, rules=(3,))
async def test_results_stand_in_the_order_asked(kata, clock):
    """The results come as a list in the order of the arguments, not in the order of finishing."""
    jobs = [Job(2), Job(1), Job(3)]
    values = [job.value for job in jobs]

    results = await kata.my_gather(*(job() for job in jobs))

    in_order_of_finishing = [values[1], values[0], values[2]]
    expect(
        results,
        values,
        tells=[
            (
                in_order_of_finishing,
                M07.because("the first result is the one that was finished first, not asked first"),
            ),
            (None, M00.because("my_gather came back with None")),
            (tuple(values), M00.because("the results are right, but the contract asks for a list")),
        ],
    )


@check(points=3, needs="test_starts_everything_before_waiting", rules=(5,))
async def test_a_failure_comes_out_at_once(kata, clock):
    """When the second of three jobs fails at 1.0 s, its exception leaves my_gather at 1.0 s."""
    error = ValueError(token())
    jobs = [Job(2), Job(1, error=error), Job(3)]

    ended = await outcome(kata.my_gather(*(job() for job in jobs)))

    if ended is not error:
        with raising(
            {Exception: M23.because("A job failed, and its very own exception is the one that has to leave.")}
        ):
            if isinstance(ended, Exception):
                raise ended
        fail(M09.because("a job failed, and no exception left my_gather"))
    clock.took(
        1.0,
        tells={
            2.0: M09.because("the failure of 1.0 was only noticed at 2.0: you were waiting for the first job by then"),
            3.0: M19.because("the failure of 1.0 came out at 3.0: everybody was waited for first"),
        },
    )
    await asyncio.sleep(3)  # the other two are still at work; they must not look like work left behind


@check(
    points=1,
    needs="test_starts_everything_before_waiting",
    rules=(4,),
    raises={Exception: M27.because("There were no arguments: none at all is fine too.")},
)
async def test_nothing_to_wait_for(kata, clock):
    """Without arguments the result is [] at 0.0 s."""
    nothing = M27.because("there were no arguments: none at all is fine too")
    expect(await kata.my_gather(), [], tells=nothing)
    clock.took(0.0, tells=nothing)
