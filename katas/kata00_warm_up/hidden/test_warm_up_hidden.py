"""Hidden checks of kata00."""

import asyncio

from grader.testing import M00, M03, M14, M40, check, expect, token


@check(points=6, needs="test_pauses_before_the_greeting")
async def test_pauses_stop_nobody_else(kata, clock):
    """Two greetings awaited at the same time are both ready when the longer pause is over."""
    slow, quick = token("guest"), token("guest")
    ready, steps = {}, []

    async def walk():
        for _ in range(3):
            await asyncio.sleep(0.5)
            steps.append(clock.elapsed)

    async def greeted(name, pause):
        greeting = await kata.greet(name, pause)
        ready[name] = clock.elapsed
        return greeting

    walker = asyncio.create_task(walk())
    greetings = await asyncio.gather(greeted(slow, 3), greeted(quick, 1.25))
    await walker

    def betrayed(times):
        if steps != [0.5, 1.0, 1.5]:
            return M03.because("while one greeting paused nobody else could go on, neither the other guest nor anybody")
        if times in ([3.0, 4.25], [4.25, 1.25]):
            return M14.because(
                "4.25 = 3 + 1.25: the second greeting began only after the first, and yet nobody else was held up:"
                " something lets in one at a time"
            )
        return M00.because(f"greetings with pauses of 3 and 1.25 s were ready at {times[0]:.3g} and {times[1]:.3g} s")

    expect([ready[slow], ready[quick]], [3.0, 1.25], tells=betrayed)
    clock.took(3.0)
    expect(greetings, [f"Hello, {slow}!", f"Hello, {quick}!"], tells=swapped)


def swapped(greetings):
    """What wrong greetings betray of two guests at the same time."""
    if isinstance(greetings, list) and len(greetings) == 2 and greetings[0] == greetings[1]:
        return M40.because("two guests who came at the same time got the same greeting: the calls share something")
    return None
