"""One contract for each private name of the standard library that virtual time relies on."""

from __future__ import annotations

import _signal
import _thread
import asyncio
import collections
import concurrent.futures
import concurrent.futures.process
import concurrent.futures.thread
import gc
import inspect
import queue
import selectors
import signal
import subprocess
import sys
import threading
import warnings

import pytest

from grader.vtime import Clock, VirtualLoop, swap_current_task
from grader.vtime.waits import blocks_on


@pytest.fixture
def loop():
    loop = VirtualLoop(Clock())
    yield loop
    loop.close()


def test_ready_is_a_deque_of_handles(loop):
    """BaseEventLoop._ready holds the ready handles; call_soon goes through _call_soon."""
    handle = loop.call_soon(print)

    assert isinstance(loop._ready, collections.deque)
    assert list(loop._ready) == [handle]


def test_run_forever_calls_run_once():
    """BaseEventLoop.run_forever calls _run_once until _stopping."""
    source = inspect.getsource(asyncio.BaseEventLoop.run_forever)

    assert "self._run_once()" in source
    assert "self._stopping" in source


def test_call_soon_uses_underscore_call_soon():
    """BaseEventLoop.call_soon makes its handle by _call_soon(callback, args, context)."""
    assert "self._call_soon(callback, args, context)" in inspect.getsource(asyncio.BaseEventLoop.call_soon)


def test_events_come_through_add_callback():
    """_process_events hands ready readers and writers to _add_callback."""
    from asyncio.selector_events import BaseSelectorEventLoop

    assert "self._add_callback(" in inspect.getsource(BaseSelectorEventLoop._process_events)


def test_the_selector_is_kept():
    """SelectorEventLoop keeps the selector it is given, with the self-pipe of _make_self_pipe registered in it."""
    loop = asyncio.SelectorEventLoop(selectors.DefaultSelector())

    assert list(loop._selector._fd_to_key) == [loop._ssock.fileno()]

    loop._close_self_pipe()

    assert (loop._ssock, loop._csock, loop._selector._fd_to_key) == (None, None, {})

    loop._make_self_pipe()
    loop.close()


def test_a_loop_without_a_self_pipe_can_be_written_to(loop):
    """_write_to_self does nothing where _csock is None."""
    loop._write_to_self()

    assert (loop._csock, loop._selector.select(0)) == (None, [])


def test_writing_to_self_wakes_the_selector(loop):
    """_write_to_self makes the selector return."""
    loop._open_self_pipe()
    loop._write_to_self()

    assert len(loop._selector.select(0)) == 1


def test_the_self_pipe_can_be_read_by_hand(loop):
    """_read_from_self empties _ssock, the registered end of the self-pipe."""
    loop._open_self_pipe()
    loop._write_to_self()
    loop._read_from_self()

    assert loop._selector.select(0) == []
    assert [key.fd for key in loop._selector.get_map().values()] == [loop._ssock.fileno()]


def test_running_is_thread_id(loop):
    """is_running() is told by _thread_id."""
    before = loop.is_running()
    loop._thread_id = 1
    during = loop.is_running()
    loop._thread_id = None

    assert (before, during) == (False, True)


def test_a_closed_loop_is_refused():
    """_check_closed raises on a closed loop."""
    loop = VirtualLoop(Clock())
    loop.close()

    with pytest.raises(RuntimeError, match="closed"):
        loop._check_closed()


def test_signal_handlers_are_in_a_dict(loop):
    """_signal_handlers is empty until add_signal_handler."""
    assert not getattr(loop, "_signal_handlers", {})


def test_a_cancelled_timer_tells_its_loop():
    """TimerHandle.cancel calls _timer_handle_cancelled of its loop if it is scheduled."""
    assert "_timer_handle_cancelled(self)" in inspect.getsource(asyncio.TimerHandle.cancel)


def test_handles_know_that_they_are_cancelled(loop):
    """Handle._cancelled, _callback and _run are what we read and call."""
    called = []
    handle = loop.call_soon(called.append, 1)
    handle._run()
    callback = handle._callback
    handle.cancel()

    assert (called, handle._cancelled) == ([1], True)
    assert callback == called.append


def test_the_default_executor_is_kept(loop):
    """set_default_executor stores _default_executor."""
    pool = concurrent.futures.ThreadPoolExecutor()
    loop.set_default_executor(pool)

    assert loop._default_executor is pool


def test_the_join_timeout_is_three_hundred():
    """asyncio.run gives shutdown_default_executor a timeout of 300 s from 3.12 on."""
    from asyncio import constants

    assert getattr(constants, "THREAD_JOIN_TIMEOUT", 300) == 300


def test_current_tasks_can_be_swapped(loop):
    """After a swap asyncio.current_task() gives the other task: by the dictionary _current_tasks below 3.14, by
    _swap_current_task from there on, where that dictionary is still there and nobody reads it."""

    async def nothing():
        pass

    async def program():
        own, seen = asyncio.current_task(), []
        for task in (other, None, own):
            seen.append(swap_current_task(loop, task))
            seen.append(asyncio.current_task())
        return seen, own

    other = loop.create_task(nothing())
    seen, own = loop.run_until_complete(program())

    assert seen == [own, other, other, None, None, own]


def test_a_step_knows_its_task(loop):
    """The callback of a task's step carries the task as __self__."""

    async def nothing():
        pass

    task = loop.create_task(nothing())
    (handle,) = loop._ready
    loop.run_until_complete(task)

    assert handle is not None
    assert "__self__" in inspect.getsource(sys.modules["asyncio.base_events"]._format_handle)


