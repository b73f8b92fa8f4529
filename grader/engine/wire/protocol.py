"""The rules of the wire: its version, its bounds, and who may ask for what.

A frame is a 4-byte big-endian length and a JSON array. Whoever has sent a request serves the other's requests until
its answer comes, so exactly one side runs at any moment. Only a candidate's first word is unasked for.

    ["h", version, layers]   it is confined, each layer as [name, does it hold?, detail, advice], and has no file yet
    ["q", operation, arguments, task, loop running?, context, status, dropped]   a request
    ["a", value, status, dropped]                                                its answer
    ["e", exception, status, dropped]                                            it raised

The status of the examiner is an ExaminerStatus, that of the candidate a CandidateStatus; a last field that says
nothing is left out. What is raised crosses as an ErrorFrame.

"wake" of the examiner may say […, epoch, stopping?, budget]: that "run" would be its next request. "load" may name the
functions wanted so far, the seed of a schedule and that of the order of sets; with names it answers [module,
functions]; the flag 4 says that one of those names was bound anew, the flag 8 that files or signals are to be looked at
before time passes. "coro" answers with the coroutine of a task, or null where that is the check's own.

An event of a timeline is an EventFrame, cut after its line where there is no more to say. Rows are the candidate's
tasks by 1, 2, … and by -1, -2, … the coroutines that a check awaits; 0 is nobody. `what` is made, run, wait, block,
done, cancelled, error, or "cut" where there was more. It has no time: the examiner stamps it with its own, in bounds;
[ns] says that the events behind it are of that time, where the candidate let time pass by itself.

"prepare" brings the file and answers [why it does not compile or null, locked names], "clues" what
grader.engine.wire.clues knows: an examiner asks when a check has failed. "load" runs the file on a clock of the
candidate's own; with its answer both clocks begin at 0. "finish" answers [tasks, findings, lines printed, were there
more?, busy?, locked names in use].
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

VERSION: Final = 3

MAX_FRAME: Final = 1 << 20
MAX_FRAMES: Final = 400_000
MAX_BYTES: Final = 128 << 20
MAX_DEPTH: Final = 20
MAX_NODES: Final = 50_000
MAX_NESTING: Final = 60
MAX_REFERENCES: Final = 100_000
MAX_CLASSES: Final = 2_000
MAX_ODD_KEYS: Final = 2_000
MAX_INT_BITS: Final = 20_000
MAX_STEP: Final = 10_000_000
MAX_SOURCE: Final = 256 * 1024
MAX_LENT: Final = 20

BUSY: Final = 1
STOPPING: Final = 2
REBOUND: Final = 4
LISTENS: Final = 8


class ExaminerStatus(NamedTuple):
    """The examiner's clock, and the key of its next callback; `granted` is until when the candidate may go on alone."""

    counter: int
    epoch: int
    now: int
    head: Any
    granted: int = 0


class CandidateStatus(NamedTuple):
    """The candidate's counters and what it has to do next; `now` stands there where it has let time pass."""

    counter: Any
    epoch: Any
    head: Any
    timer: Any
    flags: Any
    context: Any
    events: Any
    now: Any = None


class RequestFrame(NamedTuple):
    """What one side asks of the other."""

    mark: Any
    operation: Any
    arguments: Any
    task: Any
    running: Any
    context: Any
    status: Any
    dropped: Any


class EventFrame(NamedTuple):
    """One event of a timeline: what a row did; `since` and `lasts` are in virtual ns. It may end behind its line."""

    row: Any
    what: Any
    label: Any = ""
    line: Any = 0
    by: Any = 0
    since: Any = -1
    lasts: Any = 0
    call: Any = ""
    call_line: Any = 0


class ErrorFrame(NamedTuple):
    """An exception; where it is `home` for its reader, it is only named by its number."""

    mark: Any
    home: Any
    number: Any
    cls: Any = None
    args: Any = None
    notes: Any = ()
    attributes: Any = None
    cause: Any = None
    context: Any = None
    suppress: Any = False
    members: Any = None
    line: Any = None


DUNDERS: Final = frozenset(
    f"__{name}__"
    for name in [
        "await",
        "aiter",
        "anext",
        "aenter",
        "aexit",
        "enter",
        "exit",
        "iter",
        "next",
        "len",
        "bool",
        "contains",
        "getitem",
        "setitem",
        "delitem",
        "call",
        "reversed",
        "int",
        "float",
        "index",
        "abs",
        "neg",
        "add",
        "radd",
        "sub",
        "rsub",
        "mul",
        "rmul",
        "truediv",
        "rtruediv",
        "floordiv",
        "mod",
        "pow",
        "lt",
        "le",
        "gt",
        "ge",
    ]
)
