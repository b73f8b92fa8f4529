"""Believes that coroutines in a tuple are already running, so that awaiting them in turn is enough."""
# misconception: M02
# breaks: rule 2
# caught by: test_starts_everything_before_waiting
# student reads: 6.0 = 2 + 1 + 3

from __future__ import annotations


async def my_gather(*aws, return_exceptions=False):
    results = []
    for aw in aws:
        try:
            results.append(await aw)
        except BaseException as error:
            if not return_exceptions:
                raise
            results.append(error)
    return results
