"""Run Python programs, `grade` above all, in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
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
