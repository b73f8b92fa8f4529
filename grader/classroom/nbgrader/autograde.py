"""One solution graded by `grade` in a process of its own, and the number an autograded cell ends in."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import grader
from grader.classroom.exports.attempts import said
from grader.cleaning import clean
from grader.curriculum import find_course, kata_named
from grader.engine.sandbox.process import kill_tree
from grader.errors import GraderError, UnableToGrade
from grader.text import count_of

if TYPE_CHECKING:
    from grader.classroom.nbgrader.magics import KataMagics

# nbgrader stops a cell after 30 s (preprocessors/execute.py); an attempt ends itself after 20.
LIMIT_S = 26
KATAS = "GRADE_KATAS"
LONGEST_WHY = 400
MOST_BYTES = 16 << 20

Document = Mapping[str, Any]


def graded(name: str, source: str, *, limit_s: float = LIMIT_S) -> Document:
    """Return the report on this source, as its student may see it, as docs/report.schema.json has it.

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
        raise UnableToGrade(f"{kata.id} could not be graded: there was no report.", hint=TRY) from None
    found: Document = document
    return found


def _said(arguments: list[str], course: Path, scratch: Path, limit_s: float) -> str:
    """Return what `grade` wrote. It writes into files: whoever it leaves behind could keep a pipe open."""
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
            raise UnableToGrade(f"The grading was stopped after {limit_s:g} s.", hint=TRY) from None
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


EXTENSION = "grader.classroom.nbgrader"


class CellVerdict(NamedTuple):
    """What a check earned, of how many points, and what there is to say."""

    points: float
    said: str


def verdict_of(kata: str, check: str) -> float:
    """Grade the kata's solution cell, if that is not done yet; say how the check ended, and give what it earned."""
    # Coroutines that other cells forgot would otherwise complain here, and nbgrader gives 0 for any word on stderr.
    with contextlib.redirect_stderr(io.StringIO()):
        gc.collect()
        told = _told(kata, check)
        sys.stdout.write(told.said + "\n")
        return told.points


def told_by(document: Mapping[str, Any], check: str) -> CellVerdict:
    """Return what a student's report says of one check. A verdict that no check explains earns nothing. Pure."""
    if document["reason"]:
        return CellVerdict(0.0, f"0 points: {document['reason']}")
    found = next((one for one in document["checks"] if one["id"] == check), None)
    if found is None:
        return CellVerdict(0.0, f"0 points: {check} was not judged, since this copy of the course does not have it.")
    most = float(found["max"])
    points = min(max(float(found["points"]), 0.0), most)
    words = said(found)
    # Where nobody has other words, they hold the sentence.
    told = words if found["sentence"] in words else f"{found['sentence']}\n{words}"
    return CellVerdict(points, f"{points:g} of {count_of(f'{most:g}', 'point')}. {told}")


def _told(kata: str, check: str) -> CellVerdict:
    try:
        document = _magics().document(kata)
        return CellVerdict(0.0, NO_SOLUTION.format(kata)) if document is None else told_by(document, check)
    except GraderError as error:
        return CellVerdict(0.0, f"0 points, NOT GRADED: {error.message} {error.hint}")
    except Exception as error:
        return CellVerdict(0.0, f"0 points, NOT GRADED, which is our fault: {type(error).__name__}: {error}")


def _magics() -> KataMagics:
    """This kernel's `%%kata`; the extension is loaded where no cell did that."""
    from IPython.core.getipython import get_ipython

    from grader.classroom.nbgrader.magics import KataMagics

    shell = get_ipython()
    registry = shell.magics_manager.registry
    if KataMagics.__name__ not in registry:
        shell.extension_manager.load_extension(EXTENSION)
    magics: KataMagics = registry[KataMagics.__name__]
    return magics


NO_SOLUTION = "0 points: no cell that begins with %%kata {} was run before this one."