def test_a_waiting_task_knows_its_future(loop):
    """Task._fut_waiter is what the task awaits."""

    async def waiting(future):
        await future

    future = loop.create_future()
    task = loop.create_task(waiting(future))
    asyncio._set_running_loop(loop)
    loop.run_ready(lambda: None)
    asyncio._set_running_loop(None)
    waiter = task._fut_waiter
    future.set_result(None)
    loop.run_until_complete(task)

    assert waiter is future


def test_the_default_policy_has_a_loop_factory():
    """Where policies exist, the default one makes loops by _loop_factory."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        policy = getattr(asyncio, "DefaultEventLoopPolicy", None)

    assert policy is None or hasattr(policy, "_loop_factory")


def test_conditions_have_waiters():
    """threading.Condition keeps its waiters in _waiters and releases them one by one."""
    condition = threading.Condition()
    released = []

    class Waiter:
        def release(self):
            released.append(self)

    with condition:
        condition._waiters.append(waiter := Waiter())
        owned = condition._is_owned()
        saved = condition._release_save()
        condition._acquire_restore(saved)
        condition.notify_all()

    assert (owned, released, list(condition._waiters)) == (True, [waiter], [])


def test_notify_skips_a_waiter_that_is_gone():
    """notify goes on to the next waiter when release() raises RuntimeError."""
    condition = threading.Condition()
    released = []

    class Gone:
        def release(self):
            raise RuntimeError

    class Waiter:
        def release(self):
            released.append(self)

    with condition:
        condition._waiters.extend([Gone(), waiter := Waiter()])
        condition.notify()

    assert released == [waiter]


@pytest.mark.parametrize(("module", "name"), [(threading, "_time"), (queue, "time")])
def test_monotonic_is_bound_under_its_own_name(module, name):
    """threading and queue bind time.monotonic at import."""
    assert callable(getattr(module, name))


def test_starting_a_thread_waits_in_event_wait():
    """Thread.start waits for the new thread by self._started.wait()."""
    assert "self._started.wait()" in inspect.getsource(threading.Thread.start)


def test_an_idle_worker_of_a_pool_is_in_worker():
    """A ThreadPoolExecutor's threads wait for work in _worker itself."""
    assert "work_queue.get(block=True)" in inspect.getsource(concurrent.futures.thread._worker)


def test_a_pool_knows_how_many_threads_it_has():
    """ThreadPoolExecutor._max_workers is the number it was given."""
    assert concurrent.futures.ThreadPoolExecutor(3)._max_workers == 3


def test_a_pool_of_processes_knows_its_pending_work():
    """The manager thread of a ProcessPoolExecutor has pending_work_items."""
    source = inspect.getsource(concurrent.futures.process._ExecutorManagerThread.__init__)

    assert "self.pending_work_items" in source


def test_subprocess_keeps_its_own_clock():
    """subprocess binds the real time.monotonic as _time, so its timeouts stay real."""
    assert callable(subprocess._time)


def test_the_waits_of_popen_have_their_names():
    """Popen's waits call each other under the names we leave out."""
    for name in ("communicate", "_communicate", "wait", "_wait"):
        assert getattr(subprocess.Popen, name).__qualname__ == f"Popen.{name}"


def test_threads_are_counted_without_the_main_one():
    """_thread._count tells how many threads beside the main one were started and run."""
    before, go_on = _thread._count(), threading.Event()
    thread = threading.Thread(target=go_on.wait)
    thread.start()

    assert _thread._count() == before + 1

    go_on.set()
    thread.join()


@pytest.mark.skipif(sys.platform == "win32", reason="no alarms there")
def test_the_handler_of_a_signal_can_be_asked_for():
    """_signal.getsignal gives the very handler that signal.signal was given."""
    before = signal.signal(signal.SIGALRM, lambda *_: None)
    handler = signal.getsignal(signal.SIGALRM)

    assert _signal.getsignal(signal.SIGALRM) is handler

    signal.signal(signal.SIGALRM, before)


def test_frames_of_all_threads_can_be_seen():
    """sys._current_frames has this thread."""
    assert threading.get_ident() in sys._current_frames()


def test_a_queue_counts_what_is_not_reported(loop):
    """asyncio.Queue counts in _unfinished_tasks what was put and not reported, and keeps in _queue what is there."""

    async def program():
        made = asyncio.Queue()
        made.put_nowait(1)
        made.put_nowait(2)
        made.get_nowait()
        return made._unfinished_tasks, len(made._queue)

    assert loop.run_until_complete(program()) == (2, 1)


def test_the_way_out_of_a_block_is_seen_from_outside(loop):
    """gc.get_referents of a suspended coroutine holds the __aexit__ of each `async with` that it is in."""

    async def inside(lock, other):
        async with lock:
            await loop.create_future()

    async def program():
        lock, other = asyncio.Lock(), asyncio.Lock()
        coroutine = inside(lock, other)
        coroutine.send(None)
        found = blocks_on(coroutine, lock), blocks_on(coroutine, other)
        coroutine.close()
        return found

    assert loop.run_until_complete(program()) == (1, 0)


def test_a_future_is_seen_behind_what_awaits_it(loop):
    """What awaits a future is a FutureIter of asyncio's C code, which refers to that future."""

    async def waits(future):
        await future

    async def program():
        future = loop.create_future()
        coroutine = waits(future)
        coroutine.send(None)
        found = type(coroutine.cr_await).__name__, future in gc.get_referents(coroutine.cr_await)
        coroutine.close()
        return found

    assert loop.run_until_complete(program()) == ("FutureIter", True)
