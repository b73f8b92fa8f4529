"""An ordinary function that returns a future at once, as asyncio's own gather does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


def my_gather(*aws: Awaitable[Any], return_exceptions: bool = False) -> asyncio.Future[list[Any]]:
    outer: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
    children: list[asyncio.Future[Any]] = []
    for place, aw in enumerate(aws):
        first = next(spot for spot, other in enumerate(aws) if other is aw)
        children.append(asyncio.ensure_future(aw) if first == place else children[first])
    pending = len(children)

    def one_done(child: asyncio.Future[Any]) -> None:
        nonlocal pending
        pending -= 1
        failure = asyncio.CancelledError() if child.cancelled() else child.exception()
        if failure is not None and not return_exceptions and not outer.done():
            outer.set_exception(failure)
        if pending == 0 and not outer.done():
            outer.set_result([outcome(child) for child in children])

    def outer_done(_: asyncio.Future[list[Any]]) -> None:
        if outer.cancelled():
            for child in children:
                child.cancel()

    outer.add_done_callback(outer_done)
    for child in children:
        child.add_done_callback(one_done)
    if not children:
        outer.set_result([])
    return outer


def outcome(child: asyncio.Future[Any]) -> Any:
    if child.cancelled():
        return asyncio.CancelledError()
    failure = child.exception()
    return child.result() if failure is None else failure
