"""Hidden checks of kata17."""

import asyncio

from grader.testing import (
    FRACTIONS,
    LONG,
    M00,
    M03,
    M05,
    M09,
    M18,
    M25,
    M27,
    M29,
    M30,
    M38,
    M40,
    MANY,
    Diary,
    Log,
    Source,
    Unforeseen,
    beside,
    cancellation_sweep,
    check,
    every_error,
    expect,
    expect_cancelled,
    fail,
    number,
    outcome,
    plain,
    raising,
    token,
)

# When the waits of the student's own loop are over, in seconds from now on.
KIT = """
import asyncio

over = []

def listen():
    loop = asyncio.get_running_loop()
    began, later, at = loop.time(), loop.call_later, loop.call_at

    def noted_later(delay, *rest, **more):
        over.append(loop.time() + delay - began)
        return later(delay, *rest, **more)

    def noted_at(when, *rest, **more):
        over.append(when - began)
        return at(when, *rest, **more)

    loop.call_later, loop.call_at = noted_later, noted_at

def waits(second):
    return sum(abs(one - second) < 0.001 for one in over)
"""


async def listen(ticks, clock, *, busy=0, log=None):
    """When each value came, and which, to one who is busy after each; a ticker that never ends is left after nine."""
    heard = []
    if not hasattr(type(ticks), "__aiter__"):
        fail(M38.because("what ticker returns cannot be gone through with async for: it is no async iterator"))
    async for tick in ticks:
        heard.append((clock.elapsed, tick))
        if log is not None:
            log(tick)
        if busy:
            await asyncio.sleep(busy)
        if len(heard) == 9:
            break
    return heard


@check(points=1, rules=(1, 2))
async def test_nothing_happens_before_it_is_asked(kata, clock):
    """A ticker that is made now and asked 4.0 s later takes its first wait then; each ticker counts for itself."""
    ticks = kata.ticker(1, 2.75)
    await asyncio.sleep(4)

    heard = await listen(ticks, clock)

    expect(
        heard,
        [(6.75, 0)],
        tells=[([(4.0, 0)], M25.because("the first value was there at once: your ticker began when it was made"))],
    )

    began = clock.elapsed
    one, other = await asyncio.gather(
        outcome(listen(kata.ticker(2, 1.5), clock)), outcome(listen(kata.ticker(3, 0.625), clock))
    )
    for heard in (one, other):
        if isinstance(heard, BaseException):
            raise heard
    expect(
        [[(then - began, tick) for then, tick in heard] for heard in (one, other)],
        [[(1.5, 0), (3.0, 1)], [(0.625, 0), (1.25, 1), (1.875, 2)]],
        tells=lambda got: (
            M40.because("of two tickers at the same time not each ticked for itself")
            if [[tick for _, tick in heard] for heard in got] != [[0, 1], [0, 1, 2]]
            else M00.because("of two tickers at the same time not each waited `every` seconds before each value")
        ),
    )


@check(points=2, rules=(2,))
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


@check(points=1, rules=(2, 3, 4))
async def test_the_last_value_is_the_end(kata, clock):
    """After the last value there is no further wait, however many there are, and however short or long `every` is."""
    heard = await listen(kata.ticker(4, 0.5), clock)

    expect([tick for _, tick in heard], [0, 1, 2, 3])
    clock.took(2.0, tells={2.5: M27.because("2.5 = 5 x 0.5: after the last value there was one wait more")})

    for every in (0.001, *FRACTIONS, *LONG):
        began = clock.elapsed
        other = asyncio.create_task(half_of(every, clock))
        with raising({TimeoutError: M27.because(f"A ticker waits as long as `every` says, and that was {every:g} s.")}):
            heard = await listen(kata.ticker(2, every), clock)
        if [round(then - began, 6) for then, _ in heard] != [every, 2 * every]:
            fail(M27.because(f"with `every` of {every:g} s the waits were not `every` seconds"))
        expect([tick for _, tick in heard], [0, 1])
        if round(await other - began, 6) != every / 2:
            fail(M03.because(f"with `every` of {every:g} s your ticker did not just wait, it held everybody"))

    began = clock.elapsed
    lost = M27.because(f"of {MANY} values not each came out")
    expect(await kata.collect(kata.ticker(MANY, 0.125)), list(range(MANY)), tells=lambda _: lost)
    expect(clock.elapsed - began, MANY * 0.125)


async def half_of(every, clock):
    """When somebody who sleeps beside a ticker, half as long as it waits, came back."""
    await asyncio.sleep(every / 2)
    return clock.elapsed


@check(points=1, rules=(1, 4))
async def test_once_through_it_stays_through(kata, clock):
    """Going through the same ticker a second time gives nothing, and going through one of n = 0 neither."""
    ticks = kata.ticker(2, 0.25)
    if not hasattr(type(ticks), "__anext__"):
        fail(M29.because("what ticker returns has no `__anext__`: it can be gone through, and it is no iterator"))

    first = await listen(ticks, clock)
    again = await listen(ticks, clock)
    if again and again[0][1] == 0:
        fail(M29.because("a ticker that was through began again: an iterator is used up once"))
    if again:
        fail(M29.because("a ticker that had said it was through was asked again, and said one more value"))
    none = await listen(kata.ticker(0, 3), clock)

    expect([first, none], [[(0.25, 0), (0.5, 1)], []])
    clock.took(0.5, tells={3.5: M27.because("with n = 0 there was still a wait")})


