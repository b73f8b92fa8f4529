"""The terminal of a command that stays: keys and signals in, whole pages out, and all as it was when it ends."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType, TracebackType
from typing import Any, Self, TextIO

from grader.report.layout import WIDTH, bounded, fitted

_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_SIZED = getattr(signal, "SIGWINCH", None)
_STOPPING = getattr(signal, "SIGTSTP", None)

Handler = Callable[[int, FrameType | None], Any]


@contextmanager
def heeded(resized: Callable[[], None], away: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
    """Let a closed terminal end the program like Ctrl-C, and let Ctrl-Z stop it.

    `resized` is called for a new size; `away` gives the terminal back while we are stopped, and takes it again.
    """
    handlers: dict[Any, Handler] = dict.fromkeys(_ENDING, _interrupt)
    if _SIZED is not None:
        handlers[_SIZED] = lambda *_: resized()
    if _STOPPING is not None:
        handlers[_STOPPING] = lambda number, _: _stop(number, away)
    before = {number: signal.getsignal(number) for number in (*handlers, signal.SIGINT)}
    try:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        yield
    finally:
        for number, handler_before in before.items():
            signal.signal(number, handler_before if handler_before is not None else signal.SIG_DFL)


def deafen() -> None:
    """Ignore signals while the terminal is given back."""
    for number in (*_ENDING, *([_STOPPING] if _STOPPING is not None else []), signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stop(number: int, away: Callable[[], AbstractContextManager[None]]) -> None:
    handler = signal.getsignal(number)
    with away():
        signal.signal(number, signal.SIG_DFL)
        # To this very thread: it goes no further until somebody continues us.
        signal.raise_signal(number)
        signal.signal(number, handler)


if sys.platform == "win32":
    import msvcrt
else:
    import termios
    import tty

OWN_PAGE = "\x1b[?1049h"
PAGE_BEFORE = "\x1b[?1049l"
# What is left of a line is cleared before the line is written: after a line as wide as the terminal the cursor still
# stands on its last character, which would be cleared as well.
HOME, CLEAR_LINE = "\x1b[H", "\x1b[K"
NO_WRAPPING, WRAPPING = "\x1b[?7l", "\x1b[?7h"
# The line of keys and an empty one above it.
FOOT = 2
LEAST_COLUMNS = 20
# Windows cannot wait for a key and for something else at once.
LOOK_AT_KEYS_S = 0.03


class Terminal:
    """Where a page is shown and keys are typed; made by `opened`."""

    def __init__(self, out: TextIO, *, pages: bool, keys: int | None) -> None:
        self._out = out
        self._pages = pages
        self._keys = keys
        self.wake_read, self._wake_write = os.pipe()
        os.set_blocking(self.wake_read, False)
        os.set_blocking(self._wake_write, False)
        self._resized = False
        self._stopped = False
        self._told = ""

    @property
    def has_keys(self) -> bool:
        """Can somebody type here?"""
        return self._keys is not None

    def shows(self, page: list[str]) -> bool:
        """Return whether this page fits as a whole."""
        rows, columns = _size()
        return not self._pages or len(fitted(page, columns)) <= rows - FOOT

    @property
    def width(self) -> int:
        """How wide a picture may be: as wide as pages are written, and as the terminal is that shows them."""
        return min(WIDTH, _size()[1]) if self._pages else WIDTH

    def resized(self) -> None:
        """Note a new size, and wake."""
        self._resized = True
        self.wake()

    def was_resized(self) -> bool:
        """Return whether the size has changed since this was asked last."""
        resized, self._resized = self._resized, False
        return resized

    def came_back(self) -> None:
        """Note that the terminal was somebody else's, and wake: the page must be shown again."""
        self._stopped = True
        self.resized()

    def was_stopped(self) -> bool:
        """Return whether the terminal was somebody else's since this was asked last: real time went by meanwhile."""
        stopped, self._stopped = self._stopped, False
        return stopped

    # -- out

    def show(self, page: list[str], foot: str) -> None:
        """The page, folded to the terminal's width and cut to its height, with the foot as its last line."""
        if not self._pages:
            foot_lines = [] if foot == self._told else [foot]
            self._told = foot
            print("\n".join([*page, *foot_lines, ""]), flush=True, file=self._out)
            return
        rows, columns = _size()
        lines = bounded(fitted(page, columns), rows - FOOT)
        lines += [""] * (rows - 1 - len(lines)) + fitted([foot], columns)[:1]
        drawn = "\n".join(f"{CLEAR_LINE}{line}" for line in lines)
        self._write(f"{HOME}{NO_WRAPPING}{drawn}{WRAPPING}")

    def foot(self, foot: str) -> None:
        """Another foot under the same page."""
        if self._pages:
            rows, columns = _size()
            shown = fitted([foot], columns)[0]
            self._write(f"\x1b[{rows};1H{NO_WRAPPING}{CLEAR_LINE}{shown}{WRAPPING}")

    def enter(self) -> None:
        """Take the page: what stood there comes back with `leave`."""
        if self._pages:
            self._write(OWN_PAGE)

    def leave(self) -> None:
        """Give the page back."""
        if self._pages:
            with contextlib.suppress(OSError, ValueError):
                self._write(WRAPPING + PAGE_BEFORE)

    def _write(self, codes: str) -> None:
        self._out.write(codes)
        self._out.flush()

    # -- in

    def wake(self) -> None:
        """Make `wait` return; any thread and any signal handler may call this."""
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake_write, b"w")

    def wait(self, seconds: float) -> str:
        """Return the key that was typed, or "" when woken or when that much real time has passed."""
        if sys.platform == "win32":
            return self._wait_by_looking(seconds)
        watched = [self.wake_read] if self._keys is None else [self.wake_read, self._keys]
        ready, _, _ = select.select(watched, [], [], seconds)
        if self.wake_read in ready:
            self._awake()
            return ""
        return self._typed() if ready else ""

    def _typed(self) -> str:
        assert self._keys is not None
        try:
            typed = os.read(self._keys, 64)
        except OSError:
            typed = b""
        if not typed:
            # Whoever typed has gone: go on without keys.
            self._keys = None
        return typed.decode("utf-8", "replace")[:1]

    def _awake(self) -> bool:
        try:
            return bool(os.read(self.wake_read, 4096))
        except BlockingIOError:
            return False

    def _wait_by_looking(self, seconds: float) -> str:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._awake():
            if sys.platform == "win32" and self._keys is not None and msvcrt.kbhit():
                return msvcrt.getwch()
            time.sleep(LOOK_AT_KEYS_S)
        return ""

    def close(self) -> None:
        """Let go of the pipe."""
        os.close(self.wake_read)
        os.close(self._wake_write)


