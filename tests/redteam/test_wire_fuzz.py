"""The wire driven from the candidate's side: frames of a real attempt, changed in every way, and frames made up.

Whatever comes, the examiner gets a value or Gone; it is never broken, never stuck, and never believes.
"""

from __future__ import annotations

import asyncio
import base64
import copy
import json
import struct
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import grader
from grader.examiner.channel import GuardedChannel
from grader.examiner.launch import CandidateProcess
from grader.examiner.peer import ExaminerPeer
from grader.examiner.running import Comparisons, LoadedCheck, Ran, run_check
from grader.examiner.sides import SplitSide
from grader.model import Outcome
from grader.testing import Job, Log, expect, token
from grader.vtime import Clock, Deadlock, Livelock, TimeLimit
from grader.wire.channel import Channel, Frame
from grader.wire.gone import Gone
from grader.wire.objects import MissingName, RemoteExit
from grader.wire.protocol import VERSION
from tests.examiner.bench import loaded

# Deterministic, so that no push finds what another did not; REDTEAM_FULL asks for many more.
from tests.redteam.submissions import FULL

FILE = "code.py"
OURS = str(Path(grader.__file__).parent)
THIS_SEED, OTHER_SEED = "5eed" * 8, "0dd5" * 8
STATUS = [0, 0, None, None, 0, None, []]
STEADY = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=1_500 if FULL else 80,
    suppress_health_check=list(HealthCheck),
)


# -- real attempts, recorded


async def check_gather(kata: Any, clock: Any) -> None:
    """Two jobs at once."""
    jobs = [Job(2), Job(1)]
    results = await kata.gather(*(job() for job in jobs))
    expect(results, [job.value for job in jobs])
    clock.took(2.0)


async def check_failure(kata: Any, clock: Any) -> None:
    """A job's exception comes out."""
    error, value = ValueError(token()), token()
    try:
        await kata.gather(Job(2, value)(), Job(1, error=error)())
    except ValueError as raised:
        assert raised is error
        expect(await kata.gather(Job(1, value)()), [value])
        return
    raise AssertionError("nothing was raised")


async def check_log(kata: Any, clock: Any) -> None:
    """Lines are logged when their jobs end."""
    log, jobs = Log(), [Job(1), Job(2)]
    await kata.note(log, *jobs)
    expect(log.timed, [(1.0, jobs[0].value), (2.0, jobs[1].value)])


async def check_objects(kata: Any, clock: Any) -> None:
    """Objects, context managers, async iterators and own exceptions."""
    value = token()
    async with kata.Room(value) as room:
        seen = [(at, item) async for at, item in room.ticks(3)]
        assert isinstance(room, kata.Room) and len(room) == 3
    expect(seen, [(0, value), (1, value), (2, value)])
    with pytest.raises(kata.Closed):
        room.enter(value)
    clock.took(3.0)


async def check_cancel(kata: Any, clock: Any) -> None:
    """A cancellation goes through."""
    job, value = Job(5), token()
    task = asyncio.create_task(kata.gather(job()))
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled() and job.cancelled == [1.0]
    expect(await kata.gather(Job(1, value)()), [value])


def check_main(kata: Any) -> None:
    """A plain function that runs a loop of its own."""
    job = Job(2)
    expect(kata.main(job), job.value)


async def check_callback(kata: Any, clock: Any) -> None:
    """Callbacks come one second apart."""
    seen: list[Any] = []
    value = token()
    await kata.each(lambda item: seen.append((clock.elapsed, item)), value)
    expect(seen, [(1.0, value), (2.0, value)])


CHECKS: list[Callable[..., Any]] = [
    check_gather,
    check_failure,
    check_log,
    check_objects,
    check_cancel,
    check_main,
    check_callback,
]

HONEST = '''
import asyncio

async def gather(*jobs):
    tasks = [asyncio.ensure_future(job) for job in jobs]
    try:
        return [await task for task in asyncio.as_completed(tasks)] if len(tasks) > 5 else await asyncio.gather(*tasks)
    finally:
        print("gathered")

async def note(log, *jobs):
    async def one(job):
        log.append(await job)
    await asyncio.gather(*map(one, jobs))

class Closed(Exception):
    pass

class Room:
    def __init__(self, value):
        self.value = value
        self.open = False

    async def __aenter__(self):
        self.open = True
        return self

    async def __aexit__(self, *error):
        self.open = False

    def __len__(self):
        return 3

    async def ticks(self, count):
        for number in range(count):
            await asyncio.sleep(1)
            yield number, self.value

    def enter(self, value):
        raise Closed(value) from KeyError(value)

def main(job):
    async def wait():
        return await job
    return asyncio.run(wait())

async def each(callback, item):
    for _ in range(2):
        await asyncio.sleep(1)
        callback(item)
'''


