"""The examiner's side of the wire, anew for every check: it believes nothing and owns the clock."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from typing import Any

from grader.examiner.partner import CandidateHalf, PartnerLoop
from grader.model import TimelineEvent
from grader.vtime import NEVER, Clock, Deadlock, Key, Livelock, TimeLimit
from grader.vtime.clock import NS, SHOWN_DIGITS
from grader.wire.channel import Channel
from grader.wire.contexts import CarriedContext
from grader.wire.gone import Gone
from grader.wire.objects import RemoteModule
from grader.wire.peer import Peer
from grader.wire.protocol import BUSY, MAX_STEP, STOPPING
from grader.wire.text import clean

MOST_EVENTS = 300
MOST_LABEL = 40
_EVENTS = frozenset({"made", "run", "wait", "block", "done", "cancelled", "error", "cut"})
_NO_CONTEXT = frozenset({"run", "wake", "prepare", "load", "kit", "inside", "waits", "finish"})


class ExaminerPeer(Peer):
    """Checks every number the candidate tells; a lie can only hurt the candidate itself."""

    trusted = True

    def __init__(self, channel: Channel, clock: Clock) -> None:
        super().__init__(channel, clock)
        self.half = CandidateHalf(self)
        self.head: Key | None = None
        self.timer: tuple[int, int] | None = None
        self.epoch_told = 0
        self.busy = False
        self.stopping = False
        self.stopped_by: BaseException | None = None
        self.events: list[TimelineEvent] = []
        self._loops: dict[int, PartnerLoop] = {}
        self._driven: dict[int, str] = {}
        self._context = CarriedContext()
        self.operations.table |= {"block": self._block, "runloop": self._run_loop}

    # -- the wire

    def status(self) -> list[Any]:
        """[counter, epoch, now, key of the next callback]"""
        clock = self.clock
        self.epoch_told = clock.epoch
        return [clock.counter, clock.epoch, clock.now, clock.loops[-1].head() if clock.loops else None]

    def absorb_status(self, status: Any) -> None:
        """Check the candidate's counters, keys and flags. Raises Gone on anything impossible."""
        counter, epoch, head, timer, flags, _, events = status
        clock = self.clock
        if not (_grows(clock.counter, counter) and _grows(clock.epoch, epoch)):
            raise Gone("protocol: counters that jump")
        clock.counter = counter
        if epoch > clock.epoch:
            clock.epoch = epoch
            for loop in clock.loops:
                loop.begin_epoch()
        self.head = _key(head, 4)  # type: ignore[assignment]
        self.timer = _key(timer, 2)  # type: ignore[assignment]
        if type(flags) is not int or not 0 <= flags <= BUSY | STOPPING:
            raise Gone("protocol: flags")
        self.busy, self.stopping = bool(flags & BUSY), bool(flags & STOPPING)
        self._absorb_events(events)

    def _absorb_events(self, events: Any) -> None:
        if type(events) is not list:
            raise Gone("protocol: events")
        for event in events[:401]:
            if len(self.events) > MOST_EVENTS:
                return
            if len(self.events) == MOST_EVENTS:
                event = [0, "cut", "", 0]
            self.events.append(self._event(*event))

    def _event(
        self,
        row: Any,
        kind: Any,
        label: Any,
        line: Any,
        by: Any = 0,
        since: Any = -1,
        lasts: Any = 0,
        call: Any = "",
        call_line: Any = 0,
    ) -> TimelineEvent:
        whole = (row, line, by, since, lasts, call_line)
        if kind not in _EVENTS or any(type(one) is not int or abs(one) > NEVER for one in whole):
            raise Gone("protocol: event")
        shown = clean(str(label), MOST_LABEL)
        if row < 0 and kind == "made":
            self._driven[row] = self._unused_name(shown)
        at, now = self.clock.elapsed, self.clock.now
        began = min(max(0, since), now)
        seconds = 0.0
        if kind == "run" and since >= 0:
            seconds = round((now - began) / NS, SHOWN_DIGITS)
        elif kind == "block":
            at, seconds = round(began / NS, SHOWN_DIGITS), round(max(0, lasts) / NS, SHOWN_DIGITS)
        return TimelineEvent(
            at,
            self._row_name(row),
            str(kind),
            shown,
            max(0, line),
            self._row_name(by),
            seconds,
            clean(str(call), MOST_LABEL),
            max(0, call_line),
        )

    def _row_name(self, row: int) -> str:
        return self._driven.get(row, "") if row <= 0 else f"Task-{row}"

    def _unused_name(self, name: str) -> str:
        """A check may await the same function twice: each time is a row of its own."""
        same = sum(taken == name or taken.startswith(f"{name} #") for taken in self._driven.values())
        return f"{name} #{same + 1}" if same else name

    def context_of(self, operation: str, task: Any) -> list[Any] | None:
        """The candidate's Context that belongs to the task which asks."""
        if operation in _NO_CONTEXT or hasattr(task, "_reference"):
            return None
        return self._context.request(task)

    def absorb_context(self, status: Any, task: Any) -> None:
        """Remember which version of its Context the candidate answered in."""
        if status[5]:
            self._context.absorb(status[5], task)

    # -- asking

    def open_module(self) -> RemoteModule:
        """A fresh copy of the student's module. Raises what its import raised."""
        return self._module(self.ask("load", read=_reference))

    def open_kit(self, source: str) -> RemoteModule:
        """A kit beside the student's module."""
        return self._module(self.ask("kit", source, read=_reference))

    def _module(self, reference: int) -> RemoteModule:
        cls = type("kata", (RemoteModule,), {"_peer": self, "_reference": reference})
        return self.references.adopt(reference, object.__new__(cls))  # type: ignore[no-any-return]

    @property
    def partner_loops(self) -> list[PartnerLoop]:
        """Our halves of the loops that the student started."""
        return list(self._loops.values())

    # -- what the candidate asks

    def _block(self, to_ns: Any) -> Callable[[], None]:
        if type(to_ns) is not int or not 0 <= to_ns < NEVER:
            raise Gone("protocol: block")
        return lambda: self._guard(self.clock.move_to, to_ns)

    def _run_loop(self, number: Any) -> Callable[[], None]:
        if type(number) is not int or len(self._loops) > 1000:
            raise Gone("protocol: loop")

        def answer() -> None:
            if self.clock.loops:
                raise RuntimeError("This event loop is already running")
            loop = self._loops.get(number)
            if loop is None:
                loop = self._loops[number] = PartnerLoop(self)
            self.stopping = False
            contextvars.Context().run(self._guard, loop.run_forever)

        return answer

    def _guard(self, action: Callable[..., Any], *arguments: Any) -> None:
        # A student's `except Exception` may swallow what the clock raises: the examiner remembers it.
        try:
            action(*arguments)
        except (Deadlock, Livelock, TimeLimit) as error:
            self.stopped_by = error
            raise


def _grows(before: int, after: Any) -> bool:
    return type(after) is int and before <= after <= before + MAX_STEP


def _key(key: Any, length: int) -> tuple[int, ...] | None:
    if key is None:
        return None
    if type(key) is not list or len(key) != length:
        raise Gone("protocol: key")
    if any(type(part) is not int or not 0 <= part < 1 << 62 for part in key):
        raise Gone("protocol: key")
    return tuple(key)


def _reference(answer: Any) -> int:
    if type(answer) is not int:
        raise Gone("protocol: module")
    return answer
