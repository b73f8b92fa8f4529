"""The start of a candidate process: take the wire, confine yourself, then serve."""

from __future__ import annotations

import asyncio
import faulthandler
import gc
import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import IO, NoReturn

from grader.engine.candidate.loader import site_builtins
from grader.engine.candidate.loop import CandidateClock, CandidateLoop, all_tasks_with_the_checks
from grader.engine.candidate.observer import Hooks
from grader.engine.candidate.state import CandidateState
from grader.engine.sandbox import Lockdown, standard_library
from grader.engine.wire.channel import Channel, Gone
from grader.vtime import virtual

CPU_LIMIT_S = 20
LEAVE = os._exit
THREAD_STACK = 1 << 20
# What a submission, or asyncio for it, imports only when it is used.
NEEDED_LATER = ("ast", "base64", "concurrent.futures.thread", "encodings.idna", "inspect", "random")


def main(scratch: str) -> NoReturn:
    """Serve one examiner over what were stdin and stdout, from a cold start; never returns."""
    channel = take_the_wire()
    warm_up()
    lockdown = Lockdown(standard_library())
    sys.dont_write_bytecode = True
    with stand_ready() as state:
        serve(state, lockdown, channel, scratch)


@contextmanager
def stand_ready() -> Iterator[CandidateState]:
    """All that candidates have in common, up to the moment at which one of them is given a wire."""
    threading.stack_size(THREAD_STACK)
    state = CandidateState(CandidateClock(), sys.__stderr__ or sys.stderr)
    state.output.stand_in()
    # Without a handler of its own, whatever asyncio's logger says goes to stderr, as if the student had printed it.
    logging.getLogger("asyncio").addHandler(logging.NullHandler())
    sys.argv[:] = sys.orig_argv[:] = ["kata"]
    gc.disable()
    watched = Hooks(lambda: state.peer.observer, quiet=True)
    virtually = virtual(state.clock, make_loop=lambda: _loop(state))
    with virtually, watched, site_builtins(), all_tasks_with_the_checks(state):
        yield state


def serve(state: CandidateState, lockdown: Lockdown, channel: Channel, scratch: str) -> NoReturn:
    """Confine yourself, then serve one examiner; never returns."""
    layers = lockdown.confine(scratch, cpu_s=CPU_LIMIT_S)
    gc.freeze()
    tell_the_end(state.stray)
    try:
        state.serve(channel, [[layer.name, layer.active, layer.detail, layer.advice] for layer in layers])
    except Gone:
        pass
    finally:
        LEAVE(0)


def tell_the_end(stray: IO[str]) -> None:
    """Let code that ends the process, or crashes it, tell the examiner at which line."""
    faulthandler.enable(file=stray, all_threads=False)
    ours = os.getpid()

    def leave(status: int) -> NoReturn:
        # A process that the student's code forked ends this way too, and nothing ends with it.
        if os.getpid() == ours:
            faulthandler.dump_traceback(file=stray, all_threads=False)
        LEAVE(status)

    leave.__name__ = leave.__qualname__ = "_exit"
    os._exit = leave


def take_the_wire() -> Channel:
    """Move the wire away from stdin and stdout, so that nothing the student prints or reads can touch it."""
    wire_in, wire_out = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(wire_in, os.O_BINARY)
        msvcrt.setmode(wire_out, os.O_BINARY)
    return Channel(wire_in, wire_out)


def warm_up() -> None:
    """Import and exercise now what could not be read from disk once confined."""
    for name in NEEDED_LATER:
        import_module(name)
    loop = asyncio.SelectorEventLoop()
    loop.close()


def _loop(state: CandidateState) -> CandidateLoop:
    loop = CandidateLoop(state.clock)
    state.peer.observer.watch_loop(loop)
    return loop
