"""What grades on a worker of dask.distributed: worker processes that stay warm from one chunk to the next.

Needs the extra `dask`; imported only with it.
"""

from __future__ import annotations

import asyncio
import pickle
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from distributed import Reschedule, WorkerPlugin, get_worker

from grader import __version__
from grader.classroom.marking.pool import Launch, Pool, Round, Unconfined, weakest
from grader.classroom.marking.queue import Batch, QueuedSubmission, RetryQueue
from grader.classroom.marking.worker import Core, WorkerProcess, launched
from grader.curriculum import kata_version, load_kata
from grader.curriculum.kata_files import SEALED_HIDDEN, hidden_files, sealed
from grader.engine.wire.protocol import VERSION
from grader.errors import GraderError, UnableToGrade
from grader.model import Kata, Protections, Report
from grader.vtime import REAL

# What has had nothing to do for so long is closed: whoever gave the orders may be gone.
IDLE_S = 60.0
CODE_DIGITS = 8


@dataclass(frozen=True, slots=True)
class PackedKata:
    """The files of one kata that its checks are made of, by name; hidden ones are sealed."""

    slug: str
    version: str
    files: Mapping[str, bytes]


def packed(kata: Kata) -> PackedKata:
    """Return what grading needs of this kata. Not the stub: it may hold somebody's work."""
    folder = kata.folder
    wanted = [folder / "kata.yaml", folder / "README.md", *sorted(folder.glob("test_*.py"))]
    files = {path.name: path.read_bytes() for path in wanted if path.is_file() and path.name != kata.submit}
    hidden = hidden_files(folder)
    if hidden:
        files[SEALED_HIDDEN] = sealed(hidden)
    return PackedKata(kata.slug, kata_version(kata), files)


def unpacked(katas: Iterable[PackedKata], folder: Path) -> dict[str, Kata]:
    """Write the katas below this folder; gives them by id. Raises UnableToGrade when one is not what was sent."""
    found: dict[str, Kata] = {}
    for sent in katas:
        place = folder / sent.slug
        place.mkdir()
        for name, content in sent.files.items():
            (place / name).write_bytes(content)
        kata = load_kata(place)
        if kata_version(kata) != sent.version:
            raise UnableToGrade(f"{kata.id} is another version on this machine than where it came from.")
        found[kata.id] = kata
    return found


@dataclass(frozen=True, slots=True)
class DaskRun:
    """What every machine is told at first: the katas, with which versions they are to be graded, what is accepted."""

    katas: tuple[PackedKata, ...]
    versions: Mapping[str, str]
    accept_unconfined: bool


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some entries and their seeds; the key of each is its place. Undisturbed ones get their full time."""

    entries: tuple[QueuedSubmission, ...]
    seeds: tuple[str, ...]
    undisturbed: bool = False


@dataclass(frozen=True, slots=True)
class ChunkReports:
    """The reports on a chunk, and what is to be made again undisturbed, by place; how many failed by our own fault."""

    reports: tuple[tuple[int, Report], ...]
    again: tuple[int, ...]
    failed: int
    protections: Protections


@dataclass(frozen=True, slots=True)
class HostRefusal:
    """This machine does not grade, and why."""

    who: str
    why: str
    hint: str
    unconfined: bool = False


def versions_here() -> dict[str, str]:
    """Return what must be the same wherever the reports of one run are made; also code between two releases of the
    grader.
    """
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {"grader": f"{__version__} (code {_code()})", "Python": python, "wire": str(VERSION)}


def differences(wanted: Mapping[str, str], there: Mapping[str, str]) -> str:
    """Say which versions differ, such as "Python 3.12, not 3.11"; empty when none does."""
    return ", ".join(
        f"{name} {there.get(name, 'of no version')}, not {version}"
        for name, version in wanted.items()
        if there.get(name) != version
    )


def _code() -> str:
    """Return a few digits of the sha256 of the grader's own files."""
    home = Path(__file__).parents[2]
    digest = sha256()
    for path in sorted(home.rglob("*.py")):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(home).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:CODE_DIGITS]


class Closed(Exception):
    """The run was ended before the chunk was: what came of it does not count."""


class HostWorker:
    """One attempt at a time: a worker process on a core of its own, and more while an attempt stands back."""

    def __init__(self, katas: Mapping[str, Kata], run: DaskRun, launch: Launch) -> None:
        self._core = Core()
        self._pool = Pool(katas, 1, run.accept_unconfined, launch=lambda katas, _: launch(katas, self._core.number))

    def begin(self) -> None:
        """Start the worker process, unless there is one."""
        if not self._pool.workers:
            self._pool.start_all()

    def ready(self) -> Protections:
        """Wait until it has said how its candidates are confined. Raises Unconfined."""
        return self.grade(Chunk((), ())).protections

    def grade(self, chunk: Chunk) -> ChunkReports:
        """Grade every entry; what takes too long among others is given back."""
        reports: list[tuple[int, Report]] = []
        batch = Batch(
            self._pool.katas,
            chunk.entries,
            lambda entry: chunk.seeds[int(entry.key)],
            lambda entry, report: reports.append((int(entry.key), report)),
        )
        self.begin()
        with RetryQueue() as retries:
            going = Round(batch, self._pool, retries)
            if chunk.undisturbed:
                for entry in chunk.entries:
                    retries.put(entry)
                going.undisturbed()
            else:
                going.among_others()
            again = tuple(int(entry.key) for entry in iter(retries.take, None))
        return ChunkReports(tuple(reports), again, going.failed, self._pool.protections or Protections())

    def close(self) -> None:
        """End its processes."""
        self._pool.__exit__()
        self._core.close()


