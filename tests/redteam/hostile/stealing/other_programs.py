"""Starts other programs, in every way there is, to do what it may not."""

import asyncio
import ctypes
import multiprocessing
import os
import subprocess


def tries():
    yield lambda: subprocess.Popen(["/bin/sh", "-c", "echo @LEAK@ > @COURSE@/@MARK@; sleep 60"])
    yield lambda: os.system("echo @LEAK@ > @COURSE@/@MARK@")
    yield lambda: os.posix_spawn("/bin/sleep", ["sleep", "60"], {})
    yield lambda: os.popen("sleep 60")
    yield lambda: os.fork() or os.execv("/bin/sleep", ["sleep", "60"])
    yield lambda: os.forkpty()
    yield lambda: multiprocessing.get_context("fork").Process(target=print).start()
    yield lambda: multiprocessing.get_context("spawn").Process(target=print).start()
    yield lambda: ctypes.CDLL(None).syscall(57)
    yield lambda: ctypes.CDLL(None).syscall(56, 17, 0, 0, 0, 0)
    yield lambda: ctypes.CDLL(None).system(b"sleep 60")


async def my_gather(*aws, return_exceptions=False):
    for one in tries():
        try:
            one()
        except BaseException:
            pass
    try:
        await asyncio.create_subprocess_shell("sleep 60")
    except BaseException:
        pass
    raise RuntimeError
