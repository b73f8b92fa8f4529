"""Fills a gradebook until its file may not grow any more: python -m tests.gradebook.filling FOLDER BYTES."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from grader.errors import GraderError
from tests.gradebook.books import Course, record
from tests.support.gradebooks import hand_in


def main(folder: Path, most: int) -> int:
    """Print how many attempts were recorded, and the sentence that ended it."""
    course = Course(folder)
    kata = course.katas["kata01"]
    done = 0
    with course.book() as book:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        try:
            while True:
                hand_in(book, f"s{done}", b"right" + f"{done:05}".encode() * 8000)
                record(book, kata, done + 1)
                done += 1
        except GraderError as error:
            print(done, error.message, error.hint, sep="\n")
            return int(error.code)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
