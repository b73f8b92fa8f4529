"""The candidate's half of the one loop, and its view of the examiner's clock."""

from __future__ import annotations

import asyncio
import asyncio.tasks
import contextvars
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from grader.engine.wire.futures import RemoteTask
from grader.vtime import STUDENTS, BusyWait, Clock, VirtualLoop, pending_tasks
from grader.vtime.handles import KeyedHandle

if TYPE_CHECKING:
    from grader.engine.candidate.peer import CandidatePeer
    from grader.engine.candidate.state import CandidateState
    from grader.engine.wire.peer import Peer


def check_tasks(peer: Peer, loop: asyncio.AbstractEventLoop) -> list[RemoteTask]:
    """Return the check's tasks that the student's code has met and that are not done; this is the check's loop."""
    current = asyncio.current_task(loop)
    met = [thing for thing in peer.references.kept if isinstance(thing, RemoteTask)]
    return [task for task in met if task is current or not task.done()]


@contextmanager
def all_tasks_with_the_checks(state: CandidateState) -> Iterator[None]:
    """While it is active, all_tasks() of the check's loop has those of the check's tasks that came by here too."""

    def all_tasks(loop: asyncio.AbstractEventLoop | None = None) -> set[asyncio.Task[Any]]:
        """Return a set of all tasks of the loop that are not done."""
        loop = asyncio.get_running_loop() if loop is None else loop
        tasks = pending_tasks(loop)
        if state.clock.loops and loop is state.clock.loops[0]:
            tasks.update(check_tasks(state.peer, loop))
        return tasks

    before = asyncio.all_tasks
    asyncio.all_tasks = asyncio.tasks.all_tasks = all_tasks
    try:
        yield
    finally:
        asyncio.all_tasks = asyncio.tasks.all_tasks = before


class CandidateClock(Clock):
    """A clock that only the examiner moves: blocking here asks it to.

    While a file is loaded, `alone` is true: no check waits for it yet, and the clock moves by itself.
    """

    peer: CandidatePeer
    alone = False

    def reading(self) -> None:
        """Count a reading of the clock; a busy wait is a finding as well."""
        try:
            super().reading()
        except BusyWait as busy:
            self.peer.observer.busy(busy)
            raise

    def pass_time(self, to_ns: int) -> None:
        """Ask the examiner to move the clock while nobody runs."""
        if self.alone:
            self.move_to(to_ns)
        else:
            self.peer.ask("block", to_ns)

    def look_outside(self) -> None:
        """Take in what files and signals of the loop that runs have to say, as asyncio does before each turn."""
        loop = self.loops[-1] if self.loops else None
        if loop is not None and loop.listens and loop.drives:
            loop.wait_outside(0)


class TracedLoop(VirtualLoop):
    """A loop whose timeline hears who lets whom go on: `on_ready` gets each future that is done."""

    on_ready: Callable[[Any], None] | None = None

    def _call_soon(
        self, callback: Callable[..., object], args: Any, context: contextvars.Context | None
    ) -> KeyedHandle:
        # A future that is done hands itself to those who wait: the timeline hears of it.
        if self.on_ready is not None and args:
            self.on_ready(args[0])
        return super()._call_soon(callback, args, context)


class CandidateLoop(TracedLoop):
    """Driven turn by turn by the examiner; the student's own asyncio.run() asks the examiner to drive it."""

    clock: CandidateClock
    number = 0

    def half_of(self, coro: Any) -> int:
        """Return the student's half: all that is made here is theirs."""
        return STUDENTS

    def run_forever(self) -> None:
        """Have the examiner run both halves until this loop is stopped."""
        self._check_closed()  # type: ignore[attr-defined]
        self._check_running()  # type: ignore[attr-defined]
        if not self.drives or self.clock.alone:
            super().run_forever()
            return
        peer = self.clock.peer
        self.number = self.number or peer.next_loop_number()
        self._thread_id = threading.get_ident()
        hooks = sys.get_asyncgen_hooks()
        self.watch_async_generators()
        self.clock.loops.append(self)
        asyncio._set_running_loop(self)
        try:
            peer.ask("runloop", self.number)
        finally:
            self.clock.loops.remove(self)
            self._stopping = False
            self._thread_id = None
            asyncio._set_running_loop(None)
            sys.set_asyncgen_hooks(*hooks)

    def watch_async_generators(self) -> None:
        """Let this loop close the async generators that are left open."""
        sys.set_asyncgen_hooks(
            firstiter=self._asyncgen_firstiter_hook,  # type: ignore[attr-defined]
            finalizer=self._asyncgen_finalizer_hook,
        )

    def wait_outside(self, timeout_s: float) -> None:
        """Wait in real time for threads, which may talk to the examiner meanwhile."""
        if not timeout_s or not self.drives:
            super().wait_outside(timeout_s)
            return
        lock = self.clock.peer.lock
        lock.release()
        try:
            super().wait_outside(timeout_s)
        finally:
            lock.acquire()
