"""Hidden checks of kata08."""

import asyncio

from grader.testing import (
    M00,
    M02,
    M05,
    M07,
    M08,
    M10,
    M19,
    M27,
    Probe,
    cancellation_sweep,
    check,
    expect,
    number,
    token,
)


class Web:
    """One entry for each place in the list: how long its page takes, and which page it is."""

    def __init__(self, ids, delays, pages=None):
        self._ids = ids
        self._left = list(zip(ids, delays, pages or [token("page") for _ in ids], strict=True))
        self._pages = [page for _, _, page in self._left]
        self._probe = Probe()

    def fetch(self, id):
        """A coroutine for the first place of this id that nobody has asked for yet."""
        entry = next((entry for entry in self._left if entry[0] == id), None)
        if entry is None:
            return self._probe.job(id, 0)
        self._left.remove(entry)
        return self._probe.job(id, entry[1], entry[2])

    async def pages_of(self, kata, clock):
        """What fetch_all gives; say so when it asked for a result that was not there yet."""
        try:
            return await kata.fetch_all(self.fetch, list(self._ids))
        except asyncio.InvalidStateError:
            if self._probe.ended and self._probe.ended[-1] == (self._ids[-1], clock.elapsed):
                with M08.because("You waited for the last in the list only; the others were still running"):
                    raise
            with M10.because("You guessed how long it takes: how long a page takes is not yours to know"):
                raise

    def off(self):
        """What it betrays that the list came at the wrong moment."""
        started, ended = self._probe.started, self._probe.ended
        if len(ended) < len(self._ids):
            return M08.because("You came back while fetches were still running, or had not even begun")
        if any(at for _, at in started):
            return M02.because("Not every fetch had begun at 0.0: some of them were waiting for others first")
        return M10.because("The last page was there, and you only noticed later: one can be told instead of looking")


@check(points=1)
async def test_all_begin_at_once(kata, clock):
    """Five fetches of different lengths have all begun at 0.0 s."""
    ids = [token("id") for _ in range(5)]
    web = Web(ids, [2.25, 0.75, 4.5, 1.25, 3.5])

    await web.pages_of(kata, clock)

    with web.off():
        assert sorted(web._probe.started) == sorted((id, 0.0) for id in ids)
    clock.took(4.5, tells=web.off())


@check(points=1)
async def test_fifty(kata, clock):
    """Fifty fetches of 1.25 s each are all done at 1.25 s."""
    ids = [token("id") for _ in range(50)]
    web = Web(ids, [1.25] * 50)

    with M27.because("It works for three. How about fifty?"):
        pages = await web.pages_of(kata, clock)

    groups = M19.because("They went in groups, and each group waited for the slowest of the one before")
    together = web._probe.most_at_once
    tell = groups if 1 < together <= 25 and clock.elapsed == 1.25 * -(-50 // together) else web.off()
    clock.took(1.25, tells=tell)
    expect(pages, web._pages, tells=M27.because("It works for three. How about fifty?"))


@check(points=1)
async def test_waits_for_the_slowest(kata, clock):
    """When the first page is the last to come, at 4.375 s, all pages are there at 4.375 s, in order."""
    ids = [token("id") for _ in range(4)]
    web = Web(ids, [4.375, 0.5, 2.875, 1.25])

    pages = await web.pages_of(kata, clock)

    clock.took(4.375, tells=web.off())
    expect(pages, web._pages, tells=M07.because("The pages are not in the order in which they were asked for"))


@check(points=1)
async def test_who_is_cancelled_ends(kata, clock):
    """Whenever somebody is cancelled while he waits for the pages, he gets CancelledError at that moment."""

    def begin():
        web = Web([token("id") for _ in range(3)], [2.75, 1.125, 3.25])
        return web.pages_of(kata, clock), [web._probe]

    cuts = await cancellation_sweep(begin, [1.125, 2.75, 3.25])

    with M05.because("Somebody was cancelled while he waited for you, and you kept the CancelledError to yourself"):
        assert [(cut.came_out, cut.ended_at) for cut in cuts] == [(True, cut.at) for cut in cuts]


@check(points=1)
async def test_one_and_none(kata, clock):
    """One id takes as long as its page; without ids the list is empty, and nothing is fetched."""
    web = Web([token("id")], [2.125])

    with M27.because("There may also be one id, or none at all"):
        one = await web.pages_of(kata, clock)
        none = await kata.fetch_all(web.fetch, [])

    with M27.because("There may also be one id, or none at all"):
        assert one == web._pages and none == []
    expect(len(web._probe.started), 1)
    clock.took(2.125, tells=web.off())


@check(points=1)
async def test_the_same_id_twice(kata, clock):
    """An id that stands in the list twice is fetched twice, and each of its places has a page; any value is a page."""
    twice = number(1, 9)
    ids = [twice, 0, twice, number(11, 99)]
    web = Web(ids, [1.5, 1.5, 1.5, 0.75], pages=[token("page"), None, token("page"), ""])

    pages = await web.pages_of(kata, clock)

    with M00.because("Not every place of the list was fetched once, and once only"):
        assert sorted(id for id, _ in web._probe.started) == sorted(ids)
    first, none, second, empty = web._pages
    with M00.because(
        "Two places of the list share one page: an id that stands there twice has two fetches and two pages"
    ):
        assert pages not in ([first, none, first, empty], [second, none, second, empty])
    with M27.because("A page may be empty, or None: that is a page too, and has its place"):
        assert pages != [page for page in web._pages if page]
    # Which of the two is asked for first is nobody's business.
    with M07.because("The pages are not in the order in which they were asked for"):
        assert pages in ([first, none, second, empty], [second, none, first, empty])
    clock.took(1.5, tells=web.off())
