"""What a candidate keeps from one check to the next."""

from __future__ import annotations

import threading
from typing import IO, Any

from grader.candidate.loader import Loaded
from grader.candidate.loop import CandidateClock
from grader.candidate.output import Output
from grader.candidate.peer import CandidatePeer
from grader.wire.channel import Channel

NO_WIRE = Channel(-1, -1)


class Desk:
    """What outlives a check: the channel, the clock, the compiled file and who is serving now."""

    def __init__(self, clock: CandidateClock, stray: IO[str]) -> None:
        self.clock = clock
        self.stray = stray
        self.layers: list[list[Any]] = []
        self.loaded: Loaded | None = None
        self.output = Output(lambda: clock.elapsed)
        self.lock = threading.RLock()
        self.lock.acquire()
        self.main_thread = threading.get_ident()
        self.begin(NO_WIRE)

    def begin(self, channel: Channel) -> None:
        """Begin anew, with a peer that nobody has asked for anything."""
        self.channel = channel
        self.loaded = None
        self.peer = self.clock.peer = CandidatePeer(self)

    def serve(self, channel: Channel, layers: list[list[Any]]) -> None:
        """Answer requests until the examiner closes the channel; `layers` say how this is confined. Raises Gone."""
        self.begin(channel)
        self.layers = layers
        while True:
            frame = channel.receive()
            if frame[0] == "q":
                self.peer.serve(frame)
