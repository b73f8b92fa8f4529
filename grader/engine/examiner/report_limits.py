"""A report of bounded size, whatever a candidate told: about 48 KiB of its own words for a whole attempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.model import CheckResult, TimelineEvent

MOST_TOLD = 48 * 1024
# What an event takes beside the text in it: its keys and numbers.
EVENT_SIZE = 130
TRUNCATED = "… truncated"


def bounded(results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """The results with what goes past the bound left out, in the order of the checks."""
    left = MOST_TOLD
    kept = []
    for result in results:
        # Findings stand in the report a second time, all together.
        left -= 2 * _size(result.findings)
        if left < 0:
            result = replace(result, findings=())
        if (size := _size(result.output)) > left:
            result = replace(result, output=TRUNCATED)
        else:
            left -= size
        if (size := _timeline_size(result.timeline)) > left:
            result = replace(result, timeline=())
        else:
            left -= size
        kept.append(result)
    return tuple(kept)


def _size(told: object) -> int:
    return len(ascii(told)) if told else 0


def _timeline_size(timeline: Sequence[TimelineEvent]) -> int:
    return sum(EVENT_SIZE + len(ascii(one.task + one.by + one.label + one.call)) for one in timeline)
