"""1000 sleeps of an hour, one after the other: on the virtual clock alone, and through the wire.

Run from the project's folder: python tests/benchmarks/sleeps.py [--rounds 5]. Budgets: 100 ms and 400 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from grader.curriculum import load_kata
from grader.engine.examiner import examine
from grader.engine.examiner.session import KataGrader
from grader.engine.submission import AttemptRequest, Submission
from grader.model import Verdict
from grader.vtime import Clock, VirtualLoop, virtual

SLEEPS, HOUR_S = 1000, 3600
SUBMISSION = b"""import asyncio

async def work():
    for _ in range(1000):
        await asyncio.sleep(3600)
"""
CHECK = '''from grader.testing import check

@check(points=10)
async def test_sleeps(kata, clock):
    """A thousand sleeps of an hour take a thousand hours."""
    await kata.work()
    clock.took(3600000.0)
'''
FACTS = """title: Sleeps
track: tasks
kind: implement
difficulty: 1
submit: sleeps.py
hints: [one, two, three]
"""


def main() -> None:
    """Print both with their ratio to a thousand real asyncio.sleep(0), all taken in one run."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    rounds = arguments.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="kata-") as folder:
        wired = through_the_wire(Path(folder), rounds)
    real = median_of(lambda: asyncio.run(sleeps(0)), rounds)
    alone = median_of(on_the_virtual_clock, rounds)
    print(f"{f'{SLEEPS} x sleep({HOUR_S})':36}{'median':>10}{'x real':>8}{'budget':>9}")
    for name, seconds, budget in (
        ("real asyncio.sleep(0)", real, ""),
        ("virtual clock alone", alone, "100 ms"),
        ("through the wire", wired, "400 ms"),
    ):
        print(f"{name:36}{seconds * 1000:7.1f} ms{seconds / real:8.1f}{budget:>9}")


async def sleeps(seconds: float) -> None:
    """All of them, one after the other."""
    for _ in range(SLEEPS):
        await asyncio.sleep(seconds)


def on_the_virtual_clock() -> None:
    """All of them on a virtual loop in this very process."""
    clock = Clock()
    with virtual(clock, make_loop=lambda: VirtualLoop(clock)):
        asyncio.run(sleeps(HOUR_S))
    if clock.elapsed != SLEEPS * HOUR_S:
        raise SystemExit(f"The clock must show {SLEEPS * HOUR_S} s to be compared, and shows {clock.elapsed}")


def through_the_wire(folder: Path, rounds: int) -> float:
    """Median seconds of one warm check whose sleeps are the candidate's, start of the candidate included."""
    kata_folder = folder / "katas" / "kata90_sleeps"
    kata_folder.mkdir(parents=True)
    for name, text in (("kata.yaml", FACTS), ("test_sleeps.py", CHECK), ("sleeps.py", ""), ("README.md", "# Sleeps\n")):
        (kata_folder / name).write_text(text, encoding="utf-8")
    submission = Submission("sleeps.py", SUBMISSION, "0" * 64)
    return examine(load_kata(kata_folder), lambda grader: median_of(lambda: graded(grader, submission), rounds))


def graded(grader: KataGrader, submission: Submission) -> None:
    """One attempt, which must be accepted to count."""
    report = grader.grade(AttemptRequest(submission, "0" * 32))
    if report.verdict is not Verdict.ACCEPTED:
        headlines = " ".join(result.headline for result in report.results)
        raise SystemExit(f"The attempt must be accepted to be compared: {report.verdict} {report.reason}{headlines}")


def median_of(once: Callable[[], None], rounds: int) -> float:
    """Median seconds, after one round that does not count."""
    once()
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        once()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
