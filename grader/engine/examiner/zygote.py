"""Candidates forked by a warm maker inside the sandbox: a fraction of a cold start each, and as fresh."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from grader.engine.examiner.candidate_host import SplitHost
from grader.engine.examiner.launch import LOWEST, Candidate, ColdLauncher, Drain, Launcher, Stray
from grader.engine.sandbox import Layer, kill_tree, scrubbed_environment
from grader.engine.sandbox.cgroups import Group, make_group, without_group
from grader.engine.sandbox.enclosure import Enclosure, enclosures
from grader.engine.sandbox.namespaces import ADVICE
from grader.engine.sandbox.process import remove_scratch
from grader.engine.submission import Submission
from grader.engine.wire.channel import Gone, Loss
from grader.errors import UnableToGrade
from grader.model import Kata, KataKind, Protections


class ForkedCandidate:
    """A candidate that a zygote forked, held by a descriptor that cannot come to mean another process."""

    def __init__(
        self,
        descriptors: list[int],
        handle: int,
        *,
        layers: tuple[Layer, ...],
        drain: Drain,
        clear_away: Callable[[], None],
    ) -> None:
        self.read_fd, self.write_fd, self._stray_fd = descriptors
        self._handle = handle
        self._lock = threading.Lock()
        self._drain = drain
        self.layers = layers
        self._clear_away = clear_away
        self.pid = _pid_of(handle)
        self.stray = Stray(self.kill)
        drain.watch(self._stray_fd, self.stray)

    @property
    def flooded(self) -> bool:
        """Was it stopped for writing without end?"""
        return self.stray.flooded

    def last_line(self, file: str, *, ended: bool) -> int:
        """Return the innermost line of this file at which a candidate that hung, or that ended, says it was, or 0."""
        self._drain.empty(self._stray_fd)
        return self.stray.last_line(file)

    def stand_back(self) -> None:
        """Let it run only while nobody else wants the processor."""
        with self._lock, contextlib.suppress(OSError):
            if self._handle >= 0:
                os.setpriority(os.PRIO_PGRP, self.pid, LOWEST)

    def kill(self) -> None:
        """End it, from outside; what it started ends in `close`."""
        with self._lock, contextlib.suppress(OSError):
            if self._handle >= 0:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def close(self) -> None:
        """End it and all it started, and let go of it; the zygote clears away before it makes the next."""
        self.kill()
        with self._lock:
            handle, self._handle = self._handle, -1
        if handle < 0:
            return
        self._clear_away()
        self._drain.forget(self._stray_fd)
        for descriptor in (self.read_fd, self.write_fd, self._stray_fd, handle):
            os.close(descriptor)


def _pid_of(handle: int) -> int:
    """Return the number that this process knows it by, from the kernel."""
    lines = Path(f"/proc/self/fdinfo/{handle}").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("Pid:")), 0)


START_WALL_S = 15.0
FORK_WALL_S = 10.0
END_WALL_S = 3.0
TRIES = 3
REMOVE_TRIES, REMOVE_PAUSE_S = 100, 0.01
KEPT_COMPLAINT = 300
_BOOTSTRAP = (
    "import sys; sys.path.insert(0, {home!r}); from grader.engine.candidate.zygote import main; "
    "del sys.path[0]; main({scratch!r})"
)


def can_fork_candidates() -> bool:
    """Return whether this system has all that a zygote needs."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open") and hasattr(signal, "pidfd_send_signal")


class ZygoteLauncher:
    """One warm zygote, replaced whenever it dies; use it in a `with` block, from one thread.

    Where there can be none, each candidate is started cold. `walls` false leaves bubblewrap out, `grouped` false the
    control group.
    """

    def __init__(self, *, walls: bool = True, grouped: bool = True) -> None:
        self._walls = walls
        self._grouped = grouped
        self._zygote: Zygote | None = None
        self._drain: Drain | None = None
        self._cold: ColdLauncher | None = None if can_fork_candidates() else ColdLauncher()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> Candidate:
        """Return a fresh candidate. Raises Gone when a new zygote does not live long enough to make one."""
        for _ in range(TRIES):
            if self._cold is not None:
                return self._cold.start()
            try:
                return self._warm().fork(self._drain or self._new_drain())
            except NoZygote as none:
                self._cold = ColdLauncher(why=str(none))
            except OSError:
                self._forget()
        raise Gone("no candidate could be forked", Loss.NOT_STARTED)

    @property
    def pid(self) -> int:
        """The number of the zygote's outermost process, or 0 when there is none."""
        return self._zygote.process.pid if self._zygote is not None else 0

    def close(self) -> None:
        """End the zygote and every candidate it made."""
        self._forget()
        drain, self._drain = self._drain, None
        if drain is not None:
            drain.close()

    def _warm(self) -> Zygote:
        if self._zygote is None:
            self._zygote = Zygote.started(walls=self._walls, grouped=self._grouped)
        return self._zygote

    def _new_drain(self) -> Drain:
        self._drain = Drain()
        return self._drain

    def _forget(self) -> None:
        zygote, self._zygote = self._zygote, None
        if zygote is not None:
            zygote.close()


class NoZygote(Exception):
    """This machine cannot run one; the argument says why."""


