"""One worker process: a zygote of its own, the checks of one kata at a time, and a core of its own."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from grader.classroom.marking.interrupts import left_to_parent, never_again
from grader.classroom.marking.queue import QueuedSubmission
from grader.classroom.marking.timeouts import Deferred, Patience, PatientLauncher
from grader.cleaning import clean
from grader.engine.examiner import examine
from grader.engine.examiner.session import KataGrader
from grader.engine.examiner.zygote import ZygoteLauncher, protections_of
from grader.engine.submission import AttemptRequest
from grader.errors import GraderError, UnableToGrade
from grader.model import Kata, Protections, Report


class Core:
    """A core that no other grading program on this machine has taken, until it is closed or the process ends.

    `number` is None where there is none, or nobody can say: the system then decides. Two containers on one machine do
    not see what the other has taken; that is why the first one asked for is any.
    """

    def __init__(self) -> None:
        self.number: int | None = None
        self._held: socket.socket | None = None
        if sys.platform != "linux":
            return
        cores = list(os.sched_getaffinity(0))
        random.shuffle(cores)
        for core in cores:
            if (held := _taken(core)) is not None:
                self.number, self._held = core, held
                return

    def close(self) -> None:
        """Leave it to others."""
        if self._held is not None:
            self._held.close()


def _taken(core: int) -> socket.socket | None:
    """Return a name that only one process can have, and that goes with it: Linux's abstract addresses, see unix(7)."""
    held = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        held.bind(f"\0asyncio-katas core {core}")
    except OSError:
        held.close()
        return None
    return held


@dataclass(frozen=True, slots=True)
class Task:
    """One entry to grade; without patience it may take its full time."""

    entry: QueuedSubmission
    seed: str
    patience: Patience | None


@dataclass(frozen=True, slots=True)
class WorkerReady:
    """The worker's first word: how its candidates are confined."""

    protections: Protections


@dataclass(frozen=True, slots=True)
class Slow:
    """The attempt stands back: somebody else may go on in its place."""


@dataclass(frozen=True, slots=True)
class Done:
    """The attempt has ended: with a report, with our own fault, or with neither: to be made again later."""

    report: Report | None = None
    problem: str = ""


def work(pipe: Connection, katas: Mapping[str, Kata], core: int | None) -> None:
    """Grade what comes through the pipe until it brings None."""
    left_to_parent()
    signal.signal(signal.SIGTERM, _leave)
    _stay_on(core)
    talk = _Talk(pipe)
    with ZygoteLauncher() as zygote:
        try:
            talk.say(WorkerReady(protections_of(zygote)))
        except GraderError as error:
            talk.say(Done(problem=error.message))
            return
        launcher = PatientLauncher(zygote, lambda: talk.say(Slow()))
        try:
            task = talk.hear()
            while task is not None:
                task = _with_its_kata(talk, katas[task.entry.kata], launcher, task)
        finally:
            launcher.close()


class _Talk:
    """Both directions with the coordinator; two threads may say something."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def say(self, what: WorkerReady | Slow | Done) -> None:
        with self._lock, suppress(BrokenPipeError):
            self._pipe.send(what)

    def hear(self) -> Task | None:
        try:
            task: Task | None = self._pipe.recv()
        except (EOFError, OSError):
            return None
        return task


def _with_its_kata(talk: _Talk, kata: Kata, launcher: PatientLauncher, first: Task) -> Task | None:
    """Grade one after the other as long as they are of this kata; gives the first that is not."""

    def body(kata_grader: KataGrader) -> Task | None:
        task: Task | None = first
        while task is not None and task.entry.kata == kata.id:
            talk.say(_graded(kata_grader, launcher, task))
            task = talk.hear()
        return task

    try:
        return examine(kata, body, launcher=launcher)
    except GraderError as error:
        # Its checks cannot be collected: the same for every submission of this kata.
        talk.say(Done(problem=error.message))
        return talk.hear()


def _graded(kata_grader: KataGrader, launcher: PatientLauncher, task: Task) -> Done:
    launcher.begin(task.patience)
    try:
        report = kata_grader.grade(AttemptRequest(task.entry.submission, task.seed))
    except Deferred:
        return Done()
    except GraderError as error:
        return Done(problem=error.message)
    except Exception as error:
        # A bug of ours: it costs this report, and the batch goes on.
        return Done(problem=clean(f"{type(error).__name__}: {error}", 200))
    finally:
        given_up = launcher.end()
    return Done() if given_up else Done(report)


def _stay_on(core: int | None) -> None:
    if core is not None and hasattr(os, "sched_setaffinity"):
        with suppress(OSError):
            os.sched_setaffinity(0, {core})


def _leave(number: int, frame: object) -> None:
    """Go through every `finally` on the way out, so that the zygote and its candidates end too."""
    never_again(number)
    sys.exit(128 + number)


class WorkerProcess(subprocess.Popen[bytes]):
    """Such a process, with the words of multiprocessing."""

    @property
    def exitcode(self) -> int | None:
        """How it ended, as multiprocessing tells it."""
        return self.poll()

    def is_alive(self) -> bool:
        """Return whether it still runs."""
        return self.poll() is None

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end, at most so many seconds."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(timeout)


def launched(katas: Mapping[str, Kata], core: int | None) -> tuple[WorkerProcess, Connection]:
    """Start a worker process; gives it and our end of the pipe. Raises UnableToGrade on Windows, which has none."""
    if sys.platform == "win32":
        raise UnableToGrade("A worker of dask grades on Linux and macOS only.", hint="Here: grade class run --jobs 4")
    ours, theirs = Pipe()
    with theirs:
        handed = theirs.fileno()
        command = [sys.executable, "-P", "-m", "grader.classroom.marking.worker", str(handed)]
        # In a session of its own: Ctrl-C in the terminal of a worker of dask is for that one, which then ends this.
        process = WorkerProcess(command, stdin=subprocess.DEVNULL, pass_fds=[handed], start_new_session=True)
    # Whoever died before it has read this is found dead when it is listened to.
    with suppress(OSError):
        ours.send((dict(katas), core))
    return process, ours


def main(handed: int) -> None:
    """Be that process."""
    with Connection(handed) as pipe:
        try:
            katas, core = pipe.recv()
        except EOFError:
            return
        work(pipe, katas, core)


if __name__ == "__main__":
    # What it sends is found again by the name of its module, which is not __main__ where it arrives.
    from grader.classroom.marking import worker

    worker.main(int(sys.argv[1]))
