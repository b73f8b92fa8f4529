"""CPython's own asyncio tests on our loop: beside the test runner, and as a submission in a candidate."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import unittest
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.model import Outcome
from tests.examiner.bench import grade

HOME = Path(__file__).resolve().parents[2]
SUITE = Path(__file__).with_name("suite.py")
PACKAGE = "test.test_asyncio"
# Those that need no sockets, no subprocesses and no other process to look at.
FILES = (
    "test_context",
    "test_eager_task_factory",
    "test_free_threading",
    "test_futures",
    "test_futures2",
    "test_graph",
    "test_locks",
    "test_pep492",
    "test_queues",
    "test_runners",
    "test_staggered",
    "test_taskgroups",
    "test_tasks",
    "test_threads",
    "test_timeouts",
    "test_waitfor",
)
MOST_AT_ONCE = 80
CHILD_WALL_S = 120


class Ended(NamedTuple):
    """passed, skipped or failed; `why` for the last two."""

    outcome: str
    why: str


Note = Callable[[str, str, str], None]
# Runs some tests and notes each that is over; gives the reason where it could not get to the end.
Batch = Callable[[Sequence[str], Note], str]


def is_installed() -> bool:
    """Does this Python come with its own tests?"""
    return importlib.util.find_spec("test") is not None and importlib.util.find_spec(PACKAGE) is not None


def names(files: Sequence[str] = FILES) -> list[str]:
    """The full names of all tests in those of the files that this Python has."""
    present = [file for file in files if importlib.util.find_spec(f"{PACKAGE}.{file}") is not None]
    suites = [unittest.defaultTestLoader.loadTestsFromName(f"{PACKAGE}.{file}") for file in present]
    return [test.id() for suite in suites for test in _flat(suite)]


def _flat(suite: unittest.TestSuite) -> Iterator[unittest.TestCase]:
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from _flat(test)
        else:
            yield test


def run_all(tests: Sequence[str], batch: Batch) -> dict[str, Ended]:
    """Run all the tests; one that ends its process, or takes too long, has failed, and the others go on after it."""
    ended: dict[str, Ended] = {}
    left = list(tests)
    while left:
        before = len(ended)
        why = batch(left[:MOST_AT_ONCE], lambda name, outcome, why: ended.update({name: Ended(outcome, why)}))
        if len(ended) == before:
            ended[left[0]] = Ended("failed", why or "it ended without a word")
        left = [name for name in left if name not in ended]
    return ended


def as_a_submission(tests: Sequence[str], note: Note) -> str:
    """Run some tests in a candidate, on the loops that a student's code gets there."""

    def check(kata):
        kata.run(tests, note)

    report = grade(SUITE.read_text(encoding="utf-8"), check)
    if not report.results:
        return report.reason
    (result,) = report.results
    return "" if result.outcome is Outcome.PASSED else f"{result.outcome}: {result.headline}"


def in_process(tests: Sequence[str], note: Note) -> str:
    """Run some tests on the virtual clock, in a process that nothing confines."""
    return _in_a_child("virtual", tests, note)


def on_plain_asyncio(tests: Sequence[str], note: Note) -> str:
    """Run some tests as CPython does: what fails there says nothing about us."""
    return _in_a_child("plain", tests, note)


def _in_a_child(mode: str, tests: Sequence[str], note: Note) -> str:
    command = [sys.executable, "-m", "tests.stdlib_asyncio.child", mode]
    why = ""
    with subprocess.Popen(
        command, cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        try:
            told, _ = child.communicate(json.dumps(list(tests)), CHILD_WALL_S)
        except subprocess.TimeoutExpired:
            child.kill()
            told, _ = child.communicate()
            why = f"not over after {CHILD_WALL_S} s"
    for line in told.splitlines():
        note(*json.loads(line))
    return why or f"exit code {child.returncode}"