@contextmanager
def opened(out: TextIO, *, pages: bool) -> Iterator[Terminal]:
    """A terminal for keys and pages, given back as it was however this ends, by a second Ctrl-C too."""
    keys = _keys()
    terminal = Terminal(out, pages=pages and out.isatty(), keys=keys)
    with SingleKeys(keys) as single, heeded(terminal.resized, lambda: _away(terminal, single)):
        terminal.enter()
        try:
            yield terminal
        finally:
            deafen()
            terminal.leave()
            single.end()
    terminal.close()


@contextmanager
def _away(terminal: Terminal, single: SingleKeys) -> Iterator[None]:
    """The terminal is somebody else's for a while."""
    terminal.leave()
    single.end()
    try:
        yield
    finally:
        single.begin()
        terminal.enter()
        terminal.came_back()


def _size() -> tuple[int, int]:
    """(rows, columns), never too few to show anything."""
    size = shutil.get_terminal_size((WIDTH, 24))
    return max(FOOT + 1, size.lines), max(LEAST_COLUMNS, size.columns)


def _keys() -> int | None:
    """Return the descriptor keys are read from, where somebody can type and we are the ones being typed to."""
    try:
        descriptor = sys.stdin.fileno()
    except (OSError, ValueError, AttributeError):
        return None
    return descriptor if os.isatty(descriptor) and _in_front(descriptor) else None


def _in_front(descriptor: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(descriptor) == os.getpgrp()
    except OSError:
        # Not the terminal of our session: nobody else is in front of it.
        return True


class SingleKeys:
    """Keys come one by one and unseen, and signals stay, from `begin` to `end`. Use it in a `with` block."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor
        self._before: Any = None

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def begin(self) -> None:
        """Remember how the terminal was, and take keys one by one."""
        if self._descriptor is not None and sys.platform != "win32":
            self._before = termios.tcgetattr(self._descriptor)
            tty.setcbreak(self._descriptor, termios.TCSANOW)

    def end(self) -> None:
        """Put the terminal back as it was; what was typed and not read is dropped."""
        before, self._before = self._before, None
        if before is not None and self._descriptor is not None and sys.platform != "win32":
            with contextlib.suppress(termios.error):
                termios.tcflush(self._descriptor, termios.TCIFLUSH)
                termios.tcsetattr(self._descriptor, termios.TCSANOW, before)
