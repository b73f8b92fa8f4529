"""What a confined candidate can still do: everything a kata asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

Attempt = Callable[[str], Any]


WORKS: Mapping[str, tuple[str, object]] = {
    # 32 threads run at once.
    "threads can be started": (
        """
import threading
threading.stack_size(1 << 20)
together = threading.Barrier(32)
threads = [threading.Thread(target=together.wait) for _ in range(32)]
for one in threads: one.start()
for one in threads: one.join()
result = not together.broken
""",
        True,
    ),
    # asyncio.run works, with a thread beside it and a wake-up from there.
    "an event loop runs": (
        """
import asyncio
async def main():
    return await asyncio.gather(asyncio.to_thread(sum, [1, 2]), asyncio.sleep(0, "slept"))
result = asyncio.run(main())
""",
        [3, "slept"],
    ),
    # Talk between its own threads is nobody else's business.
    "pipes and socket pairs carry bytes": (
        """
import os, socket
out, into = os.pipe(); os.write(into, b"p")
left, right = socket.socketpair(); left.send(b"s")
result = (os.read(out, 1) + right.recv(1)).decode()
""",
        "ps",
    ),
    # asyncio's own transports send in pieces and in vectors, and hand over what the kernel takes.
    "streams over a socket pair carry much": (
        """
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
""",
        900_000,
    ),
    # Its content is copied, however Python asks the kernel to.
    "a file can be copied": (
        """
import os, shutil
with open("file", "w") as file: file.write("text" * 1000)
shutil.copyfile("file", "copy")
result = os.stat("copy").st_size
""",
        4000,
    ),
    # No descriptor is one, which is no error.
    "terminals are asked after": ("import os; result = [os.isatty(0), os.get_blocking(0)]", [False, True]),
    # /dev/null swallows, and random bytes can be had.
    "devices that give nothing away work": (
        """
import os
with open(os.devnull, "w") as null: null.write("x")
result = len(os.urandom(8))
""",
        8,
    ),
    # A program may handle its own signals: raised by itself, they reach only itself.
    "a signal to itself arrives": (
        """
import os, signal
got = []
signal.signal(signal.SIGTERM, lambda *_: got.append(1))
os.kill(os.getpid(), signal.SIGTERM); signal.raise_signal(signal.SIGTERM)
result = got
""",
        [1, 1],
    ),
    # A program may ask how many files it can open.
    "reading a limit is allowed": (
        "import resource; result = resource.getrlimit(resource.RLIMIT_NOFILE)[1] <= 256",
        True,
    ),
    # A traceback through the standard library still has its lines.
    "an error shows its source lines": (
        """
import json, traceback
try: json.loads("?")
except ValueError: result = "return _default_decoder.decode(s)" in traceback.format_exc()
""",
        True,
    ),
}


@pytest.mark.parametrize("what", WORKS)
def test_what_a_kata_asks_for_works(confined: Attempt, what: str) -> None:
    """Confined, the code gives what it gives anywhere."""
    code, expected = WORKS[what]

    assert confined(code) == expected


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
