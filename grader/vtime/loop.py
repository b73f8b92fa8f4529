"""The virtual event loop: asyncio's, except that nobody waits for real."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
from collections.abc import Callable
from typing import Any, TypeVar, TypeVarTuple

from grader.vtime.clock import Clock
from grader.vtime.handles import Key
from grader.vtime.idling import Partner, Spinning, idle
from grader.vtime.ordering import OrderedLoop
from grader.vtime.tasks import CHECKS, NumberedFuture, NumberedTask, pending_tasks, show_coroutine
from grader.vtime.waits import Wait, waits_of

_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")

# Python's own default depends on the number of cores; timing must not.
DEFAULT_THREADS = 32
_EAGER: Any = getattr(asyncio, "eager_task_factory", None)
# asyncio.constants.THREAD_JOIN_TIMEOUT: asyncio.run() gives it, nobody means it.
JOIN_TIMEOUT_S = 300


class VirtualLoop(OrderedLoop):
    """An asyncio loop on a virtual clock, whole by itself or with a partner for its other half.

    `on_task` hears of each new task, `wrap` may put something around its coroutine, `on_lost` hears what the loop would
    only log, and `on_generator` of each async generator that is thrown away unfinished.
    """

    on_task: Callable[[asyncio.Task[Any]], object] | None = None
    wrap: Callable[[Any], Any] | None = None
    on_lost: Callable[[dict[str, Any]], object] | None = None
    on_generator: Callable[[Any], object] | None = None
    partner: Partner | None = None
    turn = 0
    """The last epoch of the turn that runs, where there is a partner."""

    _default_executor: Any

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.tasks_made = 0
        self._spinning = Spinning()

    @property
    def elapsed(self) -> float:
        """Virtual seconds since the start."""
        return self.clock.elapsed

    @property
    def busy(self) -> bool:
        """Can outside work still move anything, or did it a moment ago?"""
        # In this order: a thread may call back and fall asleep between two looks.
        return self.clock.outside.busy() or bool(self._foreign)

    def __repr__(self) -> str:
        return f"<EventLoop running={self.is_running()} closed={self.is_closed()} debug={self.get_debug()}>"

    # -- tasks

    def create_task(self, coro: Any, **options: Any) -> asyncio.Task[Any]:
        """Make a task, numbered in the order of making."""
        self._check_closed()  # type: ignore[attr-defined]
        self.tasks_made += 1
        wrapped = coro if self.wrap is None else self.wrap(coro)
        task = self._made(wrapped, self.tasks_made, options)
        if wrapped is not coro:
            show_coroutine(task, coro, wrapped)
        if self.on_task is not None:
            self.on_task(task)
        try:
            return task
        finally:
            # As in asyncio: the traceback of an eager task's exception leads here, and may not keep the task.
            del task

    def _made(self, coro: Any, number: int, options: dict[str, Any]) -> asyncio.Task[Any]:
        factory, name = self.get_task_factory(), options.pop("name", None)
        if factory is None or factory is _EAGER:
            if factory is not None:
                options.setdefault("eager_start", True)
            half, order = self.half_of(coro), self.clock.order
            options["name"] = f"Task-{number}" if name is None else name
            return NumberedTask(coro, number=number, half=half, order=order, loop=self, **options)
        # A factory gets what was asked for and no more: `(loop, coro)` is all that many of them take.
        if name is not None:
            return super().create_task(coro, name=name, **options)
        task: asyncio.Task[Any] = super().create_task(coro, **options)
        try:
            if hasattr(task, "set_name"):
                task.set_name(f"Task-{number}")
            return task
        finally:
            del task

    def half_of(self, coro: Any) -> int:
        """In which half of the loop is the task that shall run this made? In a loop of one half all are the checks'."""
        return CHECKS

    def create_future(self) -> asyncio.Future[Any]:
        """Make a future whose place in sets is the same on every run."""
        return NumberedFuture(loop=self)

    def pending(self) -> list[asyncio.Task[Any]]:
        """Return all tasks that are not done, in the order they were made."""
        return sorted(pending_tasks(self), key=lambda task: getattr(task, "number", 0))

    def waits(self) -> list[Wait]:
        """Return who waits where: all pending tasks, in the order they were made."""
        return waits_of(self.pending(), self.clock.is_student)

    # -- turns

    def run_forever(self) -> None:
        """Run until stop() is called. Raises Deadlock, Livelock, TimeLimit."""
        # A loop in a worker thread only waits for the clock: it is not the one that moves it.
        stacked = self.drives and not self.is_running()
        if stacked:
            self.clock.loops.append(self)
        try:
            super().run_forever()
        finally:
            if stacked and self in self.clock.loops:
                self.clock.loops.remove(self)

    def _run_once(self) -> None:
        if self.listens:
            self.wait_outside(0)
        first = self.first_key()
        if first is None and not self._stopping:
            idle(self)
            first = self.first_key()
        if first is None:
            return
        self._spinning.check(self)
        self.turn = upto = first[0] + first[1]
        if self.partner is None:
            self.run_ready(self._partners_head, upto)
        if self.partner is not None:
            self._take_turns(self.partner, upto)

    def _partners_head(self) -> Key | None:
        # A callback may have given the loop its partner.
        return self.partner.head() if self.partner is not None else None

    def _take_turns(self, partner: Partner, upto: int) -> None:
        while True:
            mine, theirs = self.head(), partner.head()
            ours = theirs is None or (mine is not None and mine < theirs)
            first = mine if ours else theirs
            if first is None or first[0] + first[1] > upto:
                return
            if ours:
                self.run_ready(partner.head, upto)
            else:
                partner.run(upto if mine is not None or self._stopping else None)

    def first_key(self) -> Key | None:
        """Key of the next callback of both halves."""
        mine, theirs = self.head(), self._partners_head()
        return theirs if mine is None else mine if theirs is None else min(mine, theirs)

    def default_exception_handler(self, context: dict[str, Any]) -> None:
        """Tell the owner of the loop; log it, as asyncio does, where nobody listens."""
        if self.on_lost is None:
            super().default_exception_handler(context)
        else:
            self.on_lost(context)

    # -- threads, and the end

    def run_in_executor(
        self, executor: concurrent.futures.Executor | None, func: Callable[[*_Ts], _T], *args: *_Ts
    ) -> asyncio.Future[_T]:
        """Run in a thread; there are as many by default on every machine."""
        if executor is None and self._default_executor is None:
            self.set_default_executor(concurrent.futures.ThreadPoolExecutor(DEFAULT_THREADS, "asyncio"))
        return super().run_in_executor(executor, func, *args)

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Let the threads of the default executor end, without a timeout of asyncio.run's own."""
        if timeout is None or timeout == JOIN_TIMEOUT_S:
            await super().shutdown_default_executor()
        else:
            await super().shutdown_default_executor(timeout)  # type: ignore[call-arg]

    def _asyncgen_finalizer_hook(self, agen: Any) -> None:
        if self.on_generator is not None and agen.ag_frame is not None:
            self.on_generator(agen)
        super()._asyncgen_finalizer_hook(agen)  # type: ignore[misc]

    def abandon(self) -> None:
        """Close without running anything more: pending tasks stay as they are."""
        self.partner = None
        self._thread_id = None
        with contextlib.suppress(ValueError):
            self.clock.loops.remove(self)
        self.close()
