"""Visible checks of kata91."""

from grader.testing import M02, M07, Job, check, expect


@check(points=3, rules=1)
async def test_the_slowest_decides(kata, clock):
    """Two jobs of 2 and 1 s are both done at 2.0 s."""
    jobs = [Job(2), Job(1)]

    await kata.together([job() for job in jobs])

    clock.took(2.0, tells={3.0: M02.because("3.0 = 2 + 1: the second was started when the first was done")})


@check(points=2, rules=1)
async def test_the_order_asked(kata, clock):
    """The results stand in the order asked, whichever job is done first."""
    jobs = [Job(0.5), Job(0.25)]

    results = await kata.together([job() for job in jobs])

    expect(results, [job.value for job in jobs], tells=M07.because("the results stand there as they finished"))
