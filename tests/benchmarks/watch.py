"""From the end of an editor's write to the verdict on screen under `grade watch`, against a cold `grade`.

Run from the project's folder: python tests/benchmarks/watch.py [--rounds 15] [--kata kata11]. Budget: at most
100 ms, aim at 50. The screen is a pseudo-terminal; the editor writes right and wrong answers in turn.
"""

from __future__ import annotations

import argparse
import os
import select
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOME = Path(__file__).parents[2]
BUDGET_MS, AIM_MS = 100, 50
LONGEST_S = 30.0
# What a student needs at least between two saves; the next candidate warms up meanwhile.
TYPING_S = 0.5


def main() -> None:
    """Print the median, the spread and the ratio to cold runs taken in the same minute."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--kata", default="kata11")
    wanted = arguments.parse_args()
    rounds, solutions = wanted.rounds, next((HOME / "solutions").glob(f"{wanted.kata}_*"))
    with tempfile.TemporaryDirectory(prefix="watch-") as folder:
        course = Path(folder)
        file = copied(course, solutions)
        # The grader too: there Python may keep its bytecode, as it does in a student's clone.
        shutil.copytree(HOME / "grader", course / "grader", ignore=shutil.ignore_patterns("__pycache__"))
        warm, cold = measured(course, file, solutions, rounds)
    median, usual = statistics.median(warm), statistics.median(cold)
    print(f"{f'save to verdict, median of {rounds}':36}{'wall':>9}{'of cold':>10}")
    print(f"{'grade watch, ' + wanted.kata:36}{median * 1000:6.0f} ms{median / usual:10.2f}")
    print(f"{'  the quickest and the slowest':36}{min(warm) * 1000:6.0f} ms{max(warm) * 1000:7.0f} ms")
    print(f"{'grade ' + wanted.kata + ', cold':36}{usual * 1000:6.0f} ms{1:10.2f}")
    print(f"budget: {BUDGET_MS} ms, aim {AIM_MS} ms; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")


def copied(course: Path, solutions: Path) -> Path:
    """A course of one kata; gives the file to write in."""
    folder = course / "katas" / solutions.name
    shutil.copytree(HOME / "katas" / solutions.name, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder / next(solutions.glob("*.py")).name


def measured(course: Path, file: Path, solutions: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of each save and of each cold run; they take turns, so that other load falls on both alike."""
    kata = solutions.name.partition("_")[0]
    answers = [(solutions / file.name, b"accepted"), (sorted((solutions / "wrong").glob("*.py"))[0], b"rejected")]
    warm: list[float] = []
    cold: list[float] = []
    with watching(course, kata) as screen:
        screen.until(b"q quit")
        for number in range(rounds + 1):
            source, verdict = answers[number % 2]
            time.sleep(TYPING_S)
            seconds = saved(file, source.read_bytes() + b"# %d\n" % number, screen, verdict)
            screen.until(b"q quit")
            # The first round fills caches and does not count.
            warm += [seconds] if number else []
            if number % 3 == 1:
                cold.append(timed(course, kata, file))
    return warm, cold


def saved(file: Path, content: bytes, screen: Screen, verdict: bytes) -> float:
    """Write the file as an editor does; seconds from there to the verdict on screen."""
    file.write_bytes(content)
    began = time.perf_counter()
    screen.until(verdict)
    return time.perf_counter() - began


def timed(course: Path, kata: str, file: Path) -> float:
    """Seconds of one cold run."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "grader", kata, "--submission", str(file)]
    subprocess.run(command, cwd=course, env=environment(course), capture_output=True, check=False)
    return time.perf_counter() - began


class Screen:
    """What a terminal has shown and nobody has read yet."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._shown = b""

    def until(self, words: bytes) -> None:
        """Read on until these words have come."""
        while words not in self._shown:
            if not select.select([self._descriptor], [], [], LONGEST_S)[0]:
                sys.exit(f"Nothing was shown for {LONGEST_S:g} s; the last was:\n{self._shown[-500:]!r}")
            self._shown += os.read(self._descriptor, 65536)
        self._shown = self._shown.partition(words)[2]


@contextmanager
def watching(course: Path, kata: str) -> Iterator[Screen]:
    """`grade watch` on a terminal of its own."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "watch", kata],
        cwd=course,
        env=environment(course),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Screen(ours)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        os.close(ours)


def environment(course: Path) -> dict[str, str]:
    """The surroundings of a student's terminal."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(course), "TERM": "xterm", "LINES": "40", "COLUMNS": "100"}


if __name__ == "__main__":
    main()
