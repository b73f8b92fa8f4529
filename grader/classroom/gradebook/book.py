"""The gradebook itself: one class whose methods are one transaction each, unless `batch` joins them."""

from __future__ import annotations

import secrets
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from grader.classroom.gradebook.attempts import AttemptTable
from grader.classroom.gradebook.decisions import DecisionLog
from grader.classroom.gradebook.file import GradebookFile, NoGradebook
from grader.classroom.gradebook.submissions import SubmissionTable

FILE_NAME = "gradebook.sqlite3"
SECRET_BYTES = 32


class Gradebook(SubmissionTable, AttemptTable, DecisionLog):
    """A course's gradebook, open until its `with` ends. Every method raises BrokenGradebook when the file fails it."""

    def __init__(self, file: GradebookFile) -> None:
        self.file = file
        if not file.read_only:
            with file.transaction():
                file.write(
                    "INSERT OR IGNORE INTO course (one, secret) VALUES (1, ?)", (secrets.token_bytes(SECRET_BYTES),)
                )
        self.secret: bytes = file.rows("SELECT secret FROM course")[0][0]
        """What the seeds of this course's attempts are made from; made once."""

    @classmethod
    def open(cls, folder: Path, *, create: bool = True) -> Gradebook:
        """Return the gradebook of the course in this folder.

        Raises NoGradebook when there is none and none may be made.
        """
        path = folder / FILE_NAME
        if not create and not path.exists():
            raise NoGradebook("There is no gradebook here yet.", hint="Collect first: grade class collect SOURCE")
        return cls(GradebookFile(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def batch(self) -> AbstractContextManager[None]:
        """Return one transaction for what is done inside: all of it is kept, or, after an error, none."""
        return self.file.transaction()
