"""What a candidate keeps from one check to the next."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import IO, Any

from grader.engine.candidate.loader import Loaded, write_out
from grader.engine.candidate.locked_names import Locks
from grader.engine.candidate.loop import CandidateClock
from grader.engine.candidate.output import Output
from grader.engine.candidate.peer import CandidatePeer
from grader.engine.wire.channel import Channel
from grader.engine.wire.protocol import VERSION
from grader.vtime import Dates

NO_WIRE = Channel(-1, -1)


class CandidateState:
    """What outlives a check: the channel, the clock, the compiled file and who is serving now."""

    def __init__(self, clock: CandidateClock, stray: IO[str]) -> None:
        self.clock = clock
        self.stray = stray
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
        self.folder = ""
        self._locks: Locks | None = None
        self._around = contextlib.ExitStack()
        self.peer = self.clock.peer = CandidatePeer(self)

    def take_up(self, loaded: Loaded, locked: frozenset[str]) -> None:
        """Serve with this file, in a process that gets no other."""
        self.loaded = loaded
        if loaded.mentions_itself:
            self.folder = os.getcwd()
            write_out(loaded, self.folder)
        if loaded.mentions_dates:
            self._around.enter_context(Dates())
        if locked:
            self._locks = self._around.enter_context(Locks(loaded, locked))

    def uses(self) -> list[tuple[str, int]]:
        """Return the locked names that the file was seen to use, each with its line."""
        return self._locks.uses if self._locks is not None else []

    def serve(self, channel: Channel, layers: list[list[Any]]) -> None:
        """Say how this is confined, then answer until the examiner closes the channel. Raises Gone."""
        self.begin(channel)
        channel.send(["h", VERSION, layers])
        while True:
            frame = channel.receive()
            if frame[0] == "q":
                self.peer.serve(frame)
