"""A candidate that a zygote forked, as the examiner holds it."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

from grader.examiner.drain import Drain
from grader.examiner.launch import LOWEST, Stray
from grader.sandbox import Layer


class ForkedCandidate:
    """A candidate that a zygote forked, held by a descriptor that cannot come to mean another process."""

    def __init__(
        self,
        descriptors: list[int],
        handle: int,
        *,
        layers: tuple[Layer, ...],
        drain: Drain,
        clear_away: Callable[[], None],
    ) -> None:
        self.read_fd, self.write_fd, self._stray_fd = descriptors
        self._handle = handle
        self._lock = threading.Lock()
        self._drain = drain
        self.layers = layers
        self._clear_away = clear_away
        self.pid = _pid_of(handle)
        self.stray = Stray(self.kill)
        drain.watch(self._stray_fd, self.stray)

    @property
    def flooded(self) -> bool:
        """Was it stopped for writing without end?"""
        return self.stray.flooded

    def last_line(self, file: str, *, ended: bool) -> int:
        """The innermost line of this file at which a candidate that hung, or that ended, says it was, or 0."""
        self._drain.empty(self._stray_fd)
        return self.stray.last_line(file)

    def stand_back(self) -> None:
        """Let it run only while nobody else wants the processor."""
        with self._lock, contextlib.suppress(OSError):
            if self._handle >= 0:
                os.setpriority(os.PRIO_PGRP, self.pid, LOWEST)

    def kill(self) -> None:
        """End it, from outside; what it started ends in `close`."""
        with self._lock, contextlib.suppress(OSError):
            if self._handle >= 0:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def close(self) -> None:
        """End it and all it started, and let go of it; the zygote clears away before it makes the next."""
        self.kill()
        with self._lock:
            handle, self._handle = self._handle, -1
        if handle < 0:
            return
        self._clear_away()
        self._drain.forget(self._stray_fd)
        for descriptor in (self.read_fd, self.write_fd, self._stray_fd, handle):
            os.close(descriptor)


def _pid_of(handle: int) -> int:
    """The number that this process knows it by, from the kernel."""
    lines = Path(f"/proc/self/fdinfo/{handle}").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("Pid:")), 0)
