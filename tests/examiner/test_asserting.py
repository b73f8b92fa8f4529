"""A plain `assert` of a check, as our own session of pytest runs it: both sides are kept, and nothing takes long."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from grader.curriculum import load_kata
from grader.engine.examiner import examine
from grader.engine.submission import AttemptRequest, Submission
from grader.model import CheckResult, Outcome

FACTS = "title: Text\ntrack: tasks\nkind: build\ndifficulty: 1\nsubmit: code.py\nhints: [Look., Think., Write.]\n"
CHECKS = '''
import asyncio
import random

from grader.testing import check

LETTERS = [*"abcdefghijklmnopqrstuvwxyz"] * 2
WANTED = "\\n".join("".join(random.Random(number).sample(LETTERS, 52)) for number in range(1000))


@check(points=1)
async def test_text(kata):
    """It gives the text."""
    assert await kata.text(WANTED) == WANTED


@check(points=1)
async def test_queue(kata):
    """It puts three values into each queue."""
    queues = [asyncio.Queue() for _ in range(12)]
    await kata.fill(queues)
    queue = queues[0]
    assert queue.qsize() == 3


@check(points=1)
async def test_values(kata):
    """It gives two numbers."""
    assert await kata.numbers() == [1, 2]
'''
SOURCE = b"""
async def text(wanted):
    return "\\n".join(line[::-1] for line in wanted.split("\\n"))

async def fill(queues):
    for outer, inner in zip(queues, queues[1:]):
        for _ in range(20):
            outer.put_nowait([inner] * 20)

async def numbers():
    return [1, 3]
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, CheckResult]:
    """The results of the source above, by the names of the checks."""
    folder = tmp_path_factory.mktemp("course") / "katas" / "kata97_text"
    folder.mkdir(parents=True)
    for name, content in (("kata.yaml", FACTS), ("README.md", "# Text\n"), ("test_text.py", CHECKS)):
        (folder / name).write_text(content, encoding="utf-8")
    submission = Submission("code.py", SOURCE, sha256(SOURCE).hexdigest())

    report = examine(load_kata(Path(folder)), lambda desk: desk.grade(AttemptRequest(submission, "5eed" * 8)))

    return {result.check.name: result for result in report.results}


def test_long_texts_are_not_compared_line_by_line(results: dict[str, CheckResult]) -> None:
    """Both sides are told by their beginnings; looking for differences takes some of pytest's versions minutes."""
    found = results["test_text"]

    assert Outcome.FAILED is found.outcome
    assert (len(found.expected), len(found.got)) == (401, 401)
    assert found.got.startswith(f"'{found.expected[1:53][::-1]}")


def test_what_a_check_handed_over_is_not_written_down(results: dict[str, CheckResult]) -> None:
    """A queue that holds another four hundred times, and that one the next likewise, is shown by its name."""
    found = results["test_queue"]

    assert Outcome.FAILED is found.outcome
    assert (found.expected, found.got) == ("3", "20")


def test_small_values_are_told_as_they_are(results: dict[str, CheckResult]) -> None:
    """The usual case."""
    found = results["test_values"]

    assert (found.expected, found.got) == ("[1, 2]", "[1, 3]")
