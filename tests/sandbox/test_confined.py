"""What a confined candidate cannot do."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.engine.sandbox.seccomp import MACHINES
from grader.engine.sandbox.syscalls import REFUSED

Attempt = Callable[[str], Any]

REFUSED_CALLS = [
    pytest.param("os.fork()", id="fork"),
    pytest.param("os.execv(sys.executable, ['python'])", id="exec"),
    pytest.param("os.posix_spawn(sys.executable, ['python'], {})", id="spawn"),
    pytest.param("os.kill(os.getppid(), 0)", id="ask-after-parent"),
    pytest.param("os.kill(os.getppid(), 9)", id="kill-parent"),
    pytest.param("os.kill(-1, 9)", id="kill-everyone"),
    pytest.param("os.killpg(0, 9)", id="kill-group"),
    pytest.param("os.setsid()", id="new-session"),
    pytest.param("os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)", id="slow-parent-down"),
    pytest.param("os.sched_setaffinity(os.getppid(), {0})", id="move-parent"),
    pytest.param("import fcntl; fcntl.fcntl(0, 8, os.getppid())", id="have-the-kernel-signal-parent"),
    pytest.param("os.chmod(scratch, 0o777)", id="chmod"),
    pytest.param("os.utime(scratch)", id="utime"),
    pytest.param("os.memfd_create('x')", id="memory-without-limit"),
    pytest.param("os.getsid(os.getppid())", id="ask-after-parents-session"),
    pytest.param("os.sched_getaffinity(os.getppid())", id="ask-after-parents-cores"),
    pytest.param("import resource; resource.prlimit(os.getppid(), 7)", id="read-parents-limits"),
    pytest.param("import socket; socket.socketpair(type=socket.SOCK_DGRAM)", id="datagrams"),
    pytest.param("import socket; socket.socketpair(type=socket.SOCK_SEQPACKET)", id="packets"),
    pytest.param("import socket; socket.socketpair()[0].sendto(b'x', '/tmp/socket')", id="send-by-path"),
    pytest.param("import socket; socket.socketpair()[0].sendto(b'x', '\\0name')", id="send-by-name"),
    pytest.param("os.getxattr(os.__file__, 'user.x')", id="read-an-attribute"),
    pytest.param("os.listxattr('/etc/passwd')", id="list-attributes"),
    pytest.param("import fcntl; fcntl.flock(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_EX)", id="lock-a-library"),
    pytest.param("import fcntl; fcntl.fcntl(os.open('own', os.O_CREAT), 1024, fcntl.F_RDLCK)", id="lease"),
    pytest.param("import fcntl; fcntl.fcntl(os.open(scratch, os.O_RDONLY), fcntl.F_NOTIFY, 2)", id="watch-a-folder"),
    pytest.param("import fcntl; fcntl.fcntl(os.pipe()[0], 1031, 1 << 20)", id="grow-a-pipe"),
]
REFUSED_FILES = [
    pytest.param("open('/etc/passwd')", id="read-passwd"),
    pytest.param("open(f'/proc/{os.getppid()}/environ', 'rb')", id="read-parents-environment"),
    pytest.param("open('/proc/self/maps')", id="read-own-memory-map"),
    pytest.param("os.listdir('/')", id="list-root"),
    pytest.param("os.listdir('/usr/lib')", id="list-what-is-installed"),
    pytest.param("os.statvfs(scratch)", id="how-full-the-disk-is"),
    pytest.param("open('../beside', 'w')", id="write-beside-scratch"),
    pytest.param("open(os.path.join(os.path.dirname(os.__file__), 'x.py'), 'w')", id="write-into-python"),
    pytest.param("os.mkdir('../made')", id="make-a-folder"),
    pytest.param("os.rename(scratch, scratch + 'x')", id="move-scratch"),
    pytest.param("os.symlink('/etc/passwd', 'link'); open('link')", id="read-through-a-link"),
]


@pytest.mark.holds("system calls")
@pytest.mark.parametrize("attempt", REFUSED_CALLS)
def test_what_reaches_other_processes_is_refused(confined: Attempt, attempt: str) -> None:
    """Other processes can be neither made, nor signalled, nor slowed down."""
    said = confined(f"import sys, os\n{attempt}\nresult = 'done'")

    assert said == {"refused": "PermissionError", "errno": errno.EPERM}


@pytest.mark.holds("system calls")
def test_every_call_of_the_table_is_refused(confined: Attempt) -> None:
    """Made by its number, with nothing for arguments, each is not permitted, and none does what it would do."""
    column = MACHINES[os.uname().machine].column
    numbers = {name: both[column] for name, both in REFUSED.items() if both[column] >= 0}

    said = confined(f"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
zero = ctypes.c_long(0)
result = {{}}
for name, number in {numbers!r}.items():
    ctypes.set_errno(0)
    result[name] = [libc.syscall(ctypes.c_long(number), zero, zero, zero, zero, zero, zero), ctypes.get_errno()]
""")

    assert said == {name: [-1, errno.EPERM] for name in numbers}


