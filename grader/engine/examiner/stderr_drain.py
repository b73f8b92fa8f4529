"""What candidates of a zygote write past the wire is emptied by one thread for all of them."""

from __future__ import annotations

import contextlib
import os
import select
import threading

from grader.engine.examiner.launch import Stray


class Drain:
    """One thread that empties what candidates write past the wire."""

    def __init__(self) -> None:
        self._poll = select.epoll()
        self._watched: dict[int, Stray] = {}
        self._stop, self._stopped = os.pipe()
        self._poll.register(self._stop, select.EPOLLIN)
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="kata-drain", daemon=True)
        self._thread.start()

    def watch(self, descriptor: int, stray: Stray) -> None:
        """Empty this descriptor from now on."""
        os.set_blocking(descriptor, False)
        with self._lock:
            self._watched[descriptor] = stray
        self._poll.register(descriptor, select.EPOLLIN)

    def forget(self, descriptor: int) -> None:
        """Leave this descriptor alone: it may be closed."""
        with self._lock:
            if self._watched.pop(descriptor, None) is not None:
                with contextlib.suppress(OSError):
                    self._poll.unregister(descriptor)

    def empty(self, descriptor: int) -> None:
        """Take in at once what lies there."""
        with self._lock:
            self._empty(descriptor)

    def _run(self) -> None:
        while True:
            for descriptor, _ in self._poll.poll():
                if descriptor == self._stop:
                    return
                with self._lock:
                    self._empty(descriptor)

    def _empty(self, descriptor: int) -> None:
        stray = self._watched.get(descriptor)
        if stray is None:
            return
        try:
            chunk = os.read(descriptor, 65536)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        if chunk and not stray.flooded:
            stray.add(chunk)
        else:
            del self._watched[descriptor]
            self._poll.unregister(descriptor)

    def close(self) -> None:
        """End the thread."""
        os.close(self._stopped)
        self._thread.join()
        self._poll.close()
        os.close(self._stop)
