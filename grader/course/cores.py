"""Which core of this machine a worker keeps to, where several programs that know nothing of each other mark on it."""

from __future__ import annotations

import os
import random
import socket
import sys


class Core:
    """A core that no other marking program on this machine has taken, until it is closed or the process ends.

    `number` is None where there is none, or nobody can say: the system then decides. Two containers on one machine do
    not see what the other has taken; that is why the first one asked for is any.
    """

    def __init__(self) -> None:
        self.number: int | None = None
        self._held: socket.socket | None = None
        if sys.platform != "linux":
            return
        cores = list(os.sched_getaffinity(0))
        random.shuffle(cores)
        for core in cores:
            if (held := _taken(core)) is not None:
                self.number, self._held = core, held
                return

    def close(self) -> None:
        """Leave it to others."""
        if self._held is not None:
            self._held.close()


def _taken(core: int) -> socket.socket | None:
    """A name that only one process can have, and that goes with it: Linux's abstract addresses, see unix(7)."""
    held = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        held.bind(f"\0asyncio-katas core {core}")
    except OSError:
        held.close()
        return None
    return held