@pytest.mark.holds("system calls", "files")
def test_no_room_can_be_reserved_past_the_end_of_a_file(confined: Attempt) -> None:
    """Such room is counted by no limit: neither fallocate nor a file system's own call gives any."""
    said = confined("""
import ctypes, fcntl, os
libc = ctypes.CDLL(None, use_errno=True)
own = os.open("own", os.O_CREAT | os.O_RDWR)
reserved = libc.fallocate(own, 1, ctypes.c_long(0), ctypes.c_long(1 << 30)), ctypes.get_errno()
try: fcntl.ioctl(own, 0x40305828, bytes(48))
except OSError as error: result = [*reserved, error.errno, os.stat("own").st_blocks]
""")

    assert said == [-1, errno.EPERM, errno.ENOTTY, 0]


@pytest.mark.holds("system calls")
def test_a_filter_told_so_refuses_truncation_by_path(confined: Attempt) -> None:
    """As on a kernel whose Landlock does not know it; a file that was opened can still be made shorter."""
    said = confined("""
import os, sys
with open("own", "w") as file: file.write("text")
modules = [sys.modules[f"grader.engine.sandbox.{name}"] for name in ("seccomp", "syscalls", "kernel")]
seccomp, syscalls, kernel = modules
layer = seccomp.CallFilter(syscalls.TRUNCATION).close_calls(kernel.LinuxKernel())
try: os.truncate("own", 0)
except PermissionError as error: refused = error.errno
with open("own", "r+") as file: file.truncate(1)
result = [layer.active, refused, os.stat("own").st_size]
""")

    assert said == [True, errno.EPERM, 1]


@pytest.mark.holds("files", "system calls")
def test_a_file_elsewhere_cannot_be_made_shorter(confined: Attempt, tmp_path: Path) -> None:
    """Not by its path either, whether Landlock or the filter says so."""
    (tmp_path / "beside").write_text("whole", encoding="utf-8")

    said = confined("import os; os.truncate('../beside', 0)")

    assert said["refused"] == "PermissionError"
    assert (tmp_path / "beside").read_text(encoding="utf-8") == "whole"


@pytest.mark.holds("system calls")
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX"])
@pytest.mark.parametrize("kind", ["SOCK_STREAM", "SOCK_DGRAM"])
def test_no_socket_can_be_made(confined: Attempt, family: str, kind: str) -> None:
    """There is no network, not even to another program on the same machine."""
    said = confined(f"import socket\nsocket.socket(socket.{family}, socket.{kind})")

    assert said == {"refused": "PermissionError", "errno": errno.EPERM}


@pytest.mark.holds("system calls")
def test_a_call_newer_than_the_table_does_not_exist(confined: Attempt) -> None:
    """A system call that nobody had thought of is answered as an older kernel would."""
    said = confined(
        "import ctypes; l = ctypes.CDLL(None, use_errno=True); result = [l.syscall(463), ctypes.get_errno()]"
    )

    assert said == [-1, errno.ENOSYS]


@pytest.mark.holds("files")
@pytest.mark.parametrize("attempt", REFUSED_FILES)
def test_files_elsewhere_are_out_of_reach(confined: Attempt, attempt: str) -> None:
    """Nothing outside the scratch folder can be written, and nothing but Python's own read."""
    said = confined(f"import os\n{attempt}\nresult = 'done'")

    assert said["refused"] == "PermissionError"


@pytest.mark.holds("files")
def test_a_file_beside_the_standard_library_is_out_of_reach(confined: Attempt) -> None:
    """The grader's own files cannot be read, nor what else is installed where Python is."""
    said = confined(f"open({__file__!r})")

    assert said["refused"] == "PermissionError"


@pytest.mark.holds("limits")
def test_a_big_file_is_cut_off(confined: Attempt, tmp_path: Path) -> None:
    """A file larger than 16 MiB cannot be written."""
    said = confined("open('big', 'wb').truncate((16 << 20) + 1)")

    assert said == {"refused": "OSError", "errno": errno.EFBIG}
    assert (tmp_path / "scratch" / "big").stat().st_size == 0


@pytest.mark.holds("memory")
def test_two_gibibytes_are_refused(confined: Attempt) -> None:
    """More memory than the limit is a MemoryError, not a machine that swaps."""
    said = confined("bytearray(2 << 30)")

    assert said["refused"] == "MemoryError"


@pytest.mark.holds("limits")
def test_open_files_run_out(confined: Attempt) -> None:
    """A leak of descriptors ends at the limit of its own process."""
    said = confined("import os\nkept = [os.dup(0) for _ in range(10_000)]")

    assert said == {"refused": "OSError", "errno": errno.EMFILE}


@pytest.mark.holds("limits", "system calls")
def test_a_limit_cannot_be_changed(confined: Attempt) -> None:
    """A limit stays as it was set, also for root."""
    said = confined("import resource; resource.setrlimit(resource.RLIMIT_CPU, (9, 9))")

    assert said["refused"] == "ValueError"


@pytest.mark.holds("privacy", "lifetime", "system calls")
def test_protections_cannot_be_taken_back(confined: Attempt) -> None:
    """A candidate cannot make itself open to neighbours again, nor outlive its examiner."""
    take_back = (
        "import ctypes; libc = ctypes.CDLL(None); result = [libc.prctl(4, 1, 0, 0, 0), libc.prctl(1, 0, 0, 0, 0)]"
    )

    said = confined(take_back)

    assert said == [-1, -1]


@pytest.mark.holds("root")
def test_root_has_no_powers_left(confined: Attempt) -> None:
    """Started by root, it still cannot do what only root may."""
    said = confined("import os\nos.setuid(12345)\nresult = 'done'")

    assert said == {"refused": "PermissionError", "errno": errno.EPERM}
