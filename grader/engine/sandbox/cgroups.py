"""Control groups: memory and processes of a whole sandbox counted together, where this user may make a group."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from grader.engine.sandbox.kernel import Layer

MEMORY_BYTES = 1536 << 20
PROCESSES = 256
PROBE_WAIT_S = 5.0
REMOVE_TRIES, REMOVE_PAUSE_S = 200, 0.01


@dataclass(frozen=True, slots=True)
class Group:
    """A control group to start in: by joining `folders`, or by a command put `before` the real one."""

    layer: Layer
    folders: tuple[Path, ...] = ()
    before: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[str, ...]:
        """The files a process writes its number into to join."""
        return tuple(str(folder / "cgroup.procs") for folder in self.folders)

    def remove(self) -> None:
        """End whatever is left in the group, and take it away."""
        for folder in self.folders:
            for _ in range(REMOVE_TRIES):
                try:
                    folder.rmdir()
                    break
                except FileNotFoundError:
                    break
                except OSError:
                    _end_all(folder)


def make_group(root: Path = Path("/sys/fs/cgroup"), proc: Path = Path("/proc")) -> Group:
    """Return a new group with bounds on memory and processes, or one that says why there is none."""
    if sys.platform != "linux":
        return without_group("this system has none")
    try:
        folders = _bounded(root, (proc / "self" / "cgroup").read_text(encoding="utf-8").splitlines())
    except OSError as error:
        return _scope() or without_group(f"this user may not make one ({error.strerror})")
    return Group(_layer("control group"), folders)


def _bounded(root: Path, lines: list[str]) -> tuple[Path, ...]:
    """Groups made below the ones this process is in. Raises OSError, and then leaves none behind."""
    name = f"kata-{os.getpid()}-{secrets.token_hex(6)}"
    places = {
        controller: path for _, names, path in (line.split(":", 2) for line in lines) for controller in names.split(",")
    }
    made: list[Path] = []
    try:
        if {"memory", "pids"} <= places.keys():
            _make(made, root / "memory" / places["memory"].lstrip("/") / name, "memory.limit_in_bytes", MEMORY_BYTES)
            _make(made, root / "pids" / places["pids"].lstrip("/") / name, "pids.max", PROCESSES)
        else:
            parent = root / places.get("", "").lstrip("/")
            (parent / "cgroup.subtree_control").write_text("+memory +pids", encoding="ascii")
            _make(made, parent / name, "memory.max", MEMORY_BYTES)
            (made[0] / "pids.max").write_text(str(PROCESSES), encoding="ascii")
    except OSError:
        for folder in made:
            folder.rmdir()
        raise
    return tuple(made)


def _make(made: list[Path], folder: Path, bound: str, value: int) -> None:
    _sweep(folder.parent)
    folder.mkdir()
    made.append(folder)
    (folder / bound).write_text(str(value), encoding="ascii")


def _sweep(parent: Path) -> None:
    """Remove the empty groups of examiners that were killed before they could."""
    for left in parent.glob("kata-*-*"):
        owner = left.name.split("-")[1]
        if owner.isdigit() and not os.path.exists(f"/proc/{owner}"):
            try:
                left.rmdir()
            except OSError:
                continue


def _scope() -> Group | None:
    """Return a systemd scope of this user, if its manager really gives one."""
    systemd = shutil.which("systemd-run")
    if systemd is None or "XDG_RUNTIME_DIR" not in os.environ:
        return None
    bounds = ("-p", f"MemoryMax={MEMORY_BYTES}", "-p", f"TasksMax={PROCESSES}", "--")
    command = (systemd, "--user", "--scope", "--quiet", "--collect", *bounds)
    try:
        done = subprocess.run(
            [*command, "true"], stdin=subprocess.DEVNULL, capture_output=True, timeout=PROBE_WAIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return Group(_layer("systemd scope"), before=command) if done.returncode == 0 else None


def _end_all(folder: Path) -> None:
    """End every process in the group; the dead take a moment to leave it."""
    try:
        for pid in (folder / "cgroup.procs").read_text(encoding="ascii").split():
            os.kill(int(pid), signal.SIGKILL)
    except OSError:
        pass
    time.sleep(REMOVE_PAUSE_S)


def _layer(kind: str) -> Layer:
    return Layer("group", True, f"{MEMORY_BYTES >> 20} MiB and {PROCESSES} processes for the whole sandbox ({kind})")


def without_group(why: str) -> Group:
    """No group, and why."""
    return Group(Layer("group", False, why, ADVICE))


ADVICE = "Grade where control groups are delegated: as root, or in a session of systemd (systemd-run --user)."
