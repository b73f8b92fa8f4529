"""What a whole sandbox may use of threads and of disk, however many threads and files one candidate makes of it."""

from __future__ import annotations

import os
import sys

from grader.sandbox.layer import Layer
from grader.sandbox.limits import FILE_BYTES, Limit, set_limits

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
    """Whether the folder for scratch has an end, as it was mounted."""
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
    """The first two numbers of the kernel's version; (0, 0) where it has none."""
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
