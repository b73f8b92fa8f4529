"""The candidate's side of the protocol driven with lies, garbage and silence: the examiner never believes or hangs."""

from __future__ import annotations

import os
import struct
from typing import Any

import pytest

from grader.engine.examiner.peer import ExaminerPeer
from grader.engine.wire.channel import Channel, Frame, Gone
from grader.engine.wire.protocol import MAX_FRAME
from grader.vtime import Clock
from tests.wire.scripts import Script

STATUS = [0, 0, None, None, 0, None, []]


def ask(*frames: Frame) -> Any:
    """Ask a scripted candidate to load, and give what the examiner made of it."""
    return ExaminerPeer(Script(*frames), Clock()).open_module()


LIES: dict[str, Frame] = {
    "an unknown kind of frame": ["z", 1, STATUS, None],
    "an answer without a status": ["a", 1],
    "an answer that is no module": ["a", "1", STATUS, None],
    "a truth value for a number": ["a", True, STATUS, None],
    "a status of the wrong length": ["a", 1, [0, 0], None],
    "a status that is no list": ["a", 1, 7, None],
    "a counter that runs backwards": ["a", 1, [-1, 0, None, None, 0, None, []], None],
    "a counter that jumps": ["a", 1, [10**9, 0, None, None, 0, None, []], None],
    "an epoch that jumps": ["a", 1, [0, 10**9, None, None, 0, None, []], None],
    "a counter that is true": ["a", 1, [True, 0, None, None, 0, None, []], None],
    "a head of the wrong shape": ["a", 1, [0, 0, [1], None, 0, None, []], None],
    "a head that is text": ["a", 1, [0, 0, "soon", None, 0, None, []], None],
    "a timer without a number": ["a", 1, [0, 0, None, [5, -1], 0, None, []], None],
    "a timer out of all bounds": ["a", 1, [0, 0, None, [-(1 << 62), 1], 0, None, []], None],
    "a head of an epoch before the first": ["a", 1, [0, 0, [-1, 0, 0, 1], None, 0, None, []], None],
    "a timer of floats": ["a", 1, [0, 0, None, [0.5, 1], 0, None, []], None],
    "flags that do not exist": ["a", 1, [0, 0, None, None, 64, None, []], None],
    "events that are no list": ["a", 1, [0, 0, None, None, 0, None, "x"], None],
    "an event of an unknown kind": ["a", 1, [0, 0, None, None, 0, None, [[1, "won", "", 0]]], None],
    "dropped references that do not exist": ["a", {}, STATUS, [1, 2, 3]],
    "an exception that is none": ["e", None, STATUS, None],
    "an exception of the wrong length": ["e", ["x", False], STATUS, None],
    "an exception that comes home but never left": ["e", ["x", True, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0], STATUS, None],
    "a request for an unknown operation": ["q", "win", [], 0, False, None, STATUS, None],
    "a request with a name that is no text": ["q", 7, [], 0, False, None, STATUS, None],
    "a request only the examiner may make": ["q", "load", [], 0, False, None, STATUS, None],
    "a request for an object never given": ["q", "get", [99, "name"], 0, False, None, STATUS, None],
    "a request for a private name": ["q", "get", [1, "__class__"], 0, False, None, STATUS, None],
    "a call of an object never given": ["q", "call", [1, ["t", []], ["d", []]], 0, False, None, STATUS, None],
    "a call without arguments": ["q", "call", [1], 0, False, None, STATUS, None],
    "a step of nothing": ["q", "step", [5, "send", None], 0, False, None, STATUS, None],
    "the task of nobody": ["q", "wake", [1], -5, True, None, STATUS, None],
    "a clock moved backwards": ["q", "block", [-1], 0, False, None, STATUS, None],
    "a clock moved by text": ["q", "block", ["1"], 0, False, None, STATUS, None],
    "a clock moved for ever": ["q", "block", [1 << 61], 0, False, None, STATUS, None],
    "a coroutine of nobody": ["q", "coro", [99], 0, False, None, STATUS, None],
    "a loop that is no number": ["q", "runloop", ["x"], 0, False, None, STATUS, None],
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_ends_the_candidate(lie: str) -> None:
    """Whatever does not fit the protocol is Gone, and nothing more is asked."""
    channel = Script(LIES[lie], ["a", 1, STATUS, None])
    peer = ExaminerPeer(channel, Clock())

    with pytest.raises(Gone, match=r"protocol|silence"):
        peer.open_module()
    with pytest.raises(Gone):
        peer.open_module()


VALUES: dict[str, Any] = {
    "an unknown tag": ["?", 1],
    "a bare object": {"a": 1},
    "a home that never was": ["m", 9],
    "nesting without end": eval("[" * 60 + "]" * 60),
    "a set of lists": ["s", [["l", []]]],
    "an int with too many digits": ["i", "0x" + "f" * 100_000],
    "bytes that are no hex": ["b", "zz"],
    "a float that is none": ["f", "seven"],
    "a reference of an unknown kind": ["r", 3, "gift", ""],
    "a reference whose number is text": ["r", "3", "coroutine", "x"],
    "a class nobody described": ["r", 3, "object", [7]],
    "a function without a description": ["r", 3, "function", None],
    "a class of ours that is unknown": ["C", "Popen"],
    "too many values": ["l", [0] * 60_000],
}


@pytest.mark.parametrize("name", VALUES)
def test_a_malformed_value_ends_the_candidate(name: str) -> None:
    """A value that no honest candidate could send is Gone."""
    channel = Script(["a", 1, STATUS, None], ["a", VALUES[name], STATUS, None])
    module = ExaminerPeer(channel, Clock()).open_module()

    with pytest.raises(Gone, match="protocol"):
        module.answer


@pytest.mark.parametrize("step", [["yh", 9], ["yr", 9], ["yf", "x"], ["yf", []], ["y?"], [], None, ["ret"]])
def test_a_suspension_that_cannot_be_ends_the_candidate(step: Any) -> None:
    """A coroutine's step that ends in nonsense is Gone, and no exception a check could take for the student's."""
    made = ["a", ["r", 2, "coroutine", "work"], STATUS, None]
    channel = Script(["a", 1, STATUS, None], made, ["a", step, STATUS, None])
    module = ExaminerPeer(channel, Clock()).open_module()
    coroutine = module.work

    with pytest.raises(Gone, match="protocol"):
        coroutine.send(None)
    coroutine.close()


def pipe_with(data: bytes) -> Channel:
    """A channel that reads this and then the end."""
    read, write = os.pipe()
    os.write(write, data)
    os.close(write)
    return Channel(read, -1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0",
        struct.pack(">I", MAX_FRAME + 1),
        struct.pack(">I", 5) + b"hello",
        struct.pack(">I", 2) + b"{}",
        struct.pack(">I", 2) + b"[]",
        struct.pack(">I", 3) + b"[1]",
        struct.pack(">I", 5) + b'["a',
        struct.pack(">I", 9) + b'["a",NaN]',
        struct.pack(">I", 4) + b'"\xff\xff"',
        struct.pack(">I", 20_000) + b"[" * 20_000,
    ],
)
def test_bytes_that_are_no_frame_end_the_candidate(data: bytes) -> None:
    """Truncated, oversized, undecodable and mistyped frames are Gone."""
    channel = pipe_with(data)

    with pytest.raises(Gone):
        channel.receive()
    os.close(channel.read_fd)


def test_no_time_passes_before_a_check_begins() -> None:
    """Loading a file has a time of its own: a candidate that asks for the examiner's gets no check."""
    slept: Frame = ["q", "block", [5_000], 0, False, None, STATUS, None]

    with pytest.raises(Gone, match="protocol: time before the check began"):
        ask(slept, ["a", 1, STATUS, None])


def test_silence_ends_at_the_deadline() -> None:
    """A candidate that says nothing is Gone as too slow once its real time is over."""
    from grader.engine.examiner.launch import CandidateProcess
    from grader.engine.examiner.peer import GuardedChannel

    candidate = CandidateProcess()
    try:
        channel = GuardedChannel(candidate)
        channel.deadline = 0.0

        with pytest.raises(Gone) as gone:
            channel.receive()

        assert gone.value.timed_out
    finally:
        candidate.close()
