"""What grades on one machine of several: worker processes that stay warm from one chunk of submissions to the next."""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path

from grader import __version__
from grader.classroom.marking.batch import Round
from grader.classroom.marking.pool import Launch, Pool, Unconfined, weakest
from grader.classroom.marking.queue import QueuedSubmission, RetryQueue, Waiting
from grader.classroom.marking.timeouts import Pace
from grader.classroom.marking.worker import Apart, Core, launched
from grader.curriculum import kata_version, load_kata
from grader.curriculum.kata_files import SEALED_HIDDEN, hidden_files, sealed
from grader.engine.wire.protocol import VERSION
from grader.errors import GraderError, UnableToGrade
from grader.model import Kata, Protections, Report
from grader.vtime import REAL


@dataclass(frozen=True, slots=True)
class Parcel:
    """The files of one kata that its checks are made of, by name; hidden ones are sealed."""

    slug: str
    version: str
    files: Mapping[str, bytes]


def packed(kata: Kata) -> Parcel:
    """What grading needs of this kata. Not the stub: it may hold somebody's work."""
    folder = kata.folder
    wanted = [folder / "kata.yaml", folder / "README.md", *sorted(folder.glob("test_*.py"))]
    files = {path.name: path.read_bytes() for path in wanted if path.is_file() and path.name != kata.submit}
    hidden = hidden_files(folder)
    if hidden:
        files[SEALED_HIDDEN] = sealed(hidden)
    return Parcel(kata.slug, kata_version(kata), files)


def unpacked(parcels: Iterable[Parcel], folder: Path) -> dict[str, Kata]:
    """The katas by id, their files now below this folder. Raises UnableToGrade when one is not what was sent."""
    katas: dict[str, Kata] = {}
    for parcel in parcels:
        place = folder / parcel.slug
        place.mkdir()
        for name, content in parcel.files.items():
            (place / name).write_bytes(content)
        kata = load_kata(place)
        if kata_version(kata) != parcel.version:
            raise UnableToGrade(f"{kata.id} is another version on this machine than where it came from.")
        katas[kata.id] = kata
    return katas


# What has had nothing to do for so long is closed: whoever gave the orders may be gone.
IDLE_S = 60.0
CODE_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Given:
    """What every machine is told at first: the katas, with which versions they are to be graded, what is accepted."""

    parcels: tuple[Parcel, ...]
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
    aside: tuple[int, ...]
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
    """What must be the same wherever the reports of one run are made; also code between two releases of the grader."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {"grader": f"{__version__} (code {_code()})", "Python": python, "wire": str(VERSION)}


def differences(wanted: Mapping[str, str], there: Mapping[str, str]) -> str:
    """Which versions differ, such as "Python 3.12, not 3.11"; empty when none does."""
    return ", ".join(
        f"{name} {there.get(name, 'of no version')}, not {version}"
        for name, version in wanted.items()
        if there.get(name) != version
    )


def _code() -> str:
    """A few digits of the sha256 of the grader's own files."""
    home = Path(__file__).parents[2]
    digest = sha256()
    for path in sorted(home.rglob("*.py")):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(home).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:CODE_DIGITS]


class Closed(Exception):
    """The grading was ended before the chunk was: what came of it does not count."""


class WorkerHost:
    """The grading on one machine, for as many chunks at once as there are threads that call `mark`."""

    def __init__(self, given: Given, who: str) -> None:
        self._given = given
        self._who = who
        self._differing = differences(given.versions, versions_here())
        self._lock = threading.RLock()
        self._idle: list[HostWorker] = []
        self._busy = 0
        self._used = REAL.monotonic()
        self._processes: list[Apart] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._katas: Mapping[str, Kata] = {}
        self._closed = False

    def open(self, count: int) -> HostRefusal | Protections:
        """Make ready for so many chunks at once, and say how candidates are confined here. Raises Closed."""
        with ExitStack() as stack:
            try:
                stations = [stack.enter_context(self._station()) for _ in range(count)]
                for station in stations:
                    station.begin()
                return reduce(weakest, [station.ready() for station in stations])
            except (GraderError, OSError) as error:
                return self._refused(error)

    def mark(self, chunk: Chunk) -> HostRefusal | ChunkReports:
        """Every entry to its report or aside. Raises Closed."""
        try:
            with self._station() as station:
                return station.mark(chunk)
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
    def _station(self) -> Iterator[HostWorker]:
        """One that nobody else uses meanwhile; it stays for the next unless something went wrong with it."""
        station = self._take()
        try:
            yield station
            self._require_open()
        except BaseException:
            station.close()
            self._require_open()
            raise
        else:
            self._idle.append(station)
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
                self._katas = unpacked(self._given.parcels, Path(self._folder.name))
            self._busy += 1
            return self._idle.pop() if self._idle else HostWorker(self._katas, self._given, self._launched)

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

    def _launched(self, katas: Mapping[str, Kata], core: int | None) -> tuple[Apart, Connection]:
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


class HostWorker:
    """One attempt at a time: a worker process on a core of its own, and more while an attempt stands back."""

    def __init__(self, katas: Mapping[str, Kata], given: Given, launch: Launch) -> None:
        self._core = Core()
        self._pool = Pool(katas, 1, given.accept_unconfined, launch=launch, cores=[self._core.number])
        self._pace = Pace()

    def begin(self) -> None:
        """Start the worker process, unless there is one."""
        if not self._pool.workers:
            self._pool.start_all()

    def ready(self) -> Protections:
        """Wait until it has said how its candidates are confined. Raises Unconfined."""
        self.mark(Chunk((), ()))
        return self._pool.protections or Protections()

    def mark(self, chunk: Chunk) -> ChunkReports:
        """Every entry to its report or aside."""
        reports: list[tuple[int, Report]] = []
        self.begin()
        with RetryQueue() as aside:
            going = Round(
                self._pool,
                self._pace,
                aside,
                lambda entry: chunk.seeds[int(entry.key)],
                lambda entry, report: reports.append((int(entry.key), report)),
            )
            if chunk.undisturbed:
                for entry in chunk.entries:
                    aside.put(entry)
                going.undisturbed()
            else:
                going.among_others(Waiting(chunk.entries))
            later = tuple(int(entry.key) for entry in iter(aside.take, None))
        return ChunkReports(tuple(reports), later, going.failed, self._pool.protections or Protections())

    def close(self) -> None:
        """End its processes."""
        self._pool.__exit__()
        self._core.close()
