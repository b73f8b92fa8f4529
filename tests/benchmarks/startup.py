"""What each start-up trick buys of a cold `grade kata11`: python tests/benchmarks/startup.py [--rounds 9].

Each trick is turned off alone, in alternating rounds of one run. Shown are the processor time of all processes, and the
wall time: prestart buys only that. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cold import cloned

from grader.startup import PLAIN, SWITCH, Trick


def main() -> None:
    """Print a row for each trick."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=9)
    rounds = arguments.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="startup-") as folder:
        clone = cloned(Path(folder))
        (clone / ".grade").mkdir()
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ("", *Trick, PLAIN)}
        for number in range(rounds + 1):
            for off, times in taken.items():
                spent = run(clone, off)
                if number:
                    times.append(spent)
    usual = median(taken[""])
    print(f"{'turned off':12}{'processor ms':>14}{'more':>8}{'wall ms':>10}{'more':>8}")
    for off, times in taken.items():
        processor, wall = median(times)
        print(f"{off or 'nothing':12}{processor:14.0f}{processor - usual[0]:8.0f}{wall:10.0f}{wall - usual[1]:8.0f}")


def run(clone: Path, off: str) -> tuple[float, float]:
    """Milliseconds of processor and of wall time that one grading took with these tricks off."""
    here = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    here |= {"PYTHONPATH": str(clone), SWITCH: off}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "grader", "kata11"], cwd=clone, env=here, capture_output=True, check=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent * 1000, wall * 1000


def median(times: list[tuple[float, float]]) -> tuple[float, float]:
    """The medians of both columns."""
    processor, wall = zip(*times, strict=True)
    return statistics.median(processor), statistics.median(wall)


if __name__ == "__main__":
    main()
