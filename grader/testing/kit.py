"""The kit: jobs, probes and logs that note the trusted time, and objects built beside the student.

What decides a verdict stands in private names, since an object handed to the candidate shows it its public ones;
`_crosses` lists the names that it may see; without such a list nothing crosses at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator, Iterable
from types import ModuleType
from typing import Any, ClassVar, TypeAlias

from grader.testing.minting import token
from grader.testing.moments import now, runs

Made: TypeAlias = Coroutine[Any, Any, Any]


class Job:
    """Work of known length. Calling it makes its coroutine; awaiting it makes it a custom awaitable.

    `delay` and `cleanup` are virtual seconds: how long it works, and how long it takes to stop when cancelled.
    Afterwards `started`, `ended` and `cancelled` are lists of virtual seconds, one entry for each run.
    """

    _crosses: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        delay: float,
        value: Any = ...,
        *,
        error: BaseException | None = None,
        cleanup: float = 0,
        name: str = "job",
    ) -> None:
        self.delay = delay
        self.value = token() if value is ... else value
        self.error = error
        self.cleanup = cleanup
        self.name = name
        self.started: list[float] = []
        self.ended: list[float] = []
        self.cancelled: list[float] = []

    def __call__(self, *_: Any) -> Made:
        made: Any = self._work()
        made.__name__ = made.__qualname__ = self.name
        return made  # type: ignore[no-any-return]

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._work().__await__()

    async def _work(self) -> Any:
        self.started.append(now())
        try:
            if self.delay:
                await asyncio.sleep(self.delay)
            if self.error is not None:
                raise self.error
            return self.value
        except asyncio.CancelledError:
            self.cancelled.append(now())
            if self.cleanup:
                await asyncio.sleep(self.cleanup)
            raise
        finally:
            if runs():
                self.ended.append(now())

    def _left(self, at: float) -> list[str]:
        over = sum(then <= at + self.cleanup for then in self.ended)
        return [self.name] * (len(self.started) - over)

    def _noted(self) -> int:
        return len(self.started) + len(self.ended)


class Probe:
    """Watches many coroutines at once: who ran when, and how many at most.

    `wrap(name, work)` gives a coroutine to hand out; `started`, `ended` and `cancelled` then hold (name, virtual
    seconds) in the order they happened, and `most_at_once` the highest number in flight.
    """

    _crosses: ClassVar[frozenset[str]] = frozenset()

    def __init__(self) -> None:
        self.started: list[tuple[object, float]] = []
        self.ended: list[tuple[object, float]] = []
        self.cancelled: list[tuple[object, float]] = []
        self.in_flight = 0
        self.most_at_once = 0

    def wrap(self, name: object, work: Made) -> Made:
        """Return a coroutine that runs `work`, under its name, and notes when it starts, ends or is cancelled."""
        made: Any = self._watched(name, work)
        # Not `name`: the student may read what it is called, before it has given anything.
        made.__name__ = made.__qualname__ = getattr(work, "__name__", "job")
        return made  # type: ignore[no-any-return]

    async def _watched(self, name: object, work: Made) -> Any:
        self.started.append((name, now()))
        self.in_flight += 1
        self.most_at_once = max(self.most_at_once, self.in_flight)
        try:
            return await work
        except asyncio.CancelledError:
            self.cancelled.append((name, now()))
            raise
        finally:
            self.in_flight -= 1
            if runs():
                self.ended.append((name, now()))

    def job(self, name: object, delay: float, value: Any = ..., *, error: BaseException | None = None) -> Made:
        """Return a watched coroutine that takes `delay` virtual seconds and gives `value` (its name when left out)."""
        return self.wrap(name, Job(delay, name if value is ... else value, error=error)())

    def _left(self, at: float) -> list[str]:
        left = [str(name) for name, _ in self.started]
        for name, then in self.ended:
            if then <= at:
                left.remove(str(name))
        return left

    def _noted(self) -> int:
        return len(self.started) + len(self.ended)


class Log(list[Any]):
    """A list the student appends or calls lines into; it crosses by reference and notes the trusted time of each.

    A contract asks for `log(line)` or `log.append(line)`. To the student it is a list that can be read and only grows:
    what is in it is what the student or the check put there. `lines` and `timed` are for the check.
    """

    _crosses: ClassVar[frozenset[str]] = frozenset(name for name in dir(list) if not name.startswith("_"))

    def __init__(self) -> None:
        super().__init__()
        self._timed: list[tuple[float, Any]] = []

    def append(self, line: Any) -> None:
        """Note one line at this moment."""
        super().append(line)
        self._timed.append((now(), line))

    def extend(self, lines: Iterable[Any]) -> None:
        """Note several lines at this moment."""
        for line in lines:
            self.append(line)

    def __iadd__(self, lines: Iterable[Any]) -> Log:  # type: ignore[misc]
        self.extend(lines)
        return self

    def __call__(self, line: Any) -> None:
        self.append(line)

    def __reduce_ex__(self, protocol: Any) -> Any:
        # A copy is a list, and notes nothing.
        return list, (list(self),)

    def _only_grows(self, *_: Any, **__: Any) -> Any:
        raise TypeError("this list only grows: what is in it can be read, but not changed or taken out")

    insert = pop = remove = clear = sort = reverse = _only_grows
    __setitem__ = __delitem__ = __imul__ = _only_grows

    @property
    def lines(self) -> list[Any]:
        """The lines in the order they came."""
        return [line for _, line in self._timed]

    @property
    def timed(self) -> list[tuple[float, Any]]:
        """(virtual second, line) in the order they came."""
        return list(self._timed)

    def _left(self, at: float) -> list[str]:
        return []

    def _noted(self) -> int:
        return len(self._timed)


def beside(kata: Any, source: str) -> Any:
    """Run a kit's source as a module beside the student's and give it back, to ask it questions.

    For objects that must be odd (a half-run generator, ten thousand coroutines): questions there, answers here.
    What it says is told by the candidate, so a check that relies on it is marked inside.
    """
    remote = getattr(type(kata), "beside", None)
    if remote is not None:
        return remote(kata, source)
    module = ModuleType("kit")
    exec(compile(source, "kit.py", "exec", dont_inherit=True), module.__dict__)
    return module
