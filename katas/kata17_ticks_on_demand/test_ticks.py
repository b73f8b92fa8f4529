"""Visible checks of kata17."""

import asyncio
import inspect

from grader.testing import M00, M01, M02, M03, M27, M29, M38, M40, check, expect, fail, plain, raising, token


@check(points=2, rules=(1, 2))
async def test_every_value_after_its_wait(kata, clock):
    """ticker(3, 1) gives 0 at 1.0 s, 1 at 2.0 s and 2 at 3.0 s."""
    ticks = kata.ticker(3, 1)
    if not hasattr(type(ticks), "__aiter__"):
        what = "a coroutine" if inspect.iscoroutine(ticks) else "something"
        fail(M38.because(f"ticker returns {what} that cannot be gone through with async for: it is no async iterator"))

    heard = []
    async for tick in ticks:
        heard.append((clock.elapsed, tick))
        if len(heard) > 3:
            break

    expect(
        heard,
        [(1.0, 0), (2.0, 1), (3.0, 2)],
        tells=[
            ([], M00.because("nothing came out of ticker(3, 1)")),
            ([(0.0, 0), (1.0, 1), (2.0, 2)], M00.because("0 came at 0.0: you let the value out before its wait")),
            ([(0.0, 0), (0.0, 1), (0.0, 2)], M01.because("everything came at 0.0: nobody waited")),
            (
                [(3.0, 0), (3.0, 1), (3.0, 2)],
                M38.because("everything came at 3.0: the values were kept back to the end"),
            ),
            ([(1.0, 1), (2.0, 2), (3.0, 3)], M00.because("the first value was 1; a ticker counts from 0")),
        ],
    )


@check(points=1, needs="test_every_value_after_its_wait", rules=(3,))
async def test_others_go_on_while_it_waits(kata, clock):
    """While a ticker waits for 1 s, somebody who sleeps for 0.5 s is not held up."""

    async def somebody():
        await asyncio.sleep(0.5)
        return clock.elapsed

    other = asyncio.create_task(somebody())
    async for _ in kata.ticker(1, 1):
        pass

    if await other != 0.5:
        fail(
            M03.because("your ticker did not just wait, it held everybody: a sleep of 0.5 s next to it came back late")
        )


@check(points=2, needs="test_others_go_on_while_it_waits", rules=(8,))
async def test_four_tick_at_the_same_time(kata, clock):
    """Four tickers of two values, 1.25 s each, are through at 2.5 s, each with both values."""
    one = M29.because("If four read one ticker: an iterator that is being read cannot be read by another meanwhile.")
    with raising({RuntimeError: one}):
        heard = await kata.four_tickers(2, 1.25)

    clock.took(2.5, tells={10.0: M02.because("10.0 = 4 x 2.5: each ticker began when the one before was through")})
    assert isinstance(plain(heard), list)
    if sorted(tick for said in heard if isinstance(said, list) for tick in said) == [0, 1]:
        fail(M29.because("the readers shared the values of one ticker among them"))
    expect(heard, [[0, 1], [0, 1], [0, 1], [0, 1]], tells=miscounted)


def miscounted(heard):
    """What a wrong list of four lists betrays, or nothing."""
    if len(heard) != 4:
        return M00.because(f"there are four tickers, and what came has {len(heard)} parts: a list for each")
    if any(isinstance(said, list) and len(said) > 2 for said in heard):
        return M40.because("in the list of one ticker stands more than it said: it shares that list with others")
    if any(isinstance(said, list) and len(said) < 2 for said in heard):
        return M27.because("in the list of one ticker something is missing that it said: 0 and 1")
    return None


@check(points=1, rules=(5, 6))
async def test_collect_keeps_what_passes(kata, clock):
    """collect gives what comes out of any async generator, in order, and only what `where` lets through."""
    items = [token("keep"), token("drop"), token("keep"), token("keep"), token("drop")]

    async def source():
        for item in items:
            await asyncio.sleep(0.25)
            yield item

    asked = M38.because("If that line goes through the source: only async for does, it is no list and no coroutine.")
    with raising({TypeError: asked}):
        kept = await kata.collect(source(), where=lambda item: item.startswith("keep"))

    expect(
        kept,
        [items[0], items[2], items[3]],
        tells=[
            (items, M00.because("everything was kept: nobody asked `where`")),
            ([items[1], items[4]], M00.because("you kept what `where` turned down")),
            (
                items[:1],
                M00.because("collect stopped at the first item that `where` turned down, and more come after it"),
            ),
        ],
    )
    clock.took(1.25)
