"""Hidden checks of kata22."""

import asyncio

from grader.testing import (
    LONG,
    M00,
    M05,
    M08,
    M09,
    M16,
    M18,
    M20,
    M23,
    M25,
    M27,
    M38,
    M40,
    Source,
    cancellation_sweep,
    check,
    every_error,
    expect,
    expect_quiet,
    fail,
    falsy,
    outcome,
    raising,
    token,
)

SOURCES = 105
PLAIN = M38.because("Among the sources is one that can only be gone through: it has no aclose.")


async def read(merger, clock, *, most=300, busy=0, came=None):
    """(time, item) of every item, to a reader who is busy after each; one that does not end is left after `most`."""
    came = [] if came is None else came
    async for item in merger:
        came.append((clock.elapsed, item))
        if len(came) == most:
            break
        if busy:
            await asyncio.sleep(busy)
    return came


def told_of(error):
    """What it betrays when the reader waits for ever after this error of a source."""
    what = "an exception" if isinstance(error, Exception) else "what `except Exception` does not catch"
    return M09.because(f"A source raised {what}, and the reader waited for ever")


def items_of(came):
    return [item for _, item in came]


@check(points=3, needs="test_items_as_they_come", rules=(2, 3))
async def test_when_it_begins_and_ends(kata, clock):
    """No source is asked before the first item is; then all are. It ends with the last; without sources, at once."""
    sources = [Source([(1, token())], ending=ending) for ending in (0.5, 3.25, 0)]
    merger = kata.merge(*(source() for source in sources))
    await asyncio.sleep(2)
    early = M25.because("Nobody had asked for an item, and a source was asked: it begins with the first question")
    expect([source.asked for source in sources], [[], [], []], tells=lambda _: early)
    sources[1].script, sources[2].script = [(1.5, token())], []

    came = await read(merger, clock)

    expect(came, [(3.0, sources[0].script[0][1]), (3.5, sources[1].script[0][1])])
    expect([source.asked[:1] for source in sources], [[2.0]] * 3)
    clock.took(6.75)
    expect(await read(kata.merge(), clock), [])
    clock.took(6.75, tells=lambda _: M27.because("Without sources there was nothing to wait for"))


@check(points=3, needs="test_items_as_they_come", rules=(1, 2))
async def test_any_items_from_any_source(kata, clock):
    """Items may be None, false or exceptions, and a source may be an iterator that has no aclose."""
    odd, error = falsy(), ValueError(token())
    one, two = Source([(1, item) for item in odd]), Source([(1.25, error), (1.25, None), (1.25, token())])
    raised = M00.because(
        "A source gave an exception as an item, and it was raised: only what a source raises is a failure."
    )
    with raising({AttributeError: PLAIN, TypeError: PLAIN, ValueError: raised}):
        came = await read(kata.merge(one, two()), clock)

    given = sorted([*one.given, *two.given], key=lambda noted: noted[0])
    dropped = M27.because("Items that are None or false were dropped, or taken for an end: they are items like others")
    expect(came, given, tells=lambda got: dropped if len(came) < len(given) else None)
    expect([type(item) for item in items_of(came)] == [type(item) for _, item in given], True, tells=lambda _: dropped)
    expect([len(given), clock.elapsed], [11, 8.0])


