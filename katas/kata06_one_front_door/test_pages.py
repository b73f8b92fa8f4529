"""Visible checks of kata06."""

import asyncio

from grader.testing import M00, M01, M07, M11, check, expect, fail, number, plain, raising, reordered, token

TWICE = M11.because("A loop is running here already, and another one was started inside it: await instead")


def shelf(kata, *numbers, seconds=0.5):
    """Give the library other pages; returns what each of them, loaded, has to be."""
    texts = {page: token("text") for page in numbers}

    async def read_page(page):
        await asyncio.sleep(seconds)
        return texts[page]

    kata.read_page = read_page
    return {page: f"{page}: {text}" for page, text in texts.items()}


@check(points=2, rules=1)
async def test_the_core(kata, clock):
    """load_async, awaited, returns the number and the text of its page after the 0.5 s that reading takes."""
    page = number()
    loaded = shelf(kata, page)

    with raising({RuntimeError: TWICE}):
        got = await kata.load_async(page)

    if asyncio.iscoroutine(got):
        got.close()
        fail(M01.because("load_async returned a coroutine: it awaits read_page, and returns the text"))
    if got != loaded[page] and "coroutine" in str(plain(got)):
        fail(M01.because("The text of the page is that of a coroutine object: read_page was called and not awaited"))
    other = M00.because("The page came from another read_page than the one in its place now: look it up at each call")
    expect(got, loaded[page], tells={f"{page}: page {page} of many": other})
    clock.took(0.5)


@check(points=2, needs="test_the_core", rules=2)
def test_the_door(kata, clock):
    """load, called from ordinary code, returns the same."""
    page = number()
    loaded = shelf(kata, page)

    got = kata.load(page)

    if asyncio.iscoroutine(got):
        got.close()
        fail(M01.because("load returned a coroutine: nobody has run it, and its caller cannot await it"))
    expect(got, loaded[page])


@check(points=1, needs="test_the_door", rules=3)
def test_many_in_order(kata, clock):
    """load_many returns the pages in the order of the numbers."""
    pages = [number(1, 9), number(10, 99), number(100, 999)]
    loaded = shelf(kata, *pages)

    wanted = [loaded[page] for page in pages[::-1]]
    order = M07.because("These are the pages asked for, in another order")
    expect(kata.load_many(pages[::-1]), wanted, tells=lambda got: order if reordered(got, wanted) else None)
