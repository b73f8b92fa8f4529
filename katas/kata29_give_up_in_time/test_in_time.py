"""Visible checks of kata29."""

import asyncio

from grader.testing import M00, M02, M07, M08, M10, M35, M39, Job, check, expect, fail, raising, token


@check(points=2, rules=3)
async def test_the_default_when_it_is_late(kata, clock):
    """A job of 5 s with a limit of 1 s is cancelled at 1.0 s, and the default comes back."""
    job = Job(5)
    default = token("default")

    with raising({TimeoutError: M00.because("Not a TimeoutError has to come out when it is late, but the default.")}):
        answer = await kata.value_or(job(), 1, default)

    at_once = M00.because("it was over at 0.0 s, and nobody waited for the job: it has 1 s")
    clock.took(1.0, tells={0.0: at_once, 5.0: M39.because("the answer came at 5.0: the job was waited for to its end")})
    await asyncio.sleep(6)
    if not job.cancelled:
        fail(M08.because("you had given up, and the job went on: waiting no longer is not the same as stopping it"))
    expect(job.cancelled, [1.0], tells=M08.because("the job was not cancelled at 1.0 s"))
    expect(answer, default, tells=lambda _: M00.because("the job was late, and the answer is not the default"))


@check(points=1, rules=2, needs="test_the_default_when_it_is_late")
async def test_a_value_in_time(kata, clock):
    """A job of 0.75 s with a limit of 1 s gives its value at 0.75 s."""
    job = Job(0.75)

    value = await kata.value_or(job(), 1, token("default"))

    expect(value, job.value, tells=lambda _: M00.because("the job was done in time, and the answer is not its value"))
    clock.took(0.75, tells=noticed_late)


def noticed_late(took):
    """What it betrays that the answer did not come at 0.75 s."""
    if took > 0.75:
        return M10.because(f"the value was there at 0.75 s and you noticed later, at {took:g} s: be told, do not look")
    return None


@check(points=2, rules=(8, 9))
async def test_what_came_within_the_limit(kata, clock):
    """Of jobs of 1, 3.25 and 1.5 s, a limit of 2 s gives the first and the third, in order, at 2.0 s."""
    jobs = [Job(1), Job(3.25), Job(1.5)]

    answers = await kata.within(2, [job() for job in jobs])

    clock.took(
        2.0,
        tells={
            4.5: M35.because("4.5 = 1 + 2 + 1.5: the limit was meant for all of them together, not for each in turn"),
            3.0: M35.because("3.0 = 1 + 2: the limit began again for each; it was meant for all of them together"),
            3.25: M00.because("3.25 s: the latest of them was waited for to its end"),
            5.75: M02.because("5.75 = 1 + 3.25 + 1.5: one after the other, and no limit"),
        },
    )
    first, _, third = (job.value for job in jobs)
    expect(answers, [first, None, third], tells=lambda got: misplaced(got, first, third))
    await asyncio.sleep(2)
    if not jobs[1].cancelled:
        fail(M08.because("the limit was over, and the late job went on"))
    expect(jobs[1].cancelled, [2.0], tells=M08.because("the late job was not cancelled at 2.0 s"))


def misplaced(answers, first, third):
    """What wrong answers betray, where the second of three jobs was late."""
    if answers == [first, third]:
        return M00.because("a late one still has its place in the answer")
    if answers in ([first, third, None], [third, first, None]):
        return M07.because("the answers stand in the order they came, not in the order asked")
    if answers == [None] * 3:
        return M00.because("one was late, and the values of those that came in time are gone")
    return None
