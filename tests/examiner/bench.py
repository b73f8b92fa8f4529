"""Grade a few lines of a student's code with checks written on the spot."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from grader.engine.examiner.attempt import KataChecks, attempt
from grader.engine.examiner.checks import LoadedCheck, load_check
from grader.engine.submission import AttemptRequest, Submission
from grader.model import CheckResult, Mode, Report
from grader.testing import check
from tests.support.katas import kata

SEED = "5eed" * 8


class Item:
    """As much of a pytest item as a check needs."""

    def __init__(self, function: Callable[..., Any], hidden: bool) -> None:
        self.obj = self.function = function
        self.name = function.__name__
        self.path = Path("hidden" if hidden else "visible") / "test_it.py"


def loaded(function: Callable[..., Any], *, hidden: bool = False) -> LoadedCheck:
    """A function as a check of one point, decorated here if it is not yet."""
    if not hasattr(function, "__kata_check__"):
        function.__doc__ = function.__doc__ or "It holds."
        function = check(points=1)(function)
    return load_check(Item(function, hidden), function.__kata_check__)


def grade(
    source: str,
    *functions: Callable[..., Any] | LoadedCheck,
    mode: Mode = Mode.SPLIT,
    locked: tuple[str, ...] = (),
    because: str = "",
    not_guessed: tuple[str, ...] = (),
    folder: Path = Path("kata98_bench"),
    seed: str = SEED,
) -> Report:
    """The report on a student's source."""
    bench = kata("kata98_bench", folder, locked=locked, locked_because=because, not_guessed=not_guessed)
    data = textwrap.dedent(source).encode()
    submission = Submission("code.py", data, sha256(data).hexdigest())
    checks = [one if isinstance(one, LoadedCheck) else loaded(one) for one in functions]
    return attempt(KataChecks(bench, "v1", checks), AttemptRequest(submission, seed, mode))


def outcome(source: str, function: Callable[..., Any], *, mode: Mode = Mode.SPLIT) -> CheckResult:
    """The result of one check on a student's source."""
    report = grade(source, function, mode=mode)
    assert report.results, report.reason
    return report.results[0]
