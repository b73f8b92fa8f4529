"""What is wrong with an instructor's file: every problem, a sentence each, with its line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from grader.errors import ExitCode, GraderError
from grader.wire.text import clean


class BrokenCourse(GraderError):
    """course.yaml or the roster is wrong; the message holds every problem, each on a line with file and line number."""

    code = ExitCode.USAGE


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend, at a line counted from 1."""

    line: int
    said: str


def broken(file: str, problems: Iterable[Problem]) -> BrokenCourse:
    """The error that tells all of them, in the file's order and each once."""
    lines = [f"{file}:{problem.line}: {problem.said}" for problem in sorted(set(problems))]
    count = "It is one problem" if len(lines) == 1 else f"They are {len(lines)} problems"
    return BrokenCourse("\n".join(lines), hint=f"{count}: mend {file} and try again.")


def near(wanted: str, known: Sequence[str]) -> str:
    """A question that names the nearest of what is known; empty where nothing is near."""
    found = get_close_matches(wanted, known, n=1, cutoff=0.7)
    return f" Did you mean {told(found[0])}?" if found else ""


def told(value: object) -> str:
    """A value from the file as a sentence can hold it: cleaned, short, on one line."""
    return clean(str(value), 60).replace("\n", " ")