@check(
    points=1,
    rules=(5, 6, 7),
    raises={
        TimeoutError: M27.because("A source may take any time: here one item takes a day."),
        Exception: M00.because("The source is no generator here: it can do no more than async for asks for."),
    },
)
async def test_collect_takes_any_source(kata, clock):
    """collect takes anything that async for can go through, asks `where` once for each item, and hides no exception."""
    items, diary = [number(), token(), number()], Diary()

    kept = await kata.collect(line(items))
    none = await kata.collect(line([]))

    left_over = M40.because("nothing came out of the second source, and yet there are items: the first call left them")
    expect([kept, none], [items, []], tells=lambda got: left_over if got[1] else None)
    clock.took(1.5)

    late = token()
    kept = await kata.collect(Source([(0.625, late), (LONG[1], late)]), where=diary.function("where", True))
    expect(kept, [late, late], tells=[([late], M27.because("two equal items came out, and only one of them was kept"))])
    clock.took(LONG[1] + 2.125)
    asked = diary.calls("where")
    if len(asked) > 2:
        fail(M00.because(f"two items came out of the source, and `where` was called {len(asked)} times"))
    expect(asked, [(late,), (late,)])

    for error in every_error():
        ended = await outcome(kata.collect(Source([(0.5, token()), (0.25, token())], error=error)))
        if ended is not error:
            fail(M09.because(f"the source raised {type(error).__name__}, and this very object did not leave collect"))
    for refused in (KeyError(token()), StopAsyncIteration(token()), Unforeseen(token())):
        if await outcome(kata.collect(line(items[:1]), where=diary.function("refused", refused))) is not refused:
            kind = type(refused).__name__
            fail(M09.because(f"`where` raised {kind}, and this very object did not leave collect"))
    await only_to_be_gone_through(kata, items)


class Shelf:
    """Something that `async for` can go through, and that is no iterator itself."""

    _crosses = frozenset()

    def __init__(self, items):
        self._items = items

    def __aiter__(self):
        return line(self._items)


async def only_to_be_gone_through(kata, items):
    """A source that makes an iterator for each who goes through it."""
    shelf = Shelf(items)
    iterator = M00.because(
        "The source was taken for an iterator: it has __aiter__, and only what that returns has __anext__."
    )
    with raising({TypeError: iterator, AttributeError: iterator}):
        kept = [await kata.collect(shelf), await kata.collect(shelf)]
    expect(kept, [items, items])


def line(items):
    """Something to go through that is no generator."""
    return Source([(0.5, item) for item in items])


@check(points=1, rules=(5, 6))
async def test_false_items_are_items(kata, clock):
    """collect keeps false items; only the answer of `where` decides, whatever kind of value that answer is."""
    same = token()
    items = [0, same, "", None, False, number(), [], 0.0, same]

    every = await kata.collect(line(items))
    false = await kata.collect(line(items), where=lambda item: "" if item else "yes")

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
    # 0, False and 0.0 are equal, and not the same.
    expect([type(item) for item in plain(every)], [type(item) for item in items])
    expect(
        false,
        [0, "", None, False, [], 0.0],
        tells=[
            ([], M27.because("`where` said yes with something other than True, and the item was dropped")),
            ([0, ""], ended),
            ([0], M00.because("collect stopped at the first item that `where` turned down, and more come after it")),
            ([same, items[5], same], M00.because("you kept what `where` turned down")),
        ],
    )


@check(points=1, inside=True, rules=(8,))
async def test_four_tickers_of_any_length(kata, clock):
    """Four tickers of n values give four lists of n values, each after waits of its own, also when n is 0."""
    n = number(5, 9)
    kit, diary, ticker = beside(kata, KIT), Diary(), kata.ticker
    kit.listen()
    kata.ticker = diary.function("ticker", lambda *given: ticker(*given))

    heard = await kata.four_tickers(n, 0.1875)
    waits = [kit.waits(0.1875 * tick) for tick in range(1, n + 1)]
    none = await kata.four_tickers(0, 2)

    short = M27.because("right for one length, wrong for another: n says how many values each ticker gives")
    expect(heard, [list(range(n))] * 4, tells=[([[0, 1]] * 4, short)])
    expect(none, [[], [], [], []], tells=lambda _: M27.because("with n = 0 there are four tickers that give nothing"))
    clock.took(n * 0.1875)
    # Who calls another function than ticker, or waits elsewhere than in the loop, shows it by the other of the two.
    if min(waits) < 4 and len(diary.calls("ticker")) < 8:
        fewest = min(waits)
        fail(M29.because(f"four tickers wait for themselves: four waits are due at a tick, and yours had {fewest}"))

    with raising({TimeoutError: M27.because("A ticker may take a day.")}):
        expect(await kata.four_tickers(1, LONG[1]), [[0]] * 4)
    clock.took(n * 0.1875 + LONG[1])


@check(points=1, needs="test_others_go_on_while_it_waits", rules=(9,))
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
        cuts = await cancellation_sweep(begin, moments)
        expect_cancelled(cuts, name)
        if begin is ticking and any(len(cut.watched[0]) != place for place, cut in enumerate(cuts)):
            fail(
                M05.because(
                    "a ticker was cancelled while it waited, and said one more value before CancelledError left"
                )
            )
