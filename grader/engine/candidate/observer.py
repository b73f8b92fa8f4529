"""Findings: what went on in the student's code that is worth telling. Advice, never points."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import types
import warnings
from collections.abc import Callable
from types import FrameType
from typing import Any, NamedTuple

from grader.engine.candidate.awaiting import MOST_AWAITS, behind, call_of, frame_of, name_of
from grader.engine.candidate.task_trace import Traced, made_line
from grader.engine.wire.references import References
from grader.vtime import BlockingCall, BusyWait, Clock, VirtualLoop, called, wrapped_coroutine
from grader.vtime.clock import SHOWN_DIGITS
from grader.vtime.waits import is_not_library, is_ours

Note = tuple[str, str, int, float]
MOST_CALLS = 3


class Blocks(NamedTuple):
    """How many there were, for how many virtual seconds in all, how many tasks they kept, and the first few calls."""

    calls: int
    seconds: float
    least: int
    most: int
    whats: tuple[str, ...]

    @classmethod
    def of(cls, block: BlockingCall) -> Blocks:
        """Return the first call."""
        return cls(1, block.seconds, block.waiting, block.waiting, (block.what,))

    def with_one_more(self, block: BlockingCall) -> Blocks:
        """Return the calls so far, and one more."""
        more = () if block.what in self.whats or len(self.whats) > MOST_CALLS else (block.what,)
        least, most = min(self.least, block.waiting), max(self.most, block.waiting)
        return Blocks(self.calls + 1, self.seconds + block.seconds, least, most, self.whats + more)

    def note(self, line: int) -> Note:
        """Return what they did at this line, in a sentence."""
        lasted = round(self.seconds, SHOWN_DIGITS)
        # A child process works in real time, while the clock stands still.
        how_long = f"for {lasted:g} s{' in all' if self.calls > 1 else ''}" if lasted else "in real time"
        others = f"{'up to ' if self.least < self.most else ''}{self.most} other task{'s' * (self.most != 1)}"
        return "blocking call", f"{self._calls()} held the whole loop {how_long}; {others} could not run", line, lasted

    def _calls(self) -> str:
        first, *others = self.whats
        if self.calls == 1:
            return first
        if self.calls == len(self.whats) <= MOST_CALLS:
            return f"{', '.join(self.whats[:-1])} and {self.whats[-1]}"
        return f"{self.calls} calls of {first.partition('(')[0] if others else first}"


MOST = 50
ENDED = "ended while loading"
_LETS_GO = References._let_go.__code__
_GRADER = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(__file__))), "")


class Observer:
    """Collects findings of one check as (kind, message, line, virtual seconds); works in both modes."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.notes: list[Note] = []
        self._blocks: dict[tuple[int, str], Blocks] = {}
        self.on_block: Callable[[BlockingCall], None] | None = None
        self.on_loop: Callable[[VirtualLoop], None] | None = None

    def is_student(self, filename: str) -> bool:
        """Return whether this file is the submission."""
        return filename == self.file

    def note(self, kind: str, message: str, line: int = 0, seconds: float = 0.0) -> None:
        """Keep one finding; the same one again is dropped."""
        found = (kind, message, line, seconds)
        if len(self.notes) < MOST and found not in self.notes:
            self.notes.append(found)

    # -- watching

    def watch(self, clock: Clock, loop: VirtualLoop) -> None:
        """Observe this clock and loop."""
        clock.is_student = self.is_student
        clock.on_block = self.blocked
        self.watch_loop(loop)

    def watch_loop(self, loop: VirtualLoop) -> None:
        """Observe what this loop complains about."""
        loop.on_lost = self.complained
        if self.on_loop is not None:
            self.on_loop(loop)
        loop.on_generator = self.generator_left

    def blocked(self, block: BlockingCall) -> None:
        """A blocking call held everybody; those of one line are one finding, with their seconds added up."""
        line = block.line if self.is_student(block.file) else 0
        key = line, block.what.partition("(")[0]
        known = self._blocks.get(key)
        alike = self._blocks[key] = Blocks.of(block) if known is None else known.with_one_more(block)
        if known is not None and known.note(line) in self.notes:
            self.notes[self.notes.index(known.note(line))] = alike.note(line)
        else:
            self.note(*alike.note(line))
        if self.on_block is not None:
            self.on_block(block)

    def busy(self, error: BusyWait) -> None:
        """A step only looked at the clock."""
        self.note("busy wait", f"reads the clock {error.readings} times in one step", error.line)

    def never_awaited(self, coroutine: Any) -> bool:
        """Note a coroutine that was thrown away unstarted; false when the student had no part in it."""
        origin = getattr(coroutine, "cr_origin", None) or ()
        line = next((line for file, line, _ in origin if self.is_student(file)), 0)
        theirs = self.is_student(getattr(getattr(coroutine, "cr_code", None), "co_filename", ""))
        # Where the call itself was a check's, the check may have failed before it awaited what it got.
        by_a_check = not line and any(is_not_library(file) for file, *_ in origin[:1])
        if (line or theirs) and not by_a_check:
            self.note("never awaited", f"{called(name_of(coroutine))} was made but never awaited", line)
        return bool(line) or theirs

    def generator_left(self, generator: Any) -> None:
        """An async generator was thrown away in the middle: what it holds is cleaned up late, or never."""
        if self.is_student(generator.ag_code.co_filename) and not self._dropped_by_a_check():
            message = f"{called(name_of(generator))} was left in the middle and not closed"
            self.note("generator left open", message, generator.ag_frame.f_lineno)

    def _dropped_by_a_check(self) -> bool:
        """Return whether a check lets go of it now: over the wire, or in a frame of its own."""
        frame: FrameType | None = sys._getframe(2)
        while frame is not None and is_ours(frame.f_code.co_filename):
            frame = frame.f_back
        if frame is None or frame.f_code is _LETS_GO:
            return frame is not None
        file = frame.f_code.co_filename
        return is_not_library(file) and not self.is_student(file) and not file.startswith(_GRADER)

    def complained(self, context: dict[str, Any]) -> None:
        """Note what asyncio calls the loop's exception handler with."""
        message = str(context.get("message", ""))
        error = context.get("exception")
        if "never retrieved" in message:
            self._never_retrieved(context.get("future"), error)
        elif "destroyed but it is pending" in message:
            task = context.get("task")
            told = f"{_whose(task, self.file)} was thrown away while it was still waiting"
            self.note("task left behind", told, made_line(task))
        elif error is not None:
            self.note("exception in a callback", self._uncaught(context, error), self.line_of(error))

    def _uncaught(self, context: dict[str, Any], error: BaseException) -> str:
        """Return where an exception went that nobody could catch, without what asyncio says of addresses."""
        kind = type(error).__name__
        if context.get("asyncgen") is not None:
            return f"{kind} left {called(name_of(context['asyncgen']))} while it was closed, and nobody saw it"
        return f"{kind} left a callback, and nobody saw it"

    def _never_retrieved(self, future: Any, error: BaseException | None) -> None:
        """Nobody looked at how this ended: the line that made the task is where somebody could have kept it."""
        made, raised = made_line(future), self.line_of(error)
        where = f", raised at line {raised}," if made and raised else ""
        text = f"{type(error).__name__} of {_whose(future, self.file)}{where} was never seen by anybody"
        self.note("exception never retrieved", text, made or raised)

    def line_of(self, error: BaseException | None) -> int:
        """Return the innermost line of the submission an exception came through, or 0."""
        line = 0
        trace = error.__traceback__ if error is not None else None
        while trace is not None:
            if self.is_student(trace.tb_frame.f_code.co_filename):
                line = trace.tb_lineno
            trace = trace.tb_next
        return line

    # -- at the end of a check

    def collect(self, loops: list[VirtualLoop], ours: Callable[[Any], bool] = lambda task: True) -> list[str]:
        """Collect garbage, note what was left behind, and give the names of pending tasks."""
        gc.collect()
        names = []
        for loop in loops:
            for task in loop.pending():
                if not ours(task):
                    continue
                names.append(task.get_name())
                self._left(task)
        return names[:MOST]

    def _left(self, task: asyncio.Task[Any]) -> None:
        """A task that has not ended, where who made it has: else somebody may still have waited for it."""
        coroutine = wrapped_coroutine(task)
        if type(coroutine) is not Traced or not coroutine.was_left:
            return
        line = _line(coroutine, self)
        if task.cancelling():
            kind = "swallowed cancellation" if coroutine.was_cancelled else "task left behind"
            self.note(kind, f"{_whose(task, self.file)} was asked to cancel and had not ended", line)
        elif coroutine.has_begun:
            self.note("task left behind", f"{_whose(task, self.file)} was still running", line)
        else:
            self.note("task left behind", f"{_whose(task, self.file)} had not begun", coroutine.made_line)


