"""Grading a class on kata11 with strong protections, against two cold plain pytests at a time, without sleeps.

Run from the project's folder: python tests/benchmarks/throughput.py [--submissions 300] [--all] [--hostile].
Budget: at least 14 times the pytests, aim at 20, for eight of its checks, each of which runs once; --all takes all of
them, among them sweeps that run the student's code a dozen times. Beside it stands the same ratio in processor
time, which says about the same however busy the machine is. With --hostile, one submission in ten hangs to its limit:
the healthy ones must not wait for them.
"""

from __future__ import annotations

import argparse
import ast
import os
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from grader.classroom.marking.pool import run_batch
from grader.classroom.marking.queue import Batch, BatchResult, QueuedSubmission
from grader.classroom.marking.timeouts import processor_time
from grader.curriculum import load_katas
from grader.engine.examiner import examine
from grader.engine.examiner.launch import Candidate, Launcher
from grader.engine.examiner.peer import ExaminerPeer, GuardedChannel
from grader.engine.examiner.zygote import ZygoteLauncher
from grader.engine.submission import AttemptRequest, Submission
from grader.model import Kata, Report, Verdict
from grader.vtime import Clock

HOME = Path(__file__).parents[2]
PLAIN = "tests/benchmarks/plain_kata11"
SEED = "5eed" * 8
JOBS = 2
CHECKS = 8
HANGS = b"async def my_gather(*awaitables):\n    while True:\n        pass\n"


def main() -> None:
    """Print the ratio, where the time of one attempt goes, and what hanging submissions cost the others."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--submissions", type=int, default=300)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--all", action="store_true", help="all checks of kata11, its sweeps too")
    arguments.add_argument("--hostile", action="store_true")
    wanted = arguments.parse_args()
    source = next((HOME / "solutions").glob("kata11_*/gather.py")).read_bytes()
    with tempfile.TemporaryDirectory(prefix="throughput-") as folder:
        kata = kata11(HOME if wanted.all else with_few_checks(Path(folder)))
        if wanted.hostile:
            hostile(kata, source, wanted.submissions)
            return
        compare(kata, source, wanted.submissions, wanted.rounds)
        print()
        split(kata, source)
        print()
        processor(kata, source)


def kata11(home: Path) -> Kata:
    """The kata, from this folder of katas."""
    return next(kata for kata in load_katas(home) if kata.id == "kata11")


def with_few_checks(home: Path) -> Path:
    """A copy of the kata with the first eight of its checks that sweep nothing."""
    original = next((HOME / "katas").glob("kata11_*"))
    copy = shutil.copytree(original, home / "katas" / original.name, ignore=shutil.ignore_patterns("__pycache__"))
    left = CHECKS
    for file in (*copy.glob("test_*.py"), *copy.glob("hidden/test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        checks = [node for node in tree.body if isinstance(node, ast.AsyncFunctionDef) and node.decorator_list]
        kept = [check for check in checks if "_sweep(" not in ast.unparse(check)][:left]
        left -= len(kept)
        tree.body = [node for node in tree.body if node not in checks or node in kept]
        file.write_text(ast.unparse(tree), encoding="utf-8")
    return home


def compare(kata: Kata, source: bytes, count: int, rounds: int) -> None:
    """Both throughputs in alternating rounds, and their ratio."""
    ours, theirs, level = [], [], ""
    for _ in range(rounds):
        theirs.append(two_pytests_at_a_time(12))
        batch, seconds, _ = marked(kata, entries(kata, source, count))
        ours.append(count / seconds[-1])
        level = batch.protections.level
    ratios = [mine / plain for mine, plain in zip(ours, theirs, strict=True)]
    print(f"class of {count} on {kata.id}, {JOBS} workers, protections {level}; medians of {rounds} rounds")
    print(f"  two cold pytests at a time   {statistics.median(theirs):7.1f} a second")
    print(f"  class run, start included    {statistics.median(ours):7.1f} a second")
    print(f"  ratio                        {statistics.median(ratios):7.1f} (budget 14, aim 20)")


def hostile(kata: Kata, source: bytes, count: int) -> None:
    """Healthy submissions a second, with and without one in ten that hangs."""
    _, alone, _ = marked(kata, entries(kata, source, count - count // 10))
    batch, mixed, everything = marked(kata, entries(kata, source, count, hanging=10))
    healthy = len(alone)
    before, after = healthy / alone[-1], healthy / mixed[-1]
    print(f"{healthy} healthy submissions on {kata.id}, {JOBS} workers, protections {batch.protections.level}")
    print(f"  without hanging ones         {before:7.1f} healthy a second")
    print(f"  with {count - healthy:4} hanging ones         {after:6.1f} healthy a second ({after / before:.0%})")
    print(f"  made again undisturbed       {batch.made_again:7} after the others; all done after {everything:.0f} s")


def marked(kata: Kata, submissions: Iterator[QueuedSubmission]) -> tuple[BatchResult, list[float], float]:
    """How the batch went, when each healthy report came, and when everything was over; in seconds from the start."""
    began = time.perf_counter()
    came: list[float] = []

    def on_report(entry: QueuedSubmission, report: Report) -> None:
        healthy = not entry.key.startswith("hang")
        if healthy != (report.verdict is Verdict.ACCEPTED):
            sys.exit(f"{entry.key} must not be {report.verdict}: {report.reason}")
        if healthy:
            came.append(time.perf_counter() - began)

    batch = run_batch(Batch({kata.id: kata}, submissions, lambda entry: SEED, on_report, jobs=JOBS))
    return batch, came, time.perf_counter() - began


def entries(kata: Kata, source: bytes, count: int, *, hanging: int = 0) -> Iterator[QueuedSubmission]:
    """That many submissions, no two the same; every so many hangs."""
    for number in range(count):
        hangs = bool(hanging) and number % hanging == hanging // 2
        data = (HANGS if hangs else source) + b"# %d\n" % number
        submission = Submission(kata.submit, data, sha256(data).hexdigest())
        yield QueuedSubmission(f"{'hang' if hangs else 'well'}{number}", kata.id, submission)


def two_pytests_at_a_time(count: int) -> float:
    """Plain pytests a second."""
    command = [sys.executable, "-m", "pytest", "-q", PLAIN, "-p", "no:grader"]

    def one(_: int) -> None:
        subprocess.run(command, cwd=HOME, check=True, stdout=subprocess.DEVNULL)

    began = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(count)))
    return count / (time.perf_counter() - began)


def split(kata: Kata, source: bytes, count: int = 100) -> None:
    """Where one attempt's time goes, with one worker."""
    spent: dict[str, list[float]] = {"fork": [], "confine": [], "read": [], "load": [], "reap": []}
    attempts: list[float] = []
    with on_one_core(), ZygoteLauncher() as launcher:
        launcher.start().close()
        for _ in range(count):
            _one_by_hand(launcher.start, kata, source, spent)
        submission = Submission(kata.submit, source, sha256(source).hexdigest())

        def body(desk: Any) -> None:
            for _ in range(count):
                attempts.append(timed(lambda: desk.grade(AttemptRequest(submission, SEED)))[1])

        examine(kata, body, launcher=launcher)
    medians = {name: statistics.median(times) for name, times in spent.items()}
    whole = statistics.median(attempts)
    medians["checks"] = whole - sum(medians.values())
    print(f"one attempt with one worker, median of {count}: {whole * 1000:.1f} ms")
    for name in ("fork", "confine", "read", "load", "checks", "reap"):
        print(f"  {name:10}{medians[name] * 1000:8.2f} ms {medians[name] / whole:6.0%}")


