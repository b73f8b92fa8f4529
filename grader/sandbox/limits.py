"""Limits of the operating system on processor time, memory, files and descriptors."""

from __future__ import annotations

import sys
from typing import NamedTuple

from grader.sandbox.layer import Layer

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
    """The limits of one candidate but that on memory; `cpu_s` is seconds of processor time."""
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


ADVICE = "Mark on Linux to have every limit."