class Folder:
    """A folder of this machine for scratch, made only where a sandbox has none of its own."""

    def __init__(self) -> None:
        self._made = ""

    def make(self) -> str:
        """Make it and return its path."""
        self._made = tempfile.mkdtemp(prefix=_prefix(os.getpid()))
        return self._made

    def remove(self) -> None:
        """Remove it with all that is in it."""
        if self._made:
            remove_scratch(self._made)


def remove_left_by(pid: int) -> None:
    """Remove the folders for scratch of a process that has been killed; its candidates end when it does."""
    for _ in range(REMOVE_TRIES):
        left = glob.glob(os.path.join(glob.escape(tempfile.gettempdir()), f"{_prefix(pid)}*"))
        if not left:
            return
        for folder in left:
            remove_scratch(folder)
        time.sleep(REMOVE_PAUSE_S)


def _prefix(pid: int) -> str:
    return f"kata-{pid}-"


class Zygote:
    """A running zygote and the door to it."""

    def __init__(self, enclosure: Enclosure, folder: Folder, group: Group, layers: tuple[Layer, ...]) -> None:
        self._folder = folder
        self._group = group
        self._complaints = os.memfd_create("complaints")
        self.layers = layers
        self._made = 0
        self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._door.settimeout(START_WALL_S)
        with theirs:
            self.process = subprocess.Popen(
                enclosure.command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=self._complaints,
                env=scrubbed_environment(enclosure.scratch),
                start_new_session=True,
            )

    @classmethod
    def started(cls, *, walls: bool = True, grouped: bool = True) -> Zygote:
        """Return the best enclosed one this machine allows. Raises NoZygote when there is none at all."""
        why = "" if walls else "left out on request"
        folder, group = Folder(), make_group() if grouped else without_group("left out on request")
        for enclosure in enclosures(_BOOTSTRAP, make_scratch=folder.make, group=group):
            if enclosure.walls and not walls:
                continue
            if not enclosure.walls and enclosure.user is not None:
                os.chown(enclosure.scratch, *enclosure.user)
            zygote = cls(enclosure, folder, group, (group.layer, Layer("namespaces", enclosure.walls, why, ADVICE)))
            complaint = zygote.complaint_at_start()
            if complaint is None:
                return zygote
            why = why or f"bubblewrap did not start ({complaint})"
            zygote.kill()
        group.remove()
        folder.remove()
        raise NoZygote(why)

    def complaint_at_start(self) -> str | None:
        """None once it is ready; otherwise its last words."""
        with contextlib.suppress(OSError):
            if self._door.recv(64) == b'["ready"]':
                self._door.settimeout(FORK_WALL_S)
                return None
        kill_tree(self.process)
        lines = os.pread(self._complaints, 8192, 0).decode(errors="replace").split("\n")
        return next((line.strip()[:KEPT_COMPLAINT] for line in reversed(lines) if line.strip()), "it said nothing")

    def fork(self, drain: Drain) -> ForkedCandidate:
        """Return one more candidate. Raises OSError when the zygote has died or does not answer."""
        self._made += 1
        ours, theirs = _pipes()
        try:
            socket.send_fds(self._door, [json.dumps(["fork", self._made]).encode()], theirs)
            answer, handles, _, _ = socket.recv_fds(self._door, 256, 1)
            if answer != json.dumps(["forked", self._made]).encode() or len(handles) != 1:
                raise ConnectionError("the zygote does not answer as it should")
        except OSError:
            for descriptor in ours:
                os.close(descriptor)
            raise
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        number = self._made
        return ForkedCandidate(ours, handles[0], layers=self.layers, drain=drain, clear_away=lambda: self._end(number))

    def _end(self, number: int) -> None:
        """Have a candidate ended and cleared away; a dead zygote has taken it along."""
        with contextlib.suppress(OSError):
            self._door.send(json.dumps(["end", number]).encode())

    def kill(self) -> None:
        """End it and all it made, and see them gone: the door closes when the last of them has let go of it."""
        kill_tree(self.process)
        self._door.settimeout(END_WALL_S)
        with contextlib.suppress(OSError):
            while self._door.recv(256):
                pass
        self._door.close()
        os.close(self._complaints)

    def close(self) -> None:
        """End it and all it made, and leave nothing behind."""
        self.kill()
        self._group.remove()
        self._folder.remove()


def _pipes() -> tuple[list[int], list[int]]:
    """Our ends and theirs: the wire to read, the wire to write, what is written past it."""
    from_them, their_out = os.pipe()
    their_in, to_them = os.pipe()
    stray, their_stray = os.pipe()
    return [from_them, to_them, stray], [their_in, their_out, their_stray]


__all__ = ["ZygoteLauncher", "can_fork_candidates"]


_NOTHING = Submission("nothing.py", b"", sha256(b"").hexdigest())
_NO_KATA = Kata("kata00", "kata00_nothing", Path(), "Nothing", "", KataKind.IMPLEMENT, 1, "nothing.py")


def probe() -> Protections:
    """Return what a candidate of a class run has here. Raises UnableToGrade when none can be started."""
    with ZygoteLauncher() as launcher:
        return protections_of(launcher)


def protections_of(launcher: Launcher) -> Protections:
    """Return what this launcher's next candidate has. Raises UnableToGrade when none can be started."""
    host = SplitHost(_NO_KATA, _NOTHING, launcher)
    try:
        host.open()
        return host.protections
    except Gone as gone:
        raise UnableToGrade(
            f"No candidate process could be started: {gone.reason}.", hint="Run: grade doctor"
        ) from None
    finally:
        host.close()
