"""Ctrl-C in a terminal reaches every process below it: the one that was asked answers it, and ends the others."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any


def _nothing(number: int, frame: object) -> None:
    """A handler and not SIG_IGN, which the programs that a process starts would inherit."""


@contextmanager
def born_deaf() -> Iterator[None]:
    """Processes started inside do not hear Ctrl-C while they import, but once they ask for `left_to_parent`."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # It lets Ctrl-C through again once it has started its own process.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def spawned(target: Callable[..., None], *arguments: object) -> tuple[BaseProcess, Connection]:
    """Start a process that calls `target` with its end of a pipe and these; gives it and our end of the pipe.

    Spawned, not forked: the parent may have threads, and every platform then does the same.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=target, args=(theirs, *arguments), daemon=True)
    with born_deaf():
        process.start()
    theirs.close()
    return process, ours


def left_to_parent() -> None:
    """Pay no heed to Ctrl-C in this process: whoever started it ends it."""
    signal.signal(signal.SIGINT, _nothing)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def never_again(number: int) -> None:
    """Pay no more heed to this signal: its end is under way already."""
    signal.signal(number, _nothing)


@contextmanager
def answered_at_once(answer: Callable[[], None]) -> Iterator[None]:
    """The first Ctrl-C is answered before anything is ended, and raises KeyboardInterrupt; later ones do nothing."""
    usual = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or usual is not signal.default_int_handler:
        yield
        return

    def stop(number: int, frame: Any) -> None:
        never_again(number)
        answer()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
