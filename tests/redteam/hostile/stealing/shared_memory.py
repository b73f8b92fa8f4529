"""Looks into and leaves something in shared memory, queues and semaphores."""

import ctypes
import os
from multiprocessing import shared_memory

libc = ctypes.CDLL(None)


def tries():
    yield lambda: os.listdir("/dev/shm")
    yield lambda: shared_memory.SharedMemory("@MARK@", create=True, size=64)
    yield lambda: open("/dev/shm/@MARK@", "w")
    yield lambda: libc.shmget(0x4B415441, 64, 0o1666)
    yield lambda: libc.semget(0x4B415441, 1, 0o1666)
    yield lambda: libc.msgget(0x4B415441, 0o1666)
    yield lambda: libc.syscall(240, b"@MARK@", 0o102, 0o600, 0)
    yield lambda: os.memfd_create("@MARK@")


async def my_gather(*aws, return_exceptions=False):
    for one in tries():
        try:
            one()
        except (OSError, ImportError, AttributeError):
            pass
    raise RuntimeError