class Recorder(GuardedChannel):
    """Keeps what the candidate said."""

    def receive(self) -> Frame:
        frame = super().receive()
        said.append(copy.deepcopy(frame))
        return frame


said: list[Frame] = []


@pytest.fixture(scope="session")
def recordings() -> list[list[Frame]]:
    """For each check, all that an honest candidate says in it."""
    candidate = CandidateProcess()
    try:
        channel = Recorder(candidate)
        source = base64.b64encode(HONEST.encode()).decode()
        ExaminerPeer(channel, Clock()).ask("prepare", VERSION, FILE, source, [], read=list)
        found = []
        for check in CHECKS:
            said.clear()
            ran = run_check(loaded(check), SplitSide(channel, FILE), seed=THIS_SEED, comparisons=Comparisons())
            assert ran.result.outcome is Outcome.PASSED, (check.__name__, ran.result, ran.failure)
            found.append(list(said))
        return found
    finally:
        candidate.close()


# -- an examiner whose candidate reads from a script


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

    ran: Ran
    raised: BaseException | None
    places: list[str]
    theirs: bool
    lost: list[str]


def replay(check: Callable[..., Any], data: bytes, seed: str) -> Seen:
    """Run a check against a candidate that says this."""
    raised: list[tuple[BaseException, list[str], bool]] = []
    one = loaded(check)
    side = SplitSide(Script(data), FILE)

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

    function = watched if asyncio.iscoroutinefunction(one.function) else watched_plain
    lost: list[str] = []
    hook, sys.unraisablehook = sys.unraisablehook, lambda what: lost.append(f"{what.exc_type.__name__}: {what.object!r}")
    try:
        again = LoadedCheck(one.check, one.mark, function, one.arguments)
        ran = run_check(again, side, seed=seed, comparisons=Comparisons())
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
    if error is None or isinstance(error, (Gone, AssertionError, Deadlock, Livelock, TimeLimit, MissingName, RemoteExit)):
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


# -- changes

TAGS = "a e q ret y0 yf yh yr yv t l s z d r m x c C b i f o L N block runloop get set call callm step wake".split()
WORDS = [*TAGS, "", "__class__", "KeyboardInterrupt", "BusyWait", "Deadlock", "UnicodeDecodeError", "BaseException", "\x1b[2J"]
NUMBERS = [0, 1, 2, 3, 7, -1, -2, 20_000, 10**6, 1 << 53, 1 << 62, 10**400, 0.5, -1.5, 1e300, float("inf")]
leaves = st.one_of(
    st.none(), st.booleans(), st.sampled_from(NUMBERS), st.sampled_from(WORDS), st.integers(-5, 40), st.text(max_size=5)
)
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=2),
    max_leaves=12,
)
spots = st.integers(0, 10_000)
changes = st.one_of(
    st.tuples(st.just("put"), spots, trees),
    st.tuples(st.just("put"), spots, leaves),
    st.tuples(st.just("take from"), spots, spots),
    st.tuples(st.just("remove"), spots, st.none()),
    st.tuples(st.just("add"), spots, trees),
    st.tuples(st.just("wrap"), spots, st.integers(1, 60)),
    st.tuples(st.just("grow"), spots, st.integers(-3, 3)),
    st.tuples(st.just("drop"), spots, st.none()),
    st.tuples(st.just("twice"), spots, st.none()),
    st.tuples(st.just("swap"), spots, spots),
    st.tuples(st.just("insert"), spots, trees),
)


def places_in(frames: list[Any]) -> list[tuple[Any, Any]]:
    """Every place in every frame, as (container, key)."""
    found: list[tuple[Any, Any]] = []
    waiting: list[Any] = [frames]
    while waiting:
        container = waiting.pop()
        keys = list(container) if isinstance(container, dict) else range(len(container))
        for key in keys:
            found.append((container, key))
            if isinstance(container[key], (list, dict)):
                waiting.append(container[key])
    return found


def changed(frames: list[Frame], made: list[tuple[str, int, Any]]) -> list[Any]:
    """The frames after these changes."""
    result: list[Any] = copy.deepcopy(frames)
    for kind, spot, value in made:
        if not result:
            break
        if kind in ("drop", "twice", "swap", "insert"):
            _change_order(result, kind, spot, value)
        else:
            _change_inside(result, kind, spot, value)
    return result


