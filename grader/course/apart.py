"""Worker processes of a pool started as programs of their own.

multiprocessing lets no daemonic process have children, which a worker of dask below its nanny is; and a child that it
spawns reads its parent's main file again, dask's own.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from grader.course.worker import work
from grader.errors import UnableToGrade
from grader.model import Kata


class Apart:
    """Such a process, with the words of multiprocessing."""

    def __init__(self, running: subprocess.Popen[bytes]) -> None:
        self._running = running

    @property
    def pid(self) -> int:
        """Its number."""
        return self._running.pid

    @property
    def exitcode(self) -> int | None:
        """How it ended, as multiprocessing tells it."""
        return self._running.poll()

    def terminate(self) -> None:
        """Ask it to end."""
        self._running.terminate()

    def kill(self) -> None:
        """End it."""
        self._running.kill()

    def is_alive(self) -> bool:
        """Does it still run?"""
        return self._running.poll() is None

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end, at most so many seconds."""
        with suppress(subprocess.TimeoutExpired):
            self._running.wait(timeout)


def launched(katas: Mapping[str, Kata], core: int | None) -> tuple[Apart, Connection]:
    """A worker process, and our end of the pipe to it. Raises UnableToGrade on Windows, which hands no pipe over."""
    if sys.platform == "win32":
        raise UnableToGrade("A worker of dask marks on Linux and macOS only.", hint="Here: grade class run --jobs 4")
    ours, theirs = Pipe()
    with theirs:
        handed = theirs.fileno()
        command = [sys.executable, "-P", "-m", "grader.course.apart", str(handed)]
        # In a session of its own: Ctrl-C in the terminal of a worker of dask is for that one, which then ends this.
        running = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[handed], start_new_session=True)
    # Whoever died before it has read this is found dead when it is listened to.
    with suppress(OSError):
        ours.send((dict(katas), core))
    return Apart(running), ours


def main(handed: int) -> None:
    """Be that process."""
    with Connection(handed) as pipe:
        try:
            katas, core = pipe.recv()
        except EOFError:
            return
        work(pipe, katas, core)


if __name__ == "__main__":
    main(int(sys.argv[1]))
