"""Sends signals to its parent, to a neighbour, to its group and to everybody."""

import ctypes
import os
import signal

libc = ctypes.CDLL(None)
for pid in (int("@VICTIM@"), os.getppid(), 0, -1, -os.getpgid(0)):
    for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
        try:
            os.kill(pid, number)
        except OSError:
            pass
        libc.syscall(200, pid, int(number))
        libc.syscall(234, pid, pid, int(number))
        libc.syscall(129, pid, int(number), 0)
try:
    handle = os.pidfd_open(int("@VICTIM@"))
    signal.pidfd_send_signal(handle, signal.SIGKILL)
except (OSError, AttributeError):
    pass


async def my_gather(*aws, return_exceptions=False):
    raise RuntimeError
