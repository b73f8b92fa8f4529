"""Confine this process: called by a candidate on itself, before it loads anything of a student's."""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import sys
from collections.abc import Sequence

from grader.engine.sandbox.kernel import Kernel, Layer, reason
from grader.engine.sandbox.limits import limit

SET_DEATH_SIGNAL, GET_DUMPABLE, SET_DUMPABLE, SET_ADOPTS, SET_NO_NEW_PRIVS, GET_NO_NEW_PRIVS = 1, 3, 4, 36, 38, 39
CAPSET = {"x86_64": 126, "aarch64": 91}
CAPABILITY_VERSION_3 = 0x20080522

DEVICES = ("/dev/null",)
# A module of the standard library may load a shared library of the system's: these hold no secrets.
SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/dev/urandom")


def standard_library() -> list[str]:
    """Return the folders of this interpreter's own modules, and not the rest of where it is installed."""
    if sys.platform == "win32":
        return [sys.base_prefix]
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    compiled = os.path.join(sys.base_exec_prefix, sys.platlibdir, version, "lib-dynload")
    return [os.path.dirname(os.__file__), compiled]


class Lockdown:
    """All of a confinement that can be made ready before there is a process to confine.

    One of them serves every process forked from the one that made it; `readable` are the folders they may read. The
    system's libraries they may load by name, and not look for.
    """

    def __init__(self, readable: Sequence[str]) -> None:
        from grader.engine.sandbox.limits import ThreadCount
        from grader.engine.sandbox.namespaces import isolated

        self._around = isolated()
        self._threads = ThreadCount(own_namespace=self._around.active)
        self._on_linux = _OnLinux(readable) if sys.platform == "linux" else None

    def confine(self, scratch: str, *, cpu_s: int) -> tuple[Layer, ...]:
        """Confine this process for good, and tell what each protection really did.

        Afterwards it may write in `scratch` only, use `cpu_s` seconds of processor time, start threads, and nothing
        else. Call it before any thread is started, and from a process whose parent's thread lives as long as it
        should: it dies with that thread.
        """
        from grader.engine.sandbox.limits import disk

        around = (self._around, *limit(cpu_s), self._threads.bound(), disk(scratch))
        return (*around, *(_not_here() if self._on_linux is None else self._on_linux.confine(scratch)))


class _OnLinux:
    def __init__(self, readable: Sequence[str]) -> None:
        import resource  # noqa: F401

        from grader.engine.sandbox.kernel import LinuxKernel
        from grader.engine.sandbox.landlock import Fence
        from grader.engine.sandbox.seccomp import CallFilter
        from grader.engine.sandbox.syscalls import TRUNCATION

        self._kernel: Kernel = LinuxKernel()
        self._fence = Fence(self._kernel, readable, SYSTEM_LIBRARIES)
        self._filter = CallFilter({} if self._fence.guards_truncation else TRUNCATION)

    def confine(self, scratch: str) -> tuple[Layer, ...]:
        # In this order: Landlock and seccomp ask for no_new_privs, and seccomp closes the calls the others need.
        return (
            _no_new_privileges(self._kernel),
            _privacy(self._kernel),
            _dies_with_parent(self._kernel),
            self._fence.enclose(self._kernel, [scratch, *DEVICES]),
            _no_capabilities(self._kernel),
            self._filter.close_calls(self._kernel),
        )


def adopt_orphans() -> None:
    """Let what a child leaves behind become this process's own child, and no neighbour look into this process."""
    if sys.platform == "linux":
        from grader.engine.sandbox.kernel import LinuxKernel

        kernel = LinuxKernel()
        kernel.prctl(SET_ADOPTS, 1)
        kernel.prctl(SET_DUMPABLE, 0)


def _no_new_privileges(kernel: Kernel) -> Layer:
    kernel.prctl(SET_NO_NEW_PRIVS, 1)
    if kernel.prctl(GET_NO_NEW_PRIVS, 0) != 1:
        return Layer("privileges", False, "the kernel does not give up gaining new ones", LINUX)
    return Layer("privileges", True, "none can be gained (no_new_privs)")


def _privacy(kernel: Kernel) -> Layer:
    kernel.prctl(SET_DUMPABLE, 0)
    if kernel.prctl(GET_DUMPABLE, 0) != 0:
        return Layer("privacy", False, "a neighbour of the same user may look into it", LINUX)
    return Layer("privacy", True, "no neighbour of the same user may look into it")


def _dies_with_parent(kernel: Kernel) -> Layer:
    refused = kernel.prctl(SET_DEATH_SIGNAL, signal.SIGKILL)
    if refused != 0:
        return Layer("lifetime", False, f"it may outlive its examiner ({reason(refused)})", LINUX)
    return Layer("lifetime", True, "it ends with its examiner")


def _no_capabilities(kernel: Kernel) -> Layer:
    """Put away what root may do beyond a user; nothing to do for anyone else."""
    call = CAPSET.get(os.uname().machine)
    if call is None:
        return Layer("root", os.geteuid() != 0, "no table of system calls for this machine", NOT_ROOT)
    header, none = struct.pack("=Ii", CAPABILITY_VERSION_3, 0), bytes(24)
    refused = kernel.syscall(call, ctypes.create_string_buffer(header, 8), ctypes.create_string_buffer(none, 24))
    if refused != 0:
        return Layer("root", False, f"the powers of root could not be put away ({reason(refused)})", NOT_ROOT)
    return Layer("root", True, "no powers of root")


def _not_here() -> tuple[Layer, ...]:
    """Return what only Linux can do, said for each."""
    return (
        Layer("files", False, "every file of this user can be read and written", LINUX),
        Layer("system calls", False, "network and other processes can be reached", LINUX),
    )


LINUX = "Grade on Linux, in a virtual machine or under WSL 2, to confine submissions."
NOT_ROOT = "Run it as an ordinary user."
