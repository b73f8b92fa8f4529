"""The reference of kata11, as a plain module for plain pytest."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def my_gather(*aws: Awaitable[Any], return_exceptions: bool = False) -> list[Any]:
    """Run all at the same time; give their results in the order of the arguments."""
    started = {id(aw): asyncio.ensure_future(aw) for aw in {id(aw): aw for aw in aws}.values()}
    outer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    left = set(started.values())

    def finished(child: asyncio.Future[Any]) -> None:
        left.discard(child)
        failure = failure_of(child)
        if outer.done():
            return
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
    """The exception a child ended with, if any."""
    if child.cancelled():
        return asyncio.CancelledError()
    return child.exception()


def outcome_of(child: asyncio.Future[Any]) -> Any:
    """A finished child's exception, or else its result."""
    failure = failure_of(child)
    return child.result() if failure is None else failure
