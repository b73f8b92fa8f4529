"""What an instructor decides: course.yaml, the roster, and the policy that makes a score of attempts."""

from __future__ import annotations

from grader.course.plan.people import Match, Roster
from grader.course.plan.policy import concerning, score_of
from grader.course.plan.problems import BrokenCourse
from grader.course.plan.reading import find_plan, katas_of, load_plan
from grader.course.plan.roster_file import load_roster
from grader.course.plan.times import Moment, moment
from grader.course.plan.values import (
    PLAN,
    Adjustment,
    AdjustmentKind,
    Attempted,
    Counting,
    CoursePlan,
    HandedIn,
    KataPlan,
    LateKind,
    LatePolicy,
)

__all__ = [
    "PLAN",
    "Adjustment",
    "AdjustmentKind",
    "Attempted",
    "BrokenCourse",
    "Counting",
    "CoursePlan",
    "HandedIn",
    "KataPlan",
    "LateKind",
    "LatePolicy",
    "Match",
    "Moment",
    "Roster",
    "concerning",
    "find_plan",
    "katas_of",
    "load_plan",
    "load_roster",
    "moment",
    "score_of",
]
