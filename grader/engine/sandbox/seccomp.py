"""seccomp: the kernel refuses the system calls that reach beyond this process."""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from dataclasses import dataclass

from grader.engine.sandbox import syscalls
from grader.engine.sandbox.kernel import Kernel, Layer, reason

SET_MODE_FILTER = 1
ALL_THREADS = 1

LOAD, AND, JUMP_EQUAL, JUMP_GREATER, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x25, 0x35, 0x45, 0x06
NUMBER_AT, MACHINE_AT, ARGUMENTS_AT = 0, 4, 16
KILL, ALLOW, ERRNO = 0x80000000, 0x7FFF0000, 0x00050000
REFUSE, UNKNOWN, NO_TERMINAL = ERRNO | errno.EPERM, ERRNO | errno.ENOSYS, ERRNO | errno.ENOTTY
X32_CALLS = 0x40000000
INSTRUCTION = 8
# Stands in a filter for the number of the process that is confined: no process has this one.
OWN_PID = 0xFFFFFFFF

CLONE_THREAD = 0x10000
UNIX, STREAM, KIND_OF_SOCKET = 1, 1, 0xF
# fcntl can have the kernel send any signal to another process when a file is ready (F_SETOWN, F_SETSIG, F_SETOWN_EX),
# keep others from a file of this user's (F_SETLEASE), watch folders (F_NOTIFY), and take the user's share of pipes
# (F_SETPIPE_SZ).
FCNTL_REFUSED = (8, 10, 15, 1024, 1026, 1031)
# What Python asks of descriptors: FIOCLEX, FIONCLEX, FIONBIO, FIONREAD, TCGETS, TCGETS2, TIOCGWINSZ, FICLONE. Others
# signal processes, type into terminals, lock files of this user's for good, or reserve room without a limit.
IOCTL_ALLOWED = (0x5451, 0x5450, 0x5421, 0x541B, 0x5401, 0x802C542A, 0x5413, 0x40049409)
# prctl can take back PDEATHSIG and DUMPABLE, name a tracer, adopt children, and keep a core to itself.
PRCTL_REFUSED = (1, 4, 36, 62, 0x59616D61)


# Each answers whether there is such a process.
ABOUT_A_PROCESS = (
    "getpgid",
    "getsid",
    "sched_getaffinity",
    "sched_getparam",
    "sched_getscheduler",
    "sched_getattr",
    "sched_rr_get_interval",
)


@dataclass(frozen=True, slots=True)
class Machine:
    """What differs between processors: `column` in the table of calls, the audit name, seccomp's own number."""

    column: int
    audit: int
    seccomp: int
    has_x32: bool


MACHINES = {
    "x86_64": Machine(column=0, audit=0xC000003E, seccomp=317, has_x32=True),
    "aarch64": Machine(column=1, audit=0xC00000B7, seccomp=277, has_x32=False),
}


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: when it is a jump, how many to skip if it holds and if not."""

    code: int
    value: int
    yes: int = 0
    no: int = 0

    def packed(self) -> bytes:
        """As the kernel reads it."""
        return struct.pack("=HBBI", self.code, self.yes, self.no, self.value)


class CallFilter:
    """The filter for the machine this runs on, ready for any number of processes forked from this one."""

    def __init__(self, also: syscalls.Calls | None = None) -> None:
        self._name = os.uname().machine
        known = sys.byteorder == "little" and sys.maxsize >= 1 << 32
        self._machine = MACHINES.get(self._name) if known else None
        program = program_for(self._machine, pid=OWN_PID, also=also) if self._machine is not None else ()
        self._code = b"".join(step.packed() for step in program)
        self._own = [INSTRUCTION * place + 4 for place, step in enumerate(program) if step.value == OWN_PID]

    def close_calls(self, kernel: Kernel) -> Layer:
        """Refuse network, processes, signals to others and the like to every thread of this process, for good."""
        machine = self._machine
        if machine is None:
            return _without(f"there is no table of system calls for {self._name or 'this machine'}")
        refused = kernel.syscall(machine.seccomp, SET_MODE_FILTER, ALL_THREADS, _pointer_to(self._for_this_process()))
        if refused != 0:
            told = reason(refused) if refused < 0 else "a thread resisted"
            return _without(f"the kernel refused the filter ({told})")
        if _can_make_a_socket(kernel, machine):
            return _without("it was accepted, but a socket can still be made")
        return Layer("system calls", True, "no network, no new processes, no signals to others (seccomp)")

    def _for_this_process(self) -> bytes:
        code = bytearray(self._code)
        for place in self._own:
            struct.pack_into("=I", code, place, os.getpid())
        return bytes(code)


def program_for(machine: Machine, *, pid: int, also: syscalls.Calls | None = None) -> tuple[Instruction, ...]:
    """Return the filter for one machine; `pid` is the only process that may be sent a signal, `also` is refused too."""
    refused = _refused(machine, {**syscalls.REFUSED, **(also or {})})
    return (*_prologue(machine), *_judged(machine, pid), *refused, Instruction(RETURN, ALLOW))


def _prologue(machine: Machine) -> list[Instruction]:
    """Only this machine's own calls, and none newer than the table."""
    steps = [
        Instruction(LOAD, MACHINE_AT),
        Instruction(JUMP_EQUAL, machine.audit, yes=1),
        Instruction(RETURN, KILL),
        Instruction(LOAD, NUMBER_AT),
    ]
    if machine.has_x32:
        steps += [Instruction(JUMP_AT_LEAST, X32_CALLS, no=1), Instruction(RETURN, KILL)]
    return [*steps, Instruction(JUMP_GREATER, syscalls.LAST_KNOWN, no=1), Instruction(RETURN, UNKNOWN)]


