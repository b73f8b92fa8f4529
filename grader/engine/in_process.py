"""The student's module in this very process, for a debugger: not a grade."""

from __future__ import annotations

import builtins
import contextlib
import gc
import linecache
import os
import sys
import tempfile
import types
from collections.abc import Callable
from types import FrameType
from typing import Any

import grader
import grader.testing
from grader.engine.candidate.loader import (
    KIT,
    NAME,
    Loaded,
    Unreadable,
    clues_of,
    compile_submission,
    execute,
    loading,
    site_builtins,
    write_out,
)
from grader.engine.candidate.locked_names import Locks
from grader.engine.candidate.loop import TracedLoop
from grader.engine.candidate.observer import Hooks, Observer
from grader.engine.examiner.candidate_host import SubmissionRefused, unreadable
from grader.engine.examiner.check_session import CandidateReport, CheckSession
from grader.engine.examiner.remote_loop import Inside
from grader.engine.examiner.running import CheckRun
from grader.engine.in_process_timeline import InProcessTimeline
from grader.engine.submission import Submission
from grader.engine.wire.objects import MissingName
from grader.model import Clue, Finding, Kata, Protections
from grader.vtime import CHECKS, STUDENTS, Clock, Dates, VirtualLoop, forget_current_loop
from grader.vtime.waits import is_not_library

_OURS = os.path.dirname(grader.__file__)
_KIT_OF_CHECKS = os.path.dirname(grader.testing.__file__)


class StudentModule(types.ModuleType):
    """The student's module, which says of a name that it lacks what a stand-in for it says."""

    def __getattr__(self, name: str) -> Any:
        raise MissingName(name)


class StandardLibraryOnly:
    """Keeps the student's import statements from what is installed here, since nothing of that is there in a grade."""

    def __init__(self) -> None:
        self._real: Callable[..., Any] | None = None

    def __enter__(self) -> None:
        self._real = builtins.__import__
        setattr(builtins, "__import__", self._imported)

    def __exit__(self, *_: object) -> None:
        if self._real is not None:
            setattr(builtins, "__import__", self._real)

    def _imported(self, name: str, namespace: Any = None, local: Any = None, names: Any = (), level: int = 0) -> Any:
        top = name.partition(".")[0]
        is_known = top in sys.stdlib_module_names or top == NAME
        if not is_known and level == 0 and namespace is not None and namespace.get("__name__") == NAME:
            raise ModuleNotFoundError(f"No module named {top!r}", name=top)
        assert self._real is not None
        return self._real(name, namespace, local, names, level)


class InProcessHost:
    """This very process: for a debugger, not a grade."""

    out_of_time = False

    def __init__(self, kata: Kata, submission: Submission) -> None:
        self._kata = kata
        self._submission = submission
        self._loaded: Loaded | None = None
        self.protections = Protections()
        self.locked: tuple[tuple[str, int], ...] = ()

    def open(self) -> None:
        """Compile the file here. Raises SubmissionRefused."""
        try:
            self._loaded = compile_submission(self._submission.source, self._kata.submit, frozenset(self._kata.locked))
        except Unreadable as error:
            raise SubmissionRefused(unreadable(self._kata.submit, *error.args)) from None
        self.locked = self._loaded.locked

    def clues(self) -> tuple[Clue, ...]:
        return tuple(Clue(*clue) for clue in clues_of(self._loaded)) if self._loaded is not None else ()

    def session(self) -> CheckSession:
        assert self._loaded is not None
        return InProcessSession(self._loaded, self._kata)

    def after(self, ran: CheckRun) -> None:
        self.locked = tuple(dict.fromkeys((*self.locked, *ran.report.locked)))

    def close(self) -> None:
        pass


