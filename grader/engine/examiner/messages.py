"""From what was raised to sentences: for the student, and for the author of a check."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

from grader.cleaning import clean
from grader.curriculum.kata_files import HIDDEN
from grader.engine.examiner.check_session import CheckSession
from grader.engine.wire.channel import Gone, Loss
from grader.engine.wire.crossing import MayNotCross
from grader.engine.wire.objects import RemoteExit
from grader.model import Fault, Outcome
from grader.testing.bounded import bounded_str
from grader.vtime import BusyWait, Deadlock, Livelock, NoInput, TimeLimit

UNUSABLE = (NoInput, ModuleNotFoundError)
GUARD = 'put it under `if __name__ == "__main__":`'
# How alike two names are when one of them may be a slip for the other, as difflib counts.
ALIKE = 0.8
LOST = {
    Loss.BREACH: "Something in the code disturbs the grader's own work, so what the code does cannot be seen.",
    Loss.TOO_MUCH: "The code hands over more values, or larger ones, than a check can take.",
    Loss.ENDED: "The process that ran the code ended before the check did.",
    Loss.TOO_SLOW: "It took longer than the real time it is given: an endless loop, or a wait that really waits?",
    Loss.COMPUTED: "It computes and computes, and nobody else can go on: an endless loop?",
    Loss.OVER: "The check was over already.",
    Loss.NOT_STARTED: "No process could be started for the code.",
}
_WHILE_LOADED = {
    NoInput: "waits for input() while the file is being loaded",
    Deadlock: "waits, while the file is being loaded, for something that can no longer happen",
    Livelock: "asks again and again without waiting while the file is being loaded",
    BusyWait: "asks the clock again and again without waiting while the file is being loaded",
    TimeLimit: "lets time pass without end while the file is being loaded",
}


def lost(gone: Gone) -> str:
    """Return what became of the process that ran the code."""
    return LOST[gone.loss]


def stopped(failure: NoInput | ModuleNotFoundError, line: int, *, hidden: bool) -> str:
    """Return what the code asked for that is not there; of what a hidden check met, no name is shown that may be its
    value.
    """
    if isinstance(failure, NoInput):
        return f"{_at(line)} waits for input(): nobody types anything while a check runs."
    name = failure.name or ""
    if hidden and name not in sys.stdlib_module_names:
        name = ""
    return f"{_at(line)} {imports(name)}."


def could_not_load(failure: BaseException | None, line: int, file: Path) -> str:
    """Return why a file could not be loaded; `file` is where it lies among the others of its kata."""
    return f"{file.name} could not be loaded: {_why_not_loaded(failure, line, file)}."


def _why_not_loaded(failure: BaseException | None, line: int, file: Path) -> str:
    where = f" (line {line})" if line else ""
    if isinstance(failure, Gone):
        return f"{_lost_while_loaded(failure)}{where}"
    if isinstance(failure, RemoteExit):
        return f"it tried to end the whole program{where}"
    for kind, does in _WHILE_LOADED.items():
        if isinstance(failure, kind):
            return f"{_at(line).lower()} {does}: {GUARD}"
    if isinstance(failure, ModuleNotFoundError):
        return f"{_at(line).lower()} {imports(failure.name or '', file)}"
    message = clean(said(failure), 200) if failure is not None else ""
    return f"{type(failure).__name__}: {message}{where}" if message else f"{type(failure).__name__}{where}"


def _lost_while_loaded(gone: Gone) -> str:
    if gone.timed_out:
        return "it took too long"
    return "it ended the whole process" if gone.loss is Loss.ENDED else lost(gone).rstrip(".")


def imports(name: str, file: Path | None = None) -> str:
    """Return what is wrong with an import of this module that failed, as the end of a sentence; the name may be
    empty.
    """
    whole = clean(name, 80) or "a module that is not there"
    top = name.partition(".")[0]
    if top in sys.stdlib_module_names:
        if "." in name:
            return f"imports {whole}: there is no module {whole}"
        return f"needs {whole}, a part of Python's standard library that is not there where submissions run"
    if file is not None and file.stem == top:
        return f"imports {whole}, which is this file itself: its names are there without an import"
    if file is not None and _lies_in(file.parent, top):
        return f"imports {whole}, another file: only this one file is handed in, so what it needs must stand in it"
    meant = _meant(top) if top else ""
    if meant:
        return (
            f"imports {whole}: there is no module {whole} in Python's standard library, and only that can be used here "
            f"(did you mean {meant}?)"
        )
    return f"imports {whole}: only Python's standard library can be used here"


def _lies_in(folder: Path, name: str) -> bool:
    return name.isidentifier() and ((folder / f"{name}.py").is_file() or (folder / name).is_dir())


def _meant(name: str) -> str:
    """Return the module of the standard library that this may be a slip for, or nothing."""
    import difflib  # only for a file that fails to import something: it costs a start more than it is worth

    public = [known for known in sorted(sys.stdlib_module_names) if not known.startswith("_")]
    return next(iter(difflib.get_close_matches(name, public, 1, ALIKE)), "")


def said(failure: BaseException) -> str:
    """Return what an exception says, where it can be said at all."""
    return bounded_str(failure)


def _at(line: int) -> str:
    return f"Line {line}" if line else "The code"


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


@cache
def _pattern() -> re.Pattern[str]:
    # Start-up: 4 ms, and only a hidden check that failed needs it.
    return re.compile("|".join(f"(?:{said})" for said in _SAID))


# What stands behind these shows a value.
_BEGINNINGS = ("a coroutine was expected", "A Future, a coroutine or an awaitable is required")


def without_values(text: str) -> str:
    """Return a message of Python's own in which nothing that a check handed in can stand, or its beginning; else ""."""
    if _pattern().fullmatch(text) is not None:
        return text
    return next((beginning for beginning in _BEGINNINGS if text.startswith(beginning)), "")


