"""Visible checks of kata00."""

import inspect

from grader.testing import M00, M01, M38, check, expect, token


@check(points=2)
async def test_greets_by_name(kata, clock):
    """greet says hello to the guest it was given."""
    name = token("guest")

    greeting = kata.greet(name, 0)
    with M38.because("greet answered at once, so there is nothing to await: an ordinary function cannot pause"):
        assert inspect.isawaitable(greeting)

    expect(
        await greeting,
        f"Hello, {name}!",
        tells=[
            (None, M00.because("greet came back with None: showing a greeting is not the same as giving it back")),
            ("Hello, Ada!", M00.because("that is the greeting of the example, not of the guest who came")),
        ],
    )


@check(points=2, needs="test_greets_by_name", tells=M00.because("the pause was not the one that was asked for"))
async def test_pauses_before_the_greeting(kata, clock):
    """A greeting with a pause of 2 s is ready at 2.0 s, neither before nor after."""
    name = token("guest")

    greeting = await kata.greet(name, 2)

    clock.took(2.0, tells={0.0: M01.because("0.0 s: the pause was made but never awaited, so nobody paused")})
    expect(greeting, f"Hello, {name}!")
