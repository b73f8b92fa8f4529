"""Visible checks of kata22."""

import asyncio
from contextlib import aclosing

from grader.testing import M00, M02, M08, M12, M16, M19, M38, Source, check, expect, fail, raising, token

ASKED = M12.because("If an async generator was asked again while somebody still waits in it: one question at a time.")


def stream(merger):
    """The merger, if it can be gone through and closed."""
    if asyncio.iscoroutine(merger):
        merger.close()
        fail(M38.because("merge returned a coroutine: an async generator is asked for"))
    if not (hasattr(type(merger), "__aiter__") and hasattr(type(merger), "aclose")):
        fail(M38.because("What merge returned has no `__aiter__` and `aclose`: an async generator has both"))
    return merger


@check(points=8, rules=(1, 2, 3))
async def test_items_as_they_come(kata, clock):
    """One source gives an item each 1 s, the other each 1.25 s; all come when they are given, the last at 3.75 s."""
    one = Source([(1, token("a")), (1, token("a")), (1, token("a"))])
    two = Source([(1.25, token("b")), (1.25, token("b")), (1.25, token("b"))])

    came = []
    with raising({RuntimeError: ASKED}):
        async for item in stream(kata.merge(one(), two())):
            came.append((clock.elapsed, item))
            if len(came) > 6:
                break

    a, b = [item for _, item in one.script], [item for _, item in two.script]
    expect(
        [then for then, _ in came],
        [1.0, 1.25, 2.0, 2.5, 3.0, 3.75],
        tells=[
            ([1.0, 2.0, 3.0, 4.25, 5.5, 6.75], M02.because("The second source was begun when the first was through")),
            ([1.25, 1.25, 2.5, 2.5, 3.75, 3.75], M19.because("In each round the quick source waited for the slow one")),
            ([1.0, 1.25, 2.0, 2.5, 3.0], M00.because("It ended when one source was through, and the other was not")),
            ([3.75] * 6, M00.because("All items came at the end: none was handed on when it was given")),
            ([], M00.because("Nothing came")),
        ],
    )
    expect([item for _, item in came], [a[0], b[0], a[1], b[1], a[2], b[2]])
    clock.took(3.75)


@check(points=6, needs="test_items_as_they_come", rules=6)
async def test_left_early(kata, clock):
    """A reader who leaves at 1.25 s, with aclosing, leaves no source open and nothing running."""
    one, two = Source([(1, token()), (3, token())]), Source([(1.25, token()), (4, token())], cleanup=0.5)

    async with aclosing(stream(kata.merge(one(), two()))) as merger:
        async for _ in merger:
            if clock.elapsed > 1:
                break

    closed = [one.closed, two.closed]
    if closed != [[1.25], [1.75]]:
        if clock.elapsed < 1.75:
            fail(M16.because("The merger was closed, and a source was not: leaving has to cancel and wait"))
        fail(M08.because("The merger was closed, and the sources were not closed just then"))
    clock.took(1.75)
