"""Mark many submissions on the workers of dask.distributed; the same reports, as they come from `run_batch`.

Workers get chunks of submissions, a few ahead of what they mark, and keep everything else warm between them. A chunk
whose worker is lost is made again by another; its reports count once, as they come here once.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import Any
from uuid import uuid4

from grader.course.batch import Batch
from grader.course.entries import Aside, Entry, Waiting
from grader.course.parcels import packed
from grader.course.pool import Unconfined, weakest
from grader.course.rounds import no_report
from grader.course.workshop import Chunk, Given, Marked, Refused, differences, versions_here
from grader.errors import GraderError, UnableToGrade, UsageError
from grader.model import Kata, Protections, Report
from grader.vtime import REAL

ADDRESS = re.compile(r"(tcp|tls)://[^\s/]+:\d{1,5}\Z")
CONNECT_S = 5.0
# A chunk takes many times what dask takes for it, and none of it is more than a little work to lose.
CHUNK = 16
# Chunks for each thread of a worker: one under way, one waiting there.
AHEAD = 2
LOOKS_EVERY_S = 1.0
WITHOUT_WORKERS_S = 30.0
SHOWN = 5
SAME = 'Every worker needs the same grader and Python as here: pip install "asyncio-katas[dask]"'


def is_scheduler(address: str) -> bool:
    """Is it an address such as tcp://10.0.0.5:8786?"""
    return ADDRESS.match(address) is not None


@dataclass(frozen=True, slots=True)
class Distributed:
    """A runner on the workers of the scheduler at this address; they say how many at once, `jobs` does not."""

    address: str

    def __call__(
        self,
        katas: Iterable[Kata],
        submissions: Iterable[Entry],
        *,
        jobs: int,
        seed_of: Callable[[Entry], str],
        on_report: Callable[[Entry, Report], None],
        accept_unconfined: bool = False,
    ) -> Batch:
        """As `run_batch`. Raises UsageError where nobody answers, or dask is not installed, and UnableToGrade later.

        A worker that has other versions or, unless that is accepted, too few protections, refuses; then nothing more is
        marked, and the error names it.
        """
        by_id = {kata.id: kata for kata in katas}
        given = Given(tuple(packed(kata) for kata in by_id.values()), versions_here(), accept_unconfined)
        with _connected(self.address) as client, _crew(client, given) as crew, Aside() as aside:
            return _Feed(client, crew, by_id, Waiting(submissions), aside, seed_of, on_report).all()


def _dask() -> tuple[Any, Any]:
    try:
        return import_module("dask"), import_module("distributed")
    except ImportError:
        raise UsageError(
            "Marking on several machines needs dask.distributed.", hint='pip install "asyncio-katas[dask]"'
        ) from None


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """A client of the scheduler there."""
    dask, distributed = _dask()
    with dask.config.set({"distributed.comm.timeouts.connect": CONNECT_S}):
        try:
            client = distributed.Client(address, timeout=CONNECT_S, set_as_default=False, name="asyncio-katas")
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise UsageError(
                f"No scheduler answers at {address}: {_brief(error)}.",
                hint="Start one with `dask scheduler`, or name the one there is; tls:// needs dask's own settings.",
            ) from error
        with client:
            yield client


@contextmanager
def _crew(client: Any, given: Given) -> Iterator[_Crew]:
    """The workers, each ready to mark; afterwards they end what they have under way and keep nothing."""
    from grader.course.crew import Crew

    _require_workers(client, given)
    name = f"asyncio-katas-{uuid4().hex}"
    try:
        with _scheduler_there(client):
            client.register_plugin(Crew(given), name=name)
        yield _Crew(name, _prepared(client, name))
    finally:
        with suppress(Exception):
            client.unregister_worker_plugin(name)


@dataclass(frozen=True, slots=True)
class _Crew:
    name: str
    protections: Protections


def _require_workers(client: Any, given: Given) -> None:
    """Raises UsageError when there are none, UnableToGrade when one of them is not as it should be here."""
    from grader.course.crew import versions

    distributed = import_module("distributed")
    with suppress(distributed.TimeoutError):
        client.wait_for_workers(1, timeout=CONNECT_S)
    found: Mapping[str, Any] = client.run(versions, on_error="return")
    if not found:
        raise UsageError("The scheduler has no workers.", hint=f"Start some: dask worker {client.scheduler.address}")
    wrong = [
        f"Worker {who}: {_brief(told) if isinstance(told, Exception) else f'it has {differing}'}."
        for who, told in found.items()
        if isinstance(told, Exception) or (differing := differences(given.versions, told))
    ]
    if wrong:
        raise UnableToGrade("\n".join(wrong[:SHOWN]), hint=SAME)


def _prepared(client: Any, name: str) -> Protections:
    """The weakest protections of any worker. Raises Unconfined or UnableToGrade when one refuses."""
    from grader.course.crew import prepare

    told: Mapping[str, Any] = client.run(prepare, name, on_error="return")
    refused = [
        Refused(who, _brief(said), "") if isinstance(said, Exception) else said
        for who, said in told.items()
        if isinstance(said, Exception | Refused)
    ]
    if refused:
        raise _refusal(refused)
    protections: Protections | None = None
    for said in told.values():
        protections = weakest(protections, said)
    return protections or Protections()


def _refusal(refused: list[Refused]) -> GraderError:
    lines = "\n".join(f"Worker {one.who}: {one.why}" for one in refused[:SHOWN])
    kind = Unconfined if all(one.unconfined for one in refused) else UnableToGrade
    return kind(lines, hint=refused[0].hint)


@contextmanager
def _scheduler_there(client: Any) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnableToGrade("The scheduler is gone.", hint=GO_ON) from error


def _brief(error: Exception) -> str:
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said[:200]}" if said else type(error).__name__
