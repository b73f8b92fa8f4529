"""Private memory of the coordinator and of its workers as a batch grows: it must stay flat.

Run from the project's folder: python tests/benchmarks/memory.py [--large]. Budget: the coordinator the same from 100 to
10 000 submissions (--large), and at most 40 MB for each worker.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from grader.classroom.marking.pool import run_batch
from grader.classroom.marking.queue import Batch, QueuedSubmission
from grader.curriculum import load_katas
from grader.engine.submission import Submission
from grader.model import Kata, Report

HOME = Path(__file__).parents[2]
JOBS = 2
SIZES = (100, 300, 1_000)
LARGE = 10_000


def main() -> None:
    """Print the largest private memory of each process, for each size of class."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--large", action="store_true")
    sizes = (*SIZES, LARGE) if arguments.parse_args().large else SIZES
    kata = next(kata for kata in load_katas(HOME) if kata.id == "kata00")
    source = next((HOME / "solutions").glob("kata00_*/*.py")).read_bytes()
    print(f"private memory at its highest, {kata.id}, {JOBS} workers")
    print(f"{'submissions':>12}{'coordinator':>14}{'workers':>22}{'zygotes and candidates':>26}")
    for size in sizes:
        peaks = Peaks()
        submissions = entries(kata, source, size)
        run_batch(Batch({kata.id: kata}, submissions, lambda entry: "5eed" * 8, peaks.look, jobs=JOBS))
        workers = " ".join(f"{mb:.1f}" for mb in sorted(peaks.workers.values(), reverse=True))
        below = " ".join(f"{mb:.1f}" for mb in sorted(peaks.below.values(), reverse=True)[:JOBS])
        print(f"{size:12}{peaks.own:11.1f} MB{workers:>19} MB{below:>23} MB", flush=True)


def entries(kata: Kata, source: bytes, count: int) -> Iterator[QueuedSubmission]:
    """That many submissions, no two the same, made as they are asked for."""
    for number in range(count):
        data = source + b"# %d\n" % number
        yield QueuedSubmission(f"s{number}", kata.id, Submission(kata.submit, data, sha256(data).hexdigest()))


class Peaks:
    """The highest private memory seen of each process, in MB; looked at now and then."""

    def __init__(self) -> None:
        self.own = 0.0
        self.workers: dict[int, float] = {}
        self.below: dict[int, float] = {}
        self._reports = 0

    def look(self, entry: QueuedSubmission, report: Report) -> None:
        """Look around after every twentieth report."""
        self._reports += 1
        if self._reports % 20:
            return
        self.own = max(self.own, private_mb(os.getpid()))
        for worker in children(os.getpid()):
            if b"spawn_main" in command(worker):
                self.workers[worker] = max(self.workers.get(worker, 0.0), private_mb(worker))
                self.below[worker] = max(self.below.get(worker, 0.0), sum(map(private_mb, descendants(worker))))


def private_mb(pid: int) -> float:
    """Megabytes that only this process holds; 0 once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def children(pid: int) -> list[int]:
    """The processes this one has started."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text(encoding="ascii").split()]
    return found


def descendants(pid: int) -> Iterator[int]:
    """All that came of a process."""
    try:
        below = children(pid)
    except OSError:
        return
    for child in below:
        yield child
        yield from descendants(child)


def command(pid: int) -> bytes:
    """The command line of a process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


if __name__ == "__main__":
    main()
