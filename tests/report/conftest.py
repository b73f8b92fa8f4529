"""Reports to render."""

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

STARTS = Check("test_starts_everything", "Three jobs of 2, 1 and 3 s are all done at 3.0 s.", 4, hidden=False)
ORDER = Check("test_order", "The results stand in the order asked.", 3, hidden=False)
EMPTY = Check("test_secret_empty", "No jobs at all give an empty list at once.", 2, hidden=True)
ERRORS = Check(
    "test_secret_errors",
    "The first error leaves at the moment it happens, while the other jobs keep running in the background.",
    3,
    hidden=True,
    needs=("test_secret_empty", "test_starts_everything"),
)
BLOCKING = Finding("blocking call", "time.sleep(2) held the loop for 2 s while 3 others waited.", "gather.py", 12, 2.0)
ELSEWHERE = Finding("never awaited", "a coroutine of the check", "test_gather_hidden.py", 7)

TIMELINE = (
    TimelineEvent(0.0, "main", "run"),
    TimelineEvent(0.0, "main", "wait", "job", 14),
    TimelineEvent(0.0, "job-1", "run"),
    TimelineEvent(2.0, "job-1", "wait", "sleep", 3),
    TimelineEvent(4.0, "job-1", "done"),
    TimelineEvent(4.0, "job-2", "run"),
    TimelineEvent(4.0, "job-2", "wait", "sleep"),
    TimelineEvent(5.0, "job-2", "error"),
    TimelineEvent(5.0, "main", "cancelled"),
)


@pytest.fixture
def rejected() -> Report:
    """A report with something of everything."""
    return Report(
        kata="kata11",
        kata_title="Build your own gather",
        kata_version="ab" * 32,
        submit="gather.py",
        verdict=Verdict.REJECTED,
        mode=Mode.SPLIT,
        seed="0123456789abcdef" * 2,
        sha256="cd" * 32,
        results=(
            CheckResult(ORDER, Outcome.PASSED, took=3.0, output="starting\n"),
            CheckResult(
                STARTS,
                Outcome.FAILED,
                headline="6.0 = 2 + 1 + 3: nothing was started before the first await.",
                misconception="M02",
                expected="3.0 s",
                got="6.0 s",
                took=6.0,
                possible=3.0,
                line=14,
                output="".join(f"line {number}\n" for number in range(1, 16)),
                findings=(BLOCKING,),
                timeline=TIMELINE,
            ),
            CheckResult(
                EMPTY,
                Outcome.TIMED_OUT,
                headline="It never came back.",
                misconception="M27",
                expected="[]",
                got="the hidden value",
                output="hidden print",
                line=9,
                findings=(BLOCKING, ELSEWHERE),
                timeline=TIMELINE,
            ),
            CheckResult(ERRORS, Outcome.NOT_RUN),
        ),
        findings=(BLOCKING, ELSEWHERE),
        protections=Protections(Level.PARTIAL, ("seccomp", "limits"), ("namespaces: install bubblewrap",)),
        pending=5,
        versions=(("grader", "0.1.0"), ("python", "3.11.7")),
    )
