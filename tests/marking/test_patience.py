"""How an attempt that takes long is noticed: by its processor time, and by its silence."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from grader.classroom.marking.timeouts import Deferred, Patience, PatientLauncher

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the processor time of others is seen on Linux only")
EVER = 1e9


class Spinning:
    """A candidate that only computes; what is done to it is written down."""

    layers = ()
    read_fd = write_fd = -1
    flooded = False

    def __init__(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"])
        self.pid = self.process.pid
        self.done: list[str] = []
        self.killed = threading.Event()

    def last_line(self, file: str, *, ended: bool) -> int:
        return 0

    def stand_back(self) -> None:
        self.done.append("stood back")

    def kill(self) -> None:
        self.done.append("killed")
        self.killed.set()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


class Source:
    """Where that one candidate comes from."""

    def __init__(self, candidate: Spinning) -> None:
        self._candidate = candidate

    def start(self) -> Spinning:
        return self._candidate


@pytest.fixture
def spinning() -> Iterator[Spinning]:
    """A candidate that never ends by itself."""
    one = Spinning()
    yield one
    one.close()


@pytest.mark.parametrize(
    ("patience", "done"),
    [
        (Patience(0.05, EVER, EVER, EVER), ["killed"]),
        (Patience(EVER, 0.05, EVER, 0.0), ["stood back", "killed"]),
        (Patience(EVER, EVER, 0.05, 0.0), ["stood back", "killed"]),
    ],
    ids=["silent", "much processor time", "much time"],
)
def test_what_takes_long_is_given_up(spinning: Spinning, patience: Patience, done: list[str]) -> None:
    """One that computes without a word is given up at once, any other stands back first; then none is started."""
    told: list[str] = []
    launcher = PatientLauncher(Source(spinning), lambda: told.append("stood back"))
    try:
        launcher.begin(patience)
        launcher.start()

        spinning.killed.wait()

        with pytest.raises(Deferred):
            launcher.start()
        assert launcher.end()
        assert list(dict.fromkeys(spinning.done)) == done
        assert told == done[:-1]
    finally:
        launcher.close()


def test_one_that_talks_is_not_silent(spinning: Spinning) -> None:
    """While the examiner has something to do, the candidate is not silent, however much it computes."""
    stood_back = threading.Event()
    launcher = PatientLauncher(Source(spinning), stood_back.set)
    try:
        launcher.begin(Patience(0.3, 0.6, EVER, EVER))
        launcher.start()

        while not stood_back.is_set():
            pass

        assert spinning.done == ["stood back"]
        assert not launcher.end()
    finally:
        launcher.close()
