"""Packed bytes unpacked a little at a time, and a budget that ends a bomb."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import IO, Protocol

from grader.student.archives.members import Broken, Limits, in_bytes

CHUNK = 1 << 16
# What `xz -9` asks for is 65 MiB; a header may ask for gigabytes.
XZ_MEMORY = 128 << 20
DAMAGED = "is damaged: what comes after could not be read"
CUT_OFF = "is cut off: something is missing at its end"


class Decompressor(Protocol):
    """What zlib, bz2 and lzma have in common."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def inflating() -> Decompressor:
    """For the raw deflate of a zip."""
    return zlib.decompressobj(-zlib.MAX_WBITS)


def _gunzipping() -> Decompressor:
    return zlib.decompressobj(zlib.MAX_WBITS | 16)


def bunzipping() -> Decompressor:
    """For bzip2. Raises Broken on a Python without it."""
    try:
        from bz2 import BZ2Decompressor
    except ImportError:
        raise Broken("is packed with bzip2, which this Python cannot read") from None
    return BZ2Decompressor()


def _unxzing() -> Decompressor:
    try:
        from lzma import FORMAT_XZ, LZMADecompressor
    except ImportError:
        raise Broken("is packed with xz, which this Python cannot read") from None
    return LZMADecompressor(FORMAT_XZ, memlimit=XZ_MEMORY)


PACKERS: dict[bytes, Callable[[], Decompressor]] = {
    b"\x1f\x8b": _gunzipping,
    b"BZh": bunzipping,
    b"\xfd7zXZ\0": _unxzing,
}
LONGEST_MAGIC = max(map(len, PACKERS))


def packer_of(start: bytes) -> tuple[bytes, Callable[[], Decompressor]] | None:
    """Return how a file that begins so is packed, if it is: its first bytes, and what undoes it."""
    return next(((magic, make) for magic, make in PACKERS.items() if start.startswith(magic)), None)


class Budget:
    """How much may still be unpacked."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._packed = self._unpacked = 0

    def read(self, count: int) -> None:
        """Note packed bytes."""
        self._packed += count

    def unpacked(self, count: int) -> None:
        """Note what came out of them. Raises Broken when it is too much."""
        limits = self._limits
        self._unpacked += count
        if self._unpacked > limits.unpacked_bytes:
            raise Broken(f"unpacks to more than {in_bytes(limits.unpacked_bytes)}: the rest was not read")
        if self._unpacked > max(limits.ratio_from, limits.ratio * self._packed):
            raise Broken(f"unpacks to more than {limits.ratio} times its size: the rest was not read")


class ByteSource(Protocol):
    """Bytes in order."""

    def read(self, count: int) -> bytes:
        """Return the next bytes, fewer only at the end."""

    def skip(self, count: int) -> None:
        """Leave bytes out. Raises Broken where there are not so many."""

    def finish(self) -> None:
        """Go to the end, where packed bytes have their sum. Raises Broken when it does not fit."""


class Plain:
    """A file as it is."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._size = size

    def read(self, count: int) -> bytes:
        """Return the next bytes, fewer only at the end."""
        return self._file.read(count)

    def skip(self, count: int) -> None:
        """Leave bytes out, which costs nothing here."""
        target = self._file.tell() + count
        if target > self._size:
            raise Broken(CUT_OFF)
        self._file.seek(target)

    def finish(self) -> None:
        """Nothing here vouches for what was read."""


class Unpacked:
    """A file as it unpacks: one packed stream after the other, as gzip and xz are written in parallel."""

    def __init__(
        self, file: IO[bytes], magic: bytes, make: Callable[[], Decompressor], budget: Budget, limits: Limits
    ) -> None:
        self._file = file
        self._magic = magic
        self._make = make
        self._budget = budget
        self._streams_left = limits.members
        self._waiting = b""
        self._current = make()

    def read(self, count: int) -> bytes:
        """Return the next bytes, fewer only at the end. Raises Broken."""
        parts, left = [], count
        while left and (part := self._some(min(left, CHUNK))):
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def skip(self, count: int) -> None:
        """Unpack bytes and forget them."""
        left = count
        while left:
            part = self._some(min(left, CHUNK))
            if not part:
                raise Broken(CUT_OFF)
            left -= len(part)

    def finish(self) -> None:
        """Unpack and forget the rest, which ends with the sum of all."""
        while self._some(CHUNK):
            pass

    def _some(self, most: int) -> bytes:
        while True:
            if self._current.eof and not self._next_stream():
                return b""
            if part := self._step(most):
                self._budget.unpacked(len(part))
                return part
            if not self._current.eof:
                self._waiting = self._chunk()
                if not self._waiting:
                    raise Broken(CUT_OFF)

    def _step(self, most: int) -> bytes:
        try:
            part = self._current.decompress(self._waiting, most)
        except unpacking_errors():
            raise Broken(DAMAGED) from None
        # zlib gives back what it had no room for; the others keep it.
        self._waiting = getattr(self._current, "unconsumed_tail", b"")
        return part

    def _next_stream(self) -> bool:
        """Begin what follows the stream that ended, unless that is nothing, padding or noise."""
        rest = self._current.unused_data.lstrip(b"\0")
        while len(rest) < LONGEST_MAGIC and (chunk := self._chunk()):
            rest = (rest + chunk).lstrip(b"\0")
        if not rest.startswith(self._magic):
            return False
        if not self._streams_left:
            raise Broken("is packed in too many pieces")
        self._streams_left -= 1
        self._current, self._waiting = self._make(), rest
        return True

    def _chunk(self) -> bytes:
        chunk = self._file.read(CHUNK)
        self._budget.read(len(chunk))
        return chunk


def unpacking_errors() -> tuple[type[Exception], ...]:
    """Return what a decompressor raises on damaged bytes: zlib's own, EOFError, ValueError, OSError, lzma's own."""
    try:
        from lzma import LZMAError
    except ImportError:
        return (zlib.error, EOFError, ValueError, OSError)
    return (zlib.error, EOFError, ValueError, OSError, LZMAError)