def _judged(machine: Machine, pid: int) -> list[Instruction]:
    bodies = {
        # Its flags lie in memory, where a filter cannot look: the C library falls back to clone.
        "clone3": [Instruction(RETURN, UNKNOWN)],
        "clone": [
            _argument(0),
            Instruction(JUMP_ANY_BIT, CLONE_THREAD, yes=1),
            Instruction(RETURN, REFUSE),
            Instruction(RETURN, ALLOW),
        ],
        "kill": _only(0, pid),
        "tgkill": _only(0, pid),
        "fcntl": _none_of(1, FCNTL_REFUSED),
        "ioctl": _one_of(1, IOCTL_ALLOWED),
        "prctl": _none_of(0, PRCTL_REFUSED),
        # Reading a limit of its own passes no new one.
        "prlimit64": [*_own(0, pid)[:-1], *_no_pointer(2)],
        # To whom it is connected, and to nobody by name.
        "sendto": _no_pointer(4),
        "socketpair": [
            _argument(0),
            Instruction(JUMP_EQUAL, UNIX, yes=1),
            Instruction(RETURN, REFUSE),
            _argument(1),
            Instruction(AND, KIND_OF_SOCKET),
            Instruction(JUMP_EQUAL, STREAM, yes=1),
            Instruction(RETURN, REFUSE),
            Instruction(RETURN, ALLOW),
        ],
        # Room beyond the end of a file is counted by no limit.
        "fallocate": _only(1, 0),
        "getpriority": _own(1, pid),
        **{name: _own(0, pid) for name in ABOUT_A_PROCESS},
    }
    steps = []
    for name, body in bodies.items():
        steps += [Instruction(JUMP_EQUAL, syscalls.JUDGED[name][machine.column], no=len(body)), *body]
    return steps


def _refused(machine: Machine, calls: syscalls.Calls) -> list[Instruction]:
    numbers = sorted({both[machine.column] for both in calls.values()} - {-1})
    return [step for number in numbers for step in (Instruction(JUMP_EQUAL, number, no=1), Instruction(RETURN, REFUSE))]


def _only(position: int, value: int) -> list[Instruction]:
    return [
        _argument(position),
        Instruction(JUMP_EQUAL, value, yes=1),
        Instruction(RETURN, REFUSE),
        Instruction(RETURN, ALLOW),
    ]


def _own(position: int, pid: int) -> list[Instruction]:
    """Of itself, by its number or as 0."""
    return [
        _argument(position),
        Instruction(JUMP_EQUAL, 0, yes=2),
        Instruction(JUMP_EQUAL, pid, yes=1),
        Instruction(RETURN, REFUSE),
        Instruction(RETURN, ALLOW),
    ]


def _none_of(position: int, values: tuple[int, ...]) -> list[Instruction]:
    tests = [step for value in values for step in (Instruction(JUMP_EQUAL, value, no=1), Instruction(RETURN, REFUSE))]
    return [_argument(position), *tests, Instruction(RETURN, ALLOW)]


def _one_of(position: int, values: tuple[int, ...]) -> list[Instruction]:
    tests = [step for value in values for step in (Instruction(JUMP_EQUAL, value, no=1), Instruction(RETURN, ALLOW))]
    return [_argument(position), *tests, Instruction(RETURN, NO_TERMINAL)]


def _no_pointer(position: int) -> list[Instruction]:
    """Both halves of it are zero."""
    halves = (
        (_argument(position, high=high), Instruction(JUMP_EQUAL, 0, yes=1), Instruction(RETURN, REFUSE))
        for high in (False, True)
    )
    return [*(step for half in halves for step in half), Instruction(RETURN, ALLOW)]


def _argument(position: int, *, high: bool = False) -> Instruction:
    """Load half of an argument: the low one holds all of an int."""
    return Instruction(LOAD, ARGUMENTS_AT + 8 * position + (4 if high else 0))


def _pointer_to(code: bytes) -> ctypes.Array[ctypes.c_char]:
    """Return the kernel's struct sock_fprog; it keeps the instructions it points at alive."""
    instructions = ctypes.create_string_buffer(code, len(code))
    # "N" pads as the C compiler does between a short and a pointer.
    header = struct.pack("@HxxxxxxN", len(code) // INSTRUCTION, ctypes.addressof(instructions))
    pointer = ctypes.create_string_buffer(header, len(header))
    pointer._instructions = instructions  # type: ignore[attr-defined]
    return pointer


def _can_make_a_socket(kernel: Kernel, machine: Machine) -> bool:
    unix, stream = 1, 1
    made = kernel.syscall(syscalls.NETWORK["socket"][machine.column], unix, stream, 0)
    if made >= 0:
        os.close(made)
    return made >= 0


def _without(detail: str) -> Layer:
    return Layer("system calls", False, detail, ADVICE)


ADVICE = "Use Linux on x86_64 or aarch64, with seccomp filters allowed."
