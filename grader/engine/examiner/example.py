"""A program of ours run as a submission is: what it printed, who ran when, and how it ended, seen live."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from grader.engine.examiner.attempt import KataChecks, attempt
from grader.engine.examiner.checks import LoadedCheck
from grader.engine.examiner.launch import Launcher
from grader.engine.submission import AttemptRequest, Submission
from grader.model import Check, Kata, KataKind, Report
from grader.testing.checks import CheckMark

FILE = "example.py"
SAME_SEED = "0" * 32


def play(source: str, *, launcher: Launcher | None = None) -> Report:
    """Run `await main()` of this program in a candidate, on the virtual clock; the report has one check, the run.

    It goes the way of every submission, so the picture is the one that a student's own program would get.
    """
    program = source.encode()
    kata = Kata("example", "example", Path(), "An example", "first-steps", KataKind.PREDICT, 1, FILE)
    check = Check("test_example", "It ran.", 1, hidden=False)
    loaded = LoadedCheck(check, CheckMark(points=1, needs=(), tells=None, inside=False), _main, ("kata",))
    submission = Submission(FILE, program, sha256(program).hexdigest())
    request = AttemptRequest(submission, SAME_SEED)
    return attempt(KataChecks(kata, "", [loaded]), request, launcher)


async def _main(kata: Any) -> None:
    await kata.main()
