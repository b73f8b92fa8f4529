"""Believes that a wrapper passes its cancellation on, also when it has not begun."""
# misconception: M08
# breaks: rule 9
# caught by: test_cancelling_reaches_every_child
# student reads: in the turn in which you began to wait

from __future__ import annotations

import asyncio


class Outer(asyncio.Future):
    runners = ()

    def cancel(self, msg=None):
        for runner in self.runners:
            runner.cancel()
        return super().cancel(msg)


async def my_gather(*aws, return_exceptions=False):
    places = list(dict.fromkeys(aws))
    results = {}
    outer = Outer()

    async def run(aw):
        try:
            results[aw] = await aw
        except BaseException as error:
            results[aw] = error
            if not return_exceptions and not outer.done():
                outer.set_exception(error)
        if len(results) == len(places) and not outer.done():
            outer.set_result(None)

    if not places:
        return []
    outer.runners = [asyncio.create_task(run(aw)) for aw in places]
    await outer
    return [results[aw] for aw in aws]
