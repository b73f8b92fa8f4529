"""What random programs stand on; with their sources below it, this file is a submission.

It stands alone there, so it imports only the standard library.
"""

from __future__ import annotations

import asyncio
import contextvars
from contextlib import aclosing  # noqa: F401  # for the programs

MOST_ROUNDS = 40
var = contextvars.ContextVar("var", default=0)


class Crew:
    """The tasks of one program, and its trace: [virtual seconds since it began, what happened] for each event."""

    def __init__(self, sleep):
        self.sleep = sleep
        self.trace = []
        self.tasks = []
        self.loop = asyncio.get_running_loop()
        self._began = self.loop.time()

    def note(self, *what):
        """Add an event to the trace."""
        self.trace.append([self.loop.time() - self._began, " ".join(map(str, what))])

    def start(self, coroutine):
        """Make a task that `reap` knows of."""
        task = asyncio.create_task(coroutine, name=f"t{len(self.tasks)}")
        self.tasks.append(task)
        return task

    def cancel(self, number, message):
        """Cancel one of the tasks so far."""
        if self.tasks:
            task = self.tasks[number % len(self.tasks)]
            self.note("cancel", task.get_name(), task.cancel(message))

    def cancel_me(self):
        """Cancel the current task, if this crew started it."""
        if asyncio.current_task() in self.tasks:
            asyncio.current_task().cancel("myself")

    async def reap(self):
        """Cancel all that is left, until it is over, and note how each task ended."""
        for _ in range(MOST_ROUNDS):
            left = [task for task in self.tasks if not task.done()]
            if not left:
                break
            for task in left:
                task.cancel("reap")
            await asyncio.wait(left, timeout=0.5)
        await asyncio.sleep(2)
        for task in self.tasks:
            self.note(task.get_name(), ended(task))


def told(error):
    """An exception in words that hold no address."""
    if isinstance(error, BaseExceptionGroup):
        return f"{type(error).__name__}[{', '.join(map(told, error.exceptions))}]"
    plain = isinstance(error, (ValueError, asyncio.CancelledError))
    return f"{type(error).__name__}{error.args if plain else ''}"


def ended(task):
    """How a task ended."""
    if not task.done():
        return "still runs"
    if task.cancelled():
        return "cancelled"
    return told(task.exception()) if task.exception() is not None else f"gives {task.result()}"


def names(tasks):
    """The names of tasks in one order."""
    return sorted(task.get_name() for task in tasks)


async def played(program, traces, sleep=asyncio.sleep):
    """Run a program, which waits by this `sleep`; its trace is in `traces` from the beginning."""
    crew = Crew(sleep)
    traces.append(crew.trace)
    try:
        await program(crew)
        crew.note("ends")
    except BaseException as error:
        crew.note("ends with", told(error))


async def awaited(number, *sleep):
    """The trace of a program that whoever calls this awaits."""
    traces = []
    await played(PROGRAMS[number], traces, *sleep)
    return traces[0]


def in_a_task(number):
    """A task of our own that gives the program's trace."""
    return asyncio.create_task(awaited(number))


def by_asyncio_run(number):
    """The trace of a program that asyncio.run runs, up to the end of asyncio.run."""
    traces = []
    asyncio.run(played(PROGRAMS[number], traces))
    return traces[0]


PROGRAMS = {}
