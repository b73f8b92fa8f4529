"""Send what is due, one score after the other: each is remembered as soon as the platform has taken it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from grader.classroom.push.changes import Due, Pushed, ScoreChange, Sent
from grader.classroom.scores.model import Column
from grader.errors import GraderError

# Seconds between the tries for one score, unless the platform itself says how long to wait.
WAITS = (1.0, 2.0, 4.0, 8.0, 16.0)
LONGEST_WAIT = 120.0
TRANSIENT = (408, 425, 429, 500, 502, 503, 504)
NOT_ALLOWED = (401, 403)
# So many scores in a row that nobody answers for, or that we may not send: the rest would end alike.
IN_A_ROW = 3
T = TypeVar("T")
TICK = timedelta(milliseconds=1)
MEANS = {
    401: "the platform does not know us any more",
    403: "the platform does not let us send this",
    404: "the platform knows no such person or line item",
    409: "the platform holds a score with a later time: another sender, or a clock ahead of this one. Sent again later "
    "it is taken",
    422: "the platform cannot take this score",
}


class ScoreRefused(Exception):
    """The platform answered no: an HTTP status, its words made safe to show, and how long to wait where it says so."""

    def __init__(self, status: int, said: str = "", *, wait: float | None = None) -> None:
        super().__init__(status, said)
        self.status = status
        self.said = said
        self.wait = wait

    @property
    def why(self) -> str:
        """In words."""
        means = MEANS.get(self.status)
        if means is None:
            return f"{self.said or 'the platform could not take it'} ({self.status})"
        return f"{means}, and says: {self.said} ({self.status})" if self.said else f"{means} ({self.status})"


class Unreachable(Exception):
    """Nobody answered; the text says how that showed."""


class Platform(Protocol):
    """Where scores go."""

    def item_of(self, column: Column) -> str:
        """Return the address of a kata's line item, made where there is none. Raises Refused or Unreachable."""
        ...

    def send(self, item: str, body: Mapping[str, Any]) -> None:
        """Tell one score. Raises Refused or Unreachable."""
        ...


class PushStopped(GraderError):
    """The rest was not sent, since it would fail in the same way."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A score that was not taken, and why."""

    student: str
    kata: str
    why: str


@dataclass(slots=True)
class Sending:
    """How far it is: sent by kind of change, left as they were, and what failed."""

    sent: Counter[ScoreChange] = field(default_factory=Counter)
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many scores were sent."""
        return sum(self.sent.values())


@dataclass(frozen=True, slots=True)
class Way:
    """What sending needs: the platform, the memory of it under `name`, the time, and how to wait for seconds."""

    platform: Platform
    name: str
    pushed: Pushed
    now: Callable[[], datetime]
    sleep: Callable[[float], None]


def send(dues: Iterable[Due], way: Way, so_far: Sending, on_step: Callable[[], None] = lambda: None) -> None:
    """Send what has changed. One score that fails is noted, and the others go on; `so_far` is true at any moment.

    Raises PushStopped when nobody answers or we may not send, for several scores in a row.
    """
    items: dict[str, str] = {}
    in_a_row = 0
    for due in dues:
        if due.change is ScoreChange.SAME:
            so_far.unchanged += 1
            continue
        try:
            _send_one(due, way, items)
        except (ScoreRefused, Unreachable) as error:
            why = error.why if isinstance(error, ScoreRefused) else f"nobody answered: {error}"
            so_far.failed.append(Failure(due.message.student.id, due.message.kata, why))
            theirs = isinstance(error, ScoreRefused) and error.status not in (*NOT_ALLOWED, *TRANSIENT)
            in_a_row = 0 if theirs else in_a_row + 1
            if in_a_row == IN_A_ROW:
                raise _stopped(so_far, why) from None
        else:
            in_a_row = 0
            so_far.sent[due.change] += 1
        on_step()


def later(now: datetime, last: datetime | None) -> datetime:
    """Return the time to send a score with: in whole milliseconds, and strictly later than the last one's."""
    at = now.astimezone(UTC)
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    return at if last is None else max(at, last + TICK)


def _send_one(due: Due, way: Way, items: dict[str, str]) -> None:
    kata = due.message.kata
    if kata not in items:
        items[kata] = _tried(lambda: way.platform.item_of(due.column), way.sleep)

    def step() -> datetime:
        # Each try has a time of its own: the one before may have been taken, and only its answer lost.
        at = later(way.now(), due.last)
        way.platform.send(items[kata], due.message.body(at))
        return at

    at = _tried(step, way.sleep)
    way.pushed.remember(way.name, kata, due.message.student.id, Sent(at, due.what))


def _tried(step: Callable[[], T], sleep: Callable[[float], None]) -> T:
    """Return the step's result, tried again while the platform is busy or away."""
    for wait in WAITS:
        try:
            return step()
        except ScoreRefused as error:
            if error.status not in TRANSIENT:
                raise
            sleep(wait if error.wait is None else min(max(error.wait, 0.0), LONGEST_WAIT))
        except Unreachable:
            sleep(wait)
    return step()


def _stopped(so_far: Sending, why: str) -> PushStopped:
    return PushStopped(
        f"It stopped after {so_far.done} sent, for {IN_A_ROW} in a row failed alike: {why}.",
        hint="What was sent is remembered. Once that is mended, the same command goes on.",
    )
