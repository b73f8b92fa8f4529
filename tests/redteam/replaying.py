"""Record what an honest candidate says, and say it again, changed, to an examiner."""

from __future__ import annotations

import asyncio
import base64
import copy
import inspect
import json
import struct
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import grader
from grader.engine.examiner.check_session import CandidateAccess, SplitSession
from grader.engine.examiner.checks import LoadedCheck
from grader.engine.examiner.judging import Comparisons
from grader.engine.examiner.launch import CandidateProcess
from grader.engine.examiner.peer import ExaminerPeer, GuardedChannel
from grader.engine.examiner.running import CheckRun, Shared, run_check
from grader.engine.wire.channel import Channel, Frame, Gone
from grader.engine.wire.objects import MissingName, RemoteExit
from grader.model import Outcome
from grader.vtime import Clock, Deadlock, Livelock, TimeLimit
from tests.examiner.bench import loaded
from tests.redteam.honest_wire import CHECKS, HONEST

FILE = "code.py"
OURS = str(Path(grader.__file__).parent)
THIS_SEED, OTHER_SEED = "5eed" * 8, "0dd5" * 8


class Recorder(GuardedChannel):
    """Keeps what the candidate said."""

    def __init__(self, candidate: CandidateProcess) -> None:
        super().__init__(candidate)
        self.said: list[Frame] = []

    def receive(self) -> Frame:
        frame = super().receive()
        self.said.append(copy.deepcopy(frame))
        return frame


def record() -> list[list[Frame]]:
    """For each check, all that an honest candidate says in it."""
    candidate = CandidateProcess()
    try:
        channel = Recorder(candidate)
        source = base64.b64encode(HONEST.encode()).decode()
        peer = ExaminerPeer(channel, Clock())
        peer.greeted()
        peer.ask("prepare", FILE, source, [], read=list)
        found = []
        for check in CHECKS:
            channel.said.clear()
            session = SplitSession(CandidateAccess(channel, Path(FILE)))
            ran = run_check(loaded(check), session, seed=THIS_SEED, shared=Shared(Comparisons()))
            assert ran.result.outcome is Outcome.PASSED, (check.__name__, ran.result, ran.failure)
            found.append(list(channel.said))
        return found
    finally:
        candidate.close()


class Script(Channel):
    """Says these bytes, a few at a time, and then nothing; what it is told it forgets."""

    def __init__(self, data: bytes) -> None:
        super().__init__(-1, -1)
        self._data = memoryview(data)

    def read_some(self) -> bytes:
        chunk, self._data = bytes(self._data[:4096]), self._data[4096:]
        return chunk

    def write_some(self, data: memoryview) -> int:
        return len(data)


class Seen(NamedTuple):
    """How a check met its script: the result; what the check raised, from where, and if the candidate claims it.

    `lost` is what Python would have printed, since nobody was there to catch it.
    """

    ran: CheckRun
    raised: BaseException | None
    places: list[str]
    theirs: bool
    lost: list[str]


def replay(check: Callable[..., Any], data: bytes, seed: str) -> Seen:
    """Run a check against a candidate that says this."""
    raised: list[tuple[BaseException, list[str], bool]] = []
    one = loaded(check)
    side = SplitSession(CandidateAccess(Script(data), Path(FILE)))

    def note(error: BaseException) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{frame.filename}:{frame.name}" for frame in frames]
        raised.append((error, places, side.came_from_the_student(error)))

    async def watched(**given: Any) -> None:
        try:
            await one.function(**given)
        except BaseException as error:
            note(error)
            raise

    def watched_plain(**given: Any) -> None:
        try:
            one.function(**given)
        except BaseException as error:
            note(error)
            raise

    function = watched if inspect.iscoroutinefunction(one.function) else watched_plain
    lost: list[str] = []
    hook, sys.unraisablehook = (
        sys.unraisablehook,
        lambda what: lost.append(f"{what.exc_type.__name__}: {what.object!r}"),
    )
    try:
        again = LoadedCheck(one.check, one.mark, function, one.arguments)
        ran = run_check(again, side, seed=seed, shared=Shared(Comparisons()))
    finally:
        sys.unraisablehook = hook
    error, places, theirs = raised[0] if raised else (ran.failure, [], False)
    return Seen(ran, error, places, theirs, lost)


def framed(frames: list[Any]) -> bytes:
    """The frames as bytes; an infinite float is written so that JSON readers take it for one."""
    bodies = [json.dumps(frame).replace("Infinity", "1e999").encode() for frame in frames]
    return b"".join(struct.pack(">I", len(body)) + body for body in bodies)


def is_fair(seen: Seen) -> bool:
    """Did the check end by itself, by Gone, or by what the candidate says that it raised?"""
    error = seen.raised
    if error is None or isinstance(
        error, (Gone, AssertionError, Deadlock, Livelock, TimeLimit, MissingName, RemoteExit)
    ):
        return True
    if seen.theirs:
        return True
    if isinstance(error, (asyncio.CancelledError, GeneratorExit)):
        return True
    return not seen.places or not seen.places[-1].startswith(OURS) or _is_as_in_process(error, seen.places[-1])


def _is_as_in_process(error: BaseException, place: str) -> bool:
    """Errors that a student's own object would raise too, were it here: no such name, no such step."""
    where = place.removeprefix(OURS).lstrip("/\\")
    return isinstance(error, (AttributeError, TypeError, RuntimeError)) and where.startswith(
        ("wire/objects.py", "wire/futures.py:__await__", "wire/stepping.py:", "vtime/tasks.py:__init__")
    )
