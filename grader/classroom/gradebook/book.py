"""The gradebook itself: one class whose methods are one transaction each, unless `batch` joins them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from grader.classroom.gradebook import attempts as marked
from grader.classroom.gradebook import decisions, submissions
from grader.classroom.gradebook.file import PAGE, GradebookFile, NoGradebook
from grader.classroom.gradebook.rows import (
    NO_TIMING,
    Added,
    AttemptKind,
    CheckRow,
    Forgotten,
    Logged,
    RecordedAttempt,
    Retimed,
    StoredSubmission,
    Timing,
)
from grader.classroom.plan.values import Adjustment
from grader.model import Report

FILE_NAME = "gradebook.sqlite3"
SECRET_BYTES = 32


class Gradebook:
    """A course's gradebook, open until its `with` ends. Every method raises BrokenGradebook when the file fails it."""

    def __init__(self, file: GradebookFile) -> None:
        self.file = file
        if not file.read_only:
            with file.transaction():
                file.write(
                    "INSERT OR IGNORE INTO course (one, secret) VALUES (1, ?)", (secrets.token_bytes(SECRET_BYTES),)
                )
        self.secret: bytes = file.rows("SELECT secret FROM course")[0][0]
        """What the seeds of this course's attempts are made from; made once."""

    @classmethod
    def open(cls, folder: Path, *, create: bool = True) -> Gradebook:
        """The gradebook of the course in this folder. Raises NoGradebook when there is none and none may be made."""
        path = folder / FILE_NAME
        if not create and not path.exists():
            raise NoGradebook("There is no gradebook here yet.", hint="Collect first: grade class collect SOURCE")
        return cls(GradebookFile(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def batch(self) -> AbstractContextManager[None]:
        """One transaction for what is done inside: all of it is kept, or, after an error, none."""
        return self.file.transaction()

    def add_submission(
        self,
        *,
        kata: str,
        owner: str,
        members: Sequence[str],
        file_name: str,
        source: bytes,
        submitted: datetime | None,
        late_mark: bool,
        origin: str,
        now: datetime,
        timing: Timing = NO_TIMING,
    ) -> Added:
        """Keep what was handed in, once, however often it is collected. `owner` is a student's id or "group:NAME".

        Collected again with a time or a late mark that was not known before, it is the same submission, better known.
        The same bytes at an earlier time, or at the same time on the clocks of another zone, put its time right, and
        the log keeps both; at a later time they are one more submission, unless `timing` corrects.
        """
        return submissions.add(
            self.file,
            kata=kata,
            owner=owner,
            members=members,
            file_name=file_name,
            source=source,
            submitted=submitted,
            late_mark=late_mark,
            origin=origin,
            now=now,
            timing=timing,
        )

    def retimed(self) -> tuple[Retimed, ...]:
        """Every time of a submission that was put right, oldest first."""
        return submissions.retimed(self.file)

    def submissions(
        self, *, kata: str | None = None, student: str | None = None, waiting_only: bool = False
    ) -> Iterator[StoredSubmission]:
        """Submissions in the order of kata and arrival; waiting are those that no attempt was able to grade yet."""
        return submissions.find(self.file, kata=kata, student=student, waiting_only=waiting_only)

    def submission(self, number: int) -> StoredSubmission:
        """One submission by its id. Raises UsageError when there is none."""
        return submissions.one(self.file, number)

    def students(self) -> Iterator[str]:
        """The id of everybody who has handed in anything, each once."""
        last = ""
        sql = f"SELECT DISTINCT student FROM member WHERE student > ? ORDER BY student LIMIT {PAGE}"
        while page := self.file.rows(sql, (last,)):
            last = page[-1][0]
            yield from (row[0] for row in page)

    def source(self, sha256: str) -> bytes:
        """The bytes that were handed in. Raises UsageError when there are none of this hash."""
        return submissions.source(self.file, sha256)

    def set_not_started(self, submission: int, not_started: bool) -> None:
        """Say whether a submission is the stub itself, as the student got it."""
        with self.file.transaction():
            self.file.write("UPDATE submission SET not_started = ? WHERE id = ?", (int(not_started), submission))

    def record(
        self, submission: int, report: Report, *, kind: AttemptKind | str, now: datetime, accepted_unconfined: bool
    ) -> int:
        """Keep one more attempt, on disk when this returns; gives its id. Attempts are never rewritten."""
        return marked.record(
            self.file, submission, report, kind=AttemptKind(kind), now=now, accepted_unconfined=accepted_unconfined
        )

    def attempts(
        self, *, kata: str | None = None, student: str | None = None, submission: int | None = None
    ) -> Iterator[RecordedAttempt]:
        """Attempts in the order they were made."""
        return marked.find(self.file, kata=kata, student=student, submission=submission)

    def attempt(self, number: int) -> RecordedAttempt:
        """One attempt by its id. Raises UsageError when there is none."""
        return marked.one(self.file, number)

    def outdated(self, kata: str, version: str) -> Iterator[tuple[int, int]]:
        """Submissions, by id, whose newest gradable attempt is of another version of this kata, and that attempt."""
        return marked.outdated(self.file, kata, version)

    def document(self, attempt: int) -> Mapping[str, Any]:
        """The attempt's report, in the instructor's view. Raises UsageError when there is no such attempt."""
        return marked.document(self.file, attempt)

    def check_rows(self, kata: str | None = None, *, attempts: Collection[int] | None = None) -> Iterator[CheckRow]:
        """Each check of each student's counting attempts, by kata, student and the checks' order.

        `attempts` names the counting ones, as the scores of a table do (`Score.attempt`); else it is each student's
        newest attempt at what they handed in last.
        """
        return marked.check_rows(self.file, kata, attempts)

    def adjust(self, adjustment: Adjustment, by: str, now: datetime) -> int:
        """Add to the log an extension, an excuse or an override; gives its id."""
        return decisions.add(self.file, adjustment, by, now)

    def adjustments(self) -> tuple[Adjustment, ...]:
        """Those that stand, oldest first."""
        return tuple(logged.adjustment for logged in self.log() if logged.stands)

    def undo_adjustment(self, number: int, *, by: str, reason: str, now: datetime) -> Logged:
        """Take one back; both stay in the log. Raises UsageError when there is none, or it is taken back already."""
        return decisions.undo(self.file, number, by=by, reason=reason, now=now)

    def log(self) -> tuple[Logged, ...]:
        """Every adjustment ever made, oldest first."""
        return decisions.everything(self.file)

    def forget(self, student: str) -> Forgotten:
        """Erase a person from the file, down to its free pages; what they handed in with others stays the others'."""
        return decisions.forget(self.file, student)
