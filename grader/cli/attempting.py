"""What every way of marking shares: is the file begun, what if it cannot be read, and that an attempt is remembered."""

from __future__ import annotations

from pathlib import Path

from grader.cli.world import World
from grader.curriculum import kata_version
from grader.errors import NotGradable
from grader.history import Attempt, is_untouched, memory, remember
from grader.intake import Submission
from grader.model import Kata, Mode, Report, Verdict
from grader.scoring import misconceptions


def is_not_started(world: World, course: Path, kata: Kata, submission: Submission) -> bool:
    """Whether this is still the stub."""
    try:
        return is_untouched(memory(course), kata, submission.source)
    except OSError as error:
        world.complain(f"The stub of {kata.id} could not be kept ({error.strerror}).", CANNOT_REMEMBER)
        return False


def not_started(world: World, kata: Kata) -> tuple[str, str]:
    """What to say of a stub that nobody has touched, and what to do next."""
    said = f"{kata.id} is not started: {world.shown(kata.stub)} is still the stub."
    return said, f"Read {world.shown(kata.folder / 'README.md')}, write in {kata.submit}, then: grade {kata.id}"


def remember_attempt(world: World, course: Path, report: Report) -> None:
    """Keep the attempt in this clone; a disk that refuses is told and no more."""
    when = world.now().isoformat(timespec="seconds")
    try:
        remember(memory(course), Attempt.of(report, when=when, misconceptions=misconceptions(report.results)))
    except OSError as error:
        world.complain(f"This attempt could not be remembered ({error.strerror}).", CANNOT_REMEMBER)


def unreadable(kata: Kata, error: NotGradable, seed: str, mode: Mode) -> Report:
    """The report on a file that could not even be read."""
    return Report(
        kata=kata.id,
        kata_title=kata.title,
        kata_version=kata_version(kata),
        submit=kata.submit,
        verdict=Verdict.NOT_GRADABLE,
        mode=mode,
        seed=seed,
        sha256="",
        reason=f"{error.message} {error.hint}".strip(),
    )


CANNOT_REMEMBER = "See that .grade in the course may be written and that the disk is not full: grade doctor"
