"""What a check's own code raised, made into words for its author: students read none of them."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from grader.curriculum.sealing import HIDDEN
from grader.examiner.sentences import said
from grader.examiner.sides import Side
from grader.model import CheckResult, Fault, Outcome
from grader.wire.crossing import MayNotCross
from grader.wire.gone import Gone
from grader.wire.text import clean

MOST_SAID = 400
MOST_FRAMES = 6
IN_A_CALLBACK = "in a callback of the check: "


def fault_of(
    result: CheckResult, failure: BaseException | None, function: Callable[..., Any], side: Side
) -> Fault | None:
    """The fault of a check that did not pass, or None where nothing shows that it is its own."""
    file = function.__code__.co_filename
    if isinstance(failure, MayNotCross):
        return Fault(failure.sentence, failure.place or _place(file, function.__code__.co_firstlineno))
    if result.outcome is Outcome.ERRORED and failure is not None and not isinstance(failure, Gone):
        own = next((leaf for leaf in _leaves(failure) if not side.came_from_the_student(leaf)), None)
        if own is not None:
            return _fault(own, file, function.__code__.co_firstlineno)
    for lost in side.lost() if failure is not None else ():
        if not side.came_from_the_student(lost) and _frames(lost.__traceback__, file):
            fault = _fault(lost, file, 0)
            return fault._replace(said=IN_A_CALLBACK + fault.said)
    return None


def told_of(error: BaseException, file: str) -> Fault:
    """An error that came up while a check file was read."""
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
    """The way through the check's own file: pytest's and the kit's frames say nothing of the slip."""
    return [frame for frame in traceback.extract_tb(trace) if frame.filename == file]


def _leaves(error: BaseException) -> Iterator[BaseException]:
    """What a group holds, since a task group raises nothing else; any other exception is its own leaf."""
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error


def _place(file: str, line: int) -> str:
    path = Path(file)
    name = f"{HIDDEN}/{path.name}" if path.parent.name == HIDDEN else path.name
    return f"{name}:{line}" if line else name
