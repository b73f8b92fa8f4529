"""Grade a batch on the workers of dask.distributed; the reports are those that `run_batch` would make.

Workers get chunks of submissions, one ahead of what each grades, and keep all else from one chunk to the next. A chunk
whose worker is lost is made again by another; seeds come from here, so it makes no difference, and it is told once.
Importing this raises UsageError where the extra `dask` is missing.
"""

from __future__ import annotations

import asyncio
import pickle
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import Any
from uuid import uuid4

from grader.classroom.marking.pool import Unconfined, weakest
from grader.classroom.marking.queue import Batch, BatchResult, QueuedSubmission, RetryQueue, Waiting
from grader.cleaning import clean
from grader.errors import GraderError, UnableToGrade, UsageError
from grader.model import Protections
from grader.vtime import REAL

try:
    from dask import config
    from distributed import Client, KilledWorker, Security
    from distributed.comm import connect

    from grader.classroom.marking.dask_worker import (
        Chunk,
        ChunkReports,
        DaskRun,
        GradingPlugin,
        HostRefusal,
        differences,
        grade_chunk,
        packed,
        prepare,
        versions,
        versions_here,
    )
except ImportError as error:
    if (error.name or "").partition(".")[0] not in ("dask", "distributed"):
        raise
    raise UsageError("--scheduler needs dask.distributed.", hint='pip install "asyncio-katas[dask]"') from None

ADDRESS = re.compile(r"(tcp|tls)://[^\s/]+:[0-9]{1,5}\Z")
ANSWERS_WITHIN_S = 5.0
# Large enough that what dask takes for a chunk hardly counts, small enough to lose; smaller towards the end.
CHUNK = 16
# Chunks for each thread of a worker: one under way and one that waits there.
AHEAD = 2
LOOKS_EVERY_S = 1.0
WITHOUT_WORKERS_S = 30.0
SHOWN = 5
SAME = 'Every worker needs the same grader and Python as here: pip install "asyncio-katas[dask]"'
GO_ON = "What was graded is kept; when it is there again, the same command goes on."


def require_address(text: str) -> None:
    """Raise UsageError when it is not such as tcp://10.0.0.5:8786."""
    if ADDRESS.match(text) is None:
        raise UsageError(
            f"{clean(text, 100)} is no scheduler's address.",
            hint="`dask scheduler` says its own as it starts: grade class run --scheduler tcp://10.0.0.5:8786",
        )


@dataclass(frozen=True, slots=True)
class Distributed:
    """A runner on the workers of the scheduler at this address. How many at once is theirs to say: `jobs` is not used.

    A worker that has other versions or, unless that is accepted, too few protections refuses; the run then stops, and
    the error names the worker. Raises UsageError when no scheduler or worker answers in time.
    """

    address: str
    within_s: float = ANSWERS_WITHIN_S

    def __call__(self, batch: Batch) -> BatchResult:
        """Grade every entry and hand each report over as it comes, in the caller's own thread."""
        run = DaskRun(tuple(packed(kata) for kata in batch.katas.values()), versions_here(), batch.accept_unconfined)
        with RetryQueue() as retries, workers_at(self.address, run, within_s=self.within_s) as workers:
            return Feed(workers, batch, retries).all()


class Killed(Exception):
    """Several workers in turn were lost with this chunk."""


class ResultLost(Exception):
    """The result went with its worker, and is being made again."""


