"""What formats with a file for each attempt share: which attempts there are, what their files are called, what is said.

Whoever reads such a file is a student, unless a format says otherwise: it is made from the student's view.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from grader.classroom.exports.table import has_file
from grader.classroom.scores.model import (
    Column,
    Score,
    ScoreTable,
    Standing,
    Student,
    lasting,
    points_text,
    protections_text,
)
from grader.cleaning import clean
from grader.report.scoring import student_document
from grader.report.text import judged_elsewhere
from grader.student.archives.members import RESERVED
from grader.text import count_of

FILE_ITSELF = "The file itself"
LONGEST_FOLDER = 60
SAFE = re.compile(rf"[^\W_][\w.@-]{{0,{LONGEST_FOLDER - 1}}}")
UNSAFE = re.compile(r"[^\w@-]+")
SILENT = {
    "passed": "It holds.",
    "failed": "This does not hold yet: {}",
    "errored": "This check is broken: that is our fault, not yours.",
    "timed out": "This took too long and was stopped.",
    "not run": "This was not run: what it rests on does not hold.",
}


@dataclass(frozen=True, slots=True)
class CountingAttempt:
    """One student's counting attempt at one kata: what the course counts, and the instructor's document of it."""

    student: Student
    column: Column
    score: Score
    document: Mapping[str, Any]

    @property
    def points(self) -> Decimal:
        """What the course counts, in points."""
        return self.score.points or Decimal(0)

    @property
    def difference(self) -> Decimal:
        """What the course counts more, or less, than the checks earned, in points."""
        return self.points - sum(int(check["points"]) for check in self.document["checks"])

    @property
    def told(self) -> str:
        """Why the course counts something else than the attempt earned, without the instructor's reason."""
        score = self.score
        if score.standing is Standing.OVERRIDDEN:
            return f"Set by the instructor: {points_text(score.points)} of {count_of(score.max, 'point')}."
        if not score.late:
            return self._beside
        off = Decimal(self.document["points"]) - self.points + score.bonus
        taken = f"{count_of(points_text(off), 'point')} taken off" if off else "nothing taken off"
        return " ".join(filter(None, (f"Handed in {lasting(score.late_s)} late: {taken}.", self._beside)))

    @property
    def _beside(self) -> str:
        """What was given beside the attempt's points, what is judged elsewhere, and the comments."""
        said = [f"Bonus: {count_of(points_text(self.score.bonus), 'point')}."] if self.score.bonus else []
        said += [f"{judged_elsewhere(self.score.pending)}."] if self.score.pending else []
        return " ".join([*said, *self.score.comments])

    @property
    def confined(self) -> str:
        """A sentence about protections that were less than strong; "" for strong ones."""
        said = protections_text(self.score)
        return f"{said[0].upper()}{said[1:]}." if said else ""

    def for_student(self) -> dict[str, Any]:
        """Return the document as the student may read it."""
        return student_document(self.document)


class FolderNames:
    """A folder's name for each student: their id where every disk can hold it, else made from it; each only once."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}

    def of(self, student: str) -> str:
        """Return the name for this id, always the same one."""
        name = student if _is_safe(student) else _marked(student)
        # The disks of Windows and macOS take "Ada" and "ada" for one.
        while self._owners.setdefault(name.casefold(), student) != student:
            name = _marked(f"{student}/{name}")
        return name


def attempts(table: ScoreTable) -> Iterator[CountingAttempt]:
    """Yield every attempt that counts points, by student; `document` is asked for as each is reached."""
    for row in table.rows():
        for column, score in zip(table.columns, row.scores, strict=True):
            if score.attempt is not None and has_file(score):
                yield CountingAttempt(row.student, column, score, table.document(score.attempt))


def files(
    table: ScoreTable, extension: str, written: Callable[[CountingAttempt], bytes]
) -> Iterator[tuple[str, bytes]]:
    """Yield a path such as s0012/kata11.json and its content, for every attempt that counts points."""
    folders = FolderNames()
    for one in attempts(table):
        yield f"{folders.of(one.student.id)}/{one.column.kata}.{extension}", written(one)


def said(check: Mapping[str, Any]) -> str:
    """Return what a check has to say about how it ended."""
    headline: str = check["headline"]
    return headline or SILENT[check["outcome"]].format(check["sentence"])


def facts(check: Mapping[str, Any], submit: str) -> list[str]:
    """Lines that say what was expected, what came, and where in the file, as far as the document tells."""
    line = f"{submit}:{check['line']}" if check["line"] else ""
    named = (("expected", check["expected"]), ("got", check["got"]), ("line", line))
    return [f"{name}: {value}" for name, value in named if value]


def number(points: Decimal) -> int | float:
    """Return the same points as JSON writes them."""
    return int(points) if points == points.to_integral_value() else float(points)


def _is_safe(name: str) -> bool:
    plain = _plain(name) == name and SAFE.fullmatch(name)
    return bool(plain) and name[-1] != "." and name.partition(".")[0].casefold() not in RESERVED


def _marked(text: str) -> str:
    """Return what is legible of it, and enough of its hash that no other text gives the same."""
    legible = UNSAFE.sub("_", _plain(text))[:40].strip("_-") or "student"
    return f"{legible}-{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _plain(text: str) -> str:
    """Return the text as every disk keeps it: composed, of one width, with nothing invisible."""
    return clean(unicodedata.normalize("NFKC", text))
