"""Visible checks of kata12."""

from grader.testing import M00, M02, M07, M08, M10, M12, M19, M27, M38, Job, check, expect, fail, raising


async def listen(pairs, clock, *, most):
    """When each pair came, and which; one that never ends is left when it has delivered too many."""
    if not hasattr(type(pairs), "__aiter__"):
        fail(M38.because("What in_completion_order returns cannot be gone through with async for: no async iterator"))
    heard = []
    async for pair in pairs:
        heard.append((clock.elapsed, pair))
        if len(heard) > most:
            break
    return heard


@check(points=4, rules=(1, 3))
async def test_in_the_order_of_ending(kata, clock):
    """Jobs of 3, 1 and 2 s are delivered at 1.0, 2.0 and 3.0 s, each with its key."""
    jobs = {"a": Job(3), "b": Job(1), "c": Job(2)}
    a, b, c = ((key, job.value) for key, job in jobs.items())

    once = M12.because("No job raises this. A coroutine can be awaited once, and a task made of it once.")
    with raising({RuntimeError: once}):
        heard = await listen(kata.in_completion_order({key: job() for key, job in jobs.items()}), clock, most=3)

    wanted = [(1.0, b), (2.0, c), (3.0, a)]
    told = [
        ([], M00.because("Nothing was delivered")),
        ([(3.0, a), (4.0, b), (6.0, c)], M02.because("b was only started when a was done: 3, then 3 + 1")),
        ([(3.0, a), (3.0, b), (3.0, c)], M07.because("a came first: that is the order asked, and b ended first")),
        ([(3.0, b), (3.0, c), (3.0, a)], M19.because("Nothing was delivered before 3.0, when the slowest had ended")),
        ([(1.0, b[1]), (2.0, c[1]), (3.0, a[1])], M00.because("The results come without their keys")),
    ]
    late = M10.because("The right pairs, and not each at the moment its job ended, though somebody waited")

    def betrays(got):
        exact = next((tell for value, tell in told if got == value), None)
        return exact or (late if [pair for _, pair in got] == [pair for _, pair in wanted] else None)

    expect(heard, wanted, tells=betrays)


@check(points=3, needs="test_in_the_order_of_ending", rules=7)
async def test_leaving_early(kata, clock):
    """Closed after the first pair, at 1.0 s: the jobs that are not done are cancelled at that moment."""
    jobs = {"slow": Job(5), "quick": Job(1), "slower": Job(7)}

    pairs = kata.in_completion_order({key: job() for key, job in jobs.items()})
    async for first in pairs:
        expect(first, ("quick", jobs["quick"].value))
        break
    await pairs.aclose()

    clock.took(1.0)
    left = [key for key, job in jobs.items() if not job.ended]
    if left:
        fail(M08.because(f"The iterator was closed, and {len(left)} of its jobs still ran"))
    expect([job.cancelled for job in jobs.values()], [[1.0], [], [1.0]])


@check(points=1, needs="test_in_the_order_of_ending", rules=5)
async def test_nothing_to_wait_for(kata, clock):
    """With an empty dict there is no pair, and the iterator says so at once."""
    with raising({Exception: M27.because("There were no jobs at all.")}):
        expect(await listen(kata.in_completion_order({}), clock, most=0), [])
    clock.took(0.0, tells=M27.because("There was nothing to wait for, and it took time"))
