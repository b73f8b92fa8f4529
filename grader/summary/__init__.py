"""What a class's scores and checks come to: what was misunderstood, what nobody passes, who is missing, when. Pure."""

from __future__ import annotations

from grader.summary.arriving import arrivals
from grader.summary.checks import checks_of, few_pass, nobody_passes
from grader.summary.summing import summarise
from grader.summary.values import (
    Arrivals,
    Bar,
    Cell,
    CheckSummary,
    ClassSummary,
    Judged,
    KataSummary,
    Line,
    Misunderstood,
)

__all__ = [
    "Arrivals",
    "Bar",
    "Cell",
    "CheckSummary",
    "ClassSummary",
    "Judged",
    "KataSummary",
    "Line",
    "Misunderstood",
    "arrivals",
    "checks_of",
    "few_pass",
    "nobody_passes",
    "summarise",
]
