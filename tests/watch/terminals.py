"""A terminal of its own for `grade watch`, with somebody who types and reads there."""

from __future__ import annotations

import os
import select
import struct
import subprocess
import sys
import time
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ, tcgetattr
from typing import Any

from tests.watch.screens import Screen

HOME = Path(__file__).parents[2]
LONGEST_S = 20.0
ROWS, COLUMNS = 40, 100


class Watched:
    """A running `grade watch`: what it shows, keys for it, and how it ended."""

    def __init__(
        self, course: Path, *options: str, rows: int = ROWS, columns: int = COLUMNS, in_shell: bool = False
    ) -> None:
        self.course = course
        self._shown = ""
        self.screen = Screen(rows, columns)
        self._terminal, theirs = os.openpty()
        self.resize(rows)
        self.modes_before = tcgetattr(theirs)
        self._process = started(theirs, course, ("watch", "kata00", *options), in_shell=in_shell)
        self.pid = self._process.pid
        # Kept open, so that the terminal's modes can still be read when the other side has ended.
        self._theirs = theirs

    def until(self, words: str) -> str:
        """Everything shown up to these words, as soon as they are there."""
        ends_at = time.monotonic() + LONGEST_S
        while words not in self._shown:
            ready, _, _ = select.select([self._terminal], [], [], max(0.0, ends_at - time.monotonic()))
            assert ready, f"{words!r} was never shown; the last was {self._shown[-2000:]}"
            self._read()
        before, _, self._shown = self._shown.partition(words)
        return before + words

    def _read(self) -> None:
        read = os.read(self._terminal, 65536).decode()
        self._shown += read
        self.screen.write(read)

    def page(self, words: str) -> str:
        """The page with these words, up to its line of keys."""
        return self.until(words) + self.until("q quit")

    def press(self, key: str) -> None:
        """Type a key."""
        os.write(self._terminal, key.encode())

    def resize(self, rows: int) -> None:
        """Give the terminal another height."""
        ioctl(self._terminal, TIOCSWINSZ, struct.pack("HHHH", rows, self.screen.columns, 0, 0))

    @property
    def modes(self) -> list[Any]:
        """What the terminal does with keys now."""
        return tcgetattr(self._theirs)

    def children(self) -> list[int]:
        """The processes that it has started and not reaped."""
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def ended(self) -> int:
        """Its exit code, once it has ended; what it still shows is read meanwhile."""
        ends_at = time.monotonic() + LONGEST_S
        handle = os.pidfd_open(self.pid)
        try:
            while True:
                ready, _, _ = select.select([handle, self._terminal], [], [], max(0.0, ends_at - time.monotonic()))
                assert ready, f"it does not end; the last was {self._shown[-2000:]}"
                if self._terminal in ready:
                    self._read()
                elif handle in ready:
                    break
        finally:
            os.close(handle)
        return self._process.wait()

    @property
    def left_over(self) -> str:
        """What was shown and not waited for."""
        return self._shown

    def close(self) -> None:
        """End it, if it has not ended."""
        if self._process.poll() is None:
            self._process.terminate()
            self.ended()
        os.close(self._terminal)
        os.close(self._theirs)


# As much of a shell as job control takes: it says when its job is stopped, and continues it at the next line.
SHELL = """
import os, signal, sys
os.login_tty(0)
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
job = os.fork()
if job == 0:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpgrp())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.executable, [sys.executable, "-m", "grader", *sys.argv[1:]])
while True:
    _, status = os.waitpid(job, os.WUNTRACED)
    if not os.WIFSTOPPED(status):
        sys.exit(os.waitstatus_to_exitcode(status))
    os.tcsetpgrp(0, os.getpgrp())
    print("[stopped]", flush=True)
    sys.stdin.readline()
    os.tcsetpgrp(0, job)
    os.killpg(job, signal.SIGCONT)
"""
LOGIN = "import os, sys; os.login_tty(0); os.execv(sys.executable, [sys.executable, '-m', 'grader', *sys.argv[1:]])"


def started(
    theirs: int, course: Path, arguments: tuple[str, ...], *, in_shell: bool = False
) -> subprocess.Popen[bytes]:
    """Start `grade` with that end as its controlling terminal, as a login does, or as a job of a shell there."""
    environment = {**os.environ, "PYTHONPATH": str(HOME), "TERM": "xterm"}
    for name in ("LINES", "COLUMNS", "NO_COLOR", "WATCHFILES_FORCE_POLLING"):
        environment.pop(name, None)
    command = [sys.executable, "-c", SHELL if in_shell else LOGIN, *arguments]
    return subprocess.Popen(command, cwd=course, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)


def is_running(pid: int) -> bool:
    """Is there such a process, other than one that only waits to be reaped?"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
