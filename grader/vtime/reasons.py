"""Why a wait for one of asyncio's objects never ends, as far as the object shows it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from enum import StrEnum
from itertools import pairwise
from types import FrameType, FunctionType, MethodType
from typing import Any, NamedTuple

# What ends each wait: in a deadlock nobody does it any more.
NOBODY = {
    "Barrier.wait": "too few come to it",
    "BoundedSemaphore.acquire": "nobody releases it any more",
    "Condition.acquire": "nobody releases its lock any more",
    "Condition.wait": "nobody notifies it any more",
    "Condition.wait_for": "nobody notifies it any more",
    "Event.wait": "nobody sets it any more",
    "Lock.acquire": "nobody releases it any more",
    "Queue.get": "nobody puts anything into it any more",
    "Queue.join": "not everything that was put into it was reported with task_done()",
    "Queue.put": "it is full, and nobody takes anything out any more",
    "Semaphore.acquire": "nobody releases it any more",
    "future": "nobody gives it a result any more",
}


class Cause(StrEnum):
    """What is known for certain of why nobody ends a wait."""

    UNKNOWN = ""
    NOT_REPORTED = "not reported"
    ITS_OWN_LOCK = "its own lock"
    HOLDS_THE_LOOP = "holds the loop"


# What can be said of each cause where no name may be.
CAUSES = {
    Cause.NOT_REPORTED: NOBODY["Queue.join"],
    Cause.ITS_OWN_LOCK: "whoever waits holds it",
    Cause.HOLDS_THE_LOOP: "that holds up the whole loop, and nobody else can run",
}


class Reason(NamedTuple):
    """Why a wait never ends, in words, and its cause where that is certain."""

    said: str = ""
    cause: Cause = Cause.UNKNOWN


WhoHolds = Callable[[Any], Reason | None]


def reason_of(what: str, frame: FrameType, who_holds: WhoHolds) -> Reason:
    """Why the wait `what`, whose method of asyncio runs in this frame, never ends."""
    waited_for = frame.f_locals.get("self")
    found = None
    if isinstance(waited_for, asyncio.Queue) and what == "Queue.join":
        found = _unreported(waited_for)
    elif isinstance(waited_for, asyncio.Lock):
        found = who_holds(waited_for)
    return found or Reason(NOBODY.get(what, ""))


def _unreported(queue: asyncio.Queue[Any]) -> Reason | None:
    """How many items were taken out and not reported, and how many still lie there."""
    unfinished, left = getattr(queue, "_unfinished_tasks", None), getattr(queue, "_queue", ())
    try:
        waiting = len(left)
    except Exception:
        return None
    if type(unfinished) is not int or unfinished < waiting:
        return None
    taken = unfinished - waiting
    lies = f"{_items(waiting)} still in it, and nobody takes {'it' if waiting == 1 else 'them'} out any more"
    if not taken:
        return Reason(lies)
    said = f"{_items(taken)} taken out and never reported with task_done()"
    return Reason(f"{said}; {lies}" if waiting else said, Cause.NOT_REPORTED)


def _items(count: int) -> str:
    return "1 item was" if count == 1 else f"{count} items were"


def blocks_on(awaitable: Any, lock: Any) -> int:
    """How many `async with` blocks of this suspended coroutine or generator are on the lock, one being entered too."""
    # Until such a block ends, the way out of it lies on the frame's stack: as a method of the lock up to 3.13, since
    # then as a function below the lock.
    found = gc.get_referents(awaitable)
    methods = sum(type(one) is MethodType and one.__self__ is lock and _leaves(one.__func__) for one in found)
    return methods + sum(_leaves(one) and other is lock for one, other in pairwise(found))


def enters(frame: FrameType, lock: Any) -> bool:
    """Is this the frame of the lock's own __aenter__()?"""
    return frame.f_code.co_name == "__aenter__" and frame.f_locals.get("self") is lock


def _leaves(function: Any) -> bool:
    return type(function) is FunctionType and function.__name__ == "__aexit__"
