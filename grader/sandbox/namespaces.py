"""Namespaces, as a process can tell from inside whether it has its own."""

from __future__ import annotations

import os
import sys

from grader.sandbox.layer import Layer

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