def _whose(future: Any, file: str) -> str:
    """Return the function that a task runs, for a sentence."""
    if not issubclass(type(future), asyncio.Task):
        return "a future"
    return call_of(wrapped_coroutine(future), file)


def _line(awaited: Any, observer: Observer) -> int:
    """Return the student's innermost line at which this coroutine is suspended, or 0."""
    line = 0
    for _ in range(MOST_AWAITS):
        frame = frame_of(awaited)
        if frame is None:
            break
        if observer.is_student(frame.f_code.co_filename):
            line = frame.f_lineno
        awaited = behind(awaited)
    return line


class Hooks:
    """The process-wide hook that finds coroutines nobody awaited (warnings._warn_unawaited_coroutine, called from C).

    `observer` is asked for anew each time, so each check has its own; with none, nothing is said. `quiet` keeps Python
    from warning of coroutines that are not the student's.
    """

    def __init__(self, observer: Callable[[], Observer | None], *, quiet: bool) -> None:
        self._observer = observer
        self._quiet = quiet
        self._before: tuple[Any, int] = (None, 0)

    def __enter__(self) -> Hooks:
        self._before = (vars(warnings)["_warn_unawaited_coroutine"], sys.get_coroutine_origin_tracking_depth())
        vars(warnings)["_warn_unawaited_coroutine"] = self._unawaited
        sys.set_coroutine_origin_tracking_depth(4)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: types.TracebackType | None
    ) -> None:
        vars(warnings)["_warn_unawaited_coroutine"] = self._before[0]
        sys.set_coroutine_origin_tracking_depth(self._before[1])

    def _unawaited(self, coroutine: Any) -> None:
        observer = self._observer()
        if observer is not None and not observer.never_awaited(coroutine) and not self._quiet:
            self._before[0](coroutine)


def shown_file(path: str) -> str:
    """Return a file as the student knows it."""
    return os.path.basename(path)
