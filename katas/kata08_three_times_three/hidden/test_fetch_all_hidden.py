"""Hidden checks of kata08."""

import asyncio

from grader.testing import (
    FRACTIONS,
    LONG,
    M00,
    M02,
    M07,
    M08,
    M10,
    M19,
    M27,
    M40,
    Probe,
    beside,
    cancellation_sweep,
    check,
    expect,
    expect_cancelled,
    expect_quiet,
    fail,
    falsy,
    number,
    plain,
    raising,
    reordered,
    token,
    tokens,
)

MOST = 104


class Web:
    """One entry for each place in the list: how long its page takes, and which page it is."""

    def __init__(self, ids, delays, pages=None):
        self._ids = ids
        self._left = list(zip(ids, delays, pages or [token("page") for _ in ids], strict=True))
        self._pages = [page for _, _, page in self._left]
        self._called = []
        self._probe = Probe()

    def fetch(self, id):
        """A coroutine for the first place of this id that nobody has asked for yet."""
        self._called.append(id)
        entry = next((entry for entry in self._left if entry[0] == id), None)
        if entry is None:
            return self._probe.job(id, 0)
        self._left.remove(entry)
        return self._probe.job(id, entry[1], entry[2])

    async def pages_of(self, kata, clock):
        """What fetch_all gives; say so when it asked for a result that was not there yet."""
        try:
            pages = await kata.fetch_all(self.fetch, list(self._ids))
        except asyncio.InvalidStateError:
            last = self._probe.ended and self._probe.ended[-1] == (self._ids[-1], clock.elapsed)
            early = M08.because("The last in the list was done, and the others were still running: wait for all.")
            guessed = M10.because("Its page had not come yet, and how long a page takes is not yours to know.")
            with raising({asyncio.InvalidStateError: early if last else guessed}):
                raise
        self.compare()
        return pages

    def compare(self):
        """Fail where fetch was not called once for each place of the list."""
        for id in self._called:
            if self._called.count(id) > self._ids.count(id):
                times = "twice" if self._called.count(id) == 2 else f"{self._called.count(id)} times"
                fail(M00.because(f"fetch was called {times} for an id: it is called once for each entry of the list"))
        if len(self._called) < len(self._ids):
            fail(M27.because(f"fetch was called for {len(self._called)} of the {len(self._ids)} entries of the list"))

    def off(self, took):
        """What it betrays that the list came at this wrong moment."""
        started, ended = self._probe.started, self._probe.ended
        if len(ended) < len(self._ids):
            return M08.because("You came back while fetches were still running, or had not even begun")
        if len({at for _, at in started}) > 1:
            return M02.because("Not every fetch had begun at the same moment: some began only after others")
        if took > max(at for _, at in ended):
            return M10.because(
                "The last page was there, and you only noticed later: one can be told instead of looking"
            )
        return None

    def misplaced(self, pages):
        """What a wrong list of pages betrays, or None."""
        if reordered(pages, self._pages):
            return M07.because("The pages are right, and do not stand in the order in which they were asked for")
        if type(pages) is list and len(pages) < len(self._pages):
            return M27.because(f"There are {len(pages)} pages for {len(self._pages)} ids: any value is a page")
        if type(pages) is list and len(pages) == len(self._pages):
            return M00.because("Not every place of the list holds the page that its own fetch returned")
        return None

    def groups(self, took):
        """What the starts of many fetches betray that did not begin all at once."""
        most, started = self._probe.most_at_once, self._probe.started
        if not 1 < most < len(self._ids):
            return self.off(took)
        later = {at for _, at in started if at > started[0][1]}
        ends = dict(self._probe.ended)
        begun = dict(started)
        # In groups, nobody who began before is still at it when the next ones begin.
        if all(ends[id] <= at for at in later for id in ends if begun[id] < at):
            return M19.because("They went in groups, and each group waited for the slowest of the one before")
        return M02.because(f"Never more than {most} fetches were under way at once: the others had to wait for a place")


@check(points=1, rules=(2, 4))
async def test_all_begin_at_once(kata, clock):
    """Five fetches have all begun at 0.0 s; the list comes with the last page, however long that takes."""
    ids = [token("id") for _ in range(5)]
    web = Web(ids, [2.25, 0.75, 4.5, 1.25, 3.5])

    await web.pages_of(kata, clock)

    expect(sorted(web._probe.started), sorted((id, 0.0) for id in ids), tells=lambda _: web.off(clock.elapsed))
    clock.took(4.5, tells=web.off)
    for seconds in (*FRACTIONS, *LONG):
        web, began = Web(ids[:2], [seconds, 0.5]), clock.elapsed
        pages = await web.pages_of(kata, clock)
        expect(clock.elapsed - began, seconds, tells=lambda _, web=web: web.off(clock.elapsed))
        expect(pages, web._pages, tells=web.misplaced)


