"""Hidden checks of kata91."""

import asyncio

from grader.testing import M05, M09, M27, Job, cancellation_sweep, check, expect, token


@check(points=4, rules=2)
async def test_a_failure_leaves(kata, clock):
    """When one fails, its exception leaves."""
    error = OSError(token())

    caught = None
    try:
        await kata.together([Job(0.5, error=error)(), Job(1)()])
    except OSError as failure:
        caught = failure

    with M09.because("the failure has to leave together, it is no result"):
        assert caught is error


@check(points=3, rules=3, needs="test_the_slowest_decides")
async def test_who_cancels(kata, clock):
    """Whenever the caller is cancelled, CancelledError leaves."""

    def begin():
        jobs = [Job(1.5), Job(5)]
        return kata.together([job() for job in jobs]), jobs

    cuts = await cancellation_sweep(begin, [1.5, 5])

    with M05.because("somebody cancelled it, and got an answer: CancelledError has to leave"):
        assert all(cut.came_out for cut in cuts)


@check(
    points=3,
    rules=4,
    needs="test_the_slowest_decides",
    raises={ValueError: M27.because("think of an empty list")},
)
async def test_nothing_to_do(kata, clock):
    """With nothing to do it gives an empty list, at once."""
    expect(await asyncio.wait_for(kata.together([]), 1), [])
