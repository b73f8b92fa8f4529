"""A small class with attempts of every kind, as the exports are given it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from grader.classroom.exports import Notes, Options, export_files, export_table
from grader.classroom.scores.model import Column, Score, ScoreRow, ScoreTable, Standing, Student
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
from grader.report.json import report_document
from grader.report.scoring import View

MADE = datetime(2026, 11, 20, 18, 54, 36, 736000, tzinfo=UTC)
DUE = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SECRETS = ("test_secret_empty", "hidden_value", "hidden_print", "secret_task", "secret_name")

STARTS = Check("test_starts_everything", "Three jobs are all done at 3.0 s.", 4, hidden=False)
EMPTY = Check("test_secret_empty", "No jobs at all give an empty list.", 2, hidden=True)
ERRORS = Check("test_errors", "The first error <leaves> & nothing else.", 4, hidden=False, needs=("test_secret_empty",))
BLOCKING = Finding("blocking call", "time.sleep(2) held the loop for 2 s in secret_name", "gather.py", 12, 2.0)
ELSEWHERE = Finding("never awaited", "a coroutine of the check", "test_gather_hidden.py", 7)
SEEN = Finding("task left behind", "a task was still running", "gather.py", 3)
TIMELINE = (TimelineEvent(0.0, "secret_task", "run"), TimelineEvent(4.0, "secret_task", "done"))

REJECTED = Report(
    kata="kata11",
    kata_title="Build your own gather",
    kata_version="ab" * 32,
    submit="gather.py",
    verdict=Verdict.REJECTED,
    mode=Mode.SPLIT,
    seed="0123456789abcdef" * 2,
    sha256="cd" * 32,
    results=(
        CheckResult(STARTS, Outcome.PASSED, took=3.0, possible=3.0, output="starting\n", findings=(SEEN,)),
        CheckResult(
            EMPTY,
            Outcome.TIMED_OUT,
            headline="It never came back.",
            misconception="M27",
            expected="hidden_value 1",
            got="hidden_value 2",
            took=6.0,
            output="hidden_print",
            line=9,
            findings=(BLOCKING, ELSEWHERE),
            timeline=TIMELINE,
        ),
        CheckResult(
            ERRORS, Outcome.FAILED, misconception="M09", expected="ValueError", got="nothing", line=14, output="x" * 900
        ),
    ),
    findings=(SEEN, BLOCKING, ELSEWHERE),
    protections=Protections(Level.STRONG, ("namespaces",)),
    versions=(("grader", "0.1.0"),),
)
PASSED = tuple(replace(result, outcome=Outcome.PASSED, misconception="", headline="") for result in REJECTED.results)
ACCEPTED = replace(REJECTED, verdict=Verdict.ACCEPTED, results=PASSED)
NOT_GRADABLE = replace(
    REJECTED, verdict=Verdict.NOT_GRADABLE, reason="gather.py has no my_gather.", results=(), findings=()
)
LOCKED = replace(ACCEPTED, verdict=Verdict.REJECTED, reason="asyncio.gather is locked in this kata.")
NOT_RUN = replace(
    REJECTED,
    results=(
        replace(REJECTED.results[0], outcome=Outcome.NOT_RUN),
        replace(REJECTED.results[2], outcome=Outcome.ERRORED),
    ),
)
REPORTS = (REJECTED, ACCEPTED, NOT_GRADABLE, LOCKED, NOT_RUN)

ADA = Student("s0012", "Ada", "Lovelace", "ada@example.org", ids={"lti_user_id": "5323497"})
ZOE = Student("0123456", "Zoë", "Núñez", ids={"lti_user_id": "znunez"})
EVIL = Student("../=cmd()", "=cmd()", 'Evil, "Q"', ids={"lti_user_id": "u/3?x=1"})
LI = Student("李四", "四", "李")
GATHER = Column("kata11", "Build your own gather", 10, DUE)
QUEUE = Column("kata12", "Queues, “quoted”", 20, DUE)
NOTHING = Score(Standing.MISSING, 20)


def scored(attempt: int, points: str, earned: int, **more: Any) -> Score:
    """The score of an attempt by its number: the place of its report in REPORTS, from 1."""
    facts = {"submitted": DUE, "verdict": Verdict.REJECTED, "level": Level.STRONG, "attempt": attempt, **more}
    return Score(Standing.SCORED, 10, Decimal(points), earned, **facts)


def table_of(*rows: tuple[Student, Sequence[Score]], columns: Sequence[Column] = (GATHER, QUEUE)) -> ScoreTable:
    """A class with these scores; what is not given is missing."""
    whole = [ScoreRow(student, (*scores, *[NOTHING] * (len(columns) - len(scores)))) for student, scores in rows]
    return ScoreTable("Autumn, 2026", MADE, tuple(columns), lambda: whole, document)


def document(attempt: int) -> Mapping[str, Any]:
    """The instructor's document of an attempt."""
    return report_document(REPORTS[attempt - 1], View.INSTRUCTOR)


LATE = scored(1, "3.35", 4, late_s=7200, deduction=Decimal("0.65"))
CLASS = table_of(
    (ADA, [LATE, scored(2, "10", 10)]),
    (ZOE, [scored(3, "0", 0), Score(Standing.EXCUSED, 20, reason="ill, privately")]),
    (EVIL, [scored(4, "0", 0), Score(Standing.WAITING, 20)]),
    (LI, [Score(Standing.OVERRIDDEN, 10, Decimal(8), 4, attempt=1, reason="a private reason"), NOTHING]),
)


def written(format: str, table: ScoreTable = CLASS, notes: Notes | None = None) -> dict[str, bytes]:
    """Every file of a format with a file per attempt."""
    return dict(export_files(format, table, Options(), notes or Notes()))


def one(format: str, attempt: int = 1, **more: Any) -> bytes:
    """The file of a single attempt, counted as it is unless told otherwise."""
    points = more.pop("points", str(REPORTS[attempt - 1].points))
    score = scored(attempt, points, REPORTS[attempt - 1].points, **more)
    (content,) = written(format, table_of((ADA, [score]), columns=[GATHER])).values()
    return content


def whole(format: str, table: ScoreTable = CLASS, notes: Notes | None = None, **options: Any) -> bytes:
    """A format's one file."""
    pieces = export_table(format, table, Options(**options), None, notes or Notes())
    return b"".join(piece.encode() if isinstance(piece, str) else piece for piece in pieces)


def names(files: Mapping[str, bytes]) -> Iterator[PurePosixPath]:
    """The paths written."""
    return (PurePosixPath(name) for name in files)
