"""Landlock: the kernel refuses every file but the ones named, to this process and all it starts."""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Sequence

from grader.sandbox.kernel import Kernel, reason
from grader.sandbox.layer import Layer

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_FLAG = 1
PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, IOCTL_DEV = 1 << 14, 1 << 15
READ = READ_FILE | READ_DIR
ON_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV

TCP_BIND_AND_CONNECT = 0b11
ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


def fence(kernel: Kernel, *, readable: Sequence[str], writable: Sequence[str]) -> Layer:
    """Leave this process the named files and folders only; the others cannot be opened, listed or made."""
    version = kernel.syscall(CREATE_RULESET, None, 0, VERSION_FLAG)
    if version < 1:
        return _without(f"the kernel has no Landlock ({reason(version)})")
    if _threads() > 1:
        return _without("other threads were already running, and they would not be confined")
    rules = kernel.syscall(CREATE_RULESET, *_ruleset(version), 0)
    if rules < 0:
        return _without(f"the kernel refused the rules ({reason(rules)})")
    try:
        return _enforce(kernel, rules, version, readable, writable)
    finally:
        os.close(rules)


def _enforce(kernel: Kernel, rules: int, version: int, readable: Sequence[str], writable: Sequence[str]) -> Layer:
    wanted = [(path, READ) for path in readable] + [(path, _rights(version) & ~EXECUTE) for path in writable]
    for path, rights in wanted:
        refused = _allow(kernel, rules, path, rights)
        if refused < 0:
            return _without(f"the kernel refused a rule ({reason(refused)})")
    refused = kernel.syscall(RESTRICT_SELF, rules, 0)
    if refused < 0:
        return _without(f"the kernel refused to start it ({reason(refused)})")
    if _can_list("/"):
        return _without("it was accepted, but the root folder can still be listed")
    return Layer("files", True, f"only Python's own, to read, and one empty folder (Landlock {version})")


def _allow(kernel: Kernel, rules: int, path: str, rights: int) -> int:
    """Add one path; a path that is not there needs no rule."""
    try:
        opened = os.open(path, getattr(os, "O_PATH", 0) | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return 0
    try:
        folder = stat.S_ISDIR(os.fstat(opened).st_mode)
        rule = struct.pack("=Qi", rights if folder else rights & ON_A_FILE, opened)
        return kernel.syscall(ADD_RULE, rules, PATH_BENEATH, ctypes.create_string_buffer(rule, len(rule)), 0)
    finally:
        os.close(opened)


def _rights(version: int) -> int:
    """Every right on files that this version of Landlock can refuse."""
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
