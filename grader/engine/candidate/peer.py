"""The candidate's side of the wire, anew for every check.

Stand-ins left over from an earlier check belong to a retired peer and can do nothing.
"""

from __future__ import annotations

import asyncio
import base64
import contextvars
import faulthandler
import gc
import random
import threading
import types
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from grader.engine.candidate.loader import (
    Lent,
    Loaded,
    Unreadable,
    clues_of,
    compile_submission,
    execute,
    execute_kit,
    loading,
)
from grader.engine.candidate.loop import CandidateLoop
from grader.engine.candidate.observer import Observer, shown_file
from grader.engine.candidate.task_trace import Tracer, over
from grader.engine.wire.channel import Frame, Gone, Loss
from grader.engine.wire.deadlocks import told_of
from grader.engine.wire.futures import Contexts
from grader.engine.wire.peer import Peer
from grader.engine.wire.protocol import BUSY, LISTENS, MAX_SOURCE, REBOUND, STOPPING, CandidateStatus, ExaminerStatus
from grader.vtime import Key, Schedule, SetOrder, forget_current_loop, waits_of
from grader.vtime.idling import GRACE_S, WORKER_WAIT_S

if TYPE_CHECKING:
    from grader.engine.candidate.state import CandidateState

TELLS_EVERY_S = 1.0
Thunk = Callable[[], Any]


