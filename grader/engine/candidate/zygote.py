"""A warm maker of candidates: it has imported what each of them needs, has never seen a student's file, and forks.

Told ["fork", n] with three descriptors (the wire's two ends, and what is written past it) it answers ["forked", n]
with a descriptor that stands for the new process; told ["end", n] it ends that process and all it started, reaps it
and removes its scratch folder. It ends when the examiner closes the door.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
from pathlib import Path
from typing import NoReturn

from grader.engine.candidate.main import serve, stand_ready, take_the_wire, warm_up
from grader.engine.candidate.state import CandidateState
from grader.engine.candidate.warmup import rehearse
from grader.engine.sandbox import Lockdown, adopt_orphans, standard_library
from grader.engine.sandbox.process import remove_scratch

LONGEST = 256
# More than this in a scratch folder is not removed file by file: the whole sandbox goes, and with it the folder.
MOST_FILES = 200
MOST_ORPHANS = 1000
# A rehearsal takes as long as it saves in some forty attempts: worth it for whoever has made that many already.
REHEARSED_AT = 40


def main(base: str) -> NoReturn:
    """Serve one examiner over what was stdin; `base` is the folder that the scratch folders lie in."""
    door = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    warm_up()
    lockdown = Lockdown(standard_library())
    adopt_orphans()
    with stand_ready() as state:
        gc.collect()
        gc.freeze()
        maker = Maker(door, base, state, lockdown)
        door.send(b'["ready"]')
        try:
            maker.serve()
        finally:
            os._exit(0)


class Maker:
    """Who is alive, by the examiner's numbers, and the door to the examiner."""

    def __init__(self, door: socket.socket, base: str, state: CandidateState, lockdown: Lockdown) -> None:
        self._door = door
        self._base = base
        self._state = state
        self._lockdown = lockdown
        self._alive: dict[int, tuple[int, str]] = {}

    def serve(self) -> None:
        """Do as told until the door closes."""
        while True:
            message, descriptors, _, _ = socket.recv_fds(self._door, LONGEST, 3)
            if not message:
                return
            what, number = json.loads(message)
            if what == "fork":
                self._fork(number, descriptors)
            elif not self._end(number):
                return

    def _fork(self, number: int, descriptors: list[int]) -> None:
        if number == REHEARSED_AT:
            rehearse(self._state)
            gc.freeze()
        # Its name tells nobody how many came before.
        scratch = os.path.join(self._base, f"c{os.urandom(8).hex()}")
        os.mkdir(scratch, 0o700)
        pid = os.fork()
        if pid == 0:
            self._become_a_candidate(scratch, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        self._alive[number] = pid, scratch
        # It stays a zombie until told ["end", n], so the number cannot have become another's meanwhile.
        handle = os.pidfd_open(pid)
        socket.send_fds(self._door, [json.dumps(["forked", number]).encode()], [handle])
        os.close(handle)

    def _become_a_candidate(self, scratch: str, descriptors: list[int]) -> NoReturn:
        try:
            self._door.close()
            os.setsid()
            for place, descriptor in enumerate(descriptors):
                os.dup2(descriptor, place)
            for descriptor in descriptors:
                os.close(descriptor)
            os.chdir(scratch)
            os.environ.update(dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), scratch))
            serve(self._state, self._lockdown, take_the_wire(), scratch)
        finally:
            os._exit(1)

    def _end(self, number: int) -> bool:
        """End a candidate and what is left of it; false when only the end of this process takes it all."""
        pid, scratch = self._alive.pop(number)
        for end in (os.killpg, os.kill):
            try:
                end(pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue
        os.waitpid(pid, 0)
        return (bool(self._alive) or orphans_ended()) and removed(scratch)


def orphans_ended() -> bool:
    """Reap what the last candidate may have started, and end what of it still runs; false when some cannot be found."""
    for _ in range(MOST_ORPHANS):
        try:
            pid, _status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return True
        if pid == 0 and not _kill_children():
            return False
    return False


def _kill_children() -> bool:
    try:
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    except OSError:
        return False
    for child in children:
        os.kill(int(child), signal.SIGKILL)
    return bool(children)


def removed(folder: str) -> bool:
    """Remove a scratch folder; false when there is too much in it to take the time."""
    try:
        os.rmdir(folder)
        return True
    except OSError:
        pass
    files = 0
    for _, folders, names in os.walk(folder):
        files += len(folders) + len(names)
        if files > MOST_FILES:
            return False
    remove_scratch(folder)
    return not os.path.lexists(folder)
