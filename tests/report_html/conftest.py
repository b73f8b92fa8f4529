"""Reports with something of everything, and things a submission may try."""

from __future__ import annotations

import pytest

from grader.model import (
    Check,
    CheckResult,
    Finding,
    Level,
    Mode,
    Outcome,
    Protections,
    Report,
    TimelineEvent,
    Verdict,
)

ORDER = Check("test_order", "The results stand in the order asked.", 3, hidden=False)
STARTS = Check("test_starts_everything", "Three jobs of 2, 1 and 3 s are all done at 3.0 s.", 4, hidden=False)
EMPTY = Check("test_secret_empty", "No jobs at all give an empty list at once.", 2, hidden=True)
ERRORS = Check(
    "test_secret_errors", "The first error leaves at once.", 3, hidden=True, needs=("test_secret_empty", "test_order")
)
BLOCKING = Finding("blocking call", "time.sleep(3) held the whole loop for 3 s", "gather.py", 12, 3.0)
TIMELINE = (
    TimelineEvent(0.0, "-1", "made", "my_gather()"),
    TimelineEvent(0.0, "-1", "run"),
    TimelineEvent(0.0, "-1", "wait", "job()", 14),
    TimelineEvent(3.0, "-1", "run"),
    TimelineEvent(6.0, "-1", "done"),
)
EVIL = "</pre><script>alert(1)</script>\"'&<b onmouseover=x>]]>"


@pytest.fixture
def order() -> CheckResult:
    """A list in the wrong order."""
    return CheckResult(
        ORDER,
        Outcome.FAILED,
        headline="the first result is the one that was finished first",
        misconception="M07",
        expected="['a', 'b', 'c']",
        got="['b', 'a', 'c']",
        took=3.0,
        line=9,
        output="0 s  starting",
        timeline=TIMELINE,
    )


@pytest.fixture
def slow() -> CheckResult:
    """Six seconds where three are possible, because something blocked."""
    return CheckResult(
        STARTS,
        Outcome.FAILED,
        headline="6.0 = 3 + 3: one after the other",
        misconception="M02",
        expected="3.0 s",
        got="6.0 s",
        took=6.0,
        possible=3.0,
        findings=(BLOCKING,),
        timeline=TIMELINE,
    )


@pytest.fixture
def hidden() -> CheckResult:
    """A hidden check that failed, with everything that must not be seen."""
    return CheckResult(
        EMPTY,
        Outcome.FAILED,
        headline="you expect at least one argument",
        misconception="M27",
        expected="the secret expected",
        got="the secret got",
        output="0 s  the secret print",
        findings=(Finding("never awaited", "secret_name() was made but never awaited", "gather.py", 21),),
        timeline=(TimelineEvent(0.0, "-1", "made", "secret_task()"), *TIMELINE[1:]),
    )


@pytest.fixture
def report(order: CheckResult, slow: CheckResult, hidden: CheckResult) -> Report:
    """A rejected attempt."""
    results = (order, slow, hidden, CheckResult(ERRORS, Outcome.NOT_RUN))
    return Report(
        kata="kata11",
        kata_title="Build your own gather",
        kata_version="ab" * 32,
        submit="gather.py",
        verdict=Verdict.REJECTED,
        mode=Mode.SPLIT,
        seed="0123456789abcdef" * 2,
        sha256="cd" * 32,
        results=results,
        findings=tuple(dict.fromkeys(found for result in results for found in result.findings)),
        protections=Protections(Level.PARTIAL, ("seccomp",), ("namespaces: install bubblewrap",)),
        pending=5,
        versions=(("grader", "0.1.0"), ("python", "3.11.7")),
    )
