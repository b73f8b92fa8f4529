"""Visible checks of kata10."""

from grader.testing import M00, M01, M02, M07, M09, Job, check, expect, plain, token


@check(points=2)
async def test_order_asked_and_order_finished(kata, clock):
    """Jobs of 2 s and 1 s: results in the order asked, names in the order of finishing, all at 2.0 s."""
    one, two = token("one"), token("two")
    jobs = {one: Job(2), two: Job(1)}

    try:
        answer = await kata.ask_all({name: job() for name, job in jobs.items()})
    except TypeError:
        with M00.because("gather takes the awaitables one by one, and no list or dict of them"):
            raise

    clock.took(
        2.0,
        tells={
            3.0: M02.because("3.0 = 2 + 1: the second job was not started before the first was done"),
            0.0: M01.because("0.0 s: you came back before any job had worked"),
        },
    )
    results, finished = pair(answer)
    with M07.because("You paired the names with the order of finishing: one has got the answer of the other"):
        assert results != {one: jobs[two].value, two: jobs[one].value}
    expect(results, {one: jobs[one].value, two: jobs[two].value})
    with M07.because("The names stand in the results in the order of finishing, not in the order asked"):
        assert list(results) == [one, two]
    with M07.because("The job that finished first is not the first of those finished: that is the order asked"):
        assert finished != [one, two]
    expect(finished, [two, one])


@check(points=2)
async def test_successes_and_failures(kata, clock):
    """Of jobs of 1, 2 and 3 s the second fails: at 3.0 s there are two results and one exception."""
    error = ValueError(token())
    jobs = [Job(1), Job(2, error=error), Job(3)]

    try:
        answer = await kata.split_outcomes(*(job() for job in jobs))
    except TypeError:
        with M00.because("gather takes the awaitables one by one, and no list or tuple of them"):
            raise
    except (ValueError, ExceptionGroup):
        with M09.because("The first failure left at once, and the results of the others were thrown away with it"):
            raise

    clock.took(
        3.0,
        tells={
            6.0: M02.because("6.0 = 1 + 2 + 3: each one waited for the one before"),
            2.0: M09.because("2.0 s: with the first failure everything was over, though the others had not finished"),
            0.0: M01.because("0.0 s: you came back before any job had worked"),
        },
    )
    with M00.because("split_outcomes gives a pair: a list of results and a list of exceptions"):
        assert isinstance(answer, (tuple, list)) and len(answer) == 2
    successes, failures = answer
    expect(successes, [jobs[0].value, jobs[2].value])
    with M09.because("The exception is not among the failures, or it is not the very one that was raised"):
        assert isinstance(failures, list) and len(failures) == 1
        assert failures[0] is error


def pair(answer):
    """The two halves of what ask_all gave."""
    with M00.because("ask_all gives a pair: a dict of results and a list of names"):
        halves = plain(answer)
        assert isinstance(halves, (tuple, list)) and len(halves) == 2
        assert [type(half) for half in halves] == [dict, list]
    return halves