@dataclass(frozen=True, slots=True)
class DaskWorkers:
    """Workers that are ready to grade; `protections` are the weakest of any, as it told before the first chunk."""

    client: Any
    run: str
    protections: Protections

    def threads(self) -> int:
        """Return how many chunks they grade at once, all together. Raises UnableToGrade when the scheduler is gone."""
        with _still_there():
            return sum(self.client.nthreads().values())

    def submit(self, number: int, chunk: Chunk, when_done: Callable[[int], None]) -> Any:
        """Submit one more chunk; gives its future. `when_done` is called with the number, in another thread."""
        with _still_there():
            key = f"{self.run}-{number}"
            future = self.client.submit(grade_chunk, self.run, pickle.dumps(chunk), key=key, pure=False)
            # Not as_completed: it waits for the next to end, and nobody would notice that all workers are gone.
            future.add_done_callback(lambda _: when_done(number))
            return future

    def result(self, future: Any) -> ChunkReports:
        """Return what came of a chunk. Raises Killed, ResultLost, Unconfined, or UnableToGrade when it cannot go on."""
        try:
            answer: ChunkReports | HostRefusal = pickle.loads(future.result(timeout=ANSWERS_WITHIN_S))
        except KilledWorker:
            raise Killed from None
        except TimeoutError:
            raise ResultLost from None
        except Exception as error:
            if future.cancelled():
                raise UnableToGrade("The scheduler is gone.", hint=GO_ON) from error
            raise UnableToGrade(f"The workers gave no answer ({_brief(error)}).", hint=GO_ON) from error
        if isinstance(answer, HostRefusal):
            raise _refusal([answer])
        return answer

    def cancel(self, futures: list[Any]) -> None:
        """Let none begin that has not begun."""
        with suppress(Exception):
            self.client.cancel(futures)


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """A chunk that a worker has, or will have; these are its entries as the caller knows them."""

    entries: tuple[QueuedSubmission, ...]
    undisturbed: bool
    future: Any


class Feed:
    """One run on its way: chunks are made as workers get free."""

    def __init__(self, workers: DaskWorkers, batch: Batch, retries: RetryQueue) -> None:
        self._workers = workers
        self._batch = batch
        self._retries = retries
        self._under_way: dict[int, _UnderWay] = {}
        self._ended: SimpleQueue[int] = SimpleQueue()
        self._submitted = self._graded = self._again = self._failed = 0
        self._protections = workers.protections
        self._kata = ""
        self._threads = workers.threads()
        self._looked_at = self._seen_at = REAL.monotonic()

    def all(self) -> BatchResult:
        """Bring every entry to its report."""
        at_once = AHEAD * max(1, self._threads)
        waiting = Waiting(self._batch.submissions, ahead=at_once * CHUNK)
        try:
            self._until_done(lambda: self._next_chunk(waiting, at_once), AHEAD)
            self._until_done(self._next_undisturbed, 1)
        finally:
            self._workers.cancel([one.future for one in self._under_way.values()])
        return BatchResult(self._protections, self._graded, self._again, self._failed)

    def _until_done(self, take: Callable[[], tuple[QueuedSubmission, ...]], ahead: int) -> None:
        """Submit and listen until there is no more; each thread has so many chunks ahead of it."""
        more = True
        while True:
            self._look()
            while more and len(self._under_way) < ahead * max(1, self._threads):
                entries = take()
                more = bool(entries)
                if entries:
                    self._submit(entries, undisturbed=ahead == 1)
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
        entry = self._retries.take()
        return () if entry is None else (entry,)

    def _submit(self, entries: tuple[QueuedSubmission, ...], *, undisturbed: bool) -> None:
        placed = tuple(replace(entry, key=str(place)) for place, entry in enumerate(entries))
        chunk = Chunk(placed, tuple(map(self._batch.seed_of, entries)), undisturbed)
        self._submitted += 1
        future = self._workers.submit(self._submitted, chunk, self._ended.put)
        self._under_way[self._submitted] = _UnderWay(entries, undisturbed, future)

    def _listen(self) -> None:
        try:
            number = self._ended.get(timeout=LOOKS_EVERY_S)
        except Empty:
            return
        try:
            done = self._workers.result(self._under_way[number].future)
        except ResultLost:
            self._ended.put(number)
            return
        except Killed:
            self._lost(self._under_way.pop(number))
            return
        entries = self._under_way.pop(number).entries
        self._protections = weakest(self._protections, done.protections)
        self._failed += done.failed
        self._graded += len(done.reports) - done.failed
        self._retry(entries[place] for place in done.again)
        for place, report in done.reports:
            self._batch.on_report(entries[place], report)

    def _lost(self, lost: _UnderWay) -> None:
        """One of these may be what ends the workers: each is made again alone, and only that one gets no report."""
        if not lost.undisturbed:
            self._retry(lost.entries)
            return
        self._failed += len(lost.entries)
        for entry in lost.entries:
            self._batch.on_report(entry, self._batch.no_report(entry, "several workers were lost with it"))

    def _retry(self, entries: Iterable[QueuedSubmission]) -> None:
        for entry in entries:
            self._again += 1
            self._retries.put(entry)

    def _look(self) -> None:
        """Now and then, how many workers there are. Raises UnableToGrade when for long there was none."""
        now = REAL.monotonic()
        if now - self._looked_at < LOOKS_EVERY_S:
            return
        self._looked_at, self._threads = now, self._workers.threads()
        if self._threads:
            self._seen_at = now
        elif now - self._seen_at > WITHOUT_WORKERS_S:
            hint = "Start some, then the same command goes on: what was graded is kept."
            raise UnableToGrade("All workers are gone.", hint=hint)


