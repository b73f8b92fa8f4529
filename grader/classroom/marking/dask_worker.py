"""What a worker of dask.distributed does for us. Needs the extra `dask`; imported only with it."""

from __future__ import annotations

import asyncio
import pickle
from contextlib import suppress
from typing import Any

from distributed import Reschedule, WorkerPlugin, get_worker

from grader.classroom.marking.worker_host import (
    IDLE_S,
    Chunk,
    ChunkReports,
    Closed,
    Given,
    HostRefusal,
    WorkerHost,
    versions_here,
)
from grader.model import Protections


class OnWorker(WorkerPlugin):
    """The workshop of one run on each worker of dask, also on those that come later."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self.workshop: WorkerHost

    async def setup(self, worker: Any) -> None:
        """A worker has come."""
        called = "" if str(worker.name) == worker.address else f" ({worker.name})"
        self.workshop = WorkerHost(self._given, f"{worker.address}{called}")
        self._tidying = asyncio.create_task(self._tidy())

    async def teardown(self, worker: Any) -> None:
        """The run is over, or the worker goes."""
        self._tidying.cancel()
        with suppress(asyncio.CancelledError):
            await self._tidying
        await asyncio.to_thread(self.workshop.close)

    async def _tidy(self) -> None:
        while True:
            await asyncio.sleep(IDLE_S)
            await asyncio.to_thread(self.workshop.tidy)


async def versions() -> dict[str, str]:
    """Those of a worker."""
    return versions_here()


async def prepare(name: str, dask_worker: Any) -> HostRefusal | Protections:
    """Have the crew of this name make ready for as many chunks at once as the worker has threads."""
    workshop = dask_worker.plugins[name].workshop
    ready: HostRefusal | Protections = await asyncio.to_thread(workshop.open, dask_worker.state.nthreads)
    return ready


def mark_chunk(name: str, chunk: bytes) -> bytes:
    """A Chunk graded by the crew of this name: a Graded or a Refused; both are pickled, so that dask looks at neither.

    A worker that is about to go gives the chunk back to the scheduler.
    """
    crew = get_worker().plugins.get(name)
    if not isinstance(crew, OnWorker):
        raise Reschedule
    told: Chunk = pickle.loads(chunk)
    try:
        done: HostRefusal | ChunkReports = crew.workshop.mark(told)
    except Closed:
        raise Reschedule from None
    return pickle.dumps(done)
