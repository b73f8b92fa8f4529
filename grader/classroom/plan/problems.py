"""What is wrong with a course's own files, all of it in one error."""

from __future__ import annotations

from collections.abc import Iterable

from grader.curriculum.yaml_file import FileProblem
from grader.errors import ExitCode, GraderError


class BrokenCourse(GraderError):
    """course.yaml or the roster is wrong; the message holds every problem, each on a line with file and line number."""

    code = ExitCode.USAGE


def broken(file: str, problems: Iterable[FileProblem]) -> BrokenCourse:
    """The error that tells all of them, in the file's order and each once."""
    lines = [f"{file}:{problem.line}: {problem.said}" for problem in sorted(set(problems))]
    count = "It is one problem" if len(lines) == 1 else f"They are {len(lines)} problems"
    return BrokenCourse("\n".join(lines), hint=f"{count}: mend {file} and try again.")
