"""Hidden checks of kata17."""

import asyncio

from grader.testing import (
    M00,
    M18,
    M25,
    M27,
    M29,
    M30,
    M38,
    Log,
    Source,
    cancellation_sweep,
    check,
    expect,
    expect_cancelled,
    fail,
    number,
    token,
)


async def listen(ticks, clock, *, busy=0, log=None):
    """When each value came, and which, to one who is busy after each; a ticker that never ends is left after nine."""
    heard = []
    if not hasattr(type(ticks), "__aiter__"):
        fail(M38.because("what ticker gives cannot be gone through with async for: it is no async iterator"))
    async for tick in ticks:
        heard.append((clock.elapsed, tick))
        if log is not None:
            log(tick)
        if busy:
            await asyncio.sleep(busy)
        if len(heard) == 9:
            break
    return heard


@check(points=1)
async def test_nothing_happens_before_it_is_asked(kata, clock):
    """A ticker that is made now and asked 4.0 s later takes its first wait then."""
    ticks = kata.ticker(1, 0.75)
    await asyncio.sleep(4)

    heard = await listen(ticks, clock)

    expect(
        heard,
        [(4.75, 0)],
        tells=[([(4.0, 0)], M25.because("the first value was there at once: your ticker began when it was made"))],
    )


@check(points=2)
async def test_it_never_works_ahead(kata, clock):
    """A consumer busy for 1.0 s after each value gets the next one a whole wait later."""
    heard = await listen(kata.ticker(3, 1.5), clock, busy=1)

    expect(
        heard,
        [(1.5, 0), (4.0, 1), (6.5, 2)],
        tells=[
            (
                [(1.5, 0), (3.0, 1), (4.5, 2)],
                M18.because("the waits went on while the consumer was busy: those values were not made on demand"),
            )
        ],
    )


@check(points=1)
async def test_the_last_value_is_the_end(kata, clock):
    """After the last value there is no further wait."""
    heard = await listen(kata.ticker(4, 0.5), clock)

    expect([tick for _, tick in heard], [0, 1, 2, 3])
    clock.took(2.0, tells={2.5: M27.because("2.5 = 5 x 0.5: after the last value there was one wait more")})


@check(points=1)
async def test_once_through_it_stays_through(kata, clock):
    """Going through the same ticker a second time gives nothing, and going through one of n = 0 neither."""
    ticks = kata.ticker(2, 0.25)

    first = await listen(ticks, clock)
    if await listen(ticks, clock):
        fail(M29.because("a ticker that was through began again: an iterator is used up once"))
    none = await listen(kata.ticker(0, 3), clock)

    expect([first, none], [[(0.25, 0), (0.5, 1)], []])
    clock.took(0.5, tells={3.5: M27.because("with n = 0 there was still a wait")})


class Line:
    """Something to go through that is no generator."""

    _crosses = frozenset()

    def __init__(self, items):
        self._items = list(items)

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self._items:
            raise StopAsyncIteration
        await asyncio.sleep(0.5)
        return self._items.pop(0)


@check(
    points=1,
    raises={Exception: M00.because("The source is no generator here: it can do no more than async for asks for.")},
)
async def test_collect_takes_any_source(kata, clock):
    """collect takes anything that async for can go through, also when nothing comes out of it."""
    items = [number(), token(), number()]

    kept = await kata.collect(Line(items))
    none = await kata.collect(Line([]))

    expect([kept, none], [items, []])
    clock.took(1.5)


@check(points=1)
async def test_false_items_are_items(kata, clock):
    """collect keeps false items; only the answer of `where` decides, whatever kind of value that answer is."""
    items = [0, token(), "", None, False, number()]

    every = await kata.collect(Line(items))
    false = await kata.collect(Line(items), where=lambda item: "" if item else "yes")

    ended = M30.because("an item None was taken for the end: None is an item like any other")
    expect(
        every,
        items,
        tells=[
            (
                [item for item in items if item],
                M27.because("items that are false in an `if` were dropped, though nobody had asked to drop them"),
            ),
            (items[:3], ended),
            ([item for item in items if item is not None], M27.because("an item None was dropped")),
        ],
    )
    expect(
        false,
        [0, "", None, False],
        tells=[
            ([], M27.because("`where` said yes with something other than True, and the item was dropped")),
            ([0, ""], ended),
            ([0], M00.because("collect stopped at the first item that `where` turned down, and more come after it")),
            ([items[1], items[5]], M00.because("you kept what `where` turned down")),
        ],
    )


@check(points=1)
async def test_four_tickers_of_any_length(kata, clock):
    """Four tickers of n values give four lists of n values, also when n is 0."""
    n = number(5, 9)

    heard = await kata.four_tickers(n, 0.125)
    none = await kata.four_tickers(0, 2)

    short = M27.because("right for one length, wrong for another: n says how many values each ticker gives")
    expect(heard, [list(range(n))] * 4, tells=[([[0, 1]] * 4, short)])
    expect(none, [[], [], [], []], tells=lambda _: M27.because("with n = 0 there are four tickers that give nothing"))
    clock.took(n * 0.125)


@check(points=1, needs="test_others_go_on_while_it_waits")
async def test_who_is_cancelled_ends(kata, clock):
    """Whenever somebody is cancelled while one of the three keeps him waiting, he gets CancelledError then."""

    def ticking():
        heard = Log()
        return listen(kata.ticker(3, 2.5), clock, log=heard), [heard]

    def collecting():
        source = Source([(0.5, token()), (1.25, token())], ending=0.75)
        return kata.collect(source), [source]

    def four():
        beats = Log()
        for beat in (2.5, 5):
            asyncio.get_running_loop().call_later(beat, beats, beat)
        return kata.four_tickers(3, 2.5), [beats]

    for begin, moments, name in (
        (ticking, [2.5, 5, 7.5], "ticker"),
        (collecting, [0.5, 1.75, 2.5], "collect"),
        (four, [2.5, 5, 7.5], "four_tickers"),
    ):
        expect_cancelled(await cancellation_sweep(begin, moments), name)
