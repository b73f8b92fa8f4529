"""Hidden checks of kata18."""

import asyncio

from grader.testing import (
    LONG,
    M00,
    M06,
    M09,
    M18,
    M23,
    M25,
    M27,
    M29,
    M30,
    M38,
    M40,
    MANY,
    Diary,
    beside,
    cancellation_sweep,
    check,
    every_error,
    expect,
    expect_cancelled,
    expect_quiet,
    fail,
    falsy,
    outcome,
    plain,
    raising,
    token,
)

# So many calls of fetch are cheap only where the student's code runs.
KIT = """
async def walk(pages_class, empty, length):
    calls = 0
    async def fetch(cursor):
        nonlocal calls
        calls += 1
        page = cursor or 0
        return ([], page + 1) if page < empty else (list(range(length)), None)
    came = 0
    async for item in pages_class(fetch):
        if item != came:
            break
        came += 1
    return calls, came

async def again(pages_class):
    shelf = {None: (["a", "b"], 1), 1: (["c"], None)}
    async def fetch(cursor):
        return shelf[cursor]
    for _ in range(2):
        async for item in pages_class(fetch):
            pass
    return [len(items) for items, _ in shelf.values()]
"""
NO_ITERATOR = M38.because("`async for` cannot go on with the iterator: the `__aiter__` of an iterator returns itself")
AFRESH = M29.because(
    "An iterator was gone on with, and it began again: only the object begins afresh, not the iterator"
)
ENDED = M30.because("The end was reached, and `__anext__` did not raise StopAsyncIteration when it was asked again")
LATE = M09.because("The error did not leave at the moment at which the page failed")
TOO_FEW = M27.because("It ended too early: only a page with the cursor None is the last")


class Archive:
    """Pages of these items, each with the cursor that leads to it, and `fetch`, which notes every call of it."""

    def __init__(self, *pages, cursors=None, seconds=(1,), error=None, fails_at=None):
        cursors = [None, *(cursors or [token("cursor") for _ in pages[1:]]), None]
        self.items = [item for page in pages for item in page]
        self.cursors = cursors[:-1]
        self.diary = Diary()
        self._pages = {
            cursor: (list(page), following)
            for cursor, page, following in zip(cursors, pages, cursors[1:], strict=False)
        }
        self._error, self._fails_at = error, None if fails_at is None else cursors[fails_at]
        # Pages may take different times: one stand-in for each, and a door before them.
        self._parts = [self.diary.coroutine_function("fetch", length, self._page) for length in seconds]

    def _page(self, cursor):
        if self._error is not None and cursor == self._fails_at:
            return self._error
        items, following = self._pages[cursor]
        return list(items), following

    def fetch(self, cursor):
        if cursor not in self._pages:
            fail(M00.because("fetch was called with a cursor that came with no page"))
        return self._parts[self.cursors.index(cursor) % len(self._parts)](cursor)

    @property
    def called(self):
        """(cursor, time) of every call."""
        return [(given[0], then) for _, given, then in self.diary.called]


async def ask(iterator):
    """The next item, or the end."""
    try:
        return await anext(iterator)
    except StopAsyncIteration:
        return StopAsyncIteration


async def items_of(pages, most, *, busy=0):
    """All items, to one who is busy after each; an iteration that does not end is left after `most`."""
    came = []
    async for item in pages:
        came.append(item)
        if len(came) == most:
            break
        if busy:
            await asyncio.sleep(busy)
    return came


def not_as_needed(called):
    """What it betrays when the calls of fetch so far are not those that were needed."""
    cursors = [cursor for cursor, _ in called]
    if len(cursors) > len(set(cursors)):
        return M00.because("A page was fetched more than once on one way through the pages")
    return M18.because("A page was fetched before it was needed: items of the page before were still to be handed out")


