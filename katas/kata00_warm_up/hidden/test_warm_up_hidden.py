"""Hidden checks of kata00."""

import asyncio

from grader.testing import M00, M03, check, expect, token


@check(
    points=6,
    needs="test_pauses_before_the_greeting",
    tells=M00.because("two guests greeted at the same time did not both get their own greeting when it was due"),
)
async def test_pauses_stop_nobody_else(kata, clock):
    """Two greetings awaited at the same time are both ready when the longer pause is over."""
    slow, quick = token("guest"), token("guest")

    greetings = await asyncio.gather(kata.greet(slow, 3), kata.greet(quick, 1.25))

    clock.took(
        3.0, tells={4.25: M03.because("4.25 = 3 + 1.25: the first pause stopped everybody, the other guest too")}
    )
    expect(greetings, [f"Hello, {slow}!", f"Hello, {quick}!"])
