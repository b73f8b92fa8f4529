"""Candidates of a real zygote, graded by checks written on the spot."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest

from grader.engine.examiner.attempt import KataChecks, attempt
from grader.engine.examiner.launch import Launcher
from grader.engine.examiner.zygote import ZygoteLauncher, can_fork_candidates, protections_of
from grader.engine.submission import AttemptRequest, Submission
from grader.errors import UnableToGrade
from grader.model import Level, Protections, Report
from tests.examiner.bench import SEED, loaded
from tests.support.katas import kata as a_kata

Mark = Callable[..., Report]


@pytest.fixture(autouse=True)
def _skipped_where_there_is_none(request: pytest.FixtureRequest) -> None:
    """Skip where no zygote can be; a test marked `holds("namespaces")` also where bubblewrap does not work."""
    if not can_fork_candidates():
        pytest.skip("this system cannot run a zygote")
    wanted = {name for mark in request.node.iter_markers("holds") for name in mark.args}
    if wanted and request.getfixturevalue("here").level is not Level.STRONG:
        pytest.skip("bubblewrap does not work here")


@pytest.fixture(scope="session")
def here() -> Protections:
    """What a candidate of a zygote has on this machine."""
    with ZygoteLauncher() as launcher:
        try:
            return protections_of(launcher)
        except UnableToGrade:
            return Protections()


@pytest.fixture(scope="module")
def zygote() -> Iterator[ZygoteLauncher]:
    """A launcher with a warm zygote, which the tests of a file share."""
    with ZygoteLauncher() as launcher:
        yield launcher


@pytest.fixture
def mark() -> Mark:
    """Grade a source with candidates of this launcher: mark(launcher, source, check, …)."""

    def marked(launcher: Launcher, source: str, *checks: Any) -> Report:
        kata = a_kata()
        data = textwrap.dedent(source).encode()
        request = AttemptRequest(Submission("code.py", data, sha256(data).hexdigest()), SEED)
        return attempt(KataChecks(kata, "v1", [loaded(check) for check in checks]), request, launcher)

    return marked
