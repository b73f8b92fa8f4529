"""What a zygote plays through before it forks: CPython runs code better that has run before, and a fork keeps that.

The script is one side of a conversation on the wire, word for word as an examiner speaks it; what is answered goes
nowhere. Written down from a real attempt, whose check awaited `both` twice: once with two jobs that end, once with one
that fails while the other works.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from grader.engine.candidate.loader import NAME
from grader.engine.candidate.state import NO_WIRE, CandidateState
from grader.engine.wire.channel import Channel, Gone
from grader.vtime import LIMIT_NS, NS

# CPython 3.11 to 3.13 fit a function to what it works on after 8 to 17 calls (Python/specialize.c).
ROUNDS = 10
SOURCE = b"""\
import asyncio

async def both(*jobs):
    tasks = [asyncio.ensure_future(job) for job in jobs]
    try:
        return [await task for task in tasks]
    except ValueError:
        tasks[1].cancel()
        raise
"""
S = NS
NEVER = LIMIT_NS + 1
BUDGET = 20_000
FILE = base64.b64encode(SOURCE).decode()
CLOCK: list[Any] = [0, 0, 0, None]


def _ask(operation: str, arguments: Sequence[Any], status: Sequence[Any], *more: Any) -> list[Any]:
    token, running, context, dropped = more or (0, True, None, None)
    return ["q", operation, arguments, token, running, context, status, dropped]


def _call(*jobs: int) -> list[Any]:
    return [2, ["t", [["r", job, "coroutine", "job"] for job in jobs]], ["d", []]]


def _error(number: int, name: str, *arguments: str) -> list[Any]:
    return ["x", False, number, name, ["t", arguments], [], {}, None, None, False, None, None]


# What an examiner says, in order; it takes every answer, and every question in between, as said.
SCRIPT = (
    _ask("prepare", ["rehearsal.py", FILE, []], CLOCK, 0, False, None, None),
    _ask("load", [["both"], None], CLOCK, 0, False, None, None),
    _ask("call", _call(1, 2), [1, 1, 0, None], 3, True, [0, 0, False], None),
    _ask("step", [3, "send", None], [1, 1, 0, None], 3, True, [1, 0, True], None),
    _ask("run", [None, BUDGET, False], [3, 1, 0, None, NEVER]),
    ["a", ["yf", 1], [4, 2, 0, None, 2 * S], None],
    ["a", ["yf", 2], [5, 2, 0, None, S], [4]],
    _ask("wake", [2, 4, False, BUDGET], [6, 4, S, None, 2 * S], 0, True, None, [5]),
    ["a", ["ret", "v"], [6, 4, S, None, 2 * S], None],
    _ask("wake", [1, 6, False, BUDGET], [7, 6, 2 * S, None, NEVER], 0, True, None, [6]),
    ["a", ["ret", "v"], [7, 6, 2 * S, None, NEVER], None],
    _ask("step", [3, "send", None], [8, 7, 2 * S, None, NEVER], 3, True, [1, 0, True], [7]),
    _ask("call", _call(4, 5), [8, 7, 2 * S, None, NEVER], 3, True, [1, 0, True], [3]),
    _ask("step", [8, "send", None], [8, 7, 2 * S, None, NEVER], 3, True, [1, 0, True], None),
    ["a", None, [10, 7, 2 * S, None, NEVER], None],
    ["a", ["yf", 3], [11, 8, 2 * S, None, 3 * S], None],
    ["a", ["yf", 4], [12, 8, 2 * S, None, 3 * S], [9]],
    _ask("wake", [3, 10, False, BUDGET], [13, 10, 3 * S, None, 4 * S], 0, True, None, [10]),
    ["e", _error(6, "ValueError", "no"), [13, 10, 3 * S, None, 4 * S], None],
    _ask("step", [8, "send", None], [14, 11, 3 * S, None, 4 * S], 3, True, [1, 0, True], None),
    ["a", True, [15, 11, 3 * S, [11, 1, 0, 15]], None],
    ["a", None, [16, 11, 3 * S, [11, 1, 0, 15]], [8]],
    _ask("wake", [4, 12, False, BUDGET], [16, 12, 3 * S, [11, 1, 0, 16]]),
    ["e", _error(7, "CancelledError"), [16, 12, 3 * S, [11, 1, 0, 16]], None],
    _ask("finish", [], [16, 12, 3 * S, None], 0, False, None, None),
)


class Prompter(Channel):
    """A wire to nobody: what is read from it stands in a script, and of what is written to it only the last stays."""

    def __init__(self, script: Sequence[Any] = SCRIPT) -> None:
        super().__init__(-1, -1)
        self._lines: Iterator[Any] = iter(script)
        self.last: bytes | memoryview = b""

    def read_some(self) -> bytes:
        """Return the next line of the script, as a frame; empty at the end."""
        line = next(self._lines, None)
        if line is None:
            return b""
        body = self._encode(line).encode()
        return len(body).to_bytes(4) + body

    def write_some(self, data: bytes | memoryview) -> int:
        """Forget what is said, but for the last of it."""
        self.last = data
        return len(data)


def rehearse(state: CandidateState, rounds: int = ROUNDS) -> Prompter:
    """Play the script that often, and leave nothing of it behind; gives the last wire, with what was said last."""
    for _ in range(rounds):
        prompter = Prompter()
        with contextlib.suppress(Gone):
            state.serve(prompter, [])
    state.clock.reset()
    state.begin(NO_WIRE)
    sys.set_asyncgen_hooks(None, None)
    sys.modules.pop(NAME, None)
    gc.collect()
    return prompter
