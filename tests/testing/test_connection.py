"""Connections follow their script, and note what was written."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from grader.testing import Connection


def test_bytes_arrive_at_their_times(run: Any) -> None:
    """A line is there when its last piece has come, and the end after a half close."""
    connection = Connection([(1, b"one\ntw"), (2, b"o\n"), (1, None)], opening=0.5)

    async def scenario() -> list[Any]:
        reader, _ = await connection()
        loop, heard = asyncio.get_running_loop(), []
        async for line in reader:
            heard.append((loop.time() - 100_000, line))
        return [*heard, loop.time() - 100_000, reader.at_eof()]

    assert run(scenario()) == [(1.5, b"one\n"), (3.5, b"two\n"), 4.5, True]


def test_the_check_can_answer(run: Any) -> None:
    """The check reads the student's lines and sends its own; after the student closes, there are no more."""
    connection = Connection(drain=0.5)

    async def student() -> bytes:
        reader, writer = await connection()
        writer.writelines([b"ping", b"\n"])
        await writer.drain()
        answer = await reader.readexactly(4)
        writer.close()
        await writer.wait_closed()
        return bytes(answer)

    async def scenario() -> tuple[bytes, bytes, bytes]:
        task = asyncio.create_task(student())
        await asyncio.sleep(0.25)
        asked = await connection.line()
        connection.send(b"pong")
        return asked, await task, await connection.line()

    assert run(scenario()) == (b"ping\n", b"pong", b"")
    assert [connection.written, connection.drained, connection.closed] == [[(0.0, b"ping\n")], [0.5], [0.5]]


def test_a_drop_reaches_reader_and_writer(run: Any) -> None:
    """After a drop, reading and draining raise its error, and what is written is lost."""
    error = ConnectionAbortedError("cut")
    connection = Connection([(1, error)])

    async def scenario() -> list[bool]:
        reader, writer = await connection()
        seen = []
        for action in (reader.read, writer.drain):
            with pytest.raises(ConnectionAbortedError) as caught:
                await action()
            seen.append(caught.value is error)
        writer.write(b"too late")
        return [*seen, writer.is_closing()]

    assert run(scenario()) == [True, True, True]
    assert connection.received == b""


def test_a_closed_half_takes_no_more(run: Any) -> None:
    """After write_eof the check sees the end, and writing is an error as in asyncio."""
    connection = Connection()

    async def scenario() -> bytes:
        _, writer = await connection()
        writer.write(b"all")
        writer.write_eof()
        with pytest.raises(RuntimeError, match="write_eof"):
            writer.write(b"more")
        return await connection.line()

    assert run(scenario()) == b"all"
    assert connection.half_closed == [0.0]


def test_one_connection_connects_once(run: Any) -> None:
    """A second call is the author's mistake, and says so."""
    connection = Connection()

    async def scenario() -> None:
        await connection()
        await connection()

    with pytest.raises(RuntimeError, match="make a Connection for each"):
        run(scenario())


@pytest.mark.parametrize("first", [None, ConnectionResetError()])
def test_a_script_ends_with_its_end(first: Any) -> None:
    """Bytes after a half close or a drop are the author's mistake, and said where the script is written."""
    with pytest.raises(ValueError, match="after a drop nothing"):
        Connection([(1, first), (1, b"more")])


def test_a_half_close_may_be_followed_by_a_drop(run: Any) -> None:
    """A far end that has said all may still drop the connection: draining fails then, and it can send nothing more."""
    connection = Connection([(1, b"all"), (0, None), (1, ConnectionResetError())])

    async def scenario() -> bytes:
        reader, writer = await connection()
        told = await reader.read()
        with pytest.raises(RuntimeError, match="half close"):
            connection.send(b"more")
        await asyncio.sleep(2)
        with pytest.raises(ConnectionResetError):
            await writer.drain()
        return bytes(told)

    assert run(scenario()) == b"all"
