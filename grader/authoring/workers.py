"""Work shared out to a few processes, such as a kata for each."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from grader.errors import GraderError

Item = TypeVar("Item")
Answer = TypeVar("Answer")
GRACE_S = 5.0


@dataclass(frozen=True, slots=True)
class Lost:
    """No answer came; `why` says what happened to the work."""

    why: str


@dataclass(frozen=True, slots=True)
class _Worker(Generic[Item]):
    item: Item
    process: BaseProcess
    pipe: Connection


def in_workers(
    work: Callable[[Item], Answer], items: Sequence[Item], *, jobs: int
) -> Iterator[tuple[Item, Answer | Lost]]:
    """Yield each item with its answer, as they come; at most `jobs` at once, and here when one is enough.

    `work` and `items` are picklable. Closing the iterator, or Ctrl-C, ends the workers.
    """
    if jobs == 1 or len(items) == 1:
        yield from ((item, _answer(work, item)) for item in items)
        return
    waiting = list(items)
    running: list[_Worker[Item]] = []
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                running.append(_start(work, waiting.pop(0)))
            ready = wait([worker.pipe for worker in running])
            for worker in [worker for worker in running if worker.pipe in ready]:
                running.remove(worker)
                yield worker.item, _received(worker)
    finally:
        _dismiss(running)


def _start(work: Callable[[Item], Answer], item: Item) -> _Worker[Item]:
    # Spawned, not forked: the parent may have threads, and every platform then does the same.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(work, item, theirs))
    process.start()
    theirs.close()
    return _Worker(item, process, ours)


def _serve(work: Callable[[Item], Answer], item: Item, pipe: Connection) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    pipe.send(_answer(work, item))


def _leave(number: int, frame: object) -> None:
    """Go through every `finally` on the way out, so that candidates and children end too; and say nothing."""
    sys.exit(128 + number)


def _answer(work: Callable[[Item], Answer], item: Item) -> Answer | Lost:
    try:
        return work(item)
    except GraderError as error:
        return Lost(f"{error.message} {error.hint}".strip())
    except Exception:
        return Lost(traceback.format_exc())


def _received(worker: _Worker[Item]) -> Answer | Lost:
    try:
        answer: Answer | Lost = worker.pipe.recv()
    except EOFError:
        worker.process.join()
        answer = Lost(f"its worker ended without an answer (exit code {worker.process.exitcode})")
    worker.pipe.close()
    worker.process.join()
    return answer


def _dismiss(running: Sequence[_Worker[Item]]) -> None:
    for worker in running:
        worker.process.terminate()
    for worker in running:
        worker.process.join(GRACE_S)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.pipe.close()
