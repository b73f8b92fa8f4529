"""`grade dev check`: every kata is what a kata promises to be."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.authoring.inspection import Effort, Engine, Graded, Grading, Inspection, inspect_kata
from grader.authoring.rehearsing import rehearse
from grader.authoring.workers import Lost, in_workers
from grader.engine.examiner import examine
from grader.errors import ExitCode
from grader.model import Kata
from grader.text import count_of


@dataclass(frozen=True, slots=True)
class InspectionOrder:
    """One kata to inspect, as it is sent to a worker."""

    kata: Kata
    solutions: Path
    effort: Effort


@dataclass(frozen=True, slots=True)
class Timed:
    """An inspection and the real seconds it took."""

    inspection: Inspection
    seconds: float


def dev_check(
    orders: Sequence[InspectionOrder],
    *,
    jobs: int,
    say: Callable[[str], None],
    inspect: Callable[[InspectionOrder], Timed] | None = None,
) -> ExitCode:
    """Inspect katas, `jobs` at once, and say one line a kata as each ends, with a line for every problem.

    Rejected when something is wrong. `inspect` stands in for the engine in tests.
    """
    if not orders:
        say("There is no kata to check.")
        return ExitCode.REJECTED
    unfit: list[str] = []
    for order, answer in in_workers(inspect or inspected, orders, jobs=jobs):
        timed = answer if isinstance(answer, Timed) else Timed(_lost(order.kata, answer), 0.0)
        say(kata_lines(timed))
        if timed.inspection.problems:
            unfit.append(order.kata.id)
    if unfit and len(orders) > 1:
        have = "has" if len(unfit) == 1 else "have"
        say(f"{len(unfit)} of {len(orders)} katas {have} problems: {', '.join(sorted(unfit))}")
    return ExitCode.REJECTED if unfit else ExitCode.ACCEPTED


def inspected(order: InspectionOrder) -> Timed:
    """Inspect one kata with the real engine."""

    def open_desk(kata: Kata, body: Callable[[Grading], Graded]) -> Graded:
        return examine(kata, lambda checks: body(checks))

    started = time.perf_counter()
    engine = Engine(open_desk, rehearse)
    with warnings.catch_warnings():
        # What a wrong solution never awaits is its own, and no news to the author.
        warnings.filterwarnings("ignore", message=".*was never awaited", category=RuntimeWarning)
        inspection = inspect_kata(order.kata, order.solutions, effort=order.effort, engine=engine)
    return Timed(inspection, time.perf_counter() - started)


def kata_lines(timed: Timed) -> str:
    """Return a kata's line, and one indented line for each of its problems and warnings."""
    found = timed.inspection
    warned = [_indented(f"warning: {warning}") for warning in found.warnings]
    if found.problems:
        lines = [f"{found.kata}  {count_of(len(found.problems), 'problem')}"]
        return "\n".join([*lines, *(_indented(problem) for problem in found.problems), *warned])
    line = (
        f"{found.kata}  ok  {count_of(found.checks, 'check')}, "
        f"reference + {count_of(found.alternatives, 'alternative')} accepted, "
        f"{count_of(found.wrong, 'wrong solution')} caught with {count_of(found.effort.seeds, 'seed')}, "
        f"{count_of(found.idle, 'idle program')} unpaid, "
        f"{count_of(found.effort.repeats, 'repeat')} identical, {timed.seconds:.1f} s"
    )
    return "\n".join([line, *warned])


def _indented(problem: str) -> str:
    return "    " + "\n        ".join(problem.splitlines())


def _lost(kata: Kata, answer: Lost) -> Inspection:
    return Inspection(kata.id, (f"could not be inspected: {answer.why}",))
