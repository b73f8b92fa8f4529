"""Visible checks of kata01."""

import inspect

from grader.testing import M00, M01, M11, M25, M27, M38, check, expect, fail, number, raising

IN_A_LOOP = M11.because("It was called while an event loop was running, as any ordinary function may be.")
WAITED = M00.because("nothing here has to wait: the answer is there in the same instant")


@check(points=1, rules=(1, 6))
async def test_plain_double(kata, clock):
    """multiply_by_two returns twice its number, at once, also while an event loop is running."""
    n = number()

    try:
        doubled = kata.multiply_by_two(n)
    except RuntimeError as error:
        with raising({RuntimeError: IN_A_LOOP} if type(error) is RuntimeError else {}):
            raise

    if inspect.isawaitable(doubled):
        fail(
            M38.because("multiply_by_two returned something to await: an ordinary function returns its answer at once")
        )
    expect(doubled, 2 * n, tells=not_twice(n))
    clock.took(0.0, tells=WAITED)


@check(points=1, rules=(2, 6))
async def test_coroutine_double(kata, clock):
    """Calling coroutine_multiply_by_two returns a coroutine object; awaiting that returns twice the number."""
    n = number()

    made = kata.coroutine_multiply_by_two(n)
    if not inspect.iscoroutine(made):
        fail(no_coroutine(made))

    expect(await made, 2 * n, tells=not_twice(n))
    clock.took(0.0, tells=WAITED)


def not_twice(n):
    """What known wrong answers betray that are not twice this number."""
    by_accident = M27.because("2 doubled is 4 by accident: with 2 this looks right, with any other number it is not")
    nothing = M00.because("it came back with None: showing or calculating an answer is not the same as returning it")
    return [(n**2, by_accident), (n + 2, by_accident), (None, nothing)]


def no_coroutine(made):
    """What a call betrays that gave no coroutine object."""
    if isinstance(made, (int, float)):
        return M38.because("It answered at once, and nobody can await a number: this is the ordinary kind of function")
    if inspect.isawaitable(made):
        return M25.because("The call returned something to await that is no coroutine object, such as a task")
    if hasattr(type(made), "__aiter__"):
        return M38.because("The call made an async generator: with a `yield` in it, an `async def` makes no coroutine")
    return M38.because("The call returned no coroutine object, and so there is nothing to await")


@check(points=2, needs="test_coroutine_double", rules=(3, 6))
def test_door_gives_the_answer(kata, clock):
    """run_double, called from ordinary code, returns twice the number and not a coroutine, at once."""
    n = number()

    answer = kata.run_double(n)

    if inspect.isawaitable(answer):
        fail(M01.because("You returned the blueprint, not the answer: something that can be awaited, and nobody has"))
    expect(answer, 2 * n, tells=not_twice(n))
    clock.took(0.0, tells=WAITED)
