"""What a loop hears from outside: files, signals, and callbacks that other threads leave."""

from __future__ import annotations

import asyncio
import collections
import selectors
from collections.abc import Callable
from typing import Any, TypeVarTuple

from grader.vtime.handles import KeyedHandle

_Ts = TypeVarTuple("_Ts")


class _Selector(selectors.DefaultSelector):
    # The real one by name: the class's own `select` waits on the virtual clock while time is virtual.
    select = selectors.DefaultSelector.select
    _fd_to_key: dict[int, selectors.SelectorKey]


class ListeningLoop(asyncio.SelectorEventLoop):
    """Waits for outside work only when it is told to, and has a self-pipe only once it may have to wait."""

    # Private names of asyncio's: each has a contract in tests/vtime/test_private_names.py.
    _selector: _Selector
    _ssock: Any
    _csock: Any
    _signal_handlers: dict[int, Any]
    _write_to_self: Callable[[], None]
    _read_from_self: Callable[[], None]
    _process_events: Callable[[Any], None]

    def __init__(self) -> None:
        self._foreign: collections.deque[KeyedHandle] = collections.deque()
        super().__init__(_Selector())

    def poke(self) -> None:
        """Wake the loop from its wait for outside work, from any thread."""
        self._write_to_self()

    @property
    def has_files(self) -> bool:
        """Are sockets or pipes registered, beside the loop's own?"""
        return len(self._selector._fd_to_key) > (self._ssock is not None)

    @property
    def listens(self) -> bool:
        """Are there files or signals to look at before time passes?"""
        return self.has_files or bool(self._signal_handlers)

    def wait_outside(self, timeout_s: float) -> None:
        """Wait for outside work, at most this long in real seconds."""
        self._open_self_pipe()
        if self._foreign:
            # Whoever called back before there was a pipe could not wake us.
            return
        events = self._selector.select(timeout_s)
        for event in events:
            if event[0].fd == self._ssock.fileno():
                # At once, not as a callback: how often threads wake the loop must not show in the order of callbacks.
                self._read_from_self()
                events.remove(event)
                break
        self._process_events(events)

    def add_signal_handler(self, sig: int, callback: Callable[[*_Ts], object], *args: *_Ts) -> None:
        """Call back from the loop when the signal comes."""
        self._open_self_pipe()
        super().add_signal_handler(sig, callback, *args)

    def close(self) -> None:
        """Close the loop and forget what other threads left."""
        super().close()
        self._foreign.clear()

    def _make_self_pipe(self) -> None:
        # Most loops never wait for real, and so never need to be woken.
        self._ssock = self._csock = None

    def _open_self_pipe(self) -> None:
        if self._ssock is None:
            super()._make_self_pipe()  # type: ignore[misc]  # typeshed leaves private names out

    def _close_self_pipe(self) -> None:
        if self._ssock is not None:
            super()._close_self_pipe()  # type: ignore[misc]
