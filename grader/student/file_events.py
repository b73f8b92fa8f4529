"""The saves of one file, heard from the system's file events or seen by looking."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import watchfiles


class FileEvents(Protocol):
    """Where saves of one file are noticed."""

    polls: bool

    def take(self) -> bool:
        """Return whether the file was saved since this was asked last."""

    def look(self) -> bool:
        """Return whether the file changed without an event."""


# One step is what a save waits for its editor's next write; a rename and a write then count as one save.
STEP_MS = 2
DEBOUNCE_MS = 40
POLL_DELAY_MS = 40
MISSED_BEFORE_POLLING = 2

Signature = tuple[int, int, int] | None


class Saves:
    """Watches one file of a folder; `saved` is called, from another thread, for each save. Use it in a `with` block.

    The folder is watched and not the file: an editor may write another file and rename it into place.
    """

    def __init__(self, file: Path, saved: Callable[[], None], poll: bool = False) -> None:
        self.polls = poll
        self._file = file
        self._saved = saved
        self._heard = False
        self._seen = signature(file)
        self._missed = 0
        self._stop = threading.Event()
        self._thread = self._started()

    def take(self) -> bool:
        """Return whether the file was saved since this was asked last."""
        heard, self._heard = self._heard, False
        if heard:
            self._seen = signature(self._file)
            self._missed = 0
        return heard

    def look(self) -> bool:
        """Return whether the file changed without an event. The second time that happens, polling begins."""
        now = signature(self._file)
        if now == self._seen:
            return False
        self._seen = now
        self._missed += 1
        if self._missed >= MISSED_BEFORE_POLLING and not self.polls:
            self._end()
            self.polls = True
            self._thread = self._started()
        return True

    def _started(self) -> threading.Thread:
        self._stop = threading.Event()
        thread = threading.Thread(target=self._run, args=(self._stop,), name="kata-saves", daemon=True)
        thread.start()
        return thread

    def _run(self, stop: threading.Event) -> None:
        try:
            for _ in watchfiles.watch(
                self._file.parent,
                watch_filter=lambda _, path: Path(path).name == self._file.name,
                step=STEP_MS,
                debounce=DEBOUNCE_MS,
                stop_event=stop,
                rust_timeout=1_000,
                force_polling=self.polls or None,
                poll_delay_ms=POLL_DELAY_MS,
                recursive=False,
                raise_interrupt=False,
            ):
                self._heard = True
                self._saved()
        except (OSError, RuntimeError):
            # The folder went away, or the system has no watches left: looking goes on.
            return

    def _end(self) -> None:
        self._stop.set()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()


def signature(file: Path) -> Signature:
    """Return what changes when a file is saved, or None where it is not there."""
    try:
        found = file.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def is_whole(file: Path) -> bool:
    """Return whether something is in the file: an editor that has just emptied it is about to write."""
    found = signature(file)
    return found is not None and found[1] > 0
