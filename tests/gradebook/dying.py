"""Grades a class with a fake runner and is killed on the way: python -m tests.gradebook.dying FOLDER STATEMENT COUNT.

It dies when SQLite is about to do the COUNTth statement that begins with STATEMENT.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from grader.classroom.gradebook import Gradebook
from grader.classroom.marking.run import CourseGrader, RunOptions, RunTally, Selection, run_class
from tests.gradebook.books import NOW, Course, FakeRunner


def main(folder: Path, statement: str, count: int) -> None:
    """Grade until the moment comes."""
    seen = 0

    def trace(sql: str) -> None:
        nonlocal seen
        seen += sql.startswith(statement)
        if seen == count:
            os.kill(os.getpid(), signal.SIGKILL)

    course = Course(folder)
    with Gradebook.open(folder) as book:
        book.file._connection.set_trace_callback(trace)
        grader = CourseGrader(book, course.katas, lambda: NOW, RunOptions(runner=FakeRunner()))
        run_class(grader, Selection(), RunTally(0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
