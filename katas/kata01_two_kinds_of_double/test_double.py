"""Visible checks of kata01."""

import inspect

from grader.testing import M01, M27, M38, check, expect, number


@check(points=1)
def test_plain_double(kata):
    """multiply_by_two gives twice its number, at once."""
    n = number()

    doubled = kata.multiply_by_two(n)

    with M38.because("multiply_by_two gave something to await: an ordinary function gives its answer at once"):
        assert not inspect.isawaitable(doubled)
    by_accident = M27.because("2 doubled is 4 by accident: with 2 this looks right, with any other number it is not")
    expect(doubled, 2 * n, tells={n**2: by_accident, n + 2: by_accident})


@check(points=1)
async def test_coroutine_double(kata, clock):
    """Calling coroutine_multiply_by_two gives a coroutine object; awaiting that gives twice the number."""
    n = number()

    made = kata.coroutine_multiply_by_two(n)
    with M38.because("It answered at once, and nobody can await an int: this is still the ordinary kind of function"):
        assert inspect.iscoroutine(made)

    expect(await made, 2 * n)
    clock.took(0.0)


@check(points=2, needs="test_coroutine_double")
def test_door_gives_the_answer(kata):
    """run_double, called from ordinary code, gives twice the number and not a coroutine."""
    n = number()

    answer = kata.run_double(n)

    with M01.because("You returned the blueprint, not the answer: a coroutine object which nobody has run"):
        assert not inspect.isawaitable(answer)
    expect(answer, 2 * n)
