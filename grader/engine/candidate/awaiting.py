"""What a suspended coroutine awaits, and at which of the student's lines."""

from __future__ import annotations

import gc
from types import AsyncGeneratorType, CoroutineType, FrameType, GeneratorType
from typing import Any, NamedTuple

from grader.vtime.clock import NS
from grader.vtime.handles import KeyedTimer
from grader.vtime.waits import called, shown

MOST_AWAITS = 40
# Something of the check's that has no name of its own.
GIVEN = "what it was given"
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


def awaiting(awaited: Any, file: str) -> Await | None:
    """Return where this coroutine is suspended in the student's file; without a label where it awaits a future itself.

    None where it is one that a check handed in: what goes on in there is nobody's business.
    """
    label, due = "", -1
    lines: list[int] = []
    calls: list[str] = []
    for depth in range(MOST_AWAITS):
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
            if not depth and not _is_asyncio(frame):
                return None
            label, due = _called(awaited, frame), _due(frame)
        elif frame is None and not label and type(awaited).__module__.startswith("grader."):
            label = GIVEN
        awaited = behind(awaited)
        if awaited is None:
            break
    if len(lines) < 2:
        return Await(label, lines[-1] if lines else 0, due=due)
    return Await(label, lines[-1], calls[1], lines[0], due)


def behind(awaited: Any) -> Any:
    """Return what this awaits, past the wrappers that show nothing of what they stand for."""
    inner = generator_of(first_of(awaited, AWAITED))
    if type(inner).__name__ != "coroutine_wrapper":
        return inner
    return next((one for one in gc.get_referents(inner) if isinstance(one, CoroutineType)), None)


def generator_of(awaited: Any) -> Any:
    """Return the async generator that this awaitable asks for its next value, or the awaitable itself."""
    if type(awaited).__name__ not in ("async_generator_asend", "async_generator_athrow"):
        return awaited
    return next((one for one in gc.get_referents(awaited) if type(one) is AsyncGeneratorType), awaited)


def call_of(awaited: Any, file: str, parentheses: str = "()") -> str:
    """Return the call that made this coroutine, by its name in the student's file, or by the name that the check gave
    it.
    """
    frame = frame_of(generator_of(awaited))
    if frame is None or frame.f_code.co_filename == file:
        return called(name_of(awaited), parentheses)
    return _given(awaited, parentheses)


def _given(awaited: Any, parentheses: str = "()") -> str:
    named = str(getattr(awaited, "__name__", ""))
    return f"{named}{parentheses}" if named.isidentifier() and not named.startswith("_") else GIVEN


def name_of(awaited: Any) -> str:
    """Return the qualified name of the function that made this coroutine or generator, or ""."""
    return str(getattr(generator_of(awaited), "__qualname__", ""))


def _is_asyncio(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0] == "asyncio"


def _called(awaited: Any, frame: FrameType) -> str:
    name = frame.f_code.co_qualname
    owner, _, method = name.rpartition(".")
    # `async with` enters and leaves through methods that nobody wrote down: say what is entered or left.
    if method == "__aexit__":
        return f"the end of its {owner}"
    if not _is_asyncio(frame):
        return GIVEN if isinstance(awaited, GeneratorType) else _given(awaited)
    if name == "sleep":
        return f"sleep({shown(frame.f_locals.get('delay'))})"
    return f"{type(frame.f_locals.get('self')).__name__}.acquire" if method == "__aenter__" else name


def _due(frame: FrameType) -> int:
    """Return when the timer of an asyncio.sleep() is due, in virtual ns, or -1."""
    timer = frame.f_locals.get("h") if frame.f_code.co_qualname == "sleep" else None
    return round(timer.when() * NS) - timer.base_ns if isinstance(timer, KeyedTimer) else -1


def frame_of(awaited: Any) -> Any:
    """Return the frame of a coroutine or a generator of any kind that has not ended, or None."""
    return first_of(awaited, _FRAMES)


def first_of(thing: Any, names: tuple[str, ...]) -> Any:
    """Return the first of these attributes that is there."""
    for name in names:
        found = getattr(thing, name, None)
        if found is not None:
            return found
    return None
