"""A candidate says hello before it gets the file: whose fault its death is depends on which came first."""

from __future__ import annotations

import json
import os
from hashlib import sha256

import pytest

from grader.engine.examiner.attempt import KataChecks, attempt
from grader.engine.sandbox import Layer
from grader.engine.submission import AttemptRequest, Submission
from grader.engine.wire.protocol import VERSION
from grader.model import Kata, Report, Verdict
from tests.examiner.bench import SEED
from tests.support.katas import kata as a_kata

HELLO = ["h", VERSION, [["limits", True, "of all kinds", ""]]]
STATUS = [0, 0, None, None, 0, None, []]
SOURCE = b"x = 1\n"


class Scripted:
    """A candidate that has said these frames and then ended; what it is told it never reads."""

    layers: tuple[Layer, ...] = ()
    flooded = False

    def __init__(self, *frames: object) -> None:
        self.pid = os.getpid()
        self.read_fd, said = os.pipe()
        self._unread, self.write_fd = os.pipe()
        for frame in frames:
            body = json.dumps(frame).encode()
            os.write(said, len(body).to_bytes(4, "big") + body)
        os.close(said)

    def start(self) -> Scripted:
        """Itself: it is the launcher too."""
        return self

    def last_line(self, file: str, *, ended: bool) -> int:
        """It never said."""
        return 0

    def stand_back(self) -> None:
        """It does nothing anyway."""

    def kill(self) -> None:
        """It is dead."""

    def close(self) -> None:
        """Let go of the pipes."""
        for descriptor in {self.read_fd, self.write_fd, self._unread}:
            os.close(descriptor)


@pytest.fixture
def kata() -> Kata:
    """A kata without a folder."""
    return a_kata()


def marked(kata: Kata, candidate: Scripted) -> Report:
    """The report on a file that this candidate is given."""
    request = AttemptRequest(Submission("code.py", SOURCE, sha256(SOURCE).hexdigest()), SEED)
    return attempt(KataChecks(kata, "v1", []), request, candidate)


def test_a_death_before_the_hello_is_our_fault(kata: Kata) -> None:
    """It had no file yet: what ended it cannot be the submission."""
    report = marked(kata, Scripted())

    assert Verdict.UNABLE_TO_GRADE is report.verdict
    assert "not the submission's fault" in report.reason


def test_a_death_after_the_hello_is_the_files(kata: Kata) -> None:
    """It did nothing but compile the file: the file is not gradable, and the protections are told."""
    report = marked(kata, Scripted(HELLO))

    assert (
        report.verdict,
        report.reason,
    ) == (Verdict.NOT_GRADABLE, "code.py cannot be read: to compile it ends the whole process.")
    assert report.protections.missing


def test_an_exception_in_place_of_an_answer_is_the_files(kata: Kata) -> None:
    """Whatever compiling the file raises makes it not gradable, and names the exception."""
    error = ["x", False, 1, "PermissionError", ["t", []], [], {}, None, None, False, None, 0]

    report = marked(kata, Scripted(HELLO, ["e", error, STATUS, None]))

    assert (
        report.verdict,
        report.reason,
    ) == (Verdict.NOT_GRADABLE, "code.py cannot be read: to compile it raises PermissionError.")


@pytest.mark.parametrize(
    "hello",
    [
        ["h", VERSION + 1, []],
        ["h", VERSION],
        ["a", None, STATUS, None],
        ["h", VERSION, [["limits"]]],
        ["h", VERSION, 3],
    ],
    ids=["another version", "too short", "an answer", "half a layer", "no layers"],
)
def test_an_odd_hello_is_our_fault(kata: Kata, hello: object) -> None:
    """A candidate that is not ours, or not of this version, has nothing to do with the submission."""
    report = marked(kata, Scripted(hello))

    assert Verdict.UNABLE_TO_GRADE is report.verdict