@contextmanager
def workers_at(address: str, run: DaskRun, *, within_s: float = ANSWERS_WITHIN_S) -> Iterator[DaskWorkers]:
    """Make ready the workers of the scheduler there; afterwards they end what is under way, and keep nothing.

    Raises UsageError when nobody answers in time or there are no workers, Unconfined or UnableToGrade when a worker
    refuses.
    """
    with _connected(address, within_s) as client:
        with _still_there(), suppress(TimeoutError):
            client.wait_for_workers(1, timeout=within_s)
        with workers_of(client, run) as found:
            yield found


@contextmanager
def workers_of(client: Any, run: DaskRun) -> Iterator[DaskWorkers]:
    """Make ready the workers of a client of dask's."""
    _require_workers(client, run)
    name = f"asyncio-katas-{uuid4().hex}"
    try:
        with _still_there():
            client.register_plugin(GradingPlugin(run), name=name)
            answers = client.run(prepare, name, on_error="return")
        yield DaskWorkers(client, name, _weakest(answers))
    finally:
        with suppress(Exception):
            client.unregister_worker_plugin(name)


@contextmanager
def _connected(address: str, within_s: float) -> Iterator[Any]:
    with config.set({"distributed.comm.timeouts.connect": within_s}):
        try:
            asyncio.run(_greeted(address, within_s))
            client = Client(address, timeout=within_s, set_as_default=False, name="asyncio-katas")
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            tls = ". For tls://, dask's settings name the certificates." if address.startswith("tls") else ""
            raise UsageError(
                f"No scheduler answers at {address} ({_brief(error)}).",
                hint=f"Is it running, and to be reached from here? It is started with: dask scheduler{tls}",
            ) from error
        with client:
            yield client


async def _greeted(address: str, within_s: float) -> None:
    """Is it a scheduler that listens there? dask waits for the greeting of whatever listens without an end."""
    async with asyncio.timeout(2 * within_s):
        comm = await connect(address, timeout=within_s, **Security().get_connection_args("client"))
        await comm.close()


def _require_workers(client: Any, run: DaskRun) -> None:
    """Raise UsageError when there are none, UnableToGrade when one is not the same as here."""
    with _still_there():
        answers: Mapping[str, Any] = client.run(versions, on_error="return")
    if not answers:
        raise UsageError("The scheduler has no workers.", hint=f"Start some: dask worker {client.scheduler.address}")
    wrong = []
    for who, answer in answers.items():
        if isinstance(answer, Exception):
            wrong.append(HostRefusal(who, f"{_brief(answer)}.", SAME))
        elif differing := differences(run.versions, answer):
            wrong.append(HostRefusal(who, f"it has {differing}.", SAME))
    if wrong:
        raise _refusal(wrong)


def _weakest(answers: Mapping[str, Any]) -> Protections:
    """Of what the workers said when they were ready. Raises Unconfined or UnableToGrade when one refused."""
    refused = []
    found: Protections | None = None
    for who, answer in answers.items():
        match answer:
            case HostRefusal():
                refused.append(answer)
            case Protections():
                found = weakest(found, answer)
            case _:
                refused.append(HostRefusal(who, f"{_brief(answer)}.", SAME))
    if refused:
        raise _refusal(refused)
    return found or Protections()


def _refusal(refused: list[HostRefusal]) -> GraderError:
    lines = [f"Worker {clean(one.who, 100)}: {one.why}" for one in refused[:SHOWN]]
    more = [f"… and {len(refused) - SHOWN} more."] if len(refused) > SHOWN else []
    kind = Unconfined if all(one.unconfined for one in refused) else UnableToGrade
    return kind("\n".join(lines + more), hint=refused[0].hint)


@contextmanager
def _still_there() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnableToGrade(f"The scheduler is gone ({_brief(error)}).", hint=GO_ON) from error


def _brief(error: BaseException) -> str:
    said = clean(" ".join(str(error).split()), 200).rstrip(".")
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