@check(points=2, needs="test_items_of_three_pages", rules=(1, 2, 4))
async def test_fetched_when_needed(kata, clock):
    """Nothing is fetched before the first item is asked for, and a next page only when its first item is."""
    archive = Archive([token(), token()], [token(), token()], [token()], seconds=(0.625, 2.375, 1.1875))
    pages = kata.Pages(archive.fetch)
    iterator = aiter(pages)
    await asyncio.sleep(4)
    if archive.called:
        fail(M25.because("Nobody had asked for an item, and a page was fetched: it begins with the first `__anext__`"))

    came = []
    wanted = [(None, 4.0), (archive.cursors[1], 7.625), (archive.cursors[2], 13.0)]
    for place, pause in enumerate((0, 3, 0, 3, 0)):
        came.append((await ask(iterator), clock.elapsed))
        await asyncio.sleep(pause)
        if archive.called != wanted[: place // 2 + 1]:
            fail(not_as_needed(archive.called))
    ended = await ask(iterator)

    expect(came, list(zip(archive.items, [4.625, 4.625, 10.0, 10.0, 14.1875], strict=True)))
    expect(ended, StopAsyncIteration, tells=lambda _: ENDED)
    for length in LONG:
        archive = Archive([token()], seconds=(length,))
        with raising({TimeoutError: M00.because("fetch took long, and it was not waited for.")}):
            expect(await items_of(kata.Pages(archive.fetch), 2), archive.items)
    clock.took(14.1875 + sum(LONG))


@check(points=1, needs="test_a_second_time", rules=7)
async def test_side_by_side(kata, clock):
    """Loops over one object or over others, a few or many at the same time or later, each fetch every page once."""
    archive = Archive([token(), token()], [token(), token()])
    other = Archive([token(), token(), token()], [token()], seconds=(1.5,))
    pages = kata.Pages(archive.fetch)

    async def late(after):
        await asyncio.sleep(after)
        return await items_of(pages, 9, busy=0.375)

    one, two, third = await asyncio.gather(late(0.25), late(0.75), items_of(kata.Pages(other.fetch), 9, busy=0.625))

    shared = M29.because("Two loops went through one object at the same time, and took items away from each other")
    expect([one, two], [archive.items] * 2, tells=lambda _: shared)
    expect(third, other.items, tells=lambda _: M40.because("Two objects share what each should remember for itself"))
    kept = M40.because("A loop did not fetch each page once for itself: each one begins afresh")
    expect(sorted(then for _, then in archive.called), [0.25, 0.75, 2.0, 2.5], tells=lambda _: kept)
    expect(len(other.called), 2)
    del archive.diary.called[:]
    began = clock.elapsed
    expect(await items_of(pages, 9), archive.items)
    expect([then - began for _, then in archive.called], [0.0, 1.0], tells=lambda _: kept)

    crowd = Archive([token()])
    began, waited = clock.elapsed, M18.because("Of many loops at the same time one had to wait for others")
    got = await asyncio.gather(*(items_of(kata.Pages(crowd.fetch), 2) for _ in range(MANY)))
    expect(got, [crowd.items] * MANY)
    expect(clock.elapsed - began, 1.0, tells=lambda _: waited)


@check(points=1, needs="test_an_empty_page", rules=(2, 5))
async def test_only_none_is_the_end(kata, clock):
    """Cursors such as 0 and "" and those that came before lead to a next page; pages may be empty, also the first."""
    for cursor in (0, "", False, (), 0.0):
        archive = Archive([token()], [token()], cursors=[cursor])
        false = M27.because("A cursor that is false in an `if` was taken for the end: only None is")
        expect(await items_of(kata.Pages(archive.fetch), 9), archive.items, tells=[(archive.items[:1], false)])
    for cursors in (["next"] * 3, ["a", "b", "a", "b"], [["x"], []]):
        left = [([token()], cursor) for cursor in (*cursors, None)]
        items = [item for page, _ in left for item in page]
        fetch = Diary().coroutine_function("fetch", 1, lambda cursor, left=left: left.pop(0) if left else ([], None))
        same = M00.because("A cursor that had come before was taken for the end: it leads to a next page")
        expect(
            await items_of(kata.Pages(fetch), 9),
            items,
            tells=lambda got, same=same: same if len(got) < len(items) else None,
        )
    for sizes in ((0, 0, 1), (2, 0), (0,), (0, 1, 0, 0, 2, 0)):
        archive = Archive(*([token() for _ in range(size)] for size in sizes))
        got = await items_of(kata.Pages(archive.fetch), 9)
        expect(got, archive.items, tells=lambda got: TOO_FEW)


@check(points=1, needs="test_items_of_three_pages", rules=3)
async def test_any_items(kata, clock):
    """Items that are None, false, equal or lists come out like any others."""
    odd, more = [*falsy(), [token()], None], [None, None, 0, 0]
    archive = Archive(odd, more)

    got = await items_of(kata.Pages(archive.fetch), 20)

    dropped = M27.because("Items that are false in an `if` were dropped, or taken for the end")
    expect(got, odd + more, tells=lambda got: dropped if len(plain(got)) < len(odd + more) else None)
    kinds = [type(item) for item in odd + more]
    expect([type(item) for item in plain(got)] == kinds, True, tells=lambda _: dropped)


@check(points=1, needs="test_items_of_three_pages", rules=(1, 6))
async def test_the_end_stays_the_end(kata, clock):
    """An iterator can be gone on with; at its end it raises StopAsyncIteration each time, and fetches nothing."""
    for pages in ([[token(), token()], [token()]], [[]]):
        archive = Archive(*pages)
        iterator = aiter(kata.Pages(archive.fetch))
        first = await ask(iterator) if archive.items else None
        if not hasattr(type(iterator), "__aiter__"):
            fail(NO_ITERATOR)
        with raising({TypeError: NO_ITERATOR}):
            rest = await items_of(iterator, 9)
        wanted = [archive.items[0], archive.items[1:]] if archive.items else [None, []]
        expect([first, rest], wanted, tells=[([wanted[0], archive.items], AFRESH)])
        for _ in range(3):
            if await ask(iterator) is not StopAsyncIteration:
                fail(ENDED)
            await asyncio.sleep(1)
        if len(archive.called) != len(pages):
            fail(M00.because("An iterator that was at its end was asked again, and fetched again"))


@check(points=2, needs="test_items_of_three_pages", rules=8)
async def test_a_failed_fetch(kata, clock):
    """Whichever page fails, and with whatever error, this error leaves then, behind the items before."""
    for place, error in enumerate(every_error()):
        fails_at = place % 3
        archive = Archive([token()], [token()], [token()], seconds=(0.25,), error=error, fails_at=fails_at)
        began, iterator = clock.elapsed, aiter(kata.Pages(archive.fetch))

        came = [await ask(iterator) for _ in range(fails_at)]
        ended = await outcome(ask(iterator))

        expect(came, archive.items[:fails_at])
        if ended is StopAsyncIteration:
            fail(M06.because("A page could not be fetched, and that looked like the end of the items"))
        if isinstance(ended, BaseException) and ended is not error:
            with raising({BaseException: M23.because("What has to leave is the very error that fetch raised.")}):
                raise ended
        if ended is not error:
            fail(M09.because("A page could not be fetched, and whoever asked for its item was not told"))
        expect(clock.elapsed - began, 0.25 * (fails_at + 1), tells=lambda _: LATE)
        expect(len(archive.called), fails_at + 1, tells=lambda _: M09.because("A page that failed was fetched again"))


@check(points=1, needs="test_items_of_three_pages", rules=9)
async def test_cancelled_while_it_fetches(kata, clock):
    """Whenever somebody is cancelled who waits for an item, CancelledError leaves, and no fetch runs on."""
    archives = []

    def begin():
        archive = Archive([token()], [], [token()], seconds=(1.5, 0.5, 2))
        archives.append(archive)
        return items_of(kata.Pages(archive.fetch), 9), [archive.diary]

    cuts = await cancellation_sweep(begin, [1.5, 2, 4])

    expect_cancelled(cuts, "`__anext__`")
    expect([cut.left for cut in cuts], [()] * 3, tells=lambda _: M18.because("You were cancelled, and fetch ran on"))
    await expect_quiet("The iteration", [archive.diary for archive in archives])


@check(
    points=1,
    needs="test_an_empty_page",
    rules=(2, 3, 5),
    inside=True,
    raises={RecursionError: M27.because("There were thousands of empty pages, and each was one call deeper.")},
)
async def test_any_number_of_pages(kata, clock):
    """Thousands of empty pages in a row, and a page of thousands of items, are no trouble; all lists stay whole."""
    kit = beside(kata, KIT)

    got = plain(await kit.walk(kata.Pages, 3_000, 5_000))

    expect(list(got), [3_001, 5_000])
    emptied = M40.because("A list that fetch had returned was changed: it is the archive's, and is returned again")
    expect(plain(await kit.again(kata.Pages)), [2, 1], tells=lambda _: emptied)
