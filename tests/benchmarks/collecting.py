"""Collect a download of 10 000 submissions into a real gradebook; tell the rate and the most memory that was used.

Run it by itself: python tests/benchmarks/collecting.py [--submissions 10000] [--kind canvas|folders|git]
The budget is 400 MB for all of collecting and exporting 10 000 submissions.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.classroom.collect import NO_TIMES, Choosing, Gathering, KataNames, SourceFormat, Wanted, detect, open_source
from grader.classroom.collect.gathering import summary_of
from grader.classroom.gradebook import Gradebook
from grader.classroom.pages.collected import collected_text
from grader.classroom.plan import Roster
from grader.classroom.scores.model import Student
from grader.model import Kata, KataKind
from grader.report.layout import Style

KATA = Kata("kata11", "kata11_gather", Path(), "Gather", "tasks", KataKind.BUILD, 1, "gather.py")
LINES = 60


class Silent:
    """Nobody watches."""

    def looked(self) -> None:
        """Nothing."""

    def kept(self, done: int, total: int) -> None:
        """Nothing."""


def source_of(number: int) -> bytes:
    """A submission of some kilobytes that no other is equal to."""
    return b"".join(b"async def f%d_%d(): return %d\n" % (number, line, line * number) for line in range(LINES))


def download(path: Path, count: int) -> Path:
    """A zip as Canvas makes it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"name{number}x_{number}_{number + count}_gather.py", source_of(number))
    return path


def folders(path: Path, count: int) -> Path:
    """A folder for each student."""
    for number in range(count):
        (path / f"s{number}").mkdir(parents=True)
        (path / f"s{number}" / "gather.py").write_bytes(source_of(number))
    return path


def clones(path: Path, count: int) -> Path:
    """A repository for each student."""
    env = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull}
    env |= {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    first = path / "hw-s0"
    first.mkdir(parents=True)
    (first / "gather.py").write_bytes(source_of(0))
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(first), *command], env=env, check=True)
    for number in range(1, count):
        shutil.copytree(first, path / f"hw-s{number}")
    return path


MAKE: dict[str, Callable[[Path, int], Path]] = {"canvas": download, "folders": folders, "git": clones}


def main() -> None:
    """Make the source, collect it twice, and print what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--submissions", type=int, default=10_000)
    parser.add_argument("--kind", choices=MAKE, default="canvas")
    arguments = parser.parse_args()
    count: int = arguments.submissions
    students = tuple(
        Student(f"s{number}", f"N{number}", "X", ids={"canvas_id": f"{number}"}) for number in range(count)
    )
    roster = Roster(students)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        path = MAKE[arguments.kind](root / "source", count)
        before = _peak_mb()
        for turn in ("new", "again"):
            began = time.perf_counter()
            with Gradebook.open(root) as book, tempfile.TemporaryDirectory() as scratch:
                wanted = Wanted(
                    path,
                    detect(path),
                    ZoneInfo("UTC"),
                    roster,
                    lambda who, parts: (),
                    Path(scratch),
                    root,
                    env=os.environ,
                )
                gathering = Gathering(book, "benchmark", datetime.now(UTC), Silent())
                gathered = gathering.all(open_source(wanted), Choosing(KataNames((KATA,)), roster, NO_TIMES))
                told = summary_of(gathered, gathering, roster, name="source", kind=SourceFormat(arguments.kind))
            took = time.perf_counter() - began
            sys.stdout.write(collected_text(told, style=Style.PLAIN, all_remarks=False).splitlines()[2] + "\n")
            sys.stdout.write(
                f"{turn}: {gathered.count} submissions in {took:.1f} s, {gathered.count / took:.0f}/s; "
                f"at most {_peak_mb():.0f} MB ({before:.0f} MB before)\n"
            )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
