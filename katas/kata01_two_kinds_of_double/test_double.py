"""Visible checks of kata01."""

import inspect

from grader.testing import M01, M25, M27, M38, check, expect, fail, number


@check(points=1)
def test_plain_double(kata):
    """multiply_by_two gives twice its number, at once."""
    n = number()

    doubled = kata.multiply_by_two(n)

    if inspect.isawaitable(doubled):
        fail(M38.because("multiply_by_two gave something to await: an ordinary function gives its answer at once"))
    by_accident = M27.because("2 doubled is 4 by accident: with 2 this looks right, with any other number it is not")
    expect(doubled, 2 * n, tells={n**2: by_accident, n + 2: by_accident})


@check(points=1)
async def test_coroutine_double(kata, clock):
    """Calling coroutine_multiply_by_two gives a coroutine object; awaiting that gives twice the number."""
    n = number()

    made = kata.coroutine_multiply_by_two(n)
    if not inspect.iscoroutine(made):
        fail(no_coroutine(made))

    expect(await made, 2 * n)
    clock.took(0.0)


def no_coroutine(made):
    """What a call betrays that gave no coroutine object."""
    if type(made) in (int, float):
        return M38.because("It answered at once, and nobody can await a number: this is the ordinary kind of function")
    if inspect.isawaitable(made):
        return M25.because("The call gave something to await that is no coroutine object, such as a task")
    if hasattr(type(made), "__aiter__"):
        return M38.because("The call gave an async generator: with a `yield` in it, an `async def` makes no coroutine")
    return M38.because("The call gave no coroutine object, and so there is nothing to await")


@check(points=2, needs="test_coroutine_double")
def test_door_gives_the_answer(kata):
    """run_double, called from ordinary code, gives twice the number and not a coroutine."""
    n = number()

    answer = kata.run_double(n)

    if inspect.isawaitable(answer):
        fail(M01.because("You returned the blueprint, not the answer: something that can be awaited, and nobody has"))
    expect(answer, 2 * n)
