"""What can be shown of an exception's message in a hidden check: Python's own ones in which no value can stand."""

from __future__ import annotations

import re

# What Python calls the types of what a check hands in, and of what asyncio makes of it.
_TYPE = (
    r"(?:NoneType|bool|int|float|complex|str|bytes|list|tuple|dict|set|frozenset|range|function|method|type|object|"
    r"coroutine|generator|async_generator|_asyncio\.Task|_asyncio\.Future|Task|Future|Lock|Queue|Event|Semaphore)"
)
_OPERATOR = r"(?:[-+*/%@&|^]=?|<<=?|>>=?|//=?|\*\*=?|\*\* or pow\(\)|divmod\(\))"
_SAID = (
    rf"object {_TYPE} can't be used in 'await' expression",
    rf"'{_TYPE}' object (?:can't be awaited|is not (?:iterable|callable|subscriptable|an iterator|an async iterator))",
    rf"'async for' requires an object with __aiter__ method, got {_TYPE}",
    rf"'async for' received an object from __aiter__ that does not implement __anext__: {_TYPE}",
    rf"'{_TYPE}' object does not support item (?:assignment|deletion)",
    rf"'{_TYPE}' object does not support the (?:asynchronous )?context manager protocol",
    rf"object of type '{_TYPE}' has no len\(\)",
    rf"unsupported operand type\(s\) for {_OPERATOR}: '{_TYPE}' and '{_TYPE}'",
    rf"'[<>]=?' not supported between instances of '{_TYPE}' and '{_TYPE}'",
    rf"unhashable type: '{_TYPE}'",
    rf"cannot unpack non-iterable {_TYPE} object",
    rf"can only concatenate {_TYPE} \(not \"{_TYPE}\"\) to {_TYPE}",
    r"can't send non-None value to a just-started (?:coroutine|generator|async generator)",
    r"too many values to unpack \(expected [23]\)",
    r"not enough values to unpack \(expected [23], got [012]\)",
    r"An asyncio\.Future, a coroutine or an awaitable is required",
    r"asyncio\.run\(\) cannot be called from a running event loop",
    r"Cannot run the event loop while another loop is running",
    r"This event loop is already running",
    r"Event loop is closed",
    r"no running event loop",
    r"There is no current event loop in thread 'MainThread'\.",
    r"cannot reuse already awaited coroutine",
    r"coroutine is being awaited already",
    r"anext\(\): asynchronous generator is already running",
    r"aclose\(\): asynchronous generator is already running",
    r"async generator raised StopAsyncIteration",
    r"(?:generator|coroutine) raised StopIteration",
    r"Result is not (?:set|ready)\.",
    r"Exception is not set\.",
    r"invalid state",
    r"Lock is not acquired\.",
    r"BoundedSemaphore released too many times",
    r"task_done\(\) called too many times",
    r"Set of Tasks/Futures is empty\.",
    r"Passing coroutines is forbidden, use tasks explicitly\.",
    rf"expect a list of futures, not {_TYPE}",
    r"unhandled errors in a TaskGroup \([1-4] sub-exceptions?\)",
    r"division by zero|float division by zero|integer (?:division or )?modulo by zero",
    r"(?:list|tuple|string|range object) (?:assignment )?index out of range",
    r"pop from (?:an )?empty (?:list|set|deque)",
    r"pop from an empty deque",
    r"(?:min|max)\(\) (?:arg is an empty sequence|iterable argument is empty)",
    r"dictionary (?:changed size|keys changed) during iteration",
    r"(?:deque mutated|Set changed size) during iteration",
    r"maximum recursion depth exceeded(?: while calling a Python object| in comparison)?",
)
_SHOWN = re.compile("|".join(f"(?:{said})" for said in _SAID))


# What stands behind these shows a value.
_BEGINNINGS = ("a coroutine was expected", "A Future, a coroutine or an awaitable is required")


def without_values(text: str) -> str:
    """A message of Python's own in which nothing that a check handed in can stand, or its beginning; else ""."""
    if _SHOWN.fullmatch(text) is not None:
        return text
    return next((beginning for beginning in _BEGINNINGS if text.startswith(beginning)), "")
