"""Scripted sources and connections: values and bytes at virtual times, without a network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from itertools import pairwise
from typing import Any, ClassVar, TypeAlias

from grader.testing.moments import now, runs


class Source:
    """Gives the values of its script, each after its wait, which begins when the value is asked for.

    `script` holds (virtual seconds, value). After the last value and `ending` more seconds it says that there are no
    more, or raises `error`. Calling it makes an async generator, which takes `cleanup` seconds to close; going through
    the object itself uses a plain async iterator without `aclose`. Afterwards `asked`, `ended` and `closed` (before
    its end) are lists of virtual seconds, and `given` holds (virtual seconds, value).
    """

    _crosses: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        script: Iterable[tuple[float, Any]],
        *,
        error: BaseException | None = None,
        ending: float = 0,
        cleanup: float = 0,
        name: str = "source",
    ) -> None:
        self.script = list(script)
        self.error = error
        self.ending = ending
        self.cleanup = cleanup
        self.name = name
        self.asked: list[float] = []
        self.given: list[tuple[float, Any]] = []
        self.ended: list[float] = []
        self.closed: list[float] = []
        self._opened: list[float] = []
        self._place = 0

    def __call__(self) -> AsyncGenerator[Any, None]:
        made: Any = self._generate()
        made.__name__ = made.__qualname__ = self.name
        return made  # type: ignore[no-any-return]

    def __aiter__(self) -> Source:
        return self

    async def __anext__(self) -> Any:
        if self._place < len(self.script):
            delay, value = self.script[self._place]
            self._place += 1
            return await self._give(delay, value)
        await self._end()
        raise StopAsyncIteration

    async def _generate(self) -> AsyncGenerator[Any, None]:
        self._opened.append(now())
        try:
            for delay, value in self.script:
                yield await self._give(delay, value)
        except BaseException:  # whatever is thrown in closes it
            await self._stop()
            raise
        try:
            await self._end()
        except asyncio.CancelledError:
            await self._stop()
            raise

    async def _stop(self) -> None:
        if runs():
            if self.cleanup:
                await asyncio.sleep(self.cleanup)
            self.closed.append(now())

    async def _give(self, delay: float, value: Any) -> Any:
        self.asked.append(now())
        if delay:
            await asyncio.sleep(delay)
        self.given.append((now(), value))
        return value

    async def _end(self) -> None:
        self.asked.append(now())
        if self.ending:
            await asyncio.sleep(self.ending)
        self.ended.append(now())
        if self.error is not None:
            raise self.error

    def _left(self, at: float) -> list[str]:
        over = sum(then <= at + self.cleanup for then in (*self.ended, *self.closed))
        return [self.name] * (len(self._opened) - over)

    def _noted(self) -> int:
        return len(self.asked) + len(self.given) + len(self.ended) + len(self.closed)


What: TypeAlias = bytes | BaseException | None
LOST = "Connection lost"


class Connection:
    """The far end of one connection. Calling it connects, and gives the (reader, writer) to hand to the student.

    `script` holds (virtual seconds after the step before, what): bytes arrive, None closes the far end's half, an
    exception drops the connection. It begins when connected, which takes `opening` virtual seconds; each `drain()`
    takes `drain` and `wait_closed()` takes `closing`. Afterwards `written` holds (virtual seconds, bytes), all the
    bytes are `received`; `opened`, `drained`, `half_closed` and `closed` are lists of virtual seconds.
    """

    _crosses: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        script: Iterable[tuple[float, What]] = (),
        *,
        opening: float = 0,
        drain: float = 0,
        closing: float = 0,
        name: str = "connection",
    ) -> None:
        self.script = list(script)
        for (_, what), (_, after) in pairwise(self.script):
            if isinstance(what, BaseException) or (what is None and not isinstance(after, BaseException)):
                raise ValueError("after a drop nothing happens any more, after a half close only a drop")
        self.opening = opening
        self.drain = drain
        self.closing = closing
        self.name = name
        self.written: list[tuple[float, bytes]] = []
        self.opened: list[float] = []
        self.drained: list[float] = []
        self.half_closed: list[float] = []
        self.closed: list[float] = []
        self._said_all = False
        self._error: BaseException | None = None

    async def __call__(self, *_: Any, **__: Any) -> tuple[Reader, Writer]:
        if self.opened:
            raise RuntimeError("this connection was made already: make a Connection for each")
        if self.opening:
            await asyncio.sleep(self.opening)
        self.opened.append(now())
        self._to_student, self._from_student = asyncio.StreamReader(), asyncio.StreamReader()
        loop, at = asyncio.get_running_loop(), 0.0
        for delay, what in self.script:
            at += delay
            loop.call_later(at, self._happens, what)
        return Reader(self._to_student), Writer(self)

    def _happens(self, what: What) -> None:
        if isinstance(what, bytes):
            self.send(what)
        elif what is None:
            self.half_close()
        else:
            self.drop(what)

    @property
    def received(self) -> bytes:
        """All that the student has written."""
        return b"".join(data for _, data in self.written)

    def send(self, data: bytes) -> None:
        """Let these bytes arrive now; nothing arrives at a connection that is closed or was dropped."""
        if self._said_all:
            raise RuntimeError("after a half close there is nothing more to send")
        if not self.closed and self._error is None:
            self._to_student.feed_data(data)

    def half_close(self) -> None:
        """Say that nothing more will come from the far end; it still listens."""
        self._said_all = True
        if self._error is None:
            self._to_student.feed_eof()

    def drop(self, error: BaseException | None = None) -> None:
        """Cut the connection: whoever reads or drains gets `error`, a ConnectionResetError by default."""
        if self._error is None:
            self._error = error or ConnectionResetError(LOST)
            self._to_student.set_exception(self._error)  # type: ignore[arg-type]
            self._from_student.feed_eof()

    async def line(self) -> bytes:
        """Return the next line that the student writes, with its line end; b"" when the student's half is closed."""
        return await self._from_student.readline()

    def _write(self, data: bytes) -> None:
        if self.half_closed:
            raise RuntimeError("Cannot call write() after write_eof()")
        if not self.closed and self._error is None:
            self.written.append((now(), data))
            self._from_student.feed_data(data)

    async def _drain(self) -> None:
        if self._error is not None:
            raise self._error
        if self.closed:
            raise ConnectionResetError(LOST)
        if self.drain:
            await asyncio.sleep(self.drain)
        self.drained.append(now())

    def _write_eof(self) -> None:
        if not self.half_closed:
            self.half_closed.append(now())
            self._from_student.feed_eof()

    def _close(self) -> None:
        if not self.closed:
            self.closed.append(now())
            self._from_student.feed_eof()
            if self._error is None:
                self._to_student.feed_eof()

    def _left(self, at: float) -> list[str]:
        return [self.name] if self.opened and not any(then <= at for then in self.closed) else []

    def _noted(self) -> int:
        return len(self.opened) + len(self.written) + len(self.half_closed) + len(self.closed)


