"""What can go wrong that a person should read: a sentence, and the next step."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How `grade` ends; where several apply, 3 wins over 4, and 4 over 1."""

    ACCEPTED = 0
    REJECTED = 1
    USAGE = 2
    OUR_FAULT = 3
    NOT_GRADABLE = 4
    NOTHING_TO_GRADE = 5
    INTERRUPTED = 130


class GraderError(Exception):
    """A problem to show to a person: one sentence and what to do next."""

    code = ExitCode.OUR_FAULT

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(GraderError):
    """The command was given something it cannot use."""

    code = ExitCode.USAGE


class UnknownKata(UsageError):
    """There is no kata of that name."""


class BrokenKata(GraderError):
    """A kata's own files are wrong: the author's problem, never the student's.

    `detail` is for the author alone: it may quote a hidden check.
    """

    def __init__(self, message: str, *, hint: str = "", detail: str = "") -> None:
        super().__init__(message, hint=hint)
        self.detail = detail

    @property
    def in_full(self) -> str:
        """All that can be said, as the author reads it."""
        return "\n".join(part for part in (f"{self.message} {self.hint}".strip(), self.detail) if part)


class NotGradable(GraderError):
    """The submission cannot be graded as it stands: the student's file is at fault."""

    code = ExitCode.NOT_GRADABLE


class UnableToGrade(GraderError):
    """We could not grade: our fault, never counted against the student."""
