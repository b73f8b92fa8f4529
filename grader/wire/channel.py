"""Frames over two file descriptors: no pickle, no eval, hard bounds."""

from __future__ import annotations

import json
import os
import struct
from typing import Any

from grader.wire.gone import Gone
from grader.wire.protocol import MAX_BYTES, MAX_FRAME, MAX_FRAMES

Frame = list[Any]


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


class Channel:
    """A blocking two-way channel; the examiner's own adds deadlines. Raises Gone when the other side cannot be read."""

    # Made once: json.dumps(separators=…) and json.loads(parse_constant=…) build a new codec for every call.
    _encode = json.JSONEncoder(separators=(",", ":"), check_circular=False, allow_nan=False).encode
    _decode = json.JSONDecoder(parse_constant=_refuse).decode

    def __init__(self, read_fd: int, write_fd: int) -> None:
        self.read_fd = read_fd
        self.write_fd = write_fd
        self._buffer = bytearray()
        self._received = 0
        self._bytes = 0

    def send(self, frame: Frame) -> None:
        """Send one frame whole."""
        body = self._encode(frame).encode()
        if len(body) > MAX_FRAME:
            raise Gone("protocol: a value too large to cross")
        data = memoryview(struct.pack(">I", len(body)) + body)
        while data:
            data = data[self.write_some(data) :]

    def receive(self) -> Frame:
        """Wait for one frame; anything but a well-formed one raises Gone."""
        while True:
            frame = self._take() if self._buffer else None
            if frame is not None:
                return frame
            data = self.read_some()
            if not data:
                raise Gone("The student's process ended early.")
            self._buffer += data

    def _take(self) -> Frame | None:
        if len(self._buffer) < 4:
            return None
        (size,) = struct.unpack_from(">I", self._buffer)
        if size > MAX_FRAME:
            raise Gone("protocol: frame too large")
        if len(self._buffer) < 4 + size:
            return None
        body = bytes(self._buffer[4 : 4 + size])
        del self._buffer[: 4 + size]
        self._received += 1
        self._bytes += size
        if self._received > MAX_FRAMES or self._bytes > MAX_BYTES:
            raise Gone("protocol: too much was sent")
        try:
            frame = self._decode(body.decode())
        except (ValueError, RecursionError):
            raise Gone("protocol: not JSON") from None
        if type(frame) is not list or not frame or type(frame[0]) is not str:
            raise Gone("protocol: bad frame")
        return frame

    def write_some(self, data: memoryview) -> int:
        """Write what fits now."""
        return os.write(self.write_fd, data)

    def read_some(self) -> bytes:
        """Read what is there; empty at the end."""
        return os.read(self.read_fd, 65536)
