"""Frames over two file descriptors: no pickle, no eval, hard bounds."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from enum import Enum
from json.encoder import encode_basestring_ascii
from typing import Any

from grader.engine.wire.protocol import MAX_BYTES, MAX_FRAME, MAX_FRAMES


class Loss(Enum):
    """What became of the other side."""

    BREACH = "it broke the protocol"
    TOO_MUCH = "it sent, or was sent, more than can cross"
    ENDED = "its process ended"
    TOO_SLOW = "it ran out of real time"
    COMPUTED = "it computed for too long without a word"
    OVER = "its check is over"
    NOT_STARTED = "it could not be started"


class Gone(BaseException):
    """The other process died, broke the protocol or ran out of time.

    No Exception, so that no check can swallow it. `loss` is what to decide on and to tell a student by; the text is
    for whoever looks for a fault of ours.
    """

    def __init__(self, reason: str, loss: Loss = Loss.BREACH) -> None:
        super().__init__(reason)
        self.reason = reason
        self.loss = loss

    @property
    def timed_out(self) -> bool:
        """Was it too slow?"""
        return self.loss in (Loss.TOO_SLOW, Loss.COMPUTED)


Frame = list[Any]


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _no_json(value: object) -> Any:
    raise TypeError(f"{type(value).__name__} is no JSON")


def _encoder() -> Callable[[Frame], str]:
    """Return what json.dumps(separators=(",", ":"), allow_nan=False) does, without making a new codec for every
    call.
    """
    encoder = json.JSONEncoder(separators=(",", ":"), check_circular=False, allow_nan=False)
    make: Any = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return encoder.encode
    chunks = make(None, _no_json, encode_basestring_ascii, None, ":", ",", False, False, False)
    return lambda frame: "".join(chunks(frame, 0))


class Channel:
    """A blocking two-way channel; the examiner's own adds deadlines. Raises Gone when the other side cannot be read."""

    _encode = staticmethod(_encoder())
    _scan = staticmethod(getattr(json.JSONDecoder(parse_constant=_refuse), "scan_once"))

    def __init__(self, read_fd: int, write_fd: int) -> None:
        self.read_fd = read_fd
        self.write_fd = write_fd
        self._buffer: bytes | bytearray = b""
        self._received = 0
        self._bytes = 0

    def send(self, frame: Frame) -> None:
        """Send one frame whole."""
        body = self._encode(frame).encode()
        if len(body) > MAX_FRAME:
            raise Gone("protocol: a value too large to cross", Loss.TOO_MUCH)
        data = len(body).to_bytes(4) + body
        sent = self.write_some(data)
        while sent < len(data):
            sent += self.write_some(memoryview(data)[sent:])

    def receive(self) -> Frame:
        """Wait for one frame; anything but a well-formed one raises Gone."""
        data = self._buffer or self.read_some()
        # Nearly always there was nothing yet, and then a frame comes whole and alone.
        if len(data) == 4 + int.from_bytes(data[:4]) and 4 < len(data) <= 4 + MAX_FRAME:
            self._buffer = b""
            return self._frame(data[4:])
        while (end := _end(data)) > len(data):
            more = self.read_some() if data else b""
            if not more:
                raise Gone("The student's process ended early.", Loss.ENDED)
            data = _joined(data, more)
        self._buffer = data[end:]
        return self._frame(data[4:end])

    def _frame(self, body: bytes | bytearray) -> Frame:
        self._received += 1
        self._bytes += len(body)
        if self._received > MAX_FRAMES or self._bytes > MAX_BYTES:
            raise Gone("protocol: too much was sent", Loss.TOO_MUCH)
        try:
            text = body.decode()
            frame, end = self._scan(text, 0)
        except (ValueError, RecursionError, StopIteration):
            raise Gone("protocol: not JSON") from None
        if end != len(text):
            raise Gone("protocol: not JSON")
        if type(frame) is not list or not frame or type(frame[0]) is not str:
            raise Gone("protocol: bad frame")
        return frame

    def write_some(self, data: bytes | memoryview) -> int:
        """Write what fits now."""
        return os.write(self.write_fd, data)

    def read_some(self) -> bytes:
        """Read what is there; empty at the end."""
        return os.read(self.read_fd, 65536)


def _end(data: bytes | bytearray) -> int:
    """Return where the first frame ends, or at least its length. Raises Gone when it is too large."""
    end = 4 + int.from_bytes(data[:4]) if len(data) >= 4 else 4
    if end > 4 + MAX_FRAME:
        raise Gone("protocol: frame too large", Loss.TOO_MUCH)
    return end


def _joined(data: bytes | bytearray, more: bytes) -> bytearray:
    joined = data if type(data) is bytearray else bytearray(data)
    joined += more
    return joined
