"""At which moments a history is looked back to: the ends of what an instructor allowed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from grader.course.collecting.naming import KataNames
from grader.course.collecting.owners import NoOwner, Owner, People, owner_of
from grader.course.collecting.values import Parts, Who
from grader.course.gradebook import GROUP
from grader.course.plan import Adjustment, AdjustmentKind, CoursePlan


def moments_of(
    plan: CoursePlan, adjustments: Sequence[Adjustment], katas: KataNames, people: People
) -> Callable[[Sequence[Who], Parts], Sequence[datetime]]:
    """For a file of these people: the deadline of its kata with its grace, and the ends of their extensions."""
    by_kata = {one.kata: one for one in plan.katas}
    extensions = [one for one in adjustments if one.kind is AdjustmentKind.EXTENSION and one.until is not None]

    def moments(who: Sequence[Who], parts: Parts) -> Sequence[datetime]:
        one = by_kata.get(katas.of(parts[-1]).kata)
        if one is None or one.deadline is None:
            return ()
        try:
            owner = owner_of(people, who)
        except NoOwner:
            return ()
        names = _names(people, owner)
        until = (
            extension.until
            for extension in extensions
            if extension.student in names and extension.kata in ("", one.kata) and extension.until is not None
        )
        grace = timedelta(minutes=one.late.grace_minutes)
        return sorted({moment + grace for moment in (one.deadline, *until)})

    return moments


def _names(people: People, owner: Owner) -> frozenset[str]:
    """Everything an extension may call them by."""
    groups = (group for group, members in people.groups.items() if set(members) & set(owner.members))
    return frozenset((owner.id.removeprefix(GROUP), *owner.members, *groups))
