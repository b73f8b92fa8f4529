"""Namespaces as a process can tell them from inside, and its last steps before it enters the sandbox."""

from __future__ import annotations

import ctypes
import json
import os
import stat
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn

from grader.engine.sandbox.kernel import Layer

HOST_NAME = "kata"
# A machine's first numbers all belong to its kernel's threads; a sandbox holds only a few.
FIRST_NUMBERS = range(1, 64)
MOST_NEIGHBOURS = 16
# Every machine has some of these, and no sandbox of ours has any.
OF_A_MACHINE = ("/etc/passwd", "/proc/self", "/sys/kernel", "/var", "/run", "/boot")


def isolated() -> Layer:
    """Look around: is there anything of the machine to be seen? Ask before Landlock and seccomp close every eye."""
    seen = list(_seen())
    if seen:
        return Layer("namespaces", False, f"it sees the machine's {' and '.join(seen)}", ADVICE)
    return Layer("namespaces", True, "no files, processes, network or names of this machine (bubblewrap)")


def _seen() -> list[str]:
    if sys.platform != "linux":
        return ["files", "processes", "network"]
    looks = {"files": _sees_files, "processes": _sees_processes, "network": _sees_network, "name": _sees_name}
    return [name for name, look in looks.items() if look()]


def _sees_files() -> bool:
    return any(map(os.path.lexists, OF_A_MACHINE))


def _sees_processes() -> bool:
    return sum(map(_exists, FIRST_NUMBERS)) > MOST_NEIGHBOURS


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _sees_network() -> bool:
    import socket

    try:
        return any(name != "lo" for _, name in socket.if_nameindex())
    except OSError:
        return True


def _sees_name() -> bool:
    return os.uname().nodename != HOST_NAME


ADVICE = "Install bubblewrap (apt install bubblewrap) on Linux where user namespaces are allowed."


NEW_MOUNTS = 0x20000
BIND, RECURSIVE, PRIVATE = 0x1000, 0x4000, 1 << 18
NO_SET_UID, NO_DEVICES = 2, 4
REFUSED = 97


@dataclass(frozen=True, slots=True)
class Entrance:
    """What to run, as whom (None: as oneself), what that user must be able to reach, and which groups to join.

    `groups` are the paths of `cgroup.procs` files.
    """

    command: tuple[str, ...]
    user: tuple[int, int] | None = None
    reaches: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def argument(self) -> str:
        """As one argument of a command."""
        return json.dumps(asdict(self))


def enter(argument: str) -> NoReturn:
    """Take the steps and become the command; on failure say why on stderr and end with REFUSED."""
    told = json.loads(argument)
    try:
        for group in told["groups"]:
            Path(group).write_text(str(os.getpid()), encoding="ascii")
        if told["user"]:
            open_the_way(told["reaches"])
            become(*told["user"])
        os.execv(told["command"][0], told["command"])
    except OSError as error:
        sys.stderr.write(f"{error.strerror or error}\n")
        sys.stderr.flush()
        os._exit(REFUSED)


def become(uid: int, gid: int) -> None:
    """Be this user and no other, for good."""
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


def open_the_way(paths: Sequence[str]) -> None:
    """Make these paths reachable for everyone, in a view of the files that only this process has. Raises OSError.

    A Python under a private home (a pyenv of root's) could not be executed by anyone else. Each private folder on the
    way is covered with an empty one, and only what is needed is put back in.
    """
    private = {path: found for path in map(os.path.realpath, paths) if (found := private_folder(path))}
    if not private:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    _checked(libc.unshare(NEW_MOUNTS), "a private view of the files")
    _mount(libc, None, "/", RECURSIVE | PRIVATE)
    # Opened first: once its folder is covered, a path leads nowhere.
    opened = {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in private}
    for folder in sorted({str(folder) for folder in private.values()}):
        _mount(libc, "tmpfs", folder, NO_SET_UID | NO_DEVICES, kind="tmpfs", options="mode=755,size=1m")
    for path, descriptor in opened.items():
        _put_back(libc, path, descriptor)


def private_folder(path: str) -> Path | None:
    """Return the outermost folder on the way that other users may not pass, or None."""
    for folder in reversed(Path(path).parents):
        if not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None


def _put_back(libc: ctypes.CDLL, path: str, descriptor: int) -> None:
    os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
    if stat.S_ISDIR(os.fstat(descriptor).st_mode):
        os.makedirs(path, mode=0o755, exist_ok=True)
    elif not os.path.exists(path):
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o644))
    _mount(libc, f"/proc/self/fd/{descriptor}", path, BIND | RECURSIVE)


def _mount(
    libc: ctypes.CDLL, source: str | None, target: str, flags: int, *, kind: str | None = None, options: str = ""
) -> None:
    words = [None if word is None else word.encode() for word in (source, target, kind)]
    result = libc.mount(*words, ctypes.c_ulong(flags), options.encode() or None)
    _checked(result, f"a mount at {target}")


def _checked(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what} was refused ({os.strerror(number)})")
