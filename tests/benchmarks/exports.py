"""One export of 10 000 students x 60 katas in each table format, made and filled; budget: 20 s each.

Run from the project's folder: python tests/benchmarks/exports.py [--students 10000] [--katas 60] [--format NAME …].
What is timed is the export alone: the scores are there already.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from datetime import UTC, datetime
from decimal import Decimal

from grader.classroom.exports import FORMATS, Notes, Options, export_table
from grader.classroom.scores.model import Column, Score, ScoreRow, ScoreTable, Standing, Student
from grader.model import Level, Verdict

BUDGET_S = 20
SETTINGS = {"class": "c1", "school": "s1", "academic_session": "a1"}
MOMENT = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
SCORED = Score(
    Standing.SCORED, 10, Decimal(8), 8, submitted=MOMENT, attempt=1, verdict=Verdict.REJECTED, level=Level.STRONG
)
LATE = Score(
    Standing.SCORED,
    10,
    Decimal("8.55"),
    9,
    late_s=7500,
    deduction=Decimal("0.45"),
    submitted=MOMENT,
    attempt=2,
    verdict=Verdict.REJECTED,
    level=Level.PARTIAL,
    misconceptions=("M02", "M07"),
)
KINDS = (SCORED, LATE, SCORED, Score(Standing.EXCUSED, 10, reason="ill"), Score(Standing.MISSING, 10))


def main() -> None:
    """Print a row for each format: seconds, cells a second, size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--students", type=int, default=10_000)
    arguments.add_argument("--katas", type=int, default=60)
    arguments.add_argument("--format", nargs="*", default=[name for name in FORMATS if FORMATS[name].table])
    given = arguments.parse_args()
    table = class_of(given.students, given.katas)
    scores = given.students * given.katas
    print(f"{given.students} students x {given.katas} katas; budget {BUDGET_S} s each")
    print(f"{'format':24}{'wall':>8}{'scores/s':>12}{'size':>10}{'of budget':>11}")
    for name in given.format:
        template = row(name, table, scores, None)
        if FORMATS[name].fill:
            row(name, table, scores, emptied(template))
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit:.0f} MB, templates included")


def row(name: str, table: ScoreTable, scores: int, template: bytes | None) -> bytes:
    """Time one export, print its row, and give the file."""
    began = time.perf_counter()
    pieces = list(export_table(name, table, Options(settings=SETTINGS), template, Notes()))
    seconds = time.perf_counter() - began
    content = b"".join(piece.encode("utf-8") if isinstance(piece, str) else piece for piece in pieces)
    called = f"{name}, filled" if template else name
    size = f"{len(content) / 1e6:.1f} MB"
    print(f"{called:24}{seconds:6.2f} s{scores / seconds:12,.0f}{size:>10}{seconds / BUDGET_S:11.2f}")
    return content


def emptied(content: bytes) -> bytes:
    """The file as it would be downloaded before anything was graded."""
    for points in (b"8.55", b"8", b"EX"):
        for mark in (b",", b"\t"):
            for quote in (b"", b'"'):
                cell, empty = mark + quote + points + quote, mark + quote + quote
                content = content.replace(cell + mark, empty + mark).replace(cell + mark, empty + mark)
    return content


def class_of(students: int, katas: int) -> ScoreTable:
    """A class in which everybody has every kind of score, their rows made as they are asked for."""
    columns = tuple(
        Column(f"kata{n:02}", f"Kata number {n}", 10, MOMENT, {"canvas": str(4000 + n), "blackboard": str(5000 + n)})
        for n in range(katas)
    )
    scores = tuple(KINDS[n % len(KINDS)] for n in range(katas))

    def rows() -> object:
        for n in range(students):
            ids = {"canvas_id": str(n + 1), "username": f"user{n}"}
            yield ScoreRow(Student(f"s{n:05}", f"Zoë {n}", "Núñez, O'Neil", f"user{n}@example.org", ids=ids), scores)

    return ScoreTable("Large", MOMENT, columns, rows, lambda attempt: {})  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
