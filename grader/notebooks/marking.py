"""One solution marked by `grade` in a process of its own, which is ended when it takes too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import grader
from grader.curriculum import find_course, kata_named
from grader.errors import UnableToGrade
from grader.sandbox.process import kill_tree
from grader.wire.text import clean

# nbgrader stops a cell after 30 s (preprocessors/execute.py); an attempt ends itself after 20.
LIMIT_S = 26
KATAS = "GRADE_KATAS"
LONGEST_WHY = 400
MOST_BYTES = 16 << 20

Document = Mapping[str, Any]


def marked(name: str, source: str, *, limit_s: float = LIMIT_S) -> Document:
    """The report on this source, as its student may see it, as docs/report.schema.json has it.

    Raises UnknownKata, and UnableToGrade when there is no report: that is never the student's fault.
    """
    usual = os.environ.get(KATAS)
    course = find_course(Path.cwd(), named=Path.cwd() / usual if usual else None)
    kata = kata_named(course, name)
    with tempfile.TemporaryDirectory(prefix="grade-") as folder:
        submission = Path(folder, kata.submit)
        submission.write_bytes(source.encode("utf-8", "replace"))
        said = _said([kata.id, "--submission", str(submission), "--output", "json"], course, Path(folder), limit_s)
    try:
        document = json.loads(said.splitlines()[-1])
        assert document["kata"] == kata.id
    except (ValueError, IndexError, TypeError, KeyError, AssertionError):
        raise UnableToGrade(f"{kata.id} could not be marked: there was no report.", hint=TRY) from None
    found: Document = document
    return found


def _said(arguments: list[str], course: Path, scratch: Path, limit_s: float) -> str:
    """What `grade` wrote. It writes into files: whoever it leaves behind could keep a pipe open."""
    # -P: a folder of a student's, from which a kernel may run, must not be where modules are found.
    command = [sys.executable, "-P", "-m", "grader", *arguments]
    with Path(scratch, "out").open("w+b") as out, Path(scratch, "err").open("w+b") as err:
        process = subprocess.Popen(
            command,
            cwd=course,
            env=_environment(course),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        try:
            process.wait(limit_s)
        except subprocess.TimeoutExpired:
            raise UnableToGrade(f"The marking was stopped after {limit_s:g} s.", hint=TRY) from None
        finally:
            kill_tree(process)
        out.seek(0)
        said = out.read(MOST_BYTES).decode("utf-8", "replace")
        if not said:
            err.seek(0)
            why = clean(err.read(LONGEST_WHY).decode("utf-8", "replace").strip(), LONGEST_WHY)
            raise UnableToGrade(f"`grade` said: {why or 'nothing'}", hint=TRY)
        return said


def _environment(course: Path) -> dict[str, str]:
    """Ours, with the very grader found that is asking."""
    package = str(Path(grader.__file__).resolve().parent.parent)
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, KATAS: str(course), "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}


TRY = "This is our fault, not the solution's. Try again; then: grade doctor"
