"""When two programs are the same but for what a reader sees, and when they are not."""

from __future__ import annotations

import threading

import pytest

from grader.classroom.similar.fingerprints import Fingerprint, FingerprintReader, fingerprint

PLAIN = b"""
import asyncio

async def fetch_all(jobs, limit=3):
    results = []
    for job in jobs:
        try:
            results.append(await asyncio.wait_for(job, timeout=limit))
        except asyncio.TimeoutError as error:
            results.append(error)
    return results

class Box:
    def __init__(self):
        self.items = []

    def put(self, item):
        self.items.append(item)
        return self.put
"""
SAME = {
    "names": PLAIN.replace(b"results", b"out")
    .replace(b"job", b"thing")
    .replace(b"error", b"e")
    .replace(b"limit", b"n"),
    "attributes and methods": PLAIN.replace(b"items", b"stuff").replace(b"put", b"add").replace(b"Box", b"Bag"),
    "comments and layout": PLAIN.replace(b"results = []", b"results  =  [ ]  # all of them\n\n"),
    "docstrings": PLAIN.replace(b"limit=3):", b'limit=3):\n    """Fetch."""').replace(
        b"Box:", b'Box:\n    """A box."""'
    ),
    "annotations": PLAIN.replace(b"jobs, limit=3)", b"jobs: list[int], limit: float = 3) -> list[object]").replace(
        b"results = []", b"results: list[object] = []"
    ),
    "a bare annotation and pass": PLAIN.replace(b"results = []", b"job: int\n    pass\n    results = []"),
    "the way of importing": PLAIN.replace(b"import asyncio", b"import asyncio as aio\nimport random").replace(
        b"asyncio.", b"aio."
    ),
    "names imported alone": PLAIN.replace(b"import asyncio", b"from asyncio import TimeoutError as Late, wait_for")
    .replace(b"asyncio.wait_for", b"wait_for")
    .replace(b"asyncio.TimeoutError", b"Late"),
}
OTHER = {
    "another value": PLAIN.replace(b"limit=3", b"limit=4"),
    "another function of a library": PLAIN.replace(b"asyncio.wait_for", b"asyncio.shield"),
    "another method": PLAIN.replace(b"results.append(error)", b"results.extend(error)"),
    "another builtin": PLAIN.replace(b"asyncio.TimeoutError", b"ValueError"),
    "another order": PLAIN.replace(b"return results", b"return results[::-1]"),
    "names exchanged": PLAIN.replace(b"results.append(error)", b"results.append(job)"),
    "an argument's name of a library": PLAIN.replace(b"timeout=limit", b"delay=limit"),
}


@pytest.mark.parametrize("what", SAME)
def test_what_python_does_not_do_is_not_compared(what: str) -> None:
    """Names of one's own, comments, docstrings, annotations and imports may differ."""
    assert SAME[what] != PLAIN
    assert fingerprint(SAME[what]) == fingerprint(PLAIN)


@pytest.mark.parametrize("what", OTHER)
def test_what_python_does_is_compared(what: str) -> None:
    """Any other difference is one."""
    assert OTHER[what] != PLAIN
    assert fingerprint(OTHER[what]) != fingerprint(PLAIN)


def test_a_keyword_of_ones_own_is_a_name_of_ones_own() -> None:
    """A caller uses the name that the function gives its argument, and nobody else's."""
    one = b"def f(delay):\n    return f(delay=g(delay=1))\n"

    assert fingerprint(one) == fingerprint(b"def go(n):\n    return go(n=g(delay=1))\n")


@pytest.mark.parametrize("source", [b"def f(:", b"\0", b"\xff\xfe", b"x = " + b"-" * 100_000 + b"1"])
def test_what_is_no_python_has_none(source: bytes) -> None:
    """It is compared with nothing, and nothing is raised."""
    with FingerprintReader() as reader:
        assert reader.read(source) is None


def never_for_endless(source: bytes) -> Fingerprint | None:
    """Stands for a parser that a file has blown: no answer, however long one waits."""
    if source == b"endless":
        threading.Event().wait()
    return fingerprint(source)


def test_a_file_that_blows_the_parser_costs_itself_alone() -> None:
    """Its process is ended, and the next file is read by a new one. Needs real processes: ending one is the claim."""
    with FingerprintReader(patience_s=0.0, read=never_for_endless) as reader:
        assert reader.read(b"endless") is None

        reader.patience_s = 60.0
        assert reader.read(PLAIN) == fingerprint(PLAIN)
