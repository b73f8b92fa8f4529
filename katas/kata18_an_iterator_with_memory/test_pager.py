"""Visible checks of kata18."""

import asyncio

from grader.testing import M00, M18, M27, M29, M30, M38, Diary, check, expect, fail, plain, reordered, token

SIGNAL = M30.because("`__anext__` raised StopIteration: what ends an async iteration is StopAsyncIteration")


class Archive:
    """Pages of so many items each, and `fetch`, which returns one of them after some seconds."""

    def __init__(self, *sizes, seconds=1):
        items = [[token("item") for _ in range(size)] for size in sizes]
        cursors = [None, *(token("cursor") for _ in sizes[1:]), None]
        self._pages = {cursors[place]: (page, cursors[place + 1]) for place, page in enumerate(items)}
        self.items = [item for page in items for item in page]
        self.fetch = Diary().coroutine_function("fetch", seconds, self.page)

    def page(self, cursor):
        if cursor not in self._pages:
            fail(M00.because("fetch was called with a cursor that came with no page"))
        items, following = self._pages[cursor]
        return list(items), following


def begin(pages):
    """The async iterator that `async for` would get from the object."""
    if not hasattr(type(pages), "__aiter__"):
        fail(M38.because("`async for` cannot go through this object: its class has no `__aiter__`"))
    iterator = pages.__aiter__()
    if asyncio.iscoroutine(iterator):
        iterator.close()
        fail(M38.because("`__aiter__` returned a coroutine, where `async for` needs an iterator: write it with `def`"))
    if not hasattr(type(iterator), "__anext__"):
        fail(M38.because("What `__aiter__` returned has no `__anext__`: it is no async iterator"))
    return iterator


async def heard(pages, clock, *, most=9):
    """(time, item) for each item that comes; an iteration that does not end is left after `most` items."""
    came = []
    iterator = begin(pages)
    while len(came) < most:
        try:
            item = await anext(iterator)
        except StopAsyncIteration:
            break
        except RuntimeError as error:
            if isinstance(error.__cause__, StopIteration):
                fail(SIGNAL)
            raise
        came.append((clock.elapsed, item))
    return came


def misread(wanted):
    """What wrong items betray: whole pages, or more than there is."""

    def looked(got):
        if any(isinstance(item, list) for item in plain(got)):
            return M00.because("Whole pages came out: the items are asked for, one by one")
        if reordered(got, wanted):
            return M00.because("The items came in another order than the pages hold them")
        more = plain(got)[len(wanted) :]
        if more and more[0] is None:
            return M30.because("After the last item came None: the end of an async iteration is StopAsyncIteration")
        if more and more[0] == wanted[0]:
            return M00.because("After the last item came the first one again: the last page has the cursor None, too")
        return None

    return looked


@check(points=2, rules=(1, 2, 3, 4, 6))
async def test_items_of_three_pages(kata, clock):
    """Three pages of two items, 1.0 s each: the six items come at 1, 1, 2, 2, 3 and 3 s, and then it ends."""
    archive = Archive(2, 2, 2)

    came = await heard(kata.Pages(archive.fetch), clock)

    items = [item for _, item in came]
    expect(items, archive.items, tells=misread(archive.items))
    expect(
        [then for then, _ in came],
        [1.0, 1.0, 2.0, 2.0, 3.0, 3.0],
        tells=[
            ([3.0] * 6, M00.because("All items came at 3.0: every page was fetched before the first item came")),
            (
                [1.0, 2.0, 2.0, 3.0, 3.0, 3.0],
                M18.because("The last item of a page came late: the next page was fetched before it was handed out"),
            ),
        ],
    )


@check(points=2, needs="test_items_of_three_pages", rules=7)
async def test_a_second_time(kata, clock):
    """Going through the same object a second time gives the same items again."""
    archive = Archive(1, 2)
    pages = kata.Pages(archive.fetch)

    await heard(pages, clock)
    again = [item for _, item in await heard(pages, clock)]

    expect(
        again,
        archive.items,
        tells=[([], M29.because("The second time nothing came: the object remembered that it had been gone through"))],
    )


@check(points=1, needs="test_items_of_three_pages", rules=5)
async def test_an_empty_page(kata, clock):
    """Behind an empty page in the middle the items of the next page come."""
    archive = Archive(1, 0, 2)

    came = await heard(kata.Pages(archive.fetch), clock)

    items = [item for _, item in came]
    ended = M27.because("It ended at the empty page, and there was a next page: only the cursor None is the end")
    expect(items, archive.items, tells=[(archive.items[:1], ended)])
