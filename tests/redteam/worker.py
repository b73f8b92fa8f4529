"""An examiner in a process of its own: it grades one submission for each line it reads and tells all it saw of it.

So a submission that brings the examiner down, or hangs it, costs this process and not the tests.
"""

from __future__ import annotations

import base64
import ctypes
import json
import os
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from grader.curriculum import kata_named
from grader.engine.examiner.attempt import KataChecks, attempt
from grader.engine.examiner.launch import ColdLauncher, Launcher
from grader.engine.examiner.session import KataGrader, examine
from grader.engine.examiner.zygote import ZygoteLauncher
from grader.engine.submission import AttemptRequest, Submission, read_submission
from grader.errors import NotGradable
from grader.model import Report
from grader.report.json import report_line
from grader.report.layout import Style
from grader.report.scoring import View, viewed
from grader.report.text import Detail, text
from tests.examiner.bench import SEED, loaded
from tests.redteam import bench_checks
from tests.support.katas import kata as a_kata

COURSE = Path(__file__).parents[2]
SET_CHILD_SUBREAPER = 36
GRACE_S = 2.0


def main(level: str) -> None:
    """Serve requests from stdin until it ends; everything else that is written to stdout or stderr is watched."""
    requests, answers, said = _take_the_streams()
    _adopt_orphans()
    kata = kata_named(COURSE, "kata11")
    with launcher(level) as source:
        examine(kata, lambda desk: _serve(desk, source, requests, answers, said), launcher=source)


@contextmanager
def launcher(level: str) -> Iterator[Launcher]:
    """Where candidates of this level come from: a class run's, with and without bubblewrap, or a self-check's."""
    if level == "cold":
        yield ColdLauncher()
        return
    with ZygoteLauncher(walls=level == "strong") as zygote:
        yield zygote


def _take_the_streams() -> tuple[Any, Any, Any]:
    requests = os.fdopen(os.dup(0), "r", encoding="ascii")
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    said = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as this process
    os.dup2(said.fileno(), 1)
    os.dup2(said.fileno(), 2)
    return requests, answers, said


def _nameless_file() -> int:
    descriptor, path = tempfile.mkstemp()
    os.unlink(path)
    return descriptor


def _adopt_orphans() -> None:
    # A process that left its parent and its session still shows among our children.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _serve(desk: KataGrader, source: Launcher, requests: Any, answers: Any, said: Any) -> None:
    _tell(answers, {"ready": True})
    shared = _shared()
    for line in requests:
        asked = json.loads(line)
        started, before = time.monotonic(), said.seek(0, 2)
        found: dict[str, Any] = {}
        try:
            found = _told(_report(desk, source, asked))
        except NotGradable as refused:
            found = {"verdict": "not gradable", "points": 0, "passed": [], "reason": str(refused)}
        except BaseException:
            found["crash"] = traceback.format_exc()
        if isinstance(source, ZygoteLauncher):
            # What the last candidate left is cleared away before the next is made.
            source.start().close()
        found["patched"] = _patched(shared)
        found["seconds"] = time.monotonic() - started
        found["running"] = _running_after_a_while()
        said.seek(before)
        found["said"] = said.read(4096).decode(errors="replace")
        found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        _tell(answers, found)


def _tell(answers: Any, found: dict[str, Any]) -> None:
    answers.write(json.dumps(found) + "\n")
    answers.flush()


def _report(desk: KataGrader, source: Launcher, asked: dict[str, Any]) -> Report:
    data = base64.b64decode(asked["source"])
    submission = _submission(data, desk.kata.submit)
    if asked["bench"]:
        return _on_the_bench(asked["bench"], submission, source)
    return desk.grade(AttemptRequest(submission, SEED, only=frozenset(asked["only"])))


def _submission(data: bytes, name: str) -> Submission:
    with tempfile.TemporaryDirectory(prefix="handed-in-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read_submission(path)


def _on_the_bench(name: str, submission: Submission, source: Launcher) -> Report:
    kata = a_kata(submit=submission.name)
    checks = [loaded(one, hidden=hidden) for one, hidden in bench_checks.BENCHES[name]]
    return attempt(KataChecks(kata, "v1", checks), AttemptRequest(submission, SEED), source)


def _told(report: Report) -> dict[str, Any]:
    student = viewed(report, View.STUDENT)
    texts = {
        f"{view} {style} {detail}": text(shown, style=style, detail=detail)
        for view, shown in (("student", student), ("instructor", report))
        for style in Style
        for detail in Detail
    }
    return {
        "verdict": str(report.verdict),
        "points": report.points,
        "max": report.max,
        "reason": report.reason,
        "passed": [result.check.name for result in report.results if result.outcome == "passed"],
        "outcomes": {result.check.name: [str(result.outcome), result.headline] for result in report.results},
        "level": str(report.protections.level),
        "missing": list(report.protections.missing),
        "student": report_line(report, View.STUDENT),
        "instructor": report_line(report, View.INSTRUCTOR),
        "texts": texts,
    }


def _shared() -> list[dict[str, int]]:
    """What every check of every submission uses: the names of some classes, by what stands behind each."""
    return [{name: id(value) for name, value in vars(cls).items()} for cls in bench_checks.SHARED]


def _patched(before: list[dict[str, int]]) -> list[str]:
    """The classes that are not what they were."""
    return [cls.__name__ for cls, old, new in zip(bench_checks.SHARED, before, _shared(), strict=True) if old != new]


def _running_after_a_while() -> list[str]:
    """What still runs below us, once those that were just killed had time to go."""
    until = time.monotonic() + GRACE_S
    while (found := _candidates()) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def _candidates() -> list[str]:
    """Command lines of our descendants, but for the parts of a sandbox that waits for the next candidate.

    What has ended and waits to be reaped does nothing any more: a zygote's launcher reaps it when it makes the next.
    """
    parents = _parents()
    below, fresh = set[int](), {os.getpid()}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh}
        below |= fresh
    return [f"{pid} {_command(pid)}" for pid in sorted(below) if not _waits_for_more(pid, parents[pid])]


def _parents() -> dict[int, int]:
    """Every process that has not ended, and its parent."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state not in "ZX":
            parents[int(entry.name)] = int(parent)
    return parents


def _waits_for_more(pid: int, parent: int) -> bool:
    """Is it bubblewrap, or the zygote in it? A candidate is a fork of that one, with the same command line."""
    command = _command(pid)
    if "bwrap" in command.split("\0")[0]:
        return True
    return "grader.engine.candidate.zygote" in command and command != _command(parent)


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


if __name__ == "__main__":
    main(sys.argv[1])
