"""Examiner and candidate take turns: on one core each turn reaches the other sooner than across two."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

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
