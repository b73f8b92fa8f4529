"""The trusted process: it runs the checks, owns the clock and gives the verdict; it never imports student code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from grader.engine.submission import AttemptRequest, Submission
from grader.model import Kata, Mode, Report
from grader.startup import Trick, is_on
from grader.startup.imports import quick_imports, without_colours

if TYPE_CHECKING:
    from grader.engine.examiner.launch import Launcher
    from grader.engine.examiner.session import KataGrader

T = TypeVar("T")


def grade(kata: Kata, request: AttemptRequest) -> Report:
    """Grade one submission from a cold start. Raises BrokenKata or UnableToGrade, never the student's fault."""
    from grader.engine.examiner.launch import CandidateProcess, ColdLauncher

    # The candidate warms up on the other core while pytest is imported here.
    candidate = CandidateProcess() if request.mode is Mode.SPLIT and is_on(Trick.PRESTART) else None
    try:
        with quick_imports(), without_colours():
            from grader.engine.examiner.session import examine

        return examine(kata, lambda grader: grader.grade(request), launcher=ColdLauncher(candidate))
    finally:
        if candidate is not None:
            candidate.close()


def examine(kata: Kata, body: Callable[[KataGrader], T], *, launcher: Launcher | None = None) -> T:
    """Collect the kata's checks once and give what `body` makes of them, for many submissions."""
    from grader.engine.examiner.session import examine as opened

    return opened(kata, body, launcher=launcher)


def grade_all(kata: Kata, submissions: Sequence[Submission], *, seed: str) -> tuple[Report, ...]:
    """Grade many submissions of one kata, with its checks collected once. Raises as `grade` does."""
    return examine(kata, lambda grader: tuple(grader.grade(AttemptRequest(one, seed)) for one in submissions))


__all__ = ["examine", "grade", "grade_all"]
