"""Visible checks of kata10."""

from grader.testing import M00, M01, M02, M07, M09, M23, Job, check, expect, fail, plain, raising, token

GATHER = M00.because("If that line calls gather: it takes the awaitables one by one, and no list or dict of them.")


@check(points=2, rules=(1, 2, 3))
async def test_order_asked_and_order_finished(kata, clock):
    """Jobs of 2 s and 1 s: results in the order asked, names in the order of finishing, all at 2.0 s."""
    one, two = token("one"), token("two")
    jobs = {one: Job(2), two: Job(1)}

    with raising({TypeError: GATHER}):
        answer = await kata.ask_all({name: job() for name, job in jobs.items()})

    clock.took(
        2.0,
        tells={
            3.0: M02.because("3.0 = 2 + 1: the second job was not started before the first was done"),
            0.0: M01.because("0.0 s: you came back before any job had worked"),
        },
    )
    results, finished = pair(answer)
    swapped = {one: jobs[two].value, two: jobs[one].value}
    exchanged = M07.because("The names are paired with the order of finishing: one has got the answer of the other")
    expect(results, {one: jobs[one].value, two: jobs[two].value}, tells=[(swapped, exchanged)])
    as_finished = M07.because("The names stand in the results in the order of finishing, not in the order asked")
    expect(list(results), [one, two], tells=[([two, one], as_finished)])
    as_asked = M07.because("The job that finished first is not the first of those finished: that is the order asked")
    expect(finished, [two, one], tells=[([one, two], as_asked)])


@check(points=2, rules=(1, 5))
async def test_successes_and_failures(kata, clock):
    """Of jobs of 1, 2 and 3 s the second fails: at 3.0 s there are two results and one exception."""
    error = ValueError(token())
    jobs = [Job(1), Job(2, error=error), Job(3)]

    try:
        with raising({TypeError: GATHER}):
            answer = await kata.split_outcomes(*(job() for job in jobs))
    except (ValueError, ExceptionGroup) as left:
        if left is error or (isinstance(left, ExceptionGroup) and left.exceptions == (error,)):
            lost = M09.because("The failure of a job left, and the results of the others were thrown away with it.")
            with raising({Exception: lost}):
                raise
        raise

    clock.took(
        3.0,
        tells={
            6.0: M02.because("6.0 = 1 + 2 + 3: each one waited for the one before"),
            2.0: M09.because("2.0 s: with the first failure everything was over, though the others had not finished"),
            0.0: M01.because("0.0 s: you came back before any job had worked"),
        },
    )
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        fail(M00.because("split_outcomes returns a pair: a list of results and a list of exceptions"))
    successes, failures = answer
    expect(successes, [jobs[0].value, jobs[2].value])
    if not isinstance(failures, list) or len(failures) != 1:
        fail(M09.because("One job failed, and its exception is not the one thing in the list of failures"))
    if failures[0] is not error:
        fail(M23.because("What stands among the failures is not the very exception that was raised"))


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
