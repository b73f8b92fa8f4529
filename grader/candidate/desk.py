"""What a candidate keeps from one check to the next."""

from __future__ import annotations

import sys
import threading
from typing import IO, Any

from grader.candidate.loader import Loaded
from grader.candidate.loop import CandidateClock
from grader.candidate.output import Output
from grader.candidate.peer import CandidatePeer
from grader.wire.channel import Channel


class Desk:
    """What outlives a check: the channel, the clock, the compiled file and who is serving now."""

    def __init__(self, channel: Channel, clock: CandidateClock, layers: list[list[Any]], stray: IO[str]) -> None:
        self.stray = stray
        self.channel = channel
        self.clock = clock
        self.layers = layers
        self.loaded: Loaded | None = None
        self.output = Output(lambda: clock.elapsed)
        self.lock = threading.RLock()
        self.lock.acquire()
        self.main_thread = threading.get_ident()
        self.peer = CandidatePeer(self)
        clock.peer = self.peer

    def serve(self) -> None:
        """Answer requests until the examiner closes the channel. Raises Gone then."""
        while True:
            frame = self.channel.receive()
            if frame[0] == "q":
                self.peer.serve(frame)


def silence(output: Output) -> None:
    """Send what the student prints into the bounded capture."""
    sys.stdout = sys.stderr = output
