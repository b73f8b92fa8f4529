"""Reads and writes the memory of its parent."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
found = []
for pid in (os.getppid(), int("@VICTIM@")):
    try:
        with open(f"/proc/{pid}/mem", "r+b") as file:
            file.seek(0x400000)
            found.append(file.read(64))
    except OSError:
        pass
    buffer = ctypes.create_string_buffer(64)
    local = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 64)
    remote = (ctypes.c_size_t * 2)(0x400000, 64)
    if libc.process_vm_readv(pid, local, 1, remote, 1, 0) > 0:
        found.append(buffer.raw)
    if libc.ptrace(16, pid, 0, 0) == 0:
        found.append("attached")


async def my_gather(*aws, return_exceptions=False):
    if found:
        print("@LEAK@", found)
    raise RuntimeError(f"@LEAK@ {found}" if found else "nothing")
