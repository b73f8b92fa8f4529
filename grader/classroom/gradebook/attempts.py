"""Attempts: recorded once and for good, found again in pages."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from grader.classroom.gradebook.file import PAGE, BrokenGradebook, GradebookFile, moment_of, stored
from grader.classroom.gradebook.rows import AttemptKind, CheckRow, RecordedAttempt
from grader.errors import UsageError
from grader.model import Level, Outcome, Report, Verdict
from grader.report.json import report_line
from grader.report.scoring import View, misconceptions

COLUMNS = (
    "a.id, a.submission, s.kata, s.owner, s.sha256, a.kind, a.made, e.kata_version, e.versions, a.seed, a.verdict,"
    " a.points, a.max, a.pending, a.level, a.accepted_unconfined, a.misconceptions"
)
TABLES = "attempt a JOIN submission s ON s.id = a.submission JOIN edition e ON e.id = a.edition"
# The newest attempt that was able to grade what each student handed in last.
NEWEST = """SELECT n.student, a.id, a.edition, a.results FROM (
        SELECT student, attempt, max(came) FROM (
            SELECT m.student AS student, max(a.id) AS attempt,
                coalesce(s.submitted, s.collected) || printf('/%012d', s.id) AS came
            FROM submission s JOIN member m ON m.submission = s.id JOIN attempt a ON a.submission = s.id
            WHERE s.kata = ? AND a.verdict <> 'unable to grade' GROUP BY m.student, s.id)
        GROUP BY student) n JOIN attempt a ON a.id = n.attempt ORDER BY n.student"""
EVERY = """SELECT m.student, a.id, a.edition, a.results
    FROM submission s JOIN member m ON m.submission = s.id JOIN attempt a ON a.submission = s.id
    WHERE s.kata = ? ORDER BY m.student, a.id"""
OUTDATED = f"""SELECT s.id, a.id FROM submission s
    JOIN attempt a ON a.id = (
        SELECT max(id) FROM attempt WHERE submission = s.id AND verdict <> 'unable to grade')
    JOIN edition e ON e.id = a.edition
    WHERE s.kata = ? AND e.kata_version <> ? AND s.id > ? ORDER BY s.id LIMIT {PAGE}"""
OUTCOMES = {str(outcome): outcome for outcome in Outcome}
MOST_BYTES = 64 * 1024 * 1024


class AttemptTable:
    """Every attempt at what was handed in."""

    file: GradebookFile

    def record(
        self, submission: int, report: Report, *, kind: AttemptKind, now: datetime, accepted_unconfined: bool
    ) -> int:
        """Keep one more attempt, on disk when this returns; gives its id. Attempts are never rewritten."""
        body = zlib.compress(report_line(report, View.INSTRUCTOR).encode(), 6)
        with self.file.transaction():
            number = self.file.write(
                "INSERT INTO attempt (submission, edition, kind, made, seed, verdict, points, max, pending, level,"
                " accepted_unconfined, misconceptions, results) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    submission,
                    _edition(self.file, report),
                    str(kind),
                    stored(now),
                    report.seed,
                    str(report.verdict),
                    report.points,
                    report.max,
                    report.pending,
                    str(report.protections.level),
                    int(accepted_unconfined),
                    " ".join(misconceptions(report.results)),
                    _results(report),
                ),
            ).lastrowid
            assert number is not None
            self.file.write("INSERT INTO document (attempt, report) VALUES (?, ?)", (number, body))
        return number

    def attempts(
        self, *, kata: str | None = None, student: str | None = None, submission: int | None = None
    ) -> Iterator[RecordedAttempt]:
        """Attempts in the order they were made."""
        wanted = ["a.id > ?"]
        values: list[object] = []
        for column, value in (("s.kata", kata), ("a.submission", submission)):
            if value is not None:
                wanted.append(f"{column} = ?")
                values.append(value)
        if student is not None:
            wanted.append("a.submission IN (SELECT submission FROM member WHERE student = ?)")
            values.append(student)
        sql = f"SELECT {COLUMNS} FROM {TABLES} WHERE {' AND '.join(wanted)} ORDER BY a.id LIMIT {PAGE}"
        last = 0
        while page := self.file.rows(sql, (last, *values)):
            yield from map(_attempt, page)
            last = page[-1][0]

    def attempt(self, number: int) -> RecordedAttempt:
        """Return one attempt by its id. Raises UsageError when there is none."""
        found = self.file.row(f"SELECT {COLUMNS} FROM {TABLES} WHERE a.id = ?", (number,))
        if found is None:
            raise _no_attempt(self.file, number)
        return _attempt(found)

    def outdated(self, kata: str, version: str) -> Iterator[tuple[int, int]]:
        """Submissions, by id, whose newest gradable attempt is of another version of this kata, and that attempt."""
        last = 0
        while page := self.file.rows(OUTDATED, (kata, version, last)):
            yield from ((submission, attempt) for submission, attempt in page)
            last = page[-1][0]

    def document(self, attempt: int) -> Mapping[str, Any]:
        """Return the attempt's report, in the instructor's view. Raises UsageError when there is no such attempt."""
        found = self.file.row("SELECT report FROM document WHERE attempt = ?", (attempt,))
        if found is None:
            raise _no_attempt(self.file, attempt)
        try:
            unpacking = zlib.decompressobj()
            told: Mapping[str, Any] = json.loads(unpacking.decompress(found[0], MOST_BYTES))
        except (zlib.error, ValueError) as error:
            raise BrokenGradebook(
                f"{self.file.name} is damaged: the report of attempt {attempt} cannot be read.",
                hint="Put back your newest copy of it.",
            ) from error
        return told

    def check_rows(self, kata: str | None = None, *, attempts: Collection[int] | None = None) -> Iterator[CheckRow]:
        """Yield each check of each student's counting attempts, by kata, student and the checks' order.

        `attempts` names the counting ones, as the scores of a table do (`Score.attempt`); else it is each student's
        newest attempt at what they handed in last.
        """
        katas = [(kata,)] if kata is not None else self.file.rows("SELECT DISTINCT kata FROM edition ORDER BY kata")
        for (name,) in katas:
            editions: dict[int, list[Any]] = {}
            for student, attempt, edition, results in self.file.rows(NEWEST if attempts is None else EVERY, (name,)):
                if not results or (attempts is not None and attempt not in attempts):
                    continue
                if edition not in editions:
                    (told,) = self.file.rows("SELECT checks FROM edition WHERE id = ?", (edition,))
                    editions[edition] = json.loads(told[0])
                yield from _rows(student, name, attempt, editions[edition], results.split(","))


def _rows(
    student: str, kata: str, attempt: int, checks: Sequence[Sequence[Any]], results: Sequence[str]
) -> Iterator[CheckRow]:
    for (name, sentence, hidden, most), result in zip(checks, results, strict=True):
        outcome, _, misconception = result.partition(":")
        ended = OUTCOMES[outcome]
        points = most if ended is Outcome.PASSED else 0
        yield CheckRow(student, kata, attempt, name, bool(hidden), sentence, ended, points, most, misconception)


def _edition(file: GradebookFile, report: Report) -> int:
    checks = [(r.check.name, r.check.sentence, int(r.check.hidden), r.check.points) for r in report.results]
    values = (
        report.kata,
        report.kata_version,
        json.dumps(report.versions, separators=(",", ":")),
        json.dumps(checks, ensure_ascii=False, separators=(",", ":")),
    )
    sql = "SELECT id FROM edition WHERE kata = ? AND kata_version = ? AND versions = ? AND checks = ?"
    found = file.row(sql, values)
    if found is not None:
        return int(found[0])
    number = file.write("INSERT INTO edition (kata, kata_version, versions, checks) VALUES (?, ?, ?, ?)", values)
    assert number.lastrowid is not None
    return number.lastrowid


def _results(report: Report) -> str:
    return ",".join(
        f"{result.outcome}:{result.misconception}" if result.misconception else str(result.outcome)
        for result in report.results
    )


def _attempt(row: tuple[Any, ...]) -> RecordedAttempt:
    return RecordedAttempt(
        id=row[0],
        submission=row[1],
        kata=row[2],
        owner=row[3],
        sha256=row[4],
        kind=AttemptKind(row[5]),
        made=moment_of(row[6]),
        kata_version=row[7],
        versions=tuple((name, version) for name, version in json.loads(row[8])),
        seed=row[9],
        verdict=Verdict(row[10]),
        points=row[11],
        max=row[12],
        pending=row[13],
        level=Level(row[14]),
        accepted_unconfined=bool(row[15]),
        misconceptions=tuple(row[16].split()),
    )


def _no_attempt(file: GradebookFile, number: int) -> UsageError:
    return UsageError(f"There is no attempt {number} in {file.name}.", hint="Run: grade class status")
