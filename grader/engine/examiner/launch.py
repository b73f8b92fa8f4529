"""Candidate processes: started cold, held to a core, timed and ended."""

from __future__ import annotations

import contextlib
import os
import re
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from grader.engine.sandbox import Layer, candidate_command, kill_tree, scrubbed_environment
from grader.engine.sandbox.process import remove_scratch


def processor_time(pid: int) -> float:
    """Seconds of processor time a process has used so far; 0 where that cannot be seen."""
    if sys.platform != "linux":
        return 0.0
    try:
        # Linux's own number for the clock of another process: see clock_getcpuclockid(3).
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


_PROCESSOR = 36  # proc_pid_stat(5): field 39, counted after the name in brackets


class Pinned:
    """Both processes on the core this one runs on now, until `release`; does nothing where the system cannot."""

    def __init__(self, pid: int) -> None:
        self._before: set[int] = set()
        if not hasattr(os, "sched_setaffinity"):
            return
        with contextlib.suppress(OSError, ValueError, IndexError):
            core = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[_PROCESSOR])
            before = os.sched_getaffinity(0)
            os.sched_setaffinity(pid, {core})
            os.sched_setaffinity(0, {core})
            self._before = before

    def release(self) -> None:
        """Let this process run anywhere again."""
        if self._before:
            with contextlib.suppress(OSError):
                os.sched_setaffinity(0, self._before)
            self._before = set()


KEPT_OUTPUT = 16_384
MOST_OUTPUT = 8 << 20
LOWEST = 19
# What faulthandler writes above each stack; the main thread's comes last.
STACK = "(most recent call first):"
IN_A_CLASS_RUN = "A class run has them where bubblewrap works: see `grade doctor`."
_BOOTSTRAP = (
    "import sys; sys.path.insert(0, {home!r}); from grader.engine.candidate.main import main; "
    "del sys.path[0]; main({scratch!r})"
)


class Candidate(Protocol):
    """A started candidate as the examiner holds it, however it was started."""

    layers: tuple[Layer, ...]
    """What whoever started it knows of its protections, such as why one is missing."""

    @property
    def pid(self) -> int:
        """Its process id, as this process sees it."""

    @property
    def read_fd(self) -> int:
        """Where the wire is read."""

    @property
    def write_fd(self) -> int:
        """Where the wire is written."""

    @property
    def flooded(self) -> bool:
        """Was it stopped for writing without end?"""

    def last_line(self, file: str, *, ended: bool) -> int:
        """Return the innermost line of this file at which a candidate that hung, or that ended, says it was, or 0."""

    def stand_back(self) -> None:
        """Let it run only while nobody else wants the processor."""

    def kill(self) -> None:
        """End it and all it started, from outside: code in C can ignore every timer inside."""

    def close(self) -> None:
        """End it, reap it, and remove its scratch folder."""


class Launcher(Protocol):
    """Where fresh candidates come from."""

    def start(self) -> Candidate:
        """Return a candidate that has seen no submission. Raises Gone when none can be started."""


