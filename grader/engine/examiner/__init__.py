"""The trusted process: it runs the checks, owns the clock and gives the verdict; it never imports student code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from grader.engine.submission import Submission
from grader.model import CheckResult, Kata, Mode, Report
from grader.startup import Trick, is_on
from grader.startup.imports import quick_imports, without_colours

if TYPE_CHECKING:
    from grader.engine.examiner.launch import Launcher
    from grader.engine.examiner.session import KataGrader

T = TypeVar("T")


def grade(
    kata: Kata,
    submission: Submission,
    *,
    seed: str,
    mode: Mode = Mode.SPLIT,
    only: frozenset[str] = frozenset(),
    on_result: Callable[[CheckResult], None] | None = None,
    stop_at_first: bool = False,
) -> Report:
    """Grade one submission from a cold start; `on_result` hears each check as it ends.

    Raises BrokenKata or UnableToGrade, which are never the student's fault.
    """
    from grader.engine.examiner.launch import CandidateProcess, ColdLauncher

    # The candidate warms up on the other core while pytest is imported here.
    candidate = CandidateProcess() if mode is Mode.SPLIT and is_on(Trick.PRESTART) else None
    try:
        with quick_imports(), without_colours():
            from grader.engine.examiner.session import examine

        return examine(
            kata,
            lambda kata_grader: kata_grader.grade(
                submission,
                seed=seed,
                mode=mode,
                only=only,
                on_result=on_result or (lambda result: None),
                stop_at_first=stop_at_first,
            ),
            launcher=ColdLauncher(candidate),
        )
    finally:
        if candidate is not None:
            candidate.close()


def examine(kata: Kata, body: Callable[[KataGrader], T], *, launcher: Launcher | None = None) -> T:
    """Collect the kata's checks once and give what `body` makes of them, for many submissions."""
    from grader.engine.examiner.session import examine as opened

    return opened(kata, body, launcher=launcher)


__all__ = ["examine", "grade"]
