"""The most memory of each command on a class of 10 000: collect, every kind of export, board and report.

Run from the project's folder: python tests/benchmarks/class_memory.py [--submissions 10000]. Budget: 400 MB for each.
The commands are real and run one after the other, each in a process of its own; only grading is left out: a report with
ten checks and a timeline is recorded for every submission instead.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from grader.classroom.gradebook import Gradebook
from grader.curriculum import kata_version, load_katas
from grader.model import (
    Check,
    CheckResult,
    Kata,
    Level,
    Mode,
    Outcome,
    Protections,
    Report,
    TimelineEvent,
    Verdict,
)

HOME = Path(__file__).parents[2]
BUDGET_MB = 400
KATAS = ("kata00", "kata11")
TOGETHER = 500
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
COURSE = """\
course: Large
time_zone: UTC
katas_from: {home}
katas:
  kata00: {{deadline: 2026-11-19 23:59}}
  kata11: {{deadline: 2026-11-19 23:59}}
"""
CHECKS = [
    Check(f"test_{number}", f"Sentence {number} of what must hold.", 1, hidden=number > 3) for number in range(10)
]
STEPS = (
    "class collect handed_in",
    "record",
    "class status",
    "class export canvas --to canvas.csv",
    "class export json --to all.json",
    "class export csv --to all.csv",
    "class export oneroster --to oneroster.zip",
    "class export junit --to junit",
    "class export gradescope --to gradescope",
    "class board --output html --output-file board.html",
    "class report --class-only",
    "class similar",
)


def main() -> None:
    """Make the class, and print a line for each command."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--submissions", type=int, default=10_000)
    arguments.add_argument("--record", type=Path, help=argparse.SUPPRESS)
    wanted = arguments.parse_args()
    if wanted.record:
        record(wanted.record)
        return
    with tempfile.TemporaryDirectory() as temporary:
        course = Path(temporary)
        build(course, wanted.submissions // len(KATAS))
        print(f"{wanted.submissions} submissions; budget {BUDGET_MB} MB each", flush=True)
        worst = max(measured(step, course) for step in STEPS)
    print(f"the most: {worst:.0f} MB, {'within' if worst <= BUDGET_MB else 'ABOVE'} the budget")


def build(course: Path, students: int) -> None:
    """A course whose students have each handed in every kata: small files, no two the same."""
    oneroster = "lms:\n  oneroster: {class: c1, school: s1, academic_session: a1}\n"
    (course / "course.yaml").write_text(COURSE.format(home=HOME) + oneroster, encoding="utf-8")
    rows = [f"u{number},First{number},Last {number},u{number}@example.org\n" for number in range(students)]
    (course / "roster.csv").write_text("id,first name,last name,email\n" + "".join(rows), encoding="utf-8")
    for number in range(students):
        folder = course / "handed_in" / f"u{number}"
        folder.mkdir(parents=True)
        for kata in katas():
            source = f'"""Handed in by {number}."""\n\nasync def work(jobs):\n    return [await job for job in jobs]\n'
            (folder / kata.submit).write_text(source, encoding="utf-8")


def measured(step: str, course: Path) -> float:
    """Do it in a process of its own; tell, and give, its most memory in MB."""
    grade = [sys.executable, "-m", "grader", *step.split()]
    command = [sys.executable, __file__, "--record", str(course)] if step == "record" else grade
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=course, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        assert child.stderr is not None
        said = child.stderr.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{step} ended with {child.returncode}: {said.decode()}")
    peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    print(f"  {step:52}{time.perf_counter() - began:8.1f} s{peak:8.0f} MB", flush=True)
    return peak


def record(course: Path) -> None:
    """A report for everything that was collected, as grading would leave it."""
    reports = {kata.id: report_of(kata) for kata in katas()}
    with Gradebook.open(course) as book:
        kept = list(book.submissions())
        for began in range(0, len(kept), TOGETHER):
            with book.batch():
                for one in kept[began : began + TOGETHER]:
                    told = replace(reports[one.kata], sha256=one.sha256, seed=f"{one.id:032x}")
                    book.record(one.id, told, kind="run", now=NOW, accepted_unconfined=False)


def report_of(kata: Kata) -> Report:
    """A report of ten checks, half of them passed, each with a timeline of twenty events."""
    events = tuple(
        TimelineEvent(at=number / 4, task=f"task {number % 3}", event="wait", label="job()", line=number)
        for number in range(20)
    )
    results = tuple(
        CheckResult(
            check,
            Outcome.PASSED if number % 2 else Outcome.FAILED,
            headline="" if number % 2 else "6.0 = 2 + 1 + 3",
            misconception="" if number % 2 else "M02",
            timeline=events,
        )
        for number, check in enumerate(CHECKS)
    )
    return Report(
        kata=kata.id,
        kata_title=kata.title,
        kata_version=kata_version(kata),
        submit=kata.submit,
        verdict=Verdict.REJECTED,
        mode=Mode.SPLIT,
        seed="",
        sha256="",
        results=results,
        protections=Protections(Level.STRONG),
        versions=(("python", "3.11.7"),),
    )


def katas() -> list[Kata]:
    """The katas of the course."""
    return [kata for kata in load_katas(HOME) if kata.id in KATAS]


if __name__ == "__main__":
    main()
