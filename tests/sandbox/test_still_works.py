"""What a confined candidate can still do: everything a kata asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Attempt = Callable[[str], Any]


def test_threads_can_be_started(confined: Attempt) -> None:
    """32 threads run at once."""
    said = confined("""
import threading
threading.stack_size(1 << 20)
together = threading.Barrier(32)
threads = [threading.Thread(target=together.wait) for _ in range(32)]
for one in threads: one.start()
for one in threads: one.join()
result = not together.broken
""")

    assert said is True


def test_an_event_loop_runs(confined: Attempt) -> None:
    """asyncio.run works, with a thread beside it and a wake-up from there."""
    said = confined("""
import asyncio
async def main():
    return await asyncio.gather(asyncio.to_thread(sum, [1, 2]), asyncio.sleep(0, "slept"))
result = asyncio.run(main())
""")

    assert said == [3, "slept"]


def test_pipes_and_socket_pairs_carry_bytes(confined: Attempt) -> None:
    """Talk between its own threads is nobody else's business."""
    said = confined("""
import os, socket
out, into = os.pipe(); os.write(into, b"p")
left, right = socket.socketpair(); left.send(b"s")
result = (os.read(out, 1) + right.recv(1)).decode()
""")

    assert said == "ps"


def test_streams_over_a_socket_pair_carry_much(confined: Attempt) -> None:
    """asyncio's own transports send in pieces and in vectors, and hand over what the kernel takes."""
    said = confined("""
import asyncio, socket
async def main():
    left, right = socket.socketpair()
    reader, kept = await asyncio.open_connection(sock=left)
    unused, writer = await asyncio.open_connection(sock=right)
    writer.writelines([b"x" * 300_000] * 3)
    got = await reader.readexactly(900_000)
    writer.close(), kept.close()
    return len(got)
result = asyncio.run(main())
""")

    assert said == 900_000


def test_a_file_can_be_copied(confined: Attempt) -> None:
    """Its content is copied, however Python asks the kernel to."""
    said = confined("""
import os, shutil
with open("file", "w") as file: file.write("text" * 1000)
shutil.copyfile("file", "copy")
result = os.stat("copy").st_size
""")

    assert said == 4000


def test_terminals_are_asked_after(confined: Attempt) -> None:
    """No descriptor is one, which is no error."""
    said = confined("import os; result = [os.isatty(0), os.get_blocking(0)]")

    assert said == [False, True]


def test_scratch_can_be_written(confined: Attempt, tmp_path: Path) -> None:
    """Files and folders in the scratch folder come and go."""
    said = confined("""
import os
os.mkdir("folder"); os.rename("folder", "renamed"); os.rmdir("renamed")
with open("kept", "w") as file: file.write("here")
result = os.listdir(".")
""")

    assert said == ["kept"]
    assert (tmp_path / "scratch" / "kept").read_text(encoding="utf-8") == "here"


@pytest.mark.parametrize("module", ["decimal", "statistics", "csv", "zoneinfo", "sqlite3", "email.message", "unittest"])
def test_the_standard_library_loads(confined: Attempt, module: str) -> None:
    """A module not loaded before, compiled or not, is found afterwards."""
    said = confined(f"import {module}; result = {module.partition('.')[0]}.__name__")

    assert said == module.partition(".")[0]


def test_devices_that_give_nothing_away_work(confined: Attempt) -> None:
    """/dev/null swallows, and random bytes can be had."""
    said = confined("import os\nwith open(os.devnull, 'w') as null: null.write('x')\nresult = len(os.urandom(8))")

    assert said == 8


def test_a_signal_to_itself_arrives(confined: Attempt) -> None:
    """A program may handle its own signals: raised by itself, they reach only itself."""
    said = confined("""
import os, signal
got = []
signal.signal(signal.SIGTERM, lambda *_: got.append(1))
os.kill(os.getpid(), signal.SIGTERM); signal.raise_signal(signal.SIGTERM)
result = got
""")

    assert said == [1, 1]


def test_reading_a_limit_is_allowed(confined: Attempt) -> None:
    """A program may ask how many files it can open."""
    said = confined("import resource; result = resource.getrlimit(resource.RLIMIT_NOFILE)[1] <= 256")

    assert said is True


def test_an_error_shows_its_source_lines(confined: Attempt) -> None:
    """A traceback through the standard library still has its lines."""
    said = confined("""
import json, traceback
try: json.loads("?")
except ValueError: result = "return _default_decoder.decode(s)" in traceback.format_exc()
""")

    assert said is True
