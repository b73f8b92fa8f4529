"""Virtual time for asyncio: exact, instant, and the same on every machine. Imports nothing but the standard library."""

from __future__ import annotations

from grader.vtime.clock import BASE_NS, EPOCH_NS, LIMIT_NS, NS, BlockingCall, Clock, to_ns
from grader.vtime.dates import Dates
from grader.vtime.errors import BusyWait, Deadlock, Livelock, NoInput, TimeLimit
from grader.vtime.handles import Key, Schedule
from grader.vtime.idling import Partner
from grader.vtime.loop import VirtualLoop
from grader.vtime.outside_work import NEVER
from grader.vtime.patches import Patches, virtual
from grader.vtime.real import REAL
from grader.vtime.stdlib_waits import forget_current_loop
from grader.vtime.tasks import (
    CHECKS,
    STUDENTS,
    NumberedTask,
    SetOrder,
    pending_tasks,
    swap_current_task,
    wrapped_coroutine,
)
from grader.vtime.waits import CAUSES, NOBODY, Cause, Wait, called, wait_of, waits_of

__all__ = [
    "BASE_NS",
    "CAUSES",
    "CHECKS",
    "EPOCH_NS",
    "LIMIT_NS",
    "NEVER",
    "NOBODY",
    "NS",
    "REAL",
    "STUDENTS",
    "BlockingCall",
    "BusyWait",
    "Cause",
    "Clock",
    "Dates",
    "Deadlock",
    "Key",
    "Livelock",
    "NoInput",
    "NumberedTask",
    "Partner",
    "Patches",
    "Schedule",
    "SetOrder",
    "TimeLimit",
    "VirtualLoop",
    "Wait",
    "called",
    "forget_current_loop",
    "pending_tasks",
    "swap_current_task",
    "to_ns",
    "virtual",
    "wait_of",
    "waits_of",
    "wrapped_coroutine",
]
