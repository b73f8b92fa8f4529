"""The names that a report must not have in it: those of what stands for a student's value here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.model import Report

OURS = re.compile(
    r"<remote|\bLog\b|\bOpaque\b|\bNumbered\w+|\bRemote\w+|\bTraced\b|\bWaitMirror\b|(Candidate|Local|Virtual)Loop"
    r"|\?\(\)|\bwrap\(\)| at 0x[0-9a-f]"
)


def texts(report: Report) -> Iterator[str]:
    """Yield each text of a report in which such a name could stand."""
    yield report.reason
    yield from (finding.message for finding in report.findings)
    for result in report.results:
        yield from (result.headline, result.expected, result.got, result.output)
