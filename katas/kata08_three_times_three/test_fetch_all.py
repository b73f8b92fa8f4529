"""Visible checks of kata08."""

import asyncio

from grader.testing import M00, M02, M04, M07, M10, M13, M25, check, expect, fail, raising, token


class Web:
    """Pages that take a while each, and a diary of how they were asked for."""

    def __init__(self, delays):
        self._delays = delays
        self._pages = {id: token("page") for id in delays}
        self._called = []
        self._started = []
        self._as_task = False

    def fetch(self, id):
        """A coroutine, as of an `async def`; the call itself is noted as well."""
        loop = asyncio.get_running_loop()
        turns = []
        self._called.append((id, loop.time()))
        # A coroutine that is awaited where it is made starts in this very turn of the loop, a task in a later one.
        loop.call_soon(turns.append, id)
        return self.load_page(id, turns)

    async def load_page(self, id, turns):
        self._started.append((id, asyncio.get_running_loop().time()))
        self._as_task = bool(turns)
        await asyncio.sleep(self._delays[id])
        return self._pages[id]

    def one_by_one(self, sum_of_delays):
        """What it betrays that the waits add up."""
        if len({at for _, at in self._called}) == 1:
            return M25.because(f"{sum_of_delays}: all the coroutines were made at 0.0, but making one starts nothing")
        if self._as_task:
            return M13.because(
                f"{sum_of_delays}: each task was awaited before the next was made, a plain await in disguise"
            )
        return M02.because(f"{sum_of_delays}: each fetch waits for the one before, on which it does not depend")

    def compare(self):
        """Fail where fetch was not called once for each id."""
        ids = [id for id, _ in self._called]
        most = max(map(ids.count, ids), default=0)
        if most > 1:
            times = "twice" if most == 2 else f"{most} times"
            fail(M00.because(f"fetch was called {times} for an id: it is called once for each entry of the list"))


async def pages_of(kata, web):
    """What fetch_all returns; say so when it asked for a result that was not there yet."""
    with raising({asyncio.InvalidStateError: M10.because("A task was asked for its result before it had one.")}):
        pages = await kata.fetch_all(web.fetch, list(web._delays))
    web.compare()
    return pages


@check(points=2, rules=(1, 2, 4))
async def test_three_times_three(kata, clock):
    """Three fetches of 3 s each are all done at 3.0 s."""
    web = Web({token("id"): 3 for _ in range(3)})

    await pages_of(kata, web)

    clock.took(
        3.0,
        tells={
            9.0: web.one_by_one("9.0 = 3 + 3 + 3"),
            6.0: M02.because("6.0 = 3 + 3: not all the fetches were started before you waited for the first time"),
            0.0: M04.because("0.0 s: you came back before any page had come"),
        },
    )


@check(points=2, rules=(3, 4))
async def test_pages_in_the_order_of_the_ids(kata, clock):
    """Pages that take 1, 3 and 2 s stand in the list in the order of their ids, at 3.0 s."""
    # Neither sorted ids nor the order of coming is the order of the ids, and the two are not the same.
    web = Web({token(id): delay for id, delay in (("b", 1), ("a", 3), ("c", 2))})

    pages = await pages_of(kata, web)

    first, second, third = web._pages.values()
    expect(
        pages,
        [first, second, third],
        tells=[
            (
                [first, third, second],
                M07.because("The pages stand in the order in which they came, not in the order of the ids"),
            ),
        ],
    )
    clock.took(
        3.0,
        tells={
            6.0: web.one_by_one("6.0 = 1 + 3 + 2"),
            4.0: M02.because("4.0 = 1 + 3: not all the fetches were started before you waited for the first time"),
        },
    )
