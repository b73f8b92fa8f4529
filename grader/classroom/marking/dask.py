"""The scheduler and the workers of dask.distributed, as a run of ours sees them. Needs the extra `dask`."""

from __future__ import annotations

import asyncio
import pickle
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import uuid4

from grader.classroom.marking.pool import Unconfined, weakest
from grader.classroom.marking.worker_host import Chunk, ChunkReports, Given, HostRefusal, differences
from grader.cleaning import clean
from grader.errors import GraderError, UnableToGrade, UsageError
from grader.model import Protections

ADDRESS = re.compile(r"(tcp|tls)://[^\s/]+:[0-9]{1,5}\Z")
ANSWERS_WITHIN_S = 5.0
SHOWN = 5
SAME = 'Every worker needs the same grader and Python as here: pip install "asyncio-katas[dask]"'
GO_ON = "What was graded is kept; when it is there again, the same command goes on."


class Killed(Exception):
    """Several workers in turn were lost with this chunk."""


class ResultLost(Exception):
    """The result went with its worker, and is being made again."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Workers that are ready to grade; `protections` are the weakest of any, as it told before the first chunk."""

    client: Any
    name: str
    protections: Protections

    def threads(self) -> int:
        """How many chunks they grade at once, all together. Raises UnableToGrade when the scheduler is gone."""
        with _still_there():
            return sum(self.client.nthreads().values())

    def give(self, number: int, chunk: Chunk, when_done: Callable[[int], None]) -> Any:
        """One more chunk; gives its future. `when_done` is called with the number, in another thread."""
        from grader.classroom.marking.dask_worker import mark_chunk

        with _still_there():
            told = pickle.dumps(chunk)
            future = self.client.submit(mark_chunk, self.name, told, key=f"{self.name}-{number}", pure=False)
            future.add_done_callback(lambda _: when_done(number))
            return future

    def result(self, future: Any) -> ChunkReports:
        """What came of a chunk. Raises Killed, NotYet, Unconfined, or UnableToGrade when it cannot go on."""
        killed = import_module("distributed").KilledWorker
        try:
            told: ChunkReports | HostRefusal = pickle.loads(future.result(timeout=ANSWERS_WITHIN_S))
        except killed:
            raise Killed from None
        except TimeoutError:
            raise ResultLost from None
        except Exception as error:
            if future.cancelled():
                raise UnableToGrade("The scheduler is gone.", hint=GO_ON) from error
            raise UnableToGrade(f"The workers gave no answer ({_brief(error)}).", hint=GO_ON) from error
        if isinstance(told, HostRefusal):
            raise _refusal([told])
        return told

    def cancel(self, futures: list[Any]) -> None:
        """What has not begun shall not."""
        with suppress(Exception):
            self.client.cancel(futures)


def require_address(text: str) -> None:
    """Raises UsageError when it is not such as tcp://10.0.0.5:8786."""
    if ADDRESS.match(text) is None:
        raise UsageError(
            f"{clean(text, 100)} is no scheduler's address.",
            hint="`dask scheduler` says its own as it starts: grade class run --scheduler tcp://10.0.0.5:8786",
        )


def require_dask() -> None:
    """Raises UsageError where the extra is missing."""
    try:
        import_module("distributed")
    except ImportError:
        raise UsageError("--scheduler needs dask.distributed.", hint='pip install "asyncio-katas[dask]"') from None


@contextmanager
def crew_at(address: str, given: Given, *, within_s: float = ANSWERS_WITHIN_S) -> Iterator[Crew]:
    """The workers of the scheduler there; afterwards they end what is under way, and keep nothing.

    Raises UsageError when nobody answers in time or there are no workers, Unconfined or UnableToGrade when a worker
    refuses.
    """
    require_dask()
    with _connected(address, within_s) as client:
        with _still_there(), suppress(TimeoutError):
            client.wait_for_workers(1, timeout=within_s)
        with crew_of(client, given) as found:
            yield found


@contextmanager
def crew_of(client: Any, given: Given) -> Iterator[Crew]:
    """The same of a client of dask's."""
    from grader.classroom.marking import dask_worker

    _require_workers(client, given)
    name = f"asyncio-katas-{uuid4().hex}"
    try:
        with _still_there():
            client.register_plugin(dask_worker.OnWorker(given), name=name)
            told = client.run(dask_worker.prepare, name, on_error="return")
        yield Crew(client, name, _weakest(told))
    finally:
        with suppress(Exception):
            client.unregister_worker_plugin(name)


@contextmanager
def _connected(address: str, within_s: float) -> Iterator[Any]:
    with import_module("dask").config.set({"distributed.comm.timeouts.connect": within_s}):
        try:
            asyncio.run(_greeted(address, within_s))
            client = import_module("distributed").Client(
                address, timeout=within_s, set_as_default=False, name="asyncio-katas"
            )
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
    arguments = import_module("distributed").Security().get_connection_args("client")
    connect = import_module("distributed.comm").connect
    async with asyncio.timeout(2 * within_s):
        comm = await connect(address, timeout=within_s, **arguments)
        await comm.close()


def _require_workers(client: Any, given: Given) -> None:
    """Raises UsageError when there are none, UnableToGrade when one is not the same as here."""
    from grader.classroom.marking.dask_worker import versions

    with _still_there():
        told: Mapping[str, Any] = client.run(versions, on_error="return")
    if not told:
        raise UsageError("The scheduler has no workers.", hint=f"Start some: dask worker {client.scheduler.address}")
    wrong = []
    for who, said in told.items():
        why = _brief(said) if isinstance(said, Exception) else differences(given.versions, said)
        if why:
            wrong.append(HostRefusal(who, f"it has {why}." if isinstance(said, Mapping) else f"{why}.", SAME))
    if wrong:
        raise _refusal(wrong)


def _weakest(told: Mapping[str, Any]) -> Protections:
    """Of what the workers said when they were ready. Raises Unconfined or UnableToGrade when one refused."""
    refused = []
    found: Protections | None = None
    for who, said in told.items():
        match said:
            case HostRefusal():
                refused.append(said)
            case Protections():
                found = weakest(found, said)
            case _:
                refused.append(HostRefusal(who, f"{_brief(said)}.", SAME))
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