class InProcessLoop(TracedLoop):
    """Both halves in one: whoever calls for a task decides which half it is of."""

    def __init__(self, clock: Clock, file: str) -> None:
        super().__init__(clock)
        # A kit that runs beside the student's module is the candidate's, too.
        self._candidates = (file, KIT)

    def half_of(self, coro: Any) -> int:
        """Return the half of the innermost function that is the student's or a check's; else that of the coroutine."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            file = frame.f_code.co_filename
            if file in self._candidates:
                return STUDENTS
            if file.startswith(_KIT_OF_CHECKS) or (is_not_library(file) and not file.startswith(_OURS)):
                return CHECKS
            frame = frame.f_back
        code = getattr(coro, "cr_code", None)
        return STUDENTS if getattr(code, "co_filename", "") in self._candidates else CHECKS


class InProcessSession:
    """The module lives here, for a debugger."""

    flooded = False

    def __init__(self, loaded: Loaded, kata: Kata) -> None:
        self.file = kata.stub
        self._kata = kata
        self._loaded = loaded
        self._observer = Observer(loaded.file)
        self._hooks = Hooks(lambda: self._observer, quiet=False)
        self._locks: Locks | None = None
        self._around = contextlib.ExitStack()
        self._loops: list[VirtualLoop] = []
        self._before: list[VirtualLoop] = []
        self._argv = sys.argv[:]
        self._timeline: InProcessTimeline | None = None
        self._passed: BaseException | None = None

    def open(self, clock: Clock) -> Any:
        with Hooks(lambda: None, quiet=True):
            gc.collect()  # what an earlier check left is not this one's
        self._hooks.__enter__()
        module = self._loaded_module(clock)
        self._timeline = InProcessTimeline(self._loaded.file, clock)
        self._observer.on_block = self._timeline.blocked
        self._observer.on_loop = self._timeline.watch
        clock.is_student = self._observer.is_student
        clock.on_block = self._observer.blocked
        return module

    def _loaded_module(self, clock: Clock) -> types.ModuleType:
        checks = self._observer
        sys.argv[:], self._argv = [NAME], sys.argv[:]
        folder = self._surround()
        try:
            with loading(clock, self._loaded.file) as self._observer:
                module = execute(self._loaded, checks, folder)
                module.__class__ = StudentModule
                return module
        finally:
            self._observer = checks
            self._before, self._loops = self._loops, []

    def _surround(self) -> str:
        """Put around the file what a candidate has around it; gives the folder that it was written to, if any."""
        enter = self._around.enter_context
        enter(StandardLibraryOnly())
        enter(site_builtins())
        if self._loaded.mentions_dates:
            enter(Dates())
        self._locks = enter(Locks(self._loaded, frozenset(self._kata.locked)))
        if not self._loaded.mentions_itself:
            return ""
        folder = enter(tempfile.TemporaryDirectory(prefix="kata-"))
        write_out(self._loaded, folder)
        return folder

    def loop(self, clock: Clock) -> VirtualLoop:
        loop = InProcessLoop(clock, self._loaded.file)
        self._observer.watch_loop(loop)
        self._loops.append(loop)
        return loop

    def inside(self) -> Inside:
        names = self._observer.collect(self._loops, self._is_students)
        return Inside(tuple(names), self._findings())

    def finish(self, *, ask_for_clues: bool) -> CandidateReport:
        self._observer.collect(self._loops, self._is_students)
        for loop in (*self._loops, *self._before):
            loop.set_exception_handler(lambda *_: None)
            if loop.is_running():  # in a thread
                loop.call_soon_threadsafe(loop.stop)
            else:
                loop.abandon()
        self._around.close()
        self._hooks.__exit__(None, None, None)
        forget_current_loop()
        sys.modules.pop(NAME, None)
        sys.argv[:] = self._argv
        linecache.cache.pop(self._loaded.file, None)
        timeline = self._timeline.told if self._timeline is not None else ()
        return CandidateReport(
            self._findings(), timeline=timeline, locked=tuple(self._locks.uses if self._locks else ())
        )

    def close(self) -> None:
        self._loops.clear()

    def again(self, *, quiescent: bool) -> CheckSession:
        return InProcessSession(self._loaded, self._kata)

    def _is_students(self, task: Any) -> bool:
        code = getattr(task.get_coro(), "cr_code", None)
        return self._observer.is_student(getattr(code, "co_filename", ""))

    def _findings(self) -> tuple[Finding, ...]:
        return tuple(
            Finding(kind, message, self._loaded.file if line else "", line, seconds)
            for kind, message, line, seconds in self._observer.notes
        )

    def last_line(self, *, ended: bool) -> int:
        return 0

    def line_of(self, error: BaseException) -> int:
        return self._observer.line_of(error)

    def stopped_by(self) -> BaseException | None:
        return None

    def passed(self) -> BaseException | None:
        return self._passed

    def hears(self, failure: BaseException) -> None:
        """Remember the first one that the student's code, which called the check's, may swallow."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and self._passed is None:
            if self._observer.is_student(frame.f_code.co_filename):
                self._passed = failure
            frame = frame.f_back

    def came_from_the_student(self, error: BaseException) -> bool:
        return error is not self._passed and self.line_of(error) > 0

    def lost(self) -> tuple[BaseException, ...]:
        # One loop for both halves: its findings tell of them.
        return ()
