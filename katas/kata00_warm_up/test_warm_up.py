"""Visible checks of kata00."""

import inspect

from grader.testing import M00, M01, M38, check, expect, fail, token


@check(points=2, rules=1)
async def test_greets_by_name(kata, clock):
    """greet says hello to the guest it was given."""
    name = token("guest")

    greeting = kata.greet(name, 0)
    if not inspect.isawaitable(greeting):
        fail(why_not_awaitable(greeting))

    expect(await greeting, f"Hello, {name}!", tells=wrong_greeting)


def wrong_greeting(greeting):
    """What a greeting betrays that is not the one asked for."""
    if greeting is None:
        return M00.because("greet came back with None: showing a greeting is not the same as returning it")
    if greeting == "Hello, Ada!":
        return M00.because("that is the greeting of the example, not of the guest who came")
    if isinstance(greeting, str):
        return M00.because("the greeting is `Hello, `, then the name as it was given, then an exclamation mark")
    return None


def why_not_awaitable(greeting):
    """What the answer of a call betrays that nobody can await."""
    if hasattr(type(greeting), "__aiter__") or inspect.isgenerator(greeting) or hasattr(type(greeting), "__next__"):
        return M38.because(
            "the call gave a generator: a function with a `yield` in it makes one, and nobody can await it"
        )
    return M38.because("greet answered at once, so there is nothing to await: an ordinary function cannot pause")


@check(points=2, needs="test_greets_by_name", rules=(1, 2))
async def test_pauses_before_the_greeting(kata, clock):
    """A greeting with a pause of 2 s is ready at 2.0 s, neither before nor after."""
    name = token("guest")

    greeting = await kata.greet(name, 2)

    clock.took(2.0, tells=wrong_pause)
    expect(greeting, f"Hello, {name}!")


def wrong_pause(seconds):
    """What the time betrays that a pause of 2 s took."""
    if not seconds:
        return M01.because("0.0 s: nobody paused. A pause that is made and not awaited is not taken")
    return M00.because(f"the pause took {seconds:g} s, and 2 s were asked for")
