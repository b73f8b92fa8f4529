"""The examiner's end of the wire: every read and write has a deadline in real time."""

from __future__ import annotations

import math
import os
import select
import threading

from grader.examiner.launch import Candidate
from grader.examiner.processor import processor_time
from grader.vtime import REAL
from grader.wire.channel import Channel
from grader.wire.gone import Gone, Loss

TOO_SLOW = "no answer before the deadline"
# How often to look at a candidate that says nothing. Most answer long before the first look.
LOOKS_EVERY_MS = 250


class GuardedChannel(Channel):
    """Raises Gone when the deadline passes, the process ends or it stops reading. `deadline` is in real seconds.

    So it does when the candidate has computed for `computes_s` seconds of processor time, seen from the first look on,
    and said nothing meanwhile. Processor time tells a loop that never ends from a machine that is busy.
    """

    def __init__(self, candidate: Candidate) -> None:
        super().__init__(candidate.read_fd, candidate.write_fd)
        self._candidate = candidate
        self.deadline = REAL.monotonic() + 10.0
        self.computes_s = math.inf
        self._polled = hasattr(select, "poll")
        if self._polled:
            os.set_blocking(self.read_fd, False)
            os.set_blocking(self.write_fd, False)
            self._readable, self._writable = select.poll(), select.poll()
            self._readable.register(self.read_fd, select.POLLIN)
            self._writable.register(self.write_fd, select.POLLOUT)

    def _left_ms(self) -> float:
        left = self.deadline - REAL.monotonic()
        if left <= 0:
            raise Gone(TOO_SLOW, Loss.TOO_SLOW)
        return left * 1000

    def read_some(self) -> bytes:
        """Read what is there, waiting until the deadline at most."""
        if not self._polled:
            return self._read_watched()
        while True:
            if REAL.monotonic() >= self.deadline:
                raise Gone(TOO_SLOW, Loss.TOO_SLOW)
            try:
                return os.read(self.read_fd, 65536)
            except BlockingIOError:
                self._await_answer()
            except OSError:
                return b""

    def _await_answer(self) -> None:
        computed = None
        while not self._readable.poll(min(self._left_ms(), LOOKS_EVERY_MS)):
            now = processor_time(self._candidate.pid)
            computed = now if computed is None else computed
            if now - computed >= self.computes_s:
                raise Gone("it computed without a word", Loss.COMPUTED)

    def write_some(self, data: bytes | memoryview) -> int:
        """Write what fits, waiting until the deadline at most."""
        while True:
            try:
                return os.write(self.write_fd, data)
            except BlockingIOError:
                self._writable.poll(self._left_ms())
            except OSError:
                raise Gone("The student's process ended early.", Loss.ENDED) from None

    def _read_watched(self) -> bytes:
        # Windows cannot poll a pipe: a timer kills the candidate instead, which ends the read.
        timer = threading.Timer(self._left_ms() / 1000, self._candidate.kill)
        timer.daemon = True
        timer.real_time = True  # type: ignore[attr-defined]  # else it would wait on the virtual clock
        timer.start()
        try:
            data = os.read(self.read_fd, 65536)
        finally:
            timer.cancel()
        if not data:
            self._left_ms()
        return data