class CandidatePeer(Peer):
    """Serves one check, and asks the examiner to move the clock or to drive a loop."""

    def __init__(self, state: CandidateState) -> None:
        super().__init__(state.channel, state.clock)
        self.state = state
        self.lock = state.lock
        self.contexts = Contexts()
        self.limit: Key | None = None
        self._horizon = self._heard_at = 0
        self._lent = Lent()
        self.observer = Observer(state.loaded.file if state.loaded else "")
        self._loops = 0
        self.tracer = Tracer(self.observer.file, state.clock)
        self.observer.on_block = self.tracer.blocked
        self.observer.on_loop = self.tracer.watch
        self._stepped: set[int] = set()
        self._woken = self.operations.table["wake"]
        self._step = self.operations.table["step"]
        self._start = self.operations.table["astart"]
        self.operations.table |= {
            "prepare": self._prepare,
            "clues": self._clues,
            "load": self._load,
            "kit": self._kit,
            "run": self._run,
            "wake": self._wake,
            "inside": self._inside,
            "waits": self._waits,
            "finish": self._finish,
            "step": self._traced_step,
            "astart": self._traced_start,
        }

    # -- the wire

    def serve(self, frame: Frame) -> None:
        """Do what the examiner asks: a new step of the student's code, whose readings of the clock count anew."""
        self.clock.readings = 0
        super().serve(frame)

    def ask(self, operation: str, *arguments: Any, read: Callable[[Any], Any] | None = None) -> Any:
        """Ask the examiner; a worker thread waits until the loop's thread waits for outside work."""
        if threading.get_ident() == self.state.main_thread:
            return super().ask(operation, *arguments, read=read)
        with self.lock:
            return super().ask(operation, *arguments, read=read)

    def status(self) -> list[Any]:
        """Return a CandidateStatus as it crosses: without a time that is known over there."""
        clock = self.clock
        events = self.tracer.take()
        flags = REBOUND if self._lent.rebound() else 0
        head = timer = None
        if clock.loops:
            loop = clock.loops[-1]
            head, timer = loop.head(), loop.next_timer()
            flags |= BUSY * loop.busy | STOPPING * bool(loop._stopping) | LISTENS * loop.listens
        status = CandidateStatus(
            clock.counter, clock.epoch, head, timer, flags, self._take_context(), events, clock.now
        )
        has_moved = bool(clock.loops) and clock.now != self._heard_at
        return list(status if has_moved else status[:-1])

    def _take_context(self) -> list[int] | None:
        reply = self.contexts.reply
        self.contexts.reply = None
        return reply

    def absorb_status(self, status: Any) -> None:
        """Take the examiner's counter, epoch, time and the key of its next callback."""
        counter, epoch, now, head, granted = ExaminerStatus(*status)
        clock = self.clock
        clock.counter = counter
        if now > clock.now:
            clock.move_to(now)  # before the epoch begins: it takes in the timers that are due by now
        self._horizon, self._heard_at = granted, now
        self.tracer.heard_at = now
        if epoch > clock.epoch:
            clock.look_outside()
            clock.epoch = epoch
            for loop in clock.loops:
                loop.begin_epoch()
        self.limit = tuple(head) if head else None

    def in_context(self, asked: Any, thunk: Thunk) -> Any:
        """Run in the Context of the check's task that asks."""
        return self.contexts.run(self.contexts.enter(asked), thunk) if asked else thunk()

    def coroutine_of(self, task: Any) -> Any:
        """Return the student's own coroutine, where the check's task runs one; else one of that kind which is over."""
        return super().coroutine_of(task) or over()

    def context_behind(self, task: Any) -> contextvars.Context:
        """Return the Context that this code runs in, for the task that runs it."""
        own = self.contexts.current() if task is asyncio.current_task() else None
        return super().context_behind(task) if own is None else own

    def line_of(self, error: BaseException) -> int:
        """Return the submission's line an exception came through."""
        return self.observer.line_of(error)

    def next_loop_number(self) -> int:
        """Return a number for a loop that the student made."""
        self._loops += 1
        return self._loops

    # -- what the examiner asks

    def _prepare(self, file: str, source: str, locked: list[str]) -> Thunk:
        data = base64.b64decode(source)
        if len(data) > MAX_SOURCE:
            raise Gone("protocol: the submission is too large", Loss.TOO_MUCH)

        def answer() -> list[Any]:
            try:
                loaded = compile_submission(data, shown_file(file), frozenset(locked))
            except Unreadable as error:
                return [list(error.args), []]
            self.state.take_up(loaded, frozenset(locked))
            return [None, list(map(list, loaded.locked))]

        return answer

    def _clues(self) -> Thunk:
        loaded = self.state.loaded
        return lambda: list(map(list, clues_of(loaded))) if loaded is not None else []

    def _load(self, wanted: list[str] | None = None, schedule: int | None = None, order: int = 0) -> Thunk:
        def answer() -> Any:
            self._retire()
            fresh = CandidatePeer(self.state)
            self.observer = fresh.observer  # it tells the line of what the loading raises
            module = fresh.open(schedule, order)
            number = fresh.references.give(module)
            fresh.references.forget_dropped()
            if wanted is None:
                return number
            lent = fresh._lent.lend(module, wanted)
            return [number, [None if one is None else fresh.encode(one) for one in lent]]

        return answer

    def _retire(self) -> None:
        """Let go of all that the check has left; what is cleaned up and printed then belongs to no check."""
        self.let_go_of_all(RuntimeError("this check is over"))
        self.clock.reset()
        forget_current_loop()
        gc.collect()

    def open(self, schedule: int | None = None, order: int = 0) -> types.ModuleType:
        """Return a fresh loop and a fresh copy of the student's module.

        `schedule` is the seed of one, if any, `order` that of the order of sets.
        """
        state, clock = self.state, self.clock
        assert state.loaded is not None
        random.seed(0)
        # If the check never ends, this tells the examiner at which line, before it ends the process from outside.
        faulthandler.dump_traceback_later(TELLS_EVERY_S, repeat=True, file=state.stray)
        clock.schedule = None if schedule is None else Schedule(schedule)
        clock.order = SetOrder(order)
        state.peer = state.clock.peer = self
        state.output.stand_in()
        module = self._loaded_module(state.loaded)
        state.output.take()
        loop = CandidateLoop(clock)
        loop._thread_id = state.main_thread
        loop.watch_async_generators()
        self.observer.watch(clock, loop)
        clock.loops.append(loop)
        return module

    def _loaded_module(self, loaded: Loaded) -> types.ModuleType:
        """Return the student's module; what is seen while it is loaded is not told as the check's."""
        checks, clock = self.observer, self.state.clock
        clock.alone = True
        try:
            with loading(clock, loaded.file) as self.observer:
                return execute(loaded, checks, self.state.folder)
        finally:
            clock.alone = False
            self.observer = checks

    def _kit(self, source: str) -> Thunk:
        return lambda: self.references.give(execute_kit(source))

    def _run(self, upto: int | None, budget: int, wait: bool) -> Thunk:
        def answer() -> None:
            if wait:
                loop = self.clock.loops[-1]
                loop.wait_outside(WORKER_WAIT_S if loop.busy else GRACE_S)
            self._go_on(upto, budget)

        return answer

    def _wake(self, number: int, turn: int = 0, stopping: bool = False, budget: int = 0) -> Thunk:
        woken = self._woken(number)

        def answer() -> None:
            woken()
            if budget and self.clock.loops and not self.clock.loops[-1]._stopping:
                self._go_on(turn if stopping or self.limit is not None else None, budget)

        return answer

    def _go_on(self, upto: int | None, budget: int) -> None:
        """Run what is ready; then let time pass, as far as the examiner's last word allows it, and go on."""
        loop = self.clock.loops[-1]
        while budget := loop.run_ready(lambda: self.limit, upto, budget):
            timer = loop.next_timer()
            if upto is not None or timer is None or timer[0] >= self._horizon or loop._stopping:
                return
            if loop.head() is not None or loop.busy or loop.listens:
                return
            self.clock.move_to(timer[0])

    def _inside(self) -> Thunk:
        return lambda: [self.observer.collect(self._own_loops()), self.observer.notes]

    def _waits(self) -> Thunk:
        return lambda: list(map(told_of, waits_of(self._suspended(), self.observer.is_student)))

    def _suspended(self) -> list[Any]:
        """Coroutines that the check awaits and that have not ended, and tasks."""
        given = [self.references.given(number) for number in sorted(self._stepped)]
        driven = [coroutine for coroutine in given if getattr(coroutine, "cr_frame", None) is not None]
        return [*driven, *(task for loop in self._own_loops() for task in loop.pending())]

    def _finish(self) -> Thunk:
        def answer() -> list[Any]:
            faulthandler.cancel_dump_traceback_later()
            names = self.observer.collect(self._own_loops())
            lines, truncated = self.state.output.take()
            busy = threading.active_count() > 1 or any(loop.busy for loop in self._own_loops())
            used = list(map(list, self.state.uses()))
            return [names, self.observer.notes, lines, truncated, bool(busy), used]

        return answer

    def _own_loops(self) -> list[Any]:
        return list(self.clock.loops)

    def _traced_step(self, number: int, how: str, value: Any) -> Thunk:
        """Take a step of a coroutine that the check awaits, on the timeline too, under the function's name."""
        step = self._step(number, how, value)
        coroutine = self.references.mine(number)
        if not isinstance(coroutine, Coroutine):
            return step
        self._stepped.add(number)
        return lambda: self.tracer.step(number, step, coroutine, self.waits.suspended_on)

    def _traced_start(self, number: int, how: str, value: Any) -> Thunk:
        """Take the first step towards an async generator's next value, on the timeline likewise."""
        start = self._start(number, how, value)
        generator = self.references.mine(number)
        return lambda: self.tracer.start(number, start, generator, self.waits.suspended_on)
