"""What an instructor decides: course.yaml, the roster, and the policy that makes a score of attempts."""

from __future__ import annotations

from grader.classroom.plan.loading import find_plan, katas_of, load_plan
from grader.classroom.plan.roster import Roster, RosterMatch
from grader.classroom.plan.roster_file import load_roster
from grader.classroom.plan.values import (
    PLAN,
    Adjustment,
    AdjustmentKind,
    BrokenCourse,
    Counting,
    CoursePlan,
    GradedAttempt,
    HandedIn,
    KataPlan,
    LateKind,
    LatePolicy,
    Moment,
    moment,
)

__all__ = [
    "PLAN",
    "Adjustment",
    "AdjustmentKind",
    "GradedAttempt",
    "BrokenCourse",
    "Counting",
    "CoursePlan",
    "HandedIn",
    "KataPlan",
    "LateKind",
    "LatePolicy",
    "RosterMatch",
    "Moment",
    "Roster",
    "find_plan",
    "katas_of",
    "load_plan",
    "load_roster",
    "moment",
]