MOST_SAID = 400
MOST_FRAMES = 6
IN_A_CALLBACK = "in a callback of the check: "


def fault_of(
    function: Callable[..., Any], outcome: Outcome, failure: BaseException, session: CheckSession
) -> Fault | None:
    """Return the fault of a check that did not pass, or None where nothing shows that it is its own."""
    file = function.__code__.co_filename
    if isinstance(failure, MayNotCross):
        return Fault(failure.sentence, failure.place or _place(file, function.__code__.co_firstlineno))
    if outcome is Outcome.ERRORED and not isinstance(failure, Gone):
        own = next((leaf for leaf in _leaves(failure) if not session.came_from_the_student(leaf)), None)
        if own is not None:
            return _fault(own, file, function.__code__.co_firstlineno)
    for lost in session.lost():
        if not session.came_from_the_student(lost) and _frames(lost.__traceback__, file):
            fault = _fault(lost, file, 0)
            return fault._replace(said=IN_A_CALLBACK + fault.said)
    return None


def told_of(error: BaseException, file: str) -> Fault:
    """Return an error that came up while a check file was read."""
    if isinstance(error, SyntaxError) and error.filename == file:
        line = clean((error.text or "").strip(), MOST_SAID)
        return Fault(f"{type(error).__name__}: {error.msg}", _place(file, error.lineno or 0), line)
    return _fault(error, file, 0)


def _fault(error: BaseException, file: str, line: int) -> Fault:
    frames = _frames(error.__traceback__, file)
    text = clean(said(error), MOST_SAID)
    kind = clean(type(error).__name__, MOST_SAID)
    shown = [f"{_place(file, frame.lineno or 0)}, in {frame.name}\n    {frame.line or ''}" for frame in frames]
    return Fault(
        said=f"{kind}: {text}" if text else kind,
        place=_place(file, (frames[-1].lineno or 0) if frames else line),
        traceback="\n".join(shown[-MOST_FRAMES:]),
    )


def _frames(trace: TracebackType | None, file: str) -> list[traceback.FrameSummary]:
    """Return the way through the check's own file: pytest's and the kit's frames say nothing of the slip."""
    return [frame for frame in traceback.extract_tb(trace) if frame.filename == file]


def _leaves(error: BaseException) -> Iterator[BaseException]:
    """Yield what a group holds, since a task group raises nothing else; any other exception is its own leaf."""
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error


def _place(file: str, line: int) -> str:
    path = Path(file)
    name = f"{HIDDEN}/{path.name}" if path.parent.name == HIDDEN else path.name
    return f"{name}:{line}" if line else name
