"""Where hostile submissions are graded: an examiner in a process of its own, bait all around, and eyes on it."""

from __future__ import annotations

import base64
import functools
import json
import os
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.engine.sandbox.namespaces import private_folder
from tests.redteam.looking import below, entries, everything_in, free_port, is_stopped, state
from tests.redteam.submissions import Tried

COURSE = Path(__file__).parents[2]
KATA = COURSE / "katas" / "kata11_build_your_own_gather"
START_S = 60.0
# A start that hangs (15 s), an attempt at its limit (20 s), one more start in between, and a machine that is busy.
ANSWER_S = 80.0
GRACE_S = 2.0
PUBLIC = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/")
BAIT = ("gradebook.db", "course.yaml", "notes.txt", ".ssh/id_rsa")


def why_not(level: str) -> str:
    """Why there is no such level here; empty when there is."""
    if not sys.platform.startswith("linux"):
        return f"candidates are not confined on {sys.platform}"
    if level == "strong" and shutil.which("bwrap") is None:
        return "bubblewrap is not installed: apt install bubblewrap"
    return "" if level != "strong" or makes_namespaces() else "this machine lets bubblewrap make no namespaces"


@functools.cache
def makes_namespaces() -> bool:
    """Can root, or bubblewrap for anybody else, make a mount namespace here?"""
    way = ["bwrap", "--ro-bind", "/", "/"] if shutil.which("bwrap") else ["unshare", "--mount"]
    return subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What came of one submission: what the examiner told, and what is there now that was not before."""

    told: dict[str, Any]
    left: tuple[str, ...]
    died: str = ""


class Arena:
    """Grades submissions at one level, in a course folder and a home that hold secrets."""

    def __init__(self, level: str, root: Path) -> None:
        self.launched = level
        self.level = "partial" if level == "cold" else level
        self.secret = f"secret-{secrets.token_hex(8)}"
        self.mark = f"redteam-{secrets.token_hex(6)}"
        self.leak = f"leak-{secrets.token_hex(4)}"
        self._root = root
        self._temporary, self._home, self._course = (root / name for name in ("tmp", "home", "course"))
        self._lay_bait()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.setblocking(False)
        self._datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._datagrams.bind(self._listening.getsockname())
        self._datagrams.setblocking(False)
        self._unix = [self._listener("\0" + self.mark), self._listener(str(self._course / "socket"))]
        # In a folder that everybody may enter, unlike the others.
        self._letters = f"/tmp/letters-{self.mark}"
        self._boxes = [self._datagrams, *map(self._letterbox, ("\0letters" + self.mark, self._letters))]
        self._victim = subprocess.Popen(["sleep", "100000"], start_new_session=True)
        self._free = free_port()
        self._worker: subprocess.Popen[bytes] | None = None
        self._baselines: dict[str, dict[str, Any]] = {}
        self._before = self._look()

    @property
    def why_no_scratch(self) -> str:
        """Why a candidate cannot write into its scratch folder here; empty where it can.

        Without bubblewrap root's candidate is another user, who is let into private folders by a mount namespace.
        """
        if self.level == "strong" or os.geteuid() != 0 or private_folder(str(self._temporary / "scratch")) is None:
            return ""
        return "" if makes_namespaces() else "root's temporary folder is private, and this machine makes no namespaces"

    def _lay_bait(self) -> None:
        for folder in (self._temporary, self._home / ".ssh", self._course / ".ssh"):
            folder.mkdir(parents=True)
        for folder in (self._home, self._course):
            for name in BAIT:
                (folder / name).write_text(f"{self.secret} {name}\n", encoding="ascii")
                (folder / name).chmod(0o666)

    @staticmethod
    def _listener(name: str) -> socket.socket:
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        made.bind(name)
        made.listen()
        made.setblocking(False)
        return made

    @staticmethod
    def _letterbox(name: str) -> socket.socket:
        made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        made.bind(name)
        if name.startswith("/"):
            os.chmod(name, 0o777)
        made.setblocking(False)
        return made

    # -- grading

    def places(self) -> dict[str, str]:
        """What the submissions may know of this run: where the bait lies."""
        return {
            "COURSE": str(self._course),
            "HOME": str(self._home),
            "REPO": str(COURSE),
            "PORT": str(self._listening.getsockname()[1]),
            "FREE": str(self._free),
            "VICTIM": str(self._victim.pid),
            "MARK": self.mark,
            "LEAK": self.leak,
        }

    def baseline(self, name: str) -> dict[str, Any]:
        """What the harmless solution that an attack is built around is worth."""
        if name not in self._baselines:
            path = Path(__file__).parent / "baseline" / f"{name}.py"
            self._baselines[name] = self.mark_one(Tried(path)).told
        return self._baselines[name]

    def mark_one(self, one: Tried) -> Aftermath:
        """Have the examiner grade it, and look around."""
        worker = self._worker = self._worker or self._started()
        source = base64.b64encode(one.source(self.places())).decode()
        request = json.dumps({"source": source, "only": one.only, "bench": one.bench})
        assert worker.stdin is not None
        worker.stdin.write(request.encode() + b"\n")
        worker.stdin.flush()
        line = _line(worker, ANSWER_S)
        if line:
            after = Aftermath(json.loads(line), self._changes())
        else:
            status = worker.poll()
            died = f"the examiner gave no answer in {ANSWER_S:g} s" if status is None else f"it died: {status}"
            after = Aftermath({}, self._changes(), died)
        if after.died or after.left or after.told["running"] or after.told["patched"]:
            self._start_over()
        return after

    def _start_over(self) -> None:
        """What one submission did is not blamed on the next."""
        self._end_worker()
        # Not shutil.rmtree: it gives up on folders that are deep enough.
        subprocess.run(["rm", "-rf", "--", *entries(str(self._temporary))], check=True)
        self._before = self._look()

    def _started(self) -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "TMPDIR": str(self._temporary),
            "HOME": str(self._home),
            "PYTHONPATH": str(COURSE),
            "COURSE_SECRET": self.secret,
        }
        worker = subprocess.Popen(
            [sys.executable, "-B", "-m", "tests.redteam.worker", self.launched],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self._course,
            env=environment,
            start_new_session=True,
        )
        if not _line(worker, START_S):
            worker.kill()
            raise RuntimeError("the examiner does not start")
        return worker

    def _end_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        for descendant in (*below(worker.pid), worker.pid):
            try:
                os.kill(descendant, signal.SIGKILL)
            except ProcessLookupError:
                continue
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                pipe.close()

    # -- looking around

    def _look(self) -> dict[str, str]:
        """Every file that nobody may have changed, by its content; and every name that nobody may have made."""
        seen = {str(path): state(path) for folder in (self._home, self._course, KATA) for path in everything_in(folder)}
        for folder in (*PUBLIC, str(COURSE), str(Path.home()), str(Path.cwd())):
            seen |= {str(path): "there" for path in entries(folder) if self.mark in path.name}
        return seen

    def _changes(self) -> tuple[str, ...]:
        after = self._look()
        found = [
            f"changed: {name}"
            for name in sorted(self._before.keys() | after)
            if self._before.get(name) != after.get(name)
        ]
        found += [f"in the temporary folder: {path.name}" for path in self._scratch_left_after_a_while()]
        found += self._heard()
        if self._victim.poll() is not None or is_stopped(self._victim.pid):
            found.append("a neighbour was killed or stopped")
        return tuple(found)

    def _scratch_left_after_a_while(self) -> list[Path]:
        """A zygote removes the folder of a candidate that has just ended a moment later."""
        until = time.monotonic() + GRACE_S
        while (left := self._scratch_left()) and time.monotonic() < until:
            time.sleep(0.02)
        return left

    def _scratch_left(self) -> list[Path]:
        """What lies in the examiner's temporary folder, but for the one of a zygote that waits for more."""
        left = list(self._temporary.iterdir())
        if self.launched == "cold":
            return left
        return [path for folder in left for path in everything_in(folder)] if len(left) <= 1 else left

    def _heard(self) -> list[str]:
        """Whoever called, and whoever listens."""
        found = []
        for one in (self._listening, *self._unix):
            try:
                one.accept()[0].close()
                found.append(f"a connection came to {one.getsockname()!r}")
            except BlockingIOError:
                pass
        for box in self._boxes:
            try:
                found.append(f"a packet came: {box.recv(100)!r}")
            except BlockingIOError:
                pass
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self._free)) == 0:
                found.append("somebody listens on a port")
        return found

    def close(self) -> None:
        """Let everything go."""
        self._end_worker()
        self._victim.kill()
        self._victim.wait()
        for one in (self._listening, *self._boxes, *self._unix):
            one.close()
        os.unlink(self._letters)


def _line(worker: subprocess.Popen[bytes], within_s: float) -> bytes:
    """One line from a process; empty when none comes in time."""
    assert worker.stdout is not None
    data, until = bytearray(), time.monotonic() + within_s
    while not data.endswith(b"\n"):
        if not select.select([worker.stdout], [], [], max(0.0, until - time.monotonic()))[0]:
            return b""
        chunk = os.read(worker.stdout.fileno(), 1 << 20)
        if not chunk:
            worker.wait(10)
            return b""
        data += chunk
    return bytes(data)
