"""The real clock and the real waits, kept from before anything is replaced."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple


class Real(NamedTuple):
    """What the standard library does in real time."""

    sleep: Callable[[float], None]
    monotonic: Callable[[], float]
    monotonic_ns: Callable[[], int]
    perf_counter: Callable[[], float]
    perf_counter_ns: Callable[[], int]
    time: Callable[[], float]
    time_ns: Callable[[], int]
    condition_wait: Callable[..., bool]
    thread_join: Callable[..., Any]


REAL = Real(
    sleep=time.sleep,
    monotonic=time.monotonic,
    monotonic_ns=time.monotonic_ns,
    perf_counter=time.perf_counter,
    perf_counter_ns=time.perf_counter_ns,
    time=time.time,
    time_ns=time.time_ns,
    condition_wait=threading.Condition.wait,
    thread_join=threading.Thread.join,
)
