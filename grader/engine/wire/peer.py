"""One side of the wire, for one check: it asks, and serves what it is asked."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from typing import Any

from grader.engine.wire.channel import Channel, Frame, Gone, Loss
from grader.engine.wire.exceptions import Exceptions
from grader.engine.wire.futures import _RemoteFuture
from grader.engine.wire.operations import Operations
from grader.engine.wire.protocol import MAX_NESTING, MAX_SOURCE, RequestFrame
from grader.engine.wire.references import References
from grader.engine.wire.stepping import Waits
from grader.engine.wire.values import WireValues
from grader.vtime import Clock, swap_current_task

_MALFORMED = (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError)


class Peer:
    """What both sides share; the examiner and the candidate each add what only they say.

    `trusted` is true on the examiner's side. `over` holds why nothing more may be asked, once that is so. `lines` is
    the number of lines of the submission, where it is known.
    """

    trusted = False
    lines = MAX_SOURCE

    def __init__(self, channel: Channel, clock: Clock) -> None:
        self.channel = channel
        self.clock = clock
        self.over: BaseException | None = None
        self.references = References()
        self.exceptions = Exceptions(self)
        self.values = WireValues(self)
        self.encode = self.values.encode
        self.decode = self.values.decode_frame
        self.waits = Waits(self)
        self.operations = Operations(self)
        self._nesting = 0

    def let_go_of_all(self, why: BaseException) -> None:
        """Hold nothing of the other side's or for it any more; `why` is raised to who asks all the same."""
        self.over = why
        self.references.forget_all()
        self.exceptions, self.waits = Exceptions(self), Waits(self)

    # -- what the two sides do differently

    def status(self) -> list[Any]:
        """Return what every frame tells the other side about this one."""
        raise NotImplementedError

    def absorb_status(self, status: Any) -> None:
        """Believe (the candidate) or check (the examiner) what a frame told."""
        raise NotImplementedError

    def context_of(self, operation: str, task: Any) -> list[Any] | None:
        """Return which of the candidate's Contexts a request runs in; None for the one it is in."""
        return None

    def absorb_context(self, status: Any, task: Any) -> None:
        """Take note of the Context a request ran in."""

    def in_context(self, asked: Any, thunk: Callable[[], Any]) -> Any:
        """Run what was asked, in the Context it was asked for."""
        return thunk()

    def coroutine_of(self, task: Any) -> Any:
        """Return what get_coro() of the other side's task gives."""
        return self.ask("coro", task._reference)

    def context_behind(self, task: Any) -> contextvars.Context:
        """Return what get_context() of the other side's task gives."""
        return contextvars.copy_context()

    def existing(self, line: Any) -> int:
        """Return a line that the other side told, or 0 where the submission has no such line."""
        return line if type(line) is int and 0 < line <= self.lines else 0

    def line_of(self, error: BaseException) -> int | None:
        """Return the student's line an exception comes from, where this side can know it."""
        return None

    def is_failure(self, error: BaseException) -> bool:
        """Return whether this is a failure of a check's own, of which the other side may only know that there is
        one.
        """
        return False

    def passes(self, failure: BaseException, giver: Any = None) -> None:
        """Remember that a failure of a check's own passes through the other side, out of this function or coroutine."""

    def takes_back(self, refusal: BaseException) -> None:
        """Forget a failure that came of looking for something else."""

    # -- asking

    def call(self, number: int, arguments: Any, keywords: Any) -> Any:
        """Call a function or class of the other side."""
        return self.ask("call", number, self.encode(tuple(arguments)), self.encode(dict(keywords)))

    def call_method(self, number: int, name: str, arguments: Any, keywords: Any) -> Any:
        """Call a method of an object of the other side."""
        return self.ask("callm", number, name, self.encode(tuple(arguments)), self.encode(dict(keywords)))

    def wake(self, number: int, *, is_last: bool) -> None:
        """Tell the other side that a future it waits for is done; `is_last` says that this callback does no more."""
        self.ask("wake", number)

    def ask(self, operation: str, *arguments: Any, read: Callable[[Any], Any] | None = None) -> Any:
        """Ask the other side, serving what it asks meanwhile; `read` makes sense of the answer (else it is a value).

        Raises what the other side raised, or Gone, also when `read` can make no sense of it.
        """
        if self.over is not None:
            raise self.over
        try:
            answer = self._exchange(operation, arguments)
            try:
                if answer[0] == "a":
                    return (read or self.decode)(answer[1])
                self.values.begin_frame()
                error = self.exceptions.decode(answer[1])
            finally:
                # Only now: a reference may come home in the very frame that says it was dropped over there.
                if answer[-1]:
                    self.references.release(answer[-1])
            if error is None:
                raise Gone("protocol: no exception")
            self.exceptions.note_left(error)
        except Gone as gone:
            self.over = gone
            raise
        except _MALFORMED as malformed:
            self.over = Gone(f"protocol: malformed ({type(malformed).__name__})")
            raise self.over from malformed
        raise error

    def _exchange(self, operation: str, arguments: tuple[Any, ...]) -> Frame:
        loop = asyncio._get_running_loop()
        task = asyncio.current_task(loop) if loop is not None else None
        context = self.context_of(operation, task)
        running = loop is not None
        dropped = self.references.take_dropped()
        self.channel.send(["q", operation, arguments, self._task_token(task), running, context, self.status(), dropped])
        while True:
            frame = self.channel.receive()
            if frame[0] == "q":
                self.serve(frame)
                continue
            if frame[0] not in ("a", "e") or len(frame) != 4:
                raise Gone("protocol: unexpected frame")
            self.absorb_status(frame[-2])
            if context is not None:
                self.absorb_context(frame[2], task)
            return frame

    def _task_token(self, task: Any) -> int:
        if task is None:
            return 0
        if isinstance(task, _RemoteFuture):
            return -task._reference
        return self.references.give(task)

    # -- serving

    def serve(self, frame: Frame) -> None:
        """Do what a request asks and answer it. Raises Gone on a breach of the protocol."""
        _, operation, arguments, token, running, context, status, dropped = RequestFrame(*frame)
        self.absorb_status(status)
        if self._nesting >= MAX_NESTING:
            raise Gone("protocol: calls nested too deeply", Loss.TOO_MUCH)
        self._nesting += 1
        previous = asyncio._get_running_loop()
        loop = self.clock.loops[-1] if running is True and self.clock.loops else None
        asyncio._set_running_loop(loop)
        task = self._task_behind(token) if token else None
        before = swap_current_task(loop, task) if loop is not None else None
        try:
            answer = self._answer(operation, arguments, context, dropped)
        finally:
            if loop is not None:
                # Whatever the student made of it: from 3.14 on only the running loop's task can be swapped.
                asyncio._set_running_loop(loop)
                swap_current_task(loop, before)
            asyncio._set_running_loop(previous)
            self._nesting -= 1
        self.channel.send([*answer, self.status(), self.references.take_dropped()])

    def _task_behind(self, token: Any) -> Any:
        if token > 0:
            return self.values.task(token)
        task = self.references.mine(-token)
        if not isinstance(task, asyncio.Task):
            raise Gone("protocol: not a task")
        return task

    def _answer(self, operation: Any, arguments: Any, context: Any, dropped: Any) -> list[Any]:
        prepare = self.operations.table.get(operation) if type(operation) is str else None
        if prepare is None:
            raise Gone("protocol: unknown request")
        thunk = prepare(*arguments)
        if dropped:
            self.references.release(dropped)
        try:
            return ["a", thunk() if context is None else self.in_context(context, thunk)]
        except Gone:
            raise
        except KeyboardInterrupt as error:
            if self.trusted:
                raise
            return ["e", self.exceptions.encode(error)]
        except BaseException as error:
            if self.is_failure(error) and not self.exceptions.is_at_home_there(error):
                self.passes(error, self.references.given(arguments[0]) if arguments else None)
            return ["e", self.exceptions.encode(error)]
