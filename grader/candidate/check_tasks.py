"""asyncio.all_tasks() in a candidate: a task of the check's that runs the student's code is one of them."""

from __future__ import annotations

import asyncio
import asyncio.tasks
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from grader.vtime import pending_tasks
from grader.wire.futures import RemoteTask

if TYPE_CHECKING:
    from grader.candidate.desk import Desk
    from grader.wire.peer import Peer


def check_tasks(peer: Peer, loop: asyncio.AbstractEventLoop) -> list[RemoteTask]:
    """The check's tasks that the student's code has met and that are not done; this is the check's loop."""
    current = asyncio.current_task(loop)
    met = [thing for thing in peer.references.kept if isinstance(thing, RemoteTask)]
    return [task for task in met if task is current or not task.done()]


@contextmanager
def all_tasks_with_the_checks(desk: Desk) -> Iterator[None]:
    """While it is active, all_tasks() of the check's loop has those of the check's tasks that came by here too."""

    def all_tasks(loop: asyncio.AbstractEventLoop | None = None) -> set[asyncio.Task[Any]]:
        """Return a set of all tasks of the loop that are not done."""
        loop = asyncio.get_running_loop() if loop is None else loop
        tasks = pending_tasks(loop)
        if desk.clock.loops and loop is desk.clock.loops[0]:
            tasks.update(check_tasks(desk.peer, loop))
        return tasks

    before = asyncio.all_tasks
    asyncio.all_tasks = asyncio.tasks.all_tasks = all_tasks
    try:
        yield
    finally:
        asyncio.all_tasks = asyncio.tasks.all_tasks = before
