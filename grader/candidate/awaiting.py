"""What a suspended coroutine awaits, and at which of the student's lines."""

from __future__ import annotations

import gc
from types import AsyncGeneratorType, FrameType
from typing import Any, NamedTuple

from grader.vtime.clock import NS
from grader.vtime.handles import KeyedTimer
from grader.vtime.where import shown

MOST_AWAITS = 40
_FRAMES = ("cr_frame", "gi_frame", "ag_frame")
AWAITED = ("cr_await", "gi_yieldfrom", "ag_await")


class Await(NamedTuple):
    """The student's innermost await: for what, at which line; and, where that stands deeper than the row's own
    function, the call that function awaits, and the line of it. `due` is when a sleep is over, in ns, else -1."""

    label: str = ""
    line: int = 0
    call: str = ""
    call_line: int = 0
    due: int = -1


def awaiting(awaited: Any, file: str) -> Await:
    """Where this coroutine is suspended in the student's file; without a label where it awaits a future itself."""
    label, due = "", -1
    lines: list[int] = []
    calls: list[str] = []
    for _ in range(MOST_AWAITS):
        frame = frame_of(awaited)
        if frame is not None and frame.f_code.co_filename == file:
            label = ""
            # A comprehension has a frame of its own on some versions: it is no call.
            if lines and frame.f_code.co_name.startswith("<"):
                lines[-1] = frame.f_lineno
            else:
                lines.append(frame.f_lineno)
                calls.append(f"{frame.f_code.co_name}()")
        elif frame is not None and not label:
            label, due = _called(awaited, frame), _due(frame)
        awaited = first_of(awaited, AWAITED)
        if awaited is None:
            break
    if len(lines) < 2:
        return Await(label, lines[-1] if lines else 0, due=due)
    return Await(label, lines[-1], calls[1], lines[0], due)


def generator_of(awaited: Any) -> Any:
    """The async generator that this awaitable asks for its next value, or the awaitable itself."""
    if type(awaited).__name__ not in ("async_generator_asend", "async_generator_athrow"):
        return awaited
    return next((one for one in gc.get_referents(awaited) if type(one) is AsyncGeneratorType), awaited)


def _called(awaited: Any, frame: FrameType) -> str:
    name = frame.f_code.co_qualname
    if not str(frame.f_globals.get("__name__", "")).startswith("asyncio."):
        return f"{getattr(awaited, '__name__', frame.f_code.co_name)}()"
    if name == "sleep":
        return f"sleep({shown(frame.f_locals.get('delay'))})"
    # `async with` enters and leaves through methods that nobody wrote down: say what is entered or left.
    owner, _, method = name.rpartition(".")
    if method == "__aenter__":
        return f"{type(frame.f_locals.get('self')).__name__}.acquire"
    return f"the end of its {owner}" if method == "__aexit__" else name


def _due(frame: FrameType) -> int:
    """When the timer of an asyncio.sleep() is due, in virtual ns, or -1."""
    timer = frame.f_locals.get("h") if frame.f_code.co_qualname == "sleep" else None
    return round(timer.when() * NS) - timer.base_ns if isinstance(timer, KeyedTimer) else -1


def frame_of(awaited: Any) -> Any:
    """The frame of a coroutine or a generator of any kind that has not ended, or None."""
    return first_of(awaited, _FRAMES)


def first_of(thing: Any, names: tuple[str, ...]) -> Any:
    """The first of these attributes that is there."""
    for name in names:
        found = getattr(thing, name, None)
        if found is not None:
            return found
    return None
