"""The scores of a large class out of its gradebook: time, and memory that does not grow with what was handed in.

Run from the project's folder: python tests/benchmarks/gradebook.py [--students 10000] [--katas 60].
Each student has handed in each kata, and each submission is graded once. Budget: 10 000 students collected and exported
within 400 MB, and a table of 10 000 × 60 exported within 20 s, of which the scores are the first half.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.classroom.gradebook import Gradebook, NewSubmission
from grader.classroom.plan import CoursePlan, KataPlan, LateKind, LatePolicy, Roster
from grader.classroom.scores.model import Student
from grader.classroom.scores.table import score_table
from grader.model import Check, CheckResult, Kata, KataKind, Level, Mode, Outcome, Protections, Report, Verdict

DUE = datetime(2026, 3, 1, tzinfo=UTC)
AFTER = datetime(2026, 4, 1, tzinfo=UTC)
LATE = LatePolicy(LateKind.PERCENT_PER_DAY, percent=Decimal(10))
CHECKS = [
    Check(f"test_{number}", f"Sentence {number} of what must hold.", 4, hidden=number > 3) for number in range(10)
]
TOGETHER = 5_000


def main() -> None:
    """Fill a gradebook, and print how long it and its scores take, and the most memory each needs."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--students", type=int, default=10_000)
    arguments.add_argument("--katas", type=int, default=60)
    arguments.add_argument("--folder", type=Path, help="Where the gradebook is kept and found again.")
    arguments.add_argument("--measure", choices=["fill", "scores", "checks"], help=argparse.SUPPRESS)
    wanted = arguments.parse_args()
    if wanted.measure:
        measure(wanted.measure, wanted.folder, wanted.students, wanted.katas)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = wanted.folder or Path(temporary)
        print(f"{wanted.students} students, {wanted.katas} katas, one graded submission of each")
        for what in ("fill", "scores", "checks"):
            told = alone(what, folder, wanted)
            each = told["seconds"] / told["count"] * 1e6
            print(
                f"  {what:8} {told['seconds']:8.1f} s   {each:6.1f} us each   peak {told['peak_mb']:6.0f} MB"
                f"   of which before {told['before_mb']:.0f} MB"
            )
        size = sum(path.stat().st_size for path in folder.glob("gradebook*"))
        print(f"  the file {size / 2**20:8.0f} MB")


def alone(what: str, folder: Path, wanted: argparse.Namespace) -> dict[str, float]:
    """One measurement in a process of its own, for its peak of memory."""
    command = [sys.executable, __file__, "--measure", what, "--folder", str(folder)]
    command += ["--students", str(wanted.students), "--katas", str(wanted.katas)]
    said = subprocess.run(command, capture_output=True, check=True)
    told: dict[str, float] = json.loads(said.stdout)
    return told


def measure(what: str, folder: Path, students: int, katas: int) -> None:
    """Do one of the three, and print what it took; `before` is what roster and plan alone take."""
    plan, roster, known = plan_of(folder, students, katas)
    before, began = peak_mb(), time.perf_counter()
    with Gradebook.open(folder) as book:
        if what == "fill":
            count = fill(book, roster, known) if next(book.submissions(), None) is None else students * katas
        elif what == "scores":
            table = score_table(plan, roster, known, book, AFTER)
            standings = Counter(score.standing for row in table.rows() for score in row.scores)
            count = standings.total()
        else:
            count = sum(1 for _ in book.check_rows())
    seconds = time.perf_counter() - began
    print(json.dumps({"count": count, "seconds": seconds, "peak_mb": peak_mb(), "before_mb": before}))


def plan_of(folder: Path, students: int, katas: int) -> tuple[CoursePlan, Roster, list[Kata]]:
    """A course of so many."""
    names = [f"kata{number:02}" for number in range(katas)]
    known = [Kata(name, name, folder, name, "tasks", KataKind.BUILD, 4, f"{name}.py") for name in names]
    people = tuple(
        Student(f"u{number:06}", "First", f"Last {number}", f"u{number}@example.org") for number in range(students)
    )
    plans = tuple(KataPlan(name, DUE, LATE) for name in names)
    return CoursePlan(folder, "Large", ZoneInfo("UTC"), plans, folder / "roster.csv"), Roster(people), known


def fill(book: Gradebook, roster: Roster, katas: list[Kata]) -> int:
    """Everybody hands in everything, one in ten late; gives how many submissions."""
    count = 0
    for kata in katas:
        report = report_of(kata)
        for began in range(0, len(roster.students), TOGETHER):
            with book.batch():
                for student in roster.students[began : began + TOGETHER]:
                    count += 1
                    hand_in(book, student, report, late=count % 10 == 0, number=count)
    return count


def hand_in(book: Gradebook, student: Student, report: Report, *, late: bool, number: int) -> None:
    """One submission and the attempt at it."""
    source = b"async def gather(*jobs):\n    return [await job for job in jobs]\n" * 10 + str(number).encode()
    book.add_submission(
        NewSubmission(
            kata=report.kata,
            owner=student.id,
            members=(student.id,),
            file_name="gather.py",
            source=source,
            submitted=DUE + timedelta(hours=30 if late else -30),
            origin="submissions.zip/gather.py",
            collected_at=DUE,
        )
    )
    told = replace(report, sha256=sha256(source).hexdigest(), seed=f"{number:032x}")
    book.record(number, told, kind="run", now=DUE, accepted_unconfined=False)


def report_of(kata: Kata) -> Report:
    """A report with ten checks, half of them passed."""
    results = tuple(
        CheckResult(check, Outcome.PASSED if number % 2 else Outcome.FAILED, misconception="" if number % 2 else "M02")
        for number, check in enumerate(CHECKS)
    )
    return Report(
        kata=kata.id,
        kata_title=kata.title,
        kata_version="f" * 64,
        submit=kata.submit,
        verdict=Verdict.REJECTED,
        mode=Mode.SPLIT,
        seed="",
        sha256="",
        results=results,
        protections=Protections(Level.STRONG),
        versions=(("python", "3.11.7"),),
    )


def peak_mb() -> float:
    """The most memory this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main()