def processor(kata: Kata, source: bytes, count: int = 40) -> None:
    """How much processor time an attempt and a cold pytest take."""
    examiner: list[float] = []
    submission = Submission(kata.submit, source, sha256(source).hexdigest())
    with on_one_core(), ZygoteLauncher() as launcher:
        metered = Metered(launcher)

        def body(desk: Any) -> None:
            for _ in range(count):
                began = time.process_time()
                desk.grade(AttemptRequest(submission, SEED))
                examiner.append(time.process_time() - began)

        examine(kata, body, launcher=metered)
    mine, theirs = statistics.median(examiner), statistics.median(metered.used)
    plain = statistics.median(processor_of_a_pytest() for _ in range(6))
    print(
        f"processor time: one attempt {(mine + theirs) * 1000:.0f} ms, of which the examiner takes {mine * 1000:.0f};",
        end=" ",
    )
    print(f"one cold pytest {plain * 1000:.0f} ms; ratio {plain / (mine + theirs):.1f}")


class Metered:
    """Candidates of another launcher; `used` is the processor time of each."""

    def __init__(self, inner: Launcher) -> None:
        self._inner = inner
        self.used: list[float] = []

    def start(self) -> Any:
        return _Metered(self._inner.start(), self.used)


class _Metered:
    def __init__(self, candidate: Candidate, used: list[float]) -> None:
        self._candidate, self._used = candidate, used

    def __getattr__(self, name: str) -> Any:
        return getattr(self._candidate, name)

    def close(self) -> None:
        self._used.append(processor_time(self._candidate.pid))
        self._candidate.close()


def processor_of_a_pytest() -> float:
    """Seconds of processor time of one cold plain pytest."""
    before = os.times()
    two_pytests_at_a_time(1)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _one_by_hand(start: Callable[[], Candidate], kata: Kata, source: bytes, spent: dict[str, list[float]]) -> None:
    import base64

    candidate, seconds = timed(start)
    spent["fork"].append(seconds)
    peer = ExaminerPeer(GuardedChannel(candidate), Clock())
    given = base64.b64encode(source).decode()
    spent["confine"].append(timed(peer.greeted)[1])
    spent["read"].append(timed(lambda: peer.ask("prepare", kata.submit, given, sorted(kata.locked), read=list))[1])
    spent["load"].append(timed(peer.open_module)[1])
    gone = os.pidfd_open(candidate.pid)
    spent["reap"].append(timed(lambda: (candidate.close(), select.select([gone], [], [])))[1])
    os.close(gone)


def timed(action: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives and the seconds it takes."""
    began = time.perf_counter()
    given = action()
    return given, time.perf_counter() - began


@contextmanager
def on_one_core() -> Iterator[None]:
    """As a worker of a batch runs."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


if __name__ == "__main__":
    main()
