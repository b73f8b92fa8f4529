"""How much another process has computed."""

from __future__ import annotations

import sys
import time


def processor_time(pid: int) -> float:
    """Seconds of processor time a process has used so far; 0 where that cannot be seen."""
    if sys.platform != "linux":
        return 0.0
    try:
        # Linux's own number for the clock of another process: see clock_getcpuclockid(3).
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0