class Reader:
    """What arrives, with the methods of asyncio.StreamReader."""

    _crosses: ClassVar[frozenset[str]] = frozenset({"read", "readline", "readexactly", "readuntil", "at_eof"})

    def __init__(self, stream: asyncio.StreamReader) -> None:
        self._stream = stream

    async def read(self, n: int = -1) -> bytes:
        """At most n bytes, or all until the end."""
        return await self._stream.read(n)

    async def readline(self) -> bytes:
        """Return one line with its end, or what is left."""
        return await self._stream.readline()

    async def readexactly(self, n: int) -> bytes:
        """Exactly n bytes. Raises asyncio.IncompleteReadError."""
        return await self._stream.readexactly(n)

    async def readuntil(self, separator: bytes = b"\n") -> bytes:
        """Return all until the separator, with it. Raises asyncio.IncompleteReadError."""
        return await self._stream.readuntil(separator)

    def at_eof(self) -> bool:
        """Return whether everything has been read and the other half closed."""
        return self._stream.at_eof()

    def __aiter__(self) -> Reader:
        return self

    async def __anext__(self) -> bytes:
        line = await self._stream.readline()
        if line == b"":
            raise StopAsyncIteration
        return line


class Writer:
    """What is sent, with the methods of asyncio.StreamWriter."""

    _crosses: ClassVar[frozenset[str]] = frozenset(
        {
            "write",
            "writelines",
            "drain",
            "write_eof",
            "can_write_eof",
            "close",
            "is_closing",
            "wait_closed",
            "get_extra_info",
        }
    )

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def write(self, data: bytes) -> None:
        """Send these bytes."""
        self._connection._write(bytes(data))

    def writelines(self, lines: Iterable[bytes]) -> None:
        """Send these, one after the other."""
        self.write(b"".join(lines))

    async def drain(self) -> None:
        """Wait until more may be written. Raises what dropped the connection."""
        await self._connection._drain()

    def can_write_eof(self) -> bool:
        """It can."""
        return True

    def write_eof(self) -> None:
        """Close this half."""
        self._connection._write_eof()

    def close(self) -> None:
        """Close the connection."""
        self._connection._close()

    def is_closing(self) -> bool:
        """Return whether it is closed, or dropped."""
        return bool(self._connection.closed) or self._connection._error is not None

    async def wait_closed(self) -> None:
        """Wait until it is closed."""
        if self._connection.closing:
            await asyncio.sleep(self._connection.closing)

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return the peer's address, which is this connection's name."""
        return self._connection.name if name == "peername" else default
