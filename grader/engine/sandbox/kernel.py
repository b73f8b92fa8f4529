"""The C library's door to Linux, and what one protection really did."""

from __future__ import annotations

import ctypes
import os
from typing import NamedTuple, Protocol


class Layer(NamedTuple):
    """One protection as found: `detail` says what it does or why it does not, `advice` how to get it."""

    name: str
    active: bool
    detail: str = ""
    advice: str = ""


Argument = int | bytes | ctypes.Array[ctypes.c_char] | None


class Kernel(Protocol):
    """What the Linux layers need: each call gives its result, or minus the error number."""

    def syscall(self, number: int, *arguments: Argument) -> int:
        """Make a system call by its number."""

    def prctl(self, option: int, value: int) -> int:
        """Ask or tell the kernel something about this process."""


class LinuxKernel:
    """The kernel this process runs on, through the C library."""

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        # A pointer or a long each: the widest that every argument fits in, on both supported machines.
        self._libc.syscall.restype = ctypes.c_long
        self._libc.prctl.restype = ctypes.c_int

    def syscall(self, number: int, *arguments: Argument) -> int:
        """Make a system call by its number."""
        return _or_errno(self._libc.syscall(ctypes.c_long(number), *(_widened(value) for value in arguments)))

    def prctl(self, option: int, value: int) -> int:
        """Ask or tell the kernel something about this process."""
        zero = ctypes.c_ulong(0)
        return _or_errno(self._libc.prctl(option, ctypes.c_ulong(value), zero, zero, zero))


def reason(result: int) -> str:
    """Return the kernel's own words for a negative result."""
    return os.strerror(-result)


def _widened(value: Argument) -> object:
    return ctypes.c_long(value) if isinstance(value, int) else value


def _or_errno(result: int) -> int:
    return result if result >= 0 else -ctypes.get_errno()
