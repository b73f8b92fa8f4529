"""The ways to enclose a process on this machine, the strongest first."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.engine.sandbox.bubblewrap import (
    INSIDE_HOME,
    INSIDE_SCRATCH,
    behind_walls,
    find_bubblewrap,
    libraries_for,
    python_paths,
)
from grader.engine.sandbox.cgroups import Group
from grader.engine.sandbox.namespaces import Entrance
from grader.engine.sandbox.process import base_python, candidate_command, scrubbed_environment

# The user that owns nothing, by tradition.
NOBODY = (65534, 65534)
_ENTER = (
    "import sys; sys.path.insert(0, {home!r}); from grader.engine.sandbox.namespaces import enter; enter(sys.argv[1])"
)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One way to start: the command, what it sees as its folder for scratch, and whether it has walls."""

    command: tuple[str, ...]
    scratch: str
    walls: bool
    user: tuple[int, int] | None


def enclosures(bootstrap: str, *, make_scratch: Callable[[], str], group: Group) -> Iterator[Enclosure]:
    """Yield how `bootstrap` can be run here, the strongest way first.

    In it, `{home}` is where the floors lie and `{scratch}` its folder. `make_scratch` makes a folder of this
    machine, for the ways that have no private one.
    """
    python, home = os.path.realpath(base_python()), str(Path(__file__).resolve().parents[3])
    bwrap = find_bubblewrap()
    is_root = sys.platform != "win32" and os.geteuid() == 0
    user = NOBODY if is_root else None
    needed = (*python_paths(python), f"{home}/grader")
    if bwrap is not None:
        inside = candidate_command(python, bootstrap.format(home=INSIDE_HOME, scratch=INSIDE_SCRATCH))
        loaded = libraries_for(python)
        # With its own libraries only; should one be missing by which it starts at all, with all there are.
        for shown in (loaded, None) if loaded is not None else (None,):
            environment = scrubbed_environment(INSIDE_SCRATCH)
            walled = behind_walls(bwrap, inside, home=home, environment=environment, loaded=shown)
            entrance = Entrance(tuple(walled), user, (*needed, bwrap, *(shown or {})), group.entries)
            yield Enclosure(_through(entrance, home, group), INSIDE_SCRATCH, True, user)
    scratch = make_scratch()
    plain = candidate_command(python, bootstrap.format(home=home, scratch=scratch))
    if is_root:
        entrance = Entrance(tuple(plain), user, (*needed, scratch), group.entries)
        yield Enclosure(_through(entrance, home, group), scratch, False, user)
    yield Enclosure(_through(Entrance(tuple(plain), groups=group.entries), home, group), scratch, False, None)


def _through(entrance: Entrance, home: str, group: Group) -> tuple[str, ...]:
    command = candidate_command(base_python(), _ENTER.format(home=home))
    return (*group.before, *command, entrance.argument())
