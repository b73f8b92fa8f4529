"""Grading a class on kata11 on two local workers of dask.distributed, against two worker processes without dask.

Run from the project's folder: python tests/benchmarks/scheduler.py [--submissions 200] [--rounds 3].
Budget: at least 0.9 times the throughput. Needs the extra `dask`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path

from grader.classroom.marking.dask import Distributed
from grader.classroom.marking.pool import run_batch
from grader.classroom.marking.queue import Batch, QueuedSubmission, Runner
from grader.curriculum import load_katas
from grader.engine.submission import Submission
from grader.model import Kata, Report, Verdict

HOME = Path(__file__).parents[2]
SEED = "5eed" * 8
JOBS = 2


def main() -> None:
    """Print both throughputs and their ratio, with the start of a run and without it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--submissions", type=int, default=200)
    arguments.add_argument("--rounds", type=int, default=3)
    wanted = arguments.parse_args()
    kata = next(kata for kata in load_katas(HOME) if kata.id == "kata11")
    source = next((HOME / "solutions").glob("kata11_*/gather.py")).read_bytes()
    with cluster() as address:
        compare(kata, source, address, wanted.submissions, wanted.rounds)


def compare(kata: Kata, source: bytes, address: str, count: int, rounds: int) -> None:
    """The same submissions in both ways, in turn."""
    ways: dict[str, Runner] = {"--jobs 2": run_batch, "--scheduler": Distributed(address)}
    starts: dict[str, list[float]] = {name: [] for name in ways}
    wholes: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, runner in ways.items():
            starts[name].append(seconds(runner, kata, source, JOBS))
            wholes[name].append(seconds(runner, kata, source, count))
    print(f"class of {count} on {kata.id}, two worker processes; medians of {rounds} rounds")
    for name in ways:
        start, whole = statistics.median(starts[name]), statistics.median(wholes[name])
        print(f"  {name:12} {count / whole:6.1f} a second, of which the start is {start:4.1f} s")
    with_start = [here / there for here, there in zip(*wholes.values(), strict=True)]
    alone = {name: [whole - start for whole, start in zip(wholes[name], starts[name], strict=True)] for name in ways}
    without = [here / there for here, there in zip(*alone.values(), strict=True)]
    print(
        f"  ratio        {statistics.median(with_start):6.2f} start included, {statistics.median(without):.2f} without"
    )
    print("               (budget 0.9)")


def seconds(runner: Runner, kata: Kata, source: bytes, count: int) -> float:
    """From the call to the end of the run."""
    marked = 0

    def on_report(entry: QueuedSubmission, report: Report) -> None:
        nonlocal marked
        if report.verdict is not Verdict.ACCEPTED:
            sys.exit(f"{entry.key} must not be {report.verdict}: {report.reason}")
        marked += 1

    began = time.perf_counter()
    runner(Batch({kata.id: kata}, entries(kata, source, count), lambda entry: SEED, on_report, jobs=JOBS))
    if marked != count:
        sys.exit(f"{marked} of {count} were graded")
    return time.perf_counter() - began


def entries(kata: Kata, source: bytes, count: int) -> Iterator[QueuedSubmission]:
    """That many submissions, no two the same."""
    for number in range(count):
        data = source + b"# %d\n" % number
        yield QueuedSubmission(str(number), kata.id, Submission(kata.submit, data, sha256(data).hexdigest()))


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a scheduler with two workers of one thread each."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        file = Path(folder) / "scheduler.json"
        usual = ("--scheduler-file", str(file), "--no-dashboard")
        stack.enter_context(program("scheduler", *usual, "--host", "127.0.0.1", "--port", "0"))
        for _ in range(JOBS):
            stack.enter_context(program("worker", *usual, "--nthreads", "1", "--local-directory", folder))
        while not file.exists():
            time.sleep(0.1)
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        from distributed import Client

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(JOBS)
        yield address


@contextmanager
def program(*arguments: str) -> Iterator[None]:
    """A part of dask that runs meanwhile."""
    quiet = subprocess.DEVNULL
    running = subprocess.Popen([sys.executable, "-m", "dask", *arguments], stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        running.terminate()
        running.wait()


if __name__ == "__main__":
    main()
