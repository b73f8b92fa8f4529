"""Every child that fails or is the last ends the outer future, also one that is done already."""
# misconception: M00
# breaks: rule 6
# caught by: test_the_loop_has_nothing_to_report
# student reads: tried to end it once more

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def my_gather(*aws: Awaitable[Any], return_exceptions: bool = False) -> list[Any]:
    started = {id(aw): asyncio.ensure_future(aw) for aw in {id(aw): aw for aw in aws}.values()}
    outer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    left = set(started.values())

    def finished(child: asyncio.Future[Any]) -> None:
        left.discard(child)
        failure = failure_of(child)
        if failure is not None and not return_exceptions:
            outer.set_exception(failure)
        elif not left:
            outer.set_result(None)

    for child in started.values():
        child.add_done_callback(finished)
    if left:
        try:
            await outer
        except asyncio.CancelledError:
            if outer.cancelled():
                for child in started.values():
                    child.cancel()
            raise
    return [outcome_of(started[id(aw)]) for aw in aws]


def failure_of(child: asyncio.Future[Any]) -> BaseException | None:
    return asyncio.CancelledError() if child.cancelled() else child.exception()


def outcome_of(child: asyncio.Future[Any]) -> Any:
    failure = failure_of(child)
    return child.result() if failure is None else failure
