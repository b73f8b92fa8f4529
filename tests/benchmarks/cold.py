"""Grading kata11 from a cold start, against plain pytest on as many checks without sleeps.

Run from the project's folder: python tests/benchmarks/cold.py [--rounds 7]. Budget: at most 1.0, aim at 0.8.
Run it in a base install: every pytest plugin of an environment makes plain pytest slower, and flatters us.
Both run in a clone made for it, where Python may keep its bytecode as it does in a student's.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import entry_points
from pathlib import Path

HOME = Path(__file__).parents[2]
PLAIN = "tests/benchmarks/plain_kata11"


def main() -> None:
    """Print the medians of both and their ratio, taken in alternating rounds of one run."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=7)
    rounds = arguments.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="cold-") as folder:
        medians = compared(cloned(Path(folder)), rounds)
    ours = medians["grade kata11"]
    print(f"{'cold, median of ' + str(rounds):32}{'wall':>9}{'grade / it':>12}")
    for name, seconds in medians.items():
        print(f"{name:32}{seconds * 1000:6.0f} ms{ours / seconds:12.2f}")
    print(f"budget: 1.00 of pytest -q, aim 0.80; its plugins: {', '.join(plugins()) or 'none'}")


def cloned(clone: Path) -> Path:
    """A student's clone with the kata solved, and the plain tests in it."""
    for name in ("grader", "katas", PLAIN):
        shutil.copytree(HOME / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    solution = next((HOME / "solutions").glob("kata11_*/gather.py"))
    shutil.copyfile(solution, next((clone / "katas").glob("kata11_*")) / solution.name)
    return clone


def compared(clone: Path, rounds: int) -> dict[str, float]:
    """Median seconds of grading and of plain pytest, with its plugins and without."""
    here = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    here["PYTHONPATH"] = str(clone)
    bare = {**here, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    # Our own plugin is installed with the project; a plain pytest has none of it.
    pytest = [sys.executable, "-m", "pytest", "-q", PLAIN]
    programs = {
        "grade kata11": ([sys.executable, "-m", "grader", "kata11"], here),
        "pytest -q": ([*pytest, "-p", "no:grader"], here),
        "pytest -q, no plugins at all": (pytest, bare),
    }
    return measured(programs, clone, rounds)


def plugins() -> list[str]:
    """The installed plugins that a plain pytest here loads by itself."""
    return sorted({found.name for found in entry_points(group="pytest11")} - {"grader"})


def measured(programs: dict[str, tuple[list[str], dict[str, str]]], clone: Path, rounds: int) -> dict[str, float]:
    """Median seconds of each; they take turns, so that what else the machine does falls on all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    for turn in range(rounds + 1):
        for name, (command, environment) in programs.items():
            took = timed(command, clone, environment)
            # The first turn fills the disk's cache and what a clone remembers, and does not count.
            seconds[name] += [took] if turn else []
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def timed(command: list[str], clone: Path, environment: dict[str, str]) -> float:
    """Seconds one run takes; ends the program when that run did not go well."""
    began = time.perf_counter()
    done = subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    if done.returncode != 0:
        sys.exit(f"This run must end well to be compared: {' '.join(command)}\n{done.stdout}{done.stderr}")
    return seconds


if __name__ == "__main__":
    main()
