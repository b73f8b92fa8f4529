"""Landlock: the kernel refuses every file but the ones named, to this process and all it starts."""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Sequence
from typing import NamedTuple

from grader.engine.sandbox.kernel import Kernel, Layer, reason

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_FLAG = 1
PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, IOCTL_DEV = 1 << 14, 1 << 15
READ = READ_FILE | READ_DIR
ON_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV

TCP_BIND_AND_CONNECT = 0b11
ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


class Fence:
    """The files and folders that all processes forked from this one may read, found and opened once.

    Of those in `openable` they may open files whose names they know, and list none.
    """

    def __init__(self, kernel: Kernel, readable: Sequence[str], openable: Sequence[str] = ()) -> None:
        self._version = kernel.syscall(CREATE_RULESET, None, 0, VERSION_FLAG)
        given = [*((path, READ) for path in readable), *((path, READ_FILE) for path in openable)]
        self._allowed = [(found, rights) for path, rights in given if self._version >= 1 and (found := _opened(path))]

    @property
    def guards_truncation(self) -> bool:
        """Can it refuse to make a file shorter by its path?"""
        return self._version >= 3

    def enclose(self, kernel: Kernel, writable: Sequence[str]) -> Layer:
        """Leave this process those and what is writable only; the others cannot be opened, listed or made."""
        if self._version < 1:
            return _without(f"the kernel has no Landlock ({reason(self._version)})")
        if _threads() > 1:
            return _without("other threads were already running, and they would not be confined")
        rules = kernel.syscall(CREATE_RULESET, *_ruleset(self._version), 0)
        if rules < 0:
            return _without(f"the kernel refused the rules ({reason(rules)})")
        opened = [found for path in writable if (found := _opened(path))]
        try:
            return self._enforce(kernel, rules, opened)
        finally:
            for descriptor in (rules, *(one.descriptor for one in (*opened, *(one for one, _ in self._allowed)))):
                os.close(descriptor)

    def _enforce(self, kernel: Kernel, rules: int, writable: Sequence[OpenedPath]) -> Layer:
        rights = _rights(self._version) & ~EXECUTE
        for one, given in (*self._allowed, *((one, rights) for one in writable)):
            rule = struct.pack("=Qi", given if one.is_folder else given & ON_A_FILE, one.descriptor)
            refused = kernel.syscall(ADD_RULE, rules, PATH_BENEATH, ctypes.create_string_buffer(rule, len(rule)), 0)
            if refused < 0:
                return _without(f"the kernel refused a rule ({reason(refused)})")
        refused = kernel.syscall(RESTRICT_SELF, rules, 0)
        if refused < 0:
            return _without(f"the kernel refused to start it ({reason(refused)})")
        if _can_list("/"):
            return _without("it was accepted, but the root folder can still be listed")
        return Layer("files", True, f"only Python's own, to read, and one empty folder (Landlock {self._version})")


class OpenedPath(NamedTuple):
    """A file or folder that a rule can name."""

    descriptor: int
    is_folder: bool


def _opened(path: str) -> OpenedPath | None:
    """None for a path that is not there: it needs no rule."""
    try:
        descriptor = os.open(path, getattr(os, "O_PATH", 0) | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return None
    return OpenedPath(descriptor, stat.S_ISDIR(os.fstat(descriptor).st_mode))


def _rights(version: int) -> int:
    """Return every right on files that this version of Landlock can refuse."""
    known = {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)
    return (1 << known) - 1


def _ruleset(version: int) -> tuple[ctypes.Array[ctypes.c_char], int]:
    network = TCP_BIND_AND_CONNECT if version >= 4 else 0
    scope = ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    attributes = struct.pack("=QQQ", _rights(version), network, scope)[:size]
    return ctypes.create_string_buffer(attributes, size), size


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 1


def _can_list(folder: str) -> bool:
    try:
        os.listdir(folder)
    except OSError:
        return False
    return True


def _without(detail: str) -> Layer:
    return Layer("files", False, detail, ADVICE)


ADVICE = "Use Linux 5.13 or newer with Landlock switched on (lsm=landlock,…)."