def _change_order(frames: list[Any], kind: str, spot: int, value: Any) -> None:
    place = spot % len(frames)
    if kind == "drop":
        del frames[place]
    elif kind == "twice":
        frames.insert(place, copy.deepcopy(frames[place]))
    elif kind == "swap":
        other = value % len(frames)
        frames[place], frames[other] = frames[other], frames[place]
    else:
        frames.insert(place, value)


def _change_inside(frames: list[Any], kind: str, spot: int, value: Any) -> None:
    places = places_in(frames)
    container, key = places[spot % len(places)]
    if kind == "take from":
        other, its_key = places[value % len(places)]
        container[key] = copy.deepcopy(other[its_key])
    elif kind == "remove":
        del container[key]
    elif kind == "add" and isinstance(container, list):
        container.insert(key, value)
    elif kind == "wrap":
        for _ in range(value):
            container[key] = ["l", [container[key]]]
    elif kind == "grow" and type(container[key]) is int:
        container[key] += value
    elif kind == "put":
        container[key] = value


# -- claims


@pytest.mark.parametrize("number", range(len(CHECKS)), ids=[check.__name__ for check in CHECKS])
def test_the_recording_itself_passes(recordings: list[list[Frame]], number: int) -> None:
    """An honest candidate's frames, said again to the same check with the same seed, pass."""
    seen = replay(CHECKS[number], framed(recordings[number]), THIS_SEED)

    assert seen.ran.result.outcome is Outcome.PASSED


@pytest.mark.parametrize("number", range(len(CHECKS)), ids=[check.__name__ for check in CHECKS])
def test_what_was_said_to_another_seed_never_passes(recordings: list[list[Frame]], number: int) -> None:
    """Values are minted anew: frames that passed once are worth nothing in the next attempt, however they are changed."""

    @STEADY
    @given(st.lists(changes, max_size=4))
    def holds(made: list[tuple[str, int, Any]]) -> None:
        seen = replay(CHECKS[number], framed(changed(recordings[number], made)), OTHER_SEED)

        assert seen.ran.result.outcome is not Outcome.PASSED
        assert is_fair(seen), (seen.raised, seen.places)
        assert not seen.lost

    holds()


@pytest.mark.parametrize("number", range(len(CHECKS)), ids=[check.__name__ for check in CHECKS])
def test_changed_frames_end_in_a_value_or_in_gone(recordings: list[list[Frame]], number: int) -> None:
    """Changed tags, numbers, lengths and nesting, dropped, doubled and swapped frames never break the examiner."""

    @STEADY
    @given(st.lists(changes, min_size=1, max_size=3))
    def holds(made: list[tuple[str, int, Any]]) -> None:
        seen = replay(CHECKS[number], framed(changed(recordings[number], made)), THIS_SEED)

        assert is_fair(seen), (seen.raised, seen.places)
        assert not seen.lost
        result = seen.ran.result
        assert result.outcome is not Outcome.PASSED or not isinstance(seen.ran.failure, Gone)
        assert len(result.headline) <= 500 and all(c == "\n" or c.isprintable() for c in result.headline + result.output)
        assert 0 <= result.line < 1 << 53

    holds()


@pytest.mark.parametrize("number", range(len(CHECKS)), ids=[check.__name__ for check in CHECKS])
def test_changed_bytes_end_in_a_value_or_in_gone(recordings: list[list[Frame]], number: int) -> None:
    """Bytes that are flipped, cut out or put in, lengths among them, never break the examiner."""

    @STEADY
    @given(st.lists(st.tuples(spots, spots, st.binary(max_size=6)), min_size=1, max_size=3))
    def holds(edits: list[tuple[int, int, bytes]]) -> None:
        data = bytearray(framed(recordings[number]))
        for at, length, new in edits:
            start = at % len(data)
            data[start : start + length % 8] = new
        seen = replay(CHECKS[number], bytes(data), OTHER_SEED)

        assert seen.ran.result.outcome is not Outcome.PASSED
        assert is_fair(seen), (seen.raised, seen.places)
        assert not seen.lost

    holds()


@STEADY
@given(st.lists(st.one_of(trees, st.tuples(st.sampled_from("aeq"), trees, st.just(STATUS), st.none()).map(list)), max_size=4))
def test_made_up_frames_are_a_value_or_gone(frames: list[Any]) -> None:
    """To a question for a name comes a value, what the candidate says that it raised, or Gone."""
    peer = ExaminerPeer(Script(framed([["a", 1, STATUS, None], *frames])), Clock())
    module = peer.open_module()

    try:
        value = module.answer
    except Gone:
        return
    except BaseException as error:
        cause = error.__cause__ if isinstance(error, MissingName) else error
        assert cause is not None and peer.exceptions.is_theirs(cause)
    else:
        repr(value)
