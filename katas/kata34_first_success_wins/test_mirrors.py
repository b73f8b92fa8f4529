"""Visible checks of kata34."""

import asyncio

from grader.testing import M00, M02, M07, M08, M09, M19, Job, check, expect, fail, outcome, raising, reordered, token


@check(points=3, rules=(1, 4))
async def test_the_first_one_wins(kata, clock):
    """Of three mirrors of 3, 1 and 4 s the second wins at 1.0 s, and the others are cancelled then."""
    slow, quick, last = Job(3), Job(1), Job(4)

    value = await kata.first_success(slow(), quick(), last())

    clock.took(
        1.0,
        tells={
            3.0: M02.because("3.0 s is what the first mirror takes: you waited for it before you looked at the others"),
            4.0: M19.because("4.0 s is what the slowest mirror takes: you waited for all of them"),
        },
    )
    expect(value, quick.value)
    await asyncio.sleep(4)
    if not slow.cancelled or not last.cancelled:
        fail(M08.because("there was a winner, and a mirror that had lost went on"))
    expect([slow.cancelled, last.cancelled], [[1.0], [1.0]])


@check(points=3, rules=2, needs="test_the_first_one_wins")
async def test_a_failure_is_no_success(kata, clock):
    """A mirror that fails at 0.5 s is out of the race; the one of 2 s wins."""
    error = OSError(token())
    good, bad, slow = Job(2), Job(0.5, error=error), Job(5)

    ended = await outcome(kata.first_success(slow(), bad(), good()))

    if ended is error or clock.elapsed == 0.5:
        fail(M09.because("the first one that was done had failed, and the race was over: the others may still answer"))
    if isinstance(ended, BaseException):
        raise ended
    expect(ended, good.value)
    clock.took(2.0)


@check(points=3, rules=3, needs="test_the_first_one_wins")
async def test_all_of_them_fail(kata, clock):
    """When mirrors fail at 2.5, 1 and 3 s, an ExceptionGroup with all three errors, in order, leaves at 3.0 s."""
    errors = [OSError(token()), ValueError(token()), KeyError(token())]
    jobs = [Job(seconds, error=error) for seconds, error in zip((2.5, 1, 3), errors, strict=True)]

    ended = await outcome(kata.first_success(*(job() for job in jobs)))

    expect_group(ended, errors)
    clock.took(3.0)


def expect_group(ended, errors):
    """Fail unless a group of just these errors came out."""
    if not isinstance(ended, BaseException):
        fail(M00.because("every mirror failed, and first_success came back with a value"))
    if any(ended is error for error in errors):
        fail(M09.because("every mirror failed, and the error of only one of them left: the others are lost"))
    if not isinstance(ended, ExceptionGroup):
        with raising(
            {BaseException: M00.because("Every mirror failed: an ExceptionGroup of their errors has to leave.")}
        ):
            raise ended
    held = list(ended.exceptions)
    if [id(error) for error in held] == [id(error) for error in errors]:
        return
    if reordered([id(error) for error in held], [id(error) for error in errors]):
        fail(M07.because("the group holds all the errors, and not in the order of the arguments"))
    fail(M09.because("the group does not hold the very error of each mirror, and nothing else"))
