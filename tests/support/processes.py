"""Run Python programs, `grade` above all, in processes of their own; and look at what runs, as /proc shows it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path

HOME = Path(__file__).parents[2]
WAIT_S = 100


def python(*arguments: str, cwd: Path = HOME, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run this Python with our grader on its path, and return how it ended and what it printed.

    Its input is empty, its text is UTF-8, and it is given WAIT_S seconds.
    """
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(HOME), "PYTHONIOENCODING": "utf-8", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=WAIT_S,
    )


def grade(*arguments: str, cwd: Path = HOME, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `grade` with these arguments in a process of its own."""
    return python("-m", "grader", *arguments, cwd=cwd, **environment)


def below(pid: int) -> set[int]:
    """Every process that came of this one."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = {int(child) for child in task.read_text(encoding="ascii").split()}
        except OSError:
            continue
        found |= children.union(*map(below, children))
    return found


def lives(pid: int) -> bool:
    """Does it still run? One that has ended and is not reaped yet does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return False


def ended(pids: Collection[int], within_s: float = 60.0) -> bool:
    """Wait for all of these processes to end; a kill needs a moment to arrive. False where one outlives the time."""
    until = time.monotonic() + within_s
    while any(map(lives, pids)):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True
