"""A throw-away candidate that confines itself and then tries one thing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.engine.sandbox import base_python, candidate_command, kill_tree, scrubbed_environment

HOME = str(Path(__file__).parents[2])
WAIT_S = 30

CONFINED = """
import json, os, sys, threading
home, scratch, attempt = json.loads(sys.stdin.buffer.readline())
sys.path.insert(0, home)
from grader.engine.sandbox import Lockdown, standard_library
del sys.path[0]
import asyncio, socket
layers = Lockdown(standard_library()).confine(scratch, cpu_s=5)
names = {"scratch": scratch, "layers": layers, "result": None}
try:
    exec(attempt, names)
    said = names["result"]
except Exception as error:
    said = {"refused": type(error).__name__, "errno": getattr(error, "errno", None)}
print(json.dumps(said), flush=True)
sys.stdin.buffer.read()
"""

Attempt = Callable[[str], Any]


class Candidate:
    """A confined process that has tried one thing, said what came of it, and still lives."""

    def __init__(self, scratch: Path, attempt: str) -> None:
        self.process = subprocess.Popen(
            candidate_command(base_python(), CONFINED),
            env=scrubbed_environment(str(scratch)),
            cwd=scratch,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        request = json.dumps([HOME, str(scratch), attempt]).encode() + b"\n"
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(request)
        self.process.stdin.flush()
        self.answer = self.process.stdout.readline()

    def said(self) -> Any:
        """What the attempt left in `result`, or how it was refused."""
        if not self.answer:
            _, trace = self.process.communicate(timeout=WAIT_S)
            pytest.fail(f"the candidate ended without an answer:\n{trace.decode()}")
        return json.loads(self.answer)

    def close(self) -> None:
        """End it and let go of its pipes."""
        kill_tree(self.process)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def candidate(tmp_path: Path) -> Iterator[Callable[[str], Candidate]]:
    """Start a confined process that tries this code."""
    started: list[Candidate] = []

    def start(attempt: str) -> Candidate:
        scratch = tmp_path / "scratch"
        scratch.mkdir(exist_ok=True)
        started.append(Candidate(scratch, attempt))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.fixture
def confined(candidate: Callable[[str], Candidate]) -> Attempt:
    """Try this code in a confined process; gives its `result`, or {"refused": the error's name, "errno": …}."""
    return lambda attempt: candidate(attempt).said()


@pytest.fixture(scope="session")
def active(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The names of the layers that hold on this machine."""
    one = Candidate(tmp_path_factory.mktemp("probe"), "result = [layer.name for layer in layers if layer.active]")
    try:
        return frozenset(one.said())
    finally:
        one.close()


@pytest.fixture(autouse=True)
def _skipped_where_missing(request: pytest.FixtureRequest) -> None:
    """Skip a test marked `holds("files")` on a machine whose kernel has no such layer."""
    marks = list(request.node.iter_markers("holds"))
    if not marks:
        return
    wanted = {name for mark in marks for name in mark.args}
    missing = wanted - request.getfixturevalue("active")
    if missing:
        pytest.skip(f"{sys.platform} lacks here: {', '.join(sorted(missing))}")