class Stray:
    """The end of what a candidate writes past the wire; `stop` is called when it writes far too much."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self.kept = bytearray()
        self._stop = stop
        self._written = 0

    def add(self, chunk: bytes) -> None:
        """Take what was written; may stop the candidate."""
        self._written += len(chunk)
        self.kept = (self.kept + chunk)[-KEPT_OUTPUT:]
        if self.flooded:
            self._stop()

    @property
    def flooded(self) -> bool:
        """Was it stopped for writing without end?"""
        return self._written > MOST_OUTPUT

    def last_line(self, file: str) -> int:
        """Return the innermost line of this file at which a candidate that hung or ended says it was, or 0."""
        place = re.compile(rf'File "{re.escape(file)}", line (\d{{1,6}})')
        stacks = self.kept.decode("utf-8", "replace").split(STACK)[1:]
        return next((int(found[1]) for stack in reversed(stacks) if (found := place.search(stack))), 0)


class CandidateProcess:
    """One candidate started cold, with its scratch folder."""

    def __init__(self, why: str = "") -> None:
        self.layers: tuple[Layer, ...] = (
            Layer("namespaces", False, why or "a self-check starts cold and has none", IN_A_CLASS_RUN),
        )
        self.scratch = tempfile.mkdtemp(prefix="kata-")
        home = str(Path(__file__).resolve().parents[3])
        python = getattr(sys, "_base_executable", None) or sys.executable
        bootstrap = _BOOTSTRAP.format(home=home, scratch=self.scratch)
        self.process = subprocess.Popen(
            candidate_command(python, bootstrap, keep_bytecode=not sys.dont_write_bytecode),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd=self.scratch,
            env=scrubbed_environment(self.scratch),
            start_new_session=True,
            close_fds=True,
        )
        self.stray = Stray(self.kill)
        self._drainer = threading.Thread(target=self._drain, name="kata-drain", daemon=True)
        self._drainer.start()

    @property
    def pid(self) -> int:
        """The candidate's process id."""
        return self.process.pid

    @property
    def read_fd(self) -> int:
        """Where the wire is read."""
        assert self.process.stdout is not None
        return self.process.stdout.fileno()

    @property
    def write_fd(self) -> int:
        """Where the wire is written."""
        assert self.process.stdin is not None
        return self.process.stdin.fileno()

    @property
    def flooded(self) -> bool:
        """Was it stopped for writing without end?"""
        return self.stray.flooded

    def last_line(self, file: str, *, ended: bool) -> int:
        """Return the innermost line of this file at which a candidate that hung, or that ended, says it was, or 0."""
        if ended:
            # The end of the wire may be seen a moment before all that was written beside it.
            self._drainer.join(timeout=1)
        return self.stray.last_line(file)

    def _drain(self) -> None:
        assert self.process.stderr is not None
        try:
            while chunk := self.process.stderr.read(65536):
                self.stray.add(chunk)
                if self.flooded:
                    return
        except (OSError, ValueError):
            return

    def stand_back(self) -> None:
        """Let it run only while nobody else wants the processor."""
        if sys.platform != "win32" and self.process.returncode is None:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PGRP, self.pid, LOWEST)

    def kill(self) -> None:
        """End it and all it started, from outside: code in C can ignore every timer inside."""
        kill_tree(self.process)

    def close(self) -> None:
        """End it, reap it, and remove its scratch folder."""
        self.kill()
        self.process.wait()
        self._drainer.join(timeout=2)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        remove_scratch(self.scratch)


class ColdLauncher:
    """A new interpreter for each candidate; `first` is one that was started ahead, `why` says why not warm."""

    def __init__(self, first: CandidateProcess | None = None, *, why: str = "") -> None:
        self._first = first
        self._why = why

    def start(self) -> Candidate:
        """Return the one started ahead, or a new one."""
        first, self._first = self._first, None
        return first or CandidateProcess(self._why)


class Drain:
    """One thread that empties what candidates write past the wire."""

    def __init__(self) -> None:
        self._poll = select.epoll()
        self._watched: dict[int, Stray] = {}
        self._stop, self._stopped = os.pipe()
        self._poll.register(self._stop, select.EPOLLIN)
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="kata-drain", daemon=True)
        self._thread.start()

    def watch(self, descriptor: int, stray: Stray) -> None:
        """Empty this descriptor from now on."""
        os.set_blocking(descriptor, False)
        with self._lock:
            self._watched[descriptor] = stray
        self._poll.register(descriptor, select.EPOLLIN)

    def forget(self, descriptor: int) -> None:
        """Leave this descriptor alone: it may be closed."""
        with self._lock:
            if self._watched.pop(descriptor, None) is not None:
                with contextlib.suppress(OSError):
                    self._poll.unregister(descriptor)

    def empty(self, descriptor: int) -> None:
        """Take in at once what lies there."""
        with self._lock:
            self._empty(descriptor)

    def _run(self) -> None:
        while True:
            for descriptor, _ in self._poll.poll():
                if descriptor == self._stop:
                    return
                with self._lock:
                    self._empty(descriptor)

    def _empty(self, descriptor: int) -> None:
        stray = self._watched.get(descriptor)
        if stray is None:
            return
        try:
            chunk = os.read(descriptor, 65536)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        if chunk and not stray.flooded:
            stray.add(chunk)
        else:
            del self._watched[descriptor]
            self._poll.unregister(descriptor)

    def close(self) -> None:
        """End the thread."""
        os.close(self._stopped)
        self._thread.join()
        self._poll.close()
        os.close(self._stop)
