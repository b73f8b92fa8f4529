"""What a candidate tells, as it enters a report: every number checked, every text cleaned, all of it bounded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from grader.cleaning import clean
from grader.engine.wire.channel import Gone
from grader.engine.wire.protocol import EventFrame
from grader.model import CheckResult, TimelineEvent
from grader.vtime import NEVER, Clock
from grader.vtime.clock import NS, SHOWN_DIGITS

MOST_TOLD = 48 * 1024
# What an event takes beside the text in it: its keys and numbers.
EVENT_SIZE = 130
TRUNCATED = "… truncated"


def bounded(results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """Return the results with what goes past the bound left out, in the order of the checks."""
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


MOST_EVENTS = 300
MOST_LABEL = 40
_KINDS = frozenset({"made", "run", "wait", "block", "done", "cancelled", "error", "cut"})


NO_MORE = EventFrame(0, "")[4:]


def _are_whole(numbers: tuple[Any, ...]) -> bool:
    """Return whether these are whole numbers that virtual time can hold."""
    return set(map(type, numbers)) == {int} and min(numbers) >= -NEVER and max(numbers) <= NEVER


class Events:
    """What a Tracer wrote down, in the words of a report; `told` is all of it, or the first 300 events and a "cut".

    `existing` gives a line of the submission as it is told.
    """

    def __init__(self, clock: Clock, existing: Callable[[int], int]) -> None:
        self._existing = existing
        self.told: list[TimelineEvent] = []
        self._clock = clock
        self._driven: dict[int, str] = {}

    def absorb(self, events: Any, *, since: int | None = None) -> None:
        """Take in what happened now, or from `since` in virtual ns until now. Raises Gone on anything impossible.

        An event of one number says at what time those behind it happened.
        """
        if type(events) is not list:
            raise Gone("protocol: events")
        at = self._clock.now if since is None else since
        for event in events[: 2 * (MOST_EVENTS + 1)]:
            if len(event) == 1:
                at = self._later(at, *event)
                continue
            if len(self.told) >= MOST_EVENTS:
                if len(self.told) > MOST_EVENTS:
                    return
                event = EventFrame(0, "cut")
            self.told.append(self._event(at, EventFrame(*event)))

    def _later(self, at: int, later: Any) -> int:
        if type(later) is not int or not at <= later <= self._clock.now:
            raise Gone("protocol: event")
        return later

    def _event(self, now: int, frame: EventFrame) -> TimelineEvent:
        row, kind, label, line = frame[:4]
        if kind not in _KINDS or not _are_whole((row, line)):
            raise Gone("protocol: event")
        shown = clean(str(label), MOST_LABEL) if label else ""
        if row < 0 and kind == "made":
            self._driven[row] = self._unused_name(shown)
        event = TimelineEvent(
            round(now / NS, SHOWN_DIGITS), self._row_name(row), kind, shown, self._existing(max(0, line))
        )
        return event if frame[4:] == NO_MORE else self._with_more(now, frame, event)

    def _with_more(self, now: int, frame: EventFrame, event: TimelineEvent) -> TimelineEvent:
        by, since, lasts, call, call_line = frame[4:]
        if not _are_whole((by, since, lasts, call_line)):
            raise Gone("protocol: event")
        at, began, seconds = event.at, min(max(0, since), now), 0.0
        if frame.what in ("run", "cancelled") and since >= 0:
            seconds = round((now - began) / NS, SHOWN_DIGITS)
        elif frame.what == "block":
            at, seconds = round(began / NS, SHOWN_DIGITS), round(max(0, lasts) / NS, SHOWN_DIGITS)
        return event._replace(
            at=at,
            by=self._row_name(by),
            seconds=seconds,
            call=clean(str(call), MOST_LABEL) if call else "",
            call_line=self._existing(max(0, call_line)),
        )

    def _row_name(self, row: int) -> str:
        return self._driven.get(row, "") if row <= 0 else f"Task-{row}"

    def _unused_name(self, name: str) -> str:
        """Return a name of its own for each time that a check awaits the same function."""
        same = sum(taken == name or taken.startswith(f"{name} #") for taken in self._driven.values())
        return f"{name} #{same + 1}" if same else name