@check(points=3, needs="test_items_as_they_come", rules=(2, 3, 6))
async def test_many_and_long(kata, clock):
    """Many sources are asked at the same time, and an hour or a day is waited for."""
    many = [Source([(1 + place / 8, token())]) for place in range(SOURCES)]
    came = await read(kata.merge(*(source() for source in many)), clock)

    late = M18.because("Not all of the many sources were asked at the same time")
    expect(came, [source.given[0] for source in many], tells=lambda _: late)
    expect([source.asked[0] for source in many], [0.0] * SOURCES, tells=lambda _: late)
    for long in LONG:
        slow = Source([(1, token()) for _ in range(5)], cleanup=long)
        merger = kata.merge(slow())
        await anext(merger)
        await asyncio.sleep(10)
        began = clock.elapsed
        await merger.aclose()
        early = M16.because("A source took an hour to close, and that was not waited for")
        expect(slow.closed, [began + long], tells=lambda _, early=early: early)
        waiting = Source([(1, token()), (3 * long, token())], cleanup=long)
        merger = kata.merge(waiting())
        await anext(merger)
        await asyncio.sleep(10)
        began = clock.elapsed
        await merger.aclose()
        expect(waiting.closed, [began + long], tells=lambda _, early=early: early)
        began, source = clock.elapsed, Source([(long, token()), (long, token())])
        came = await read(kata.merge(source(), Source([(1, 0)])()), clock)
        silent = M20.because("A source was silent for an hour or more, and was taken for one that is through")
        times = [then - began for then, _ in came]
        expect(times, [1.0, long, 2 * long], tells=lambda got, silent=silent: silent if len(got) < 3 else None)


@check(points=5, needs="test_items_as_they_come", rules=(1, 4, 6))
async def test_a_busy_reader(kata, clock):
    """However busy the reader is, no source is more than buffer + 1 items ahead; the order stays; closing closes."""
    for buffer in (1, 4):
        sources = [Source([(0.25, token()) for _ in range(30)]), Source([(0.40625, token()) for _ in range(30)])]
        merger = kata.merge(*(source() for source in sources), buffer=buffer)
        began, came = clock.elapsed, []
        while len(came) < 7:
            came.append(await anext(merger))
            await asyncio.sleep(20.0625)
            for source in sources:
                given = [item for _, item in source.given]
                ahead = len(given) - sum(item in given for item in came)
                if ahead > buffer + 1:
                    fail(M18.because(f"A source was {ahead} items ahead of the reader, and buffer + 1 is {buffer + 1}"))
        for source in sources:
            given = [item for _, item in source.given]
            mine = [item for item in came if item in given]
            expect(mine, given[: len(mine)], tells=lambda _: M00.because("The items of one source changed their order"))
        noted = sorted((noted for source in sources for noted in source.given), key=lambda noted: noted[0])
        place = M00.because(
            "An item waited for room and lost its place: items that had come later were handed out first"
        )
        expect(came, [item for _, item in noted][:7], tells=lambda _, place=place: place)
        await merger.aclose()
        shut = M16.because("The merger was closed while a source stood at its yield, and the source was not closed")
        expect([len(source.closed) for source in sources], [1, 1], tells=lambda _, shut=shut: shut)
        await expect_quiet("The merger", sources)
        expect(came[0], sources[0].script[0][1])
        expect(clock.elapsed - began >= 140, True)

    # One source alone, and no word about the buffer: it is 1.
    alone = Source([(0.25, token()) for _ in range(9)])
    merger = kata.merge(alone())
    for taken in range(1, 4):
        await anext(merger)
        await asyncio.sleep(20)
        if len(alone.given) - taken > 2:
            fail(
                M18.because(
                    "A source was more than 2 items ahead of the reader, and buffer is 1 where nobody says more"
                )
            )
    await merger.aclose()

    # Six sources give while the reader is busy with the first item: what waits is handed out as it came.
    delays = [0.5, 1.75, 1.25, 2, 0.75, 1.5]
    sources = [Source([(delay, token())]) for delay in delays]
    came = await read(kata.merge(*(source() for source in sources), buffer=9), clock, busy=5)
    wanted = [source.script[0][1] for source in sorted(sources, key=lambda source: source.script[0][0])]
    mixed = M00.because("What had come while the reader was busy was handed out in another order than it came")
    lost = M20.because("The reader was busy, and something that had come meanwhile was lost")
    expect(items_of(came), wanted, tells=lambda _: mixed if len(came) == len(wanted) else lost)


