"""Virtual time for asyncio: exact, instant, and the same on every machine. Imports nothing but the standard library."""

from __future__ import annotations

from grader.vtime.clock import BASE_NS, EPOCH_NS, LIMIT_NS, NS, Block, Clock, to_ns
from grader.vtime.dates import Dates
from grader.vtime.errors import BusyWait, Deadlock, Livelock, NoInput, TimeLimit
from grader.vtime.factories import forget_current_loop
from grader.vtime.handles import Key
from grader.vtime.idling import Partner
from grader.vtime.loop import VirtualLoop
from grader.vtime.parking import NEVER
from grader.vtime.patches import Patches, virtual
from grader.vtime.real import REAL
from grader.vtime.reasons import CAUSES, NOBODY, Cause
from grader.vtime.schedule import Schedule
from grader.vtime.setorder import CHECKS, STUDENTS, SetOrder
from grader.vtime.tasks import NumberedTask, pending_tasks, swap_current_task, wrapped_coroutine
from grader.vtime.where import Wait, called, wait_of, waits_of

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
    "Block",
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
