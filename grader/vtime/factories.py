"""What makes loops and iterates tasks in asyncio, replaced so that every new loop is virtual. Never a policy."""

from __future__ import annotations

import asyncio
import asyncio.events
import asyncio.tasks
import inspect
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from grader.vtime.real import REAL

Change = tuple[Any, str, Any]
MakeLoop = Callable[[], asyncio.AbstractEventLoop]
# Given the real maker of loops, it gives a loop of the real kind or of ours.
Chosen = Callable[[MakeLoop], asyncio.AbstractEventLoop]


def loop_changes(chosen: Chosen) -> Iterator[Change]:
    """(owner, name, replacement) for each place asyncio makes loops from."""
    real_maker = asyncio.new_event_loop

    def new_event_loop() -> asyncio.AbstractEventLoop:
        return chosen(real_maker)

    yield asyncio, "new_event_loop", new_event_loop
    yield asyncio.events, "new_event_loop", new_event_loop
    for name in ("SelectorEventLoop", "EventLoop"):
        real = getattr(asyncio, name, None)
        if real is not None:
            yield asyncio, name, _loop_class(real, chosen)
    policy = _default_policy()
    if hasattr(policy, "_loop_factory"):
        factory = policy._loop_factory
        yield policy, "_loop_factory", staticmethod(lambda: chosen(factory))
    # A real loop that somebody else made must not look at the virtual clock: it would wait for ever.
    yield asyncio.BaseEventLoop, "time", _real_time


class _LoopMeta(type):
    _real: type
    _chosen: Chosen

    def __call__(cls, *arguments: Any, **options: Any) -> Any:
        return cls._chosen(lambda: cls._real(*arguments, **options))

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls._real)


def _loop_class(real: type, chosen: Chosen) -> type:
    body = {"__doc__": real.__doc__, "__module__": real.__module__, "_real": real}
    return _LoopMeta(real.__name__, (), body | {"_chosen": staticmethod(chosen)})


def _default_policy() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return getattr(asyncio, "DefaultEventLoopPolicy", None)


def forget_current_loop() -> None:
    """Let this thread have no current event loop, and none ever set, as in a new process."""
    policy_of = getattr(asyncio, "get_event_loop_policy", None)
    if policy_of is None:  # policies are gone in 3.16
        asyncio.set_event_loop(None)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        local = getattr(policy_of(), "_local", None)
    if local is not None:
        vars(local).clear()


def _real_time(loop: asyncio.AbstractEventLoop) -> float:
    return REAL.monotonic()


def as_completed_change(is_active: Callable[[], bool]) -> Iterator[Change]:
    """as_completed starts its awaitables in the order they were given, on every version."""
    real: Any = asyncio.as_completed

    def in_order(awaitables: Any) -> Any:
        if not is_active() or inspect.isawaitable(awaitables):
            return awaitables
        return [asyncio.ensure_future(one) for one in dict.fromkeys(awaitables)]

    def as_completed(fs: Any, *, timeout: float | None = None) -> Any:
        """Iterate over awaitables as they are done."""
        if sys.version_info >= (3, 13):
            return real(in_order(fs), timeout=timeout)
        return lazily(fs, timeout)

    def lazily(fs: Any, timeout: float | None) -> Any:
        # Before 3.13 nothing starts until the first is asked for.
        yield from real(in_order(fs), timeout=timeout)

    yield asyncio, "as_completed", as_completed
    yield asyncio.tasks, "as_completed", as_completed
