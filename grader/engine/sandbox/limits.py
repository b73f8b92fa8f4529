"""Limits on processor time, memory, files, threads and disk: of a process, and of a whole sandbox."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

from grader.engine.sandbox.kernel import Layer

MEMORY_BYTES = 1 << 30
FILE_BYTES = 16 << 20
OPEN_FILES = 256


class Limit(NamedTuple):
    """One rlimit: `name` as in RLIMIT_<name>, in that limit's own unit; `says` is for people."""

    name: str
    value: int
    says: str
    grace: int = 0


def limits_for(cpu_s: int, platform: str = sys.platform) -> tuple[Limit, ...]:
    """Return the limits of one candidate but that on memory; `cpu_s` is seconds of processor time."""
    everywhere = (
        # One second between the signal that can be caught and the one that cannot.
        Limit("CPU", cpu_s, f"{cpu_s} s of processor time", grace=1),
        Limit("FSIZE", FILE_BYTES, "16 MiB a file"),
        Limit("NOFILE", OPEN_FILES, f"{OPEN_FILES} open files"),
        Limit("CORE", 0, "no core dump"),
    )
    # Linux counts threads too, which a student may start; its processes are stopped by system call instead.
    return (*everywhere, Limit("NPROC", 0, "no new processes")) if platform == "darwin" else everywhere


def limit(cpu_s: int) -> tuple[Layer, Layer]:
    """Set every limit on this process, and tell which hold; memory apart, since macOS refuses that one."""
    return set_limits("limits", limits_for(cpu_s)), set_limits("memory", (Limit("AS", MEMORY_BYTES, "1 GiB"),))


def set_limits(name: str, limits: tuple[Limit, ...]) -> Layer:
    """Set these limits on this process as one layer, which is active when all of them hold."""
    if sys.platform == "win32":
        return Layer(name, False, "this system has none that a process can set on itself", ADVICE)
    failed = [wanted for wanted in limits if not _holds(wanted)]
    says = ", ".join(wanted.says for wanted in limits if wanted not in failed)
    if failed:
        lacking = ", ".join(wanted.says for wanted in failed)
        return Layer(name, False, f"{says or 'none'}; refused by this system: {lacking}", ADVICE)
    return Layer(name, True, says)


def _holds(wanted: Limit) -> bool:
    """Set one limit; a lower one that this process was given stays, since only root may raise it."""
    if sys.platform == "win32":
        return False
    import resource

    try:
        which: int = getattr(resource, f"RLIMIT_{wanted.name}")
        given = resource.getrlimit(which)[1]
        highest = wanted.value + wanted.grace
        hard = highest if given == resource.RLIM_INFINITY else min(given, highest)
        pair = (min(wanted.value, hard), hard)
        resource.setrlimit(which, pair)
        return resource.getrlimit(which) == pair
    except (AttributeError, OSError, ValueError):
        return False


ADVICE = "Grade on Linux to have every limit."


THREADS = 256
SCRATCH_BYTES = 64 << 20
# From this Linux on each user namespace counts its threads apart from those of the same user elsewhere.
COUNTS_APART = (5, 14)


class ThreadCount:
    """Whether threads can be bounded here by a limit on processes, found out once for all candidates."""

    def __init__(self, *, own_namespace: bool) -> None:
        # Elsewhere the limit would count all that the user runs, and an honest program could start none.
        self._holds = own_namespace and _release() >= COUNTS_APART and _is_enforced()

    def bound(self) -> Layer:
        """Set the limit on this process."""
        if not self._holds:
            return Layer("threads", False, "as many as its memory holds", IN_A_SANDBOX)
        return set_limits("threads", (Limit("NPROC", THREADS, f"{THREADS} in the whole sandbox"),))


def disk(scratch: str) -> Layer:
    """Return whether the folder for scratch has an end, as it was mounted."""
    if sys.platform == "win32":
        return Layer("disk", False, "this system cannot say", IN_A_SANDBOX)
    try:
        found = os.statvfs(scratch)
    except OSError as error:
        return Layer("disk", False, f"nobody can say ({error.strerror})", IN_A_SANDBOX)
    if found.f_blocks * found.f_frsize > SCRATCH_BYTES:
        return Layer("disk", False, f"any number of files of {FILE_BYTES >> 20} MiB", IN_A_SANDBOX)
    return Layer("disk", True, f"{SCRATCH_BYTES >> 20} MiB in all, in memory")


def _release() -> tuple[int, ...]:
    """Return the first two numbers of the kernel's version; (0, 0) where it has none."""
    if sys.platform != "linux":
        return 0, 0
    parts = os.uname().release.split(".")[:2]
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else (0, 0)


def _is_enforced() -> bool:
    """Try it with a child that may have no other: root and whoever has its powers are not bound by it."""
    if sys.platform == "win32":
        return False
    import resource

    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
            os.fork()
        except OSError:
            os._exit(0)
        os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


IN_A_SANDBOX = "bubblewrap, in a class run, gives it a bounded folder and threads that are counted."
