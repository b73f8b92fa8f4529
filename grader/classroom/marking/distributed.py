"""Grade many submissions on the workers of dask.distributed; the reports are those that `run_batch` would make.

Workers get chunks of submissions, one ahead of what each grades, and keep all else from one chunk to the next. A chunk
whose worker is lost is made again by another; seeds come from here, so it makes no difference, and it is told once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import Any

from grader.classroom.marking.batch import Batch, no_report
from grader.classroom.marking.dask import ANSWERS_WITHIN_S, Crew, Killed, ResultLost, crew_at
from grader.classroom.marking.pool import weakest
from grader.classroom.marking.queue import QueuedSubmission, RetryQueue, Waiting
from grader.classroom.marking.worker_host import Chunk, Given, packed, versions_here
from grader.errors import UnableToGrade
from grader.model import Kata, Report
from grader.vtime import REAL

# Large enough that what dask takes for a chunk hardly counts, small enough to lose; smaller towards the end.
CHUNK = 16
# Chunks for each thread of a worker: one under way and one that waits there.
AHEAD = 2
LOOKS_EVERY_S = 1.0
WITHOUT_WORKERS_S = 30.0


@dataclass(frozen=True, slots=True)
class Distributed:
    """A runner on the workers of the scheduler at this address. How many at once is theirs to say: `jobs` is not used.

    A worker that has other versions or, unless that is accepted, too few protections refuses; the run then stops, and
    the error names the worker. Raises UsageError when there is no dask, or no scheduler or worker that answers in time.
    """

    address: str
    within_s: float = ANSWERS_WITHIN_S

    def __call__(
        self,
        katas: Iterable[Kata],
        submissions: Iterable[QueuedSubmission],
        *,
        jobs: int,
        seed_of: Callable[[QueuedSubmission], str],
        on_report: Callable[[QueuedSubmission, Report], None],
        accept_unconfined: bool = False,
    ) -> Batch:
        """Grade every entry and hand each report over as it comes, in the caller's own thread."""
        by_id = {kata.id: kata for kata in katas}
        given = Given(tuple(packed(kata) for kata in by_id.values()), versions_here(), accept_unconfined)
        with RetryQueue() as aside, crew_at(self.address, given, within_s=self.within_s) as crew:
            return Feed(crew, by_id, aside, seed_of, on_report).all(submissions)


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """A chunk that a worker has, or will have; these are its entries as the caller knows them."""

    entries: tuple[QueuedSubmission, ...]
    chunk: Chunk
    future: Any


class Feed:
    """One run on its way: chunks are made as workers get free."""

    def __init__(
        self,
        crew: Crew,
        katas: Mapping[str, Kata],
        aside: RetryQueue,
        seed_of: Callable[[QueuedSubmission], str],
        on_report: Callable[[QueuedSubmission, Report], None],
    ) -> None:
        self._crew = crew
        self._katas = katas
        self._aside = aside
        self._seed_of = seed_of
        self._on_report = on_report
        self._under_way: dict[int, _UnderWay] = {}
        self._ended: SimpleQueue[int] = SimpleQueue()
        self._given = self._marked = self._again = self._failed = 0
        self._protections = crew.protections
        self._kata = ""
        self._threads = crew.threads()
        self._looked_at = self._seen_at = REAL.monotonic()

    def all(self, submissions: Iterable[QueuedSubmission]) -> Batch:
        """Every entry to its report."""
        at_once = AHEAD * max(1, self._threads)
        waiting = Waiting(submissions, ahead=at_once * CHUNK)
        try:
            self._until_done(lambda: self._next_chunk(waiting, at_once), AHEAD)
            self._until_done(self._next_undisturbed, 1)
        finally:
            self._crew.cancel([one.future for one in self._under_way.values()])
        return Batch(self._protections, self._marked, self._again, self._failed)

    def _until_done(self, take: Callable[[], tuple[QueuedSubmission, ...]], ahead: int) -> None:
        """Give and listen until there is no more; each thread has so many chunks ahead of it."""
        more = True
        while True:
            self._look()
            while more and len(self._under_way) < ahead * max(1, self._threads):
                entries = take()
                more = bool(entries)
                if entries:
                    self._give(entries, undisturbed=ahead == 1)
            if not more and not self._under_way:
                return
            self._listen()

    def _next_chunk(self, waiting: Waiting, at_once: int) -> tuple[QueuedSubmission, ...]:
        size = max(1, min(CHUNK, waiting.in_sight() // at_once))
        entries: list[QueuedSubmission] = []
        while len(entries) < size and (entry := waiting.take(self._kata)) is not None:
            self._kata = entry.kata
            entries.append(entry)
        return tuple(entries)

    def _next_undisturbed(self) -> tuple[QueuedSubmission, ...]:
        entry = self._aside.take()
        return () if entry is None else (entry,)

    def _give(self, entries: tuple[QueuedSubmission, ...], *, undisturbed: bool) -> None:
        placed = tuple(replace(entry, key=str(place)) for place, entry in enumerate(entries))
        chunk = Chunk(placed, tuple(self._seed_of(entry) for entry in entries), undisturbed)
        self._given += 1
        self._under_way[self._given] = _UnderWay(entries, chunk, self._crew.give(self._given, chunk, self._ended.put))

    def _listen(self) -> None:
        try:
            number = self._ended.get(timeout=LOOKS_EVERY_S)
        except Empty:
            return
        try:
            done = self._crew.result(self._under_way[number].future)
        except ResultLost:
            self._ended.put(number)
            return
        except Killed:
            self._lost(self._under_way.pop(number))
            return
        entries = self._under_way.pop(number).entries
        self._protections = weakest(self._protections, done.protections)
        self._failed += done.failed
        self._marked += len(done.reports) - done.failed
        self._again += len(done.aside)
        for place in done.aside:
            self._aside.put(entries[place])
        for place, report in done.reports:
            self._on_report(entries[place], report)

    def _lost(self, lost: _UnderWay) -> None:
        """One of these may be what ends the workers: each is made again alone, and only that one gets no report."""
        if not lost.chunk.undisturbed:
            self._again += len(lost.entries)
            for entry in lost.entries:
                self._aside.put(entry)
            return
        self._failed += len(lost.entries)
        for entry, seed in zip(lost.entries, lost.chunk.seeds, strict=True):
            problem = "several workers were lost with it"
            self._on_report(entry, no_report(entry, self._katas.get(entry.kata), seed, problem))

    def _look(self) -> None:
        """Now and then, how many workers there are. Raises UnableToGrade when for long there was none."""
        now = REAL.monotonic()
        if now - self._looked_at < LOOKS_EVERY_S:
            return
        self._looked_at, self._threads = now, self._crew.threads()
        if self._threads:
            self._seen_at = now
        elif now - self._seen_at > WITHOUT_WORKERS_S:
            raise UnableToGrade(
                "All workers are gone.", hint="Start some, then the same command goes on: what was graded is kept."
            )
