"""How far a long marking is: a bar in a terminal, and lines of text elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from grader.cli.world import World

# A line for each of so many parts.
PARTS = 20


@contextmanager
def progress(world: World, total: int, *, plain: bool) -> Iterator[Callable[[int], None]]:
    """Show how many of `total` are done, as it is told, and about how long the rest takes."""
    if plain or not total or not world.err.isatty():
        yield _Lines(world, total).tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("Marking"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    no_colour = bool(world.env.get("NO_COLOR"))
    with Progress(*columns, console=Console(file=world.err, no_color=no_colour), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.update(task, completed=done)


class _Lines:
    """A line now and then."""

    def __init__(self, world: World, total: int) -> None:
        self._world = world
        self._total = total
        self._began = world.now()
        self._told = 0

    def tell(self, done: int) -> None:
        if (done - self._told) * PARTS < self._total and done != self._total:
            return
        self._told = done
        left = (self._world.now() - self._began) * (self._total - done) / max(1, done)
        rest = f", about {shown(left)} left" if done < self._total else ""
        self._world.complain(f"{done} of {self._total} marked{rest}")
        self._world.err.flush()


def shown(span: timedelta) -> str:
    """A span of time as one says it, such as "3 min"."""
    seconds = max(1, round(span.total_seconds()))
    if seconds < 90:
        return f"{seconds} s"
    return f"{round(seconds / 60)} min" if seconds < 90 * 60 else f"{seconds / 3600:.1f} h"
