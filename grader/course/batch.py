"""Mark many submissions in a few worker processes; one that hangs keeps nobody waiting.

Among the others each attempt has a short time. One that needs longer first stands back, so that another takes its
place, and is then set aside (one that only computes and says nothing: at once), to be made again from the start when
the others are done, undisturbed and with its full time: a report never depends on how busy the machine was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from grader.course.entries import Aside, Entry, Waiting
from grader.course.pace import Pace
from grader.course.pool import Pool, Unconfined
from grader.course.rounds import Round
from grader.model import Kata, Protections, Report


@dataclass(frozen=True, slots=True)
class Batch:
    """How a batch went: the weakest protections of any worker, and how many were marked, made again, or failed."""

    protections: Protections
    marked: int
    made_again: int
    failed: int


def run_batch(
    katas: Iterable[Kata],
    submissions: Iterable[Entry],
    *,
    jobs: int,
    seed_of: Callable[[Entry], str],
    on_report: Callable[[Entry, Report], None],
    accept_unconfined: bool = False,
) -> Batch:
    """Mark every entry and hand each report over as it comes, in the caller's own thread.

    `submissions` is read as it is needed. Raises Unconfined before anything is marked when the protections are below
    `partial` and that was not accepted; every report names the protections it was made under.
    """
    with Aside() as aside, Pool({kata.id: kata for kata in katas}, jobs, accept_unconfined) as pool:
        going = Round(pool, Pace(), aside, seed_of, on_report)
        pool.start_all()
        going.among_others(Waiting(submissions))
        going.undisturbed()
        return Batch(pool.protections or Protections(), going.marked, going.again, going.failed)


__all__ = ["Batch", "Entry", "Unconfined", "run_batch"]