@check(points=5, needs="test_items_as_they_come", rules=(5, 6))
async def test_a_source_fails(kata, clock):
    """What was given before is handed out, then that very exception leaves, when the other sources are closed."""
    for number, error in enumerate(every_error()):
        one = Source([(1, token()), (0.5, token())], ending=0.5, error=error)
        two = Source([(1.75, token()), (5, token())], cleanup=0.25)
        third = Source([(0.25, token())])
        busy = LONG[0] if number % 2 else 0
        began, came = clock.elapsed, []
        merger = kata.merge(one(), two(), third(), buffer=1 if number == 1 else 7)

        ended = await asyncio.wait_for(outcome(read(merger, clock, busy=busy, came=came)), 30 * LONG[1])
        # Whoever is still at it then was cancelled, and `outcome` says so.
        if clock.elapsed - began >= 30 * LONG[1]:
            fail(told_of(error))

        if not isinstance(ended, BaseException):
            fail(M09.because("A source failed, and the reader was not told"))
        # How far a merger goes ahead of a busy reader is its own affair, as long as it is within its bounds.
        noted = sorted((*one.given, *two.given, *third.given), key=lambda noted: noted[0])
        before = [item for then, item in noted if one.ended and then < one.ended[0]]
        lost = M09.because("A source failed, and items that had been given before did not come any more")
        mixed = M00.because("A source failed, and before it came other items than those given before, in their order")
        told = lost if len(came) < len(before) else mixed
        expect(items_of(came), before, tells=lambda _, told=told: told)
        if ended is not error:
            with raising({BaseException: M23.because("A source failed: that very exception has to leave.")}):
                raise ended
        if not busy:
            late = M09.because("A source failed, and its exception did not leave when the others were closed")
            expect(clock.elapsed - began, 2.25, tells=lambda _, late=late: late)
        shut = M16.because("A source failed, and another one was not closed when the exception left")
        expect(len(two.closed) + len(two.ended), 1, tells=lambda _, shut=shut: shut)
        await expect_quiet("The merger", [one, two, third])


@check(points=4, needs="test_left_early", rules=(6, 7))
async def test_cancelled_at_any_moment(kata, clock):
    """Whenever the reader is cancelled while waiting, the sources are closed, and CancelledError leaves."""

    def begin():
        sources = [Source([(1, token()), (2, token())]), Source([(1.5, token()), (3, token())], cleanup=0.5)]
        return read(kata.merge(*(source() for source in sources)), clock), sources

    cuts = await cancellation_sweep(begin, [1, 1.5, 3, 4.5])

    for cut in cuts:
        if isinstance(cut.ended, Exception):
            raise cut.ended
        if not cut.came_out:
            fail(M05.because("Who waited for an item was cancelled, and CancelledError did not leave"))
        if cut.left:
            fail(M08.because("Who waited for an item was cancelled, and a source was not closed"))
        early = M16.because(
            "Who waited for an item was cancelled, and the exception left before the sources were closed"
        )
        closed = [then for source in cut.watched for then in (*source.closed, *source.ended)]
        expect([len(closed), cut.began + cut.ended_at >= max(closed)], [2, True], tells=lambda _, early=early: early)


@check(points=3, needs="test_items_as_they_come", rules=8)
async def test_side_by_side(kata, clock):
    """Mergers at the same time, each with its sources, and one after the other, keep apart."""
    sources = [[Source([(0.5 + place / 4, token()), (2.0625 + place, token())]) for _ in "ab"] for place in range(2)]
    for pair in sources:
        pair[1].script = [(1.125, token()), (1.25, token())]
    mixed = M40.because("Two mergers at the same time, each with sources of its own, got into each other's way")

    for _ in range(2):
        began = clock.elapsed
        both = asyncio.gather(*(read(kata.merge(*(source() for source in pair)), clock) for pair in sources))
        try:
            got = await asyncio.wait_for(both, 60)
        except TimeoutError:
            fail(mixed)
        for pair, came in zip(sources, got, strict=True):
            given = sorted(
                (noted for source in pair for noted in source.given if noted[0] > began), key=lambda one: one[0]
            )
            expect(came, given, tells=lambda _: mixed)
            expect(len(came), 4)