class WorkerHost:
    """The grading on one machine, for as many chunks at once as there are threads that call `grade`."""

    def __init__(self, run: DaskRun, who: str) -> None:
        self._run = run
        self._who = who
        self._differing = differences(run.versions, versions_here())
        self._lock = threading.RLock()
        self._idle: list[HostWorker] = []
        self._busy = 0
        self._used = REAL.monotonic()
        self._processes: list[WorkerProcess] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._katas: Mapping[str, Kata] = {}
        self._closed = False

    def open(self, count: int) -> HostRefusal | Protections:
        """Make ready for so many chunks at once, and say how candidates are confined here. Raises Closed."""
        try:
            with ExitStack() as stack:
                workers = [stack.enter_context(self._worker()) for _ in range(count)]
                for worker in workers:
                    worker.begin()
                return reduce(weakest, [worker.ready() for worker in workers])
        except (GraderError, OSError) as error:
            return self._refused(error)

    def grade(self, chunk: Chunk) -> HostRefusal | ChunkReports:
        """Grade every entry; what takes too long among others is given back. Raises Closed."""
        try:
            with self._worker() as worker:
                return worker.grade(chunk)
        except (GraderError, OSError) as error:
            return self._refused(error)

    def tidy(self) -> None:
        """Close what had nothing to do for long; it opens again when there is something."""
        with self._lock:
            if not self._busy and REAL.monotonic() - self._used > IDLE_S:
                self._leave()

    def close(self) -> None:
        """End what is under way, and leave nothing behind."""
        with self._lock:
            self._closed = True
            for process in self._processes:
                process.terminate()
            if not self._busy:
                self._leave()

    @contextmanager
    def _worker(self) -> Iterator[HostWorker]:
        """One that nobody else uses meanwhile; it stays for the next unless something went wrong with it."""
        worker = self._take()
        try:
            yield worker
            self._require_open()
        except BaseException:
            worker.close()
            self._require_open()
            raise
        else:
            self._idle.append(worker)
        finally:
            self._done()

    def _take(self) -> HostWorker:
        with self._lock:
            self._require_open()
            if self._differing:
                hint = "Install the same everywhere, or stop that worker."
                raise UnableToGrade(f"It has {self._differing}.", hint=hint)
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="asyncio-katas-")
                self._katas = unpacked(self._run.katas, Path(self._folder.name))
            self._busy += 1
            return self._idle.pop() if self._idle else HostWorker(self._katas, self._run, self._launched)

    def _done(self) -> None:
        with self._lock:
            self._busy -= 1
            self._used = REAL.monotonic()
            if self._closed and not self._busy:
                self._leave()

    def _leave(self) -> None:
        while self._idle:
            self._idle.pop().close()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _launched(self, katas: Mapping[str, Kata], core: int | None) -> tuple[WorkerProcess, Connection]:
        with self._lock:
            self._require_open()
            process, pipe = launched(katas, core)
            self._processes = [one for one in self._processes if one.is_alive()] + [process]
            return process, pipe

    def _require_open(self) -> None:
        if self._closed:
            raise Closed

    def _refused(self, error: GraderError | OSError) -> HostRefusal:
        if isinstance(error, GraderError):
            return HostRefusal(self._who, error.message, error.hint, isinstance(error, Unconfined))
        return HostRefusal(self._who, error.strerror or type(error).__name__, "")


class GradingPlugin(WorkerPlugin):  # type: ignore[misc]  # dask has no types
    """The host of one run on each worker of dask, also on those that come later."""

    def __init__(self, run: DaskRun) -> None:
        self._run = run
        self.host: WorkerHost

    async def setup(self, worker: Any) -> None:
        """A worker has come."""
        called = "" if str(worker.name) == worker.address else f" ({worker.name})"
        self.host = WorkerHost(self._run, f"{worker.address}{called}")
        self._tidying = asyncio.create_task(self._tidy())

    async def teardown(self, worker: Any) -> None:
        """The run is over, or the worker goes."""
        self._tidying.cancel()
        with suppress(asyncio.CancelledError):
            await self._tidying
        await asyncio.to_thread(self.host.close)

    async def _tidy(self) -> None:
        while True:
            await asyncio.sleep(IDLE_S)
            await asyncio.to_thread(self.host.tidy)


async def versions() -> dict[str, str]:
    """Return those of a worker."""
    return versions_here()


async def prepare(run: str, dask_worker: Any) -> HostRefusal | Protections:
    """Have the host of this run make ready for as many chunks at once as the worker has threads."""
    host: WorkerHost = dask_worker.plugins[run].host
    return await asyncio.to_thread(host.open, dask_worker.state.nthreads)


def grade_chunk(run: str, chunk: bytes) -> bytes:
    """Grade a Chunk on the host of this run: ChunkReports or HostRefusal; both pickled, so that dask looks at neither.

    A worker that is about to go gives the chunk back to the scheduler.
    """
    plugin = get_worker().plugins.get(run)
    if not isinstance(plugin, GradingPlugin):
        raise Reschedule
    try:
        return pickle.dumps(plugin.host.grade(pickle.loads(chunk)))
    except Closed:
        raise Reschedule from None