@check(points=1, rules=(1, 2, 3))
async def test_many(kata, clock):
    """Very many fetches, of 1.25 s and of 0.75 s, are all done at 1.25 s."""
    ids = tokens(MOST, "id")
    web = Web(ids, [1.25, 0.75] * (MOST // 2))

    pages = await web.pages_of(kata, clock)

    clock.took(1.25, tells=web.groups)
    expect(pages, web._pages, tells=web.misplaced)


@check(points=1, rules=(3, 4))
async def test_waits_for_the_slowest(kata, clock):
    """When the first page is the last to come, at 4.375 s, all pages are there at 4.375 s, in order."""
    ids = [token("id") for _ in range(4)]
    web = Web(ids, [4.375, 0.5, 2.875, 1.25])

    pages = await web.pages_of(kata, clock)

    clock.took(4.375, tells=web.off)
    expect(pages, web._pages, tells=web.misplaced)
    await expect_quiet("fetch_all", [web._probe])


@check(points=1, needs="test_three_times_three", rules=6)
async def test_who_is_cancelled_ends(kata, clock):
    """Whenever somebody is cancelled while he waits for the pages, he gets CancelledError at that moment."""

    def begin():
        web = Web([token("id") for _ in range(3)], [2.75, 1.125, 3.25])
        return web.pages_of(kata, clock), [web._probe]

    expect_cancelled(await cancellation_sweep(begin, [1.125, 2.75, 3.25]), "fetch_all")


@check(
    points=1,
    needs="test_three_times_three",
    raises={Exception: M27.because("There may also be one id, or none at all; and it may be called again.")},
    rules=(5, 7),
    inside=True,
)
async def test_one_and_none(kata, clock):
    """One id takes as long as its page; without ids the list is empty; two calls at the same time share nothing."""
    web = Web([token("id")], [2.125])

    one = await web.pages_of(kata, clock)
    clock.took(2.125, tells=web.off)
    expect(one, web._pages)

    none = await kata.fetch_all(web.fetch, [])
    expect(none, [], tells=lambda given: left_over(given, web._pages))
    expect(len(web._probe.started), 1, tells=lambda _: M27.because("There was no id, and yet something was fetched"))
    clock.took(2.125, tells=lambda _: M27.because("There was no id, and nothing to wait for"))

    ids = [token("id"), token("id")]
    for webs in ([Web(ids, [1.5, 0.75])], [Web(ids, [0.625, 1.75]), Web(ids[::-1], [1.25, 0.875])]):
        began = clock.elapsed
        lists = await asyncio.gather(*(web.pages_of(kata, clock) for web in webs))
        if lists != [web._pages for web in webs]:
            fail(M40.because("One list holds the pages of another call: the calls share something"))
        expect(clock.elapsed - began, 1.5 if len(webs) == 1 else 1.75, tells=lambda _: WAITED)

    kept = plain(await beside(kata, KEPT).first_of_two(kata.fetch_all))
    shared = M40.because("A second call changed the list that the first one had returned")
    expect(kept, ["first"], tells=lambda _: shared)


# A list that crosses is a copy: whether it is changed later can only be seen where it was made.
KEPT = """
async def first_of_two(fetch_all):
    async def fetch(id):
        return id
    first = await fetch_all(fetch, ["first"])
    await fetch_all(fetch, ["second", "third"])
    return list(first)
"""
WAITED = M40.because("Two calls at the same time did not each end with their own last page: they share something")


def left_over(given, pages):
    """What it betrays that the answer without ids is not an empty list."""
    if isinstance(given, list) and given[: len(pages)] == pages:
        return M40.because("The list of the second call holds the page of the first: the two calls share something")
    return M27.because("Without ids the answer is []")


@check(points=1, rules=(1, 3))
async def test_the_same_id_twice(kata, clock):
    """An id that stands in the list twice is fetched twice, and each of its places has a page; any value is a page."""
    twice = number(1, 9)
    ids = [twice, 0, twice, number(11, 99)]
    web = Web(ids, [1.5, 1.5, 1.5, 0.75], pages=[token("page"), None, token("page"), ""])

    pages = await web.pages_of(kata, clock)

    first, none, second, empty = web._pages
    with M00.because("Not every place of the list was fetched once, and once only"):
        assert sorted(id for id, _ in web._probe.started) == sorted(ids)
    # Which of the two is asked for first is nobody's business.
    if pages != [second, none, first, empty]:
        expect(pages, web._pages, tells=lambda given: mixed_up(given, web))
    clock.took(1.5, tells=web.off)

    web = Web([token("id") for _ in falsy()], [1.125, 0.5] * (len(falsy()) // 2), pages=falsy())
    expect(await web.pages_of(kata, clock), falsy(), tells=web.misplaced)


def mixed_up(pages, web):
    """What a wrong list of pages betrays, where an id stands in the list twice and pages are false."""
    first, none, second, empty = web._pages
    if pages in ([first, none, first, empty], [second, none, second, empty]):
        return M00.because(
            "Two places of the list share one page: an id that stands there twice has two fetches and two pages"
        )
    if pages in ([first, second], [second, first]):
        return M27.because("A page may be empty, or None: that is a page too, and has its place")
    return web.misplaced(pages)
