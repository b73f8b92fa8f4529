"""One contract for each private name of the standard library that the wire, candidate and examiner rely on."""

from __future__ import annotations

import asyncio
import inspect
import types
import warnings
from typing import Any

import pytest

from grader.engine.wire.functions import shaped
from grader.engine.wire.futures import RemoteFuture, RemoteTask
from grader.vtime import forget_current_loop


def test_a_future_says_that_it_blocks() -> None:
    """Future.__await__ sets _asyncio_future_blocking before it yields the future."""
    loop = asyncio.new_event_loop()
    future = loop.create_future()

    assert future.__await__().send(None) is future
    assert future._asyncio_future_blocking is True
    loop.close()


def test_a_task_waits_for_any_lookalike() -> None:
    """A task takes any object with _asyncio_future_blocking, get_loop and add_done_callback for a future."""
    woken: list[Any] = []

    class Lookalike:
        _asyncio_future_blocking = True

        def get_loop(self) -> asyncio.AbstractEventLoop:
            return asyncio.get_running_loop()

        def add_done_callback(self, callback: Any, *, context: Any = None) -> None:
            woken.append(callback)

        def result(self) -> None:
            return None

    @types.coroutine
    def wait(lookalike: Lookalike) -> Any:
        yield lookalike

    async def body(lookalike: Lookalike) -> str:
        await wait(lookalike)
        return "woken"

    async def main() -> str:
        lookalike = Lookalike()
        task = asyncio.ensure_future(body(lookalike))
        await asyncio.sleep(0)
        assert not lookalike._asyncio_future_blocking
        asyncio.get_running_loop().call_soon(woken[0], lookalike)
        return await task

    assert asyncio.run(main()) == "woken"


@pytest.mark.parametrize("cls", [RemoteFuture, RemoteTask])
def test_subclasses_of_c_futures_work_without_init(cls: Any) -> None:
    """A Future or Task subclass that overrides every method it needs is safe without the C part's __init__."""
    made = cls.__new__(cls)
    made._peer, made._reference, made._watchers = None, 7, []

    assert isinstance(made, asyncio.Future)
    assert made == made and repr(made) in ("<Task>", "<Future>")


@pytest.mark.parametrize(
    ("shape", "predicate"),
    [
        ("coroutine", inspect.iscoroutinefunction),
        ("generator", inspect.isgeneratorfunction),
        ("async generator", inspect.isasyncgenfunction),
    ],
)
def test_code_flags_only_mark(shape: str, predicate: Any) -> None:
    """A CO_* flag on plain code makes inspect believe it, and calling still runs the code."""

    def call() -> int:
        return 3

    function = shaped(call, shape, "name")

    assert predicate(function) and function() == 3


def test_c_calls_the_hook_for_unawaited_coroutines() -> None:
    """Python/_warnings.c looks up warnings._warn_unawaited_coroutine for each coroutine thrown away unstarted."""
    seen: list[str] = []
    before = warnings._warn_unawaited_coroutine  # type: ignore[attr-defined]
    vars(warnings)["_warn_unawaited_coroutine"] = lambda coroutine: seen.append(coroutine.__name__)

    async def forgotten() -> None:
        pass

    forgotten()
    vars(warnings)["_warn_unawaited_coroutine"] = before

    assert seen == ["forgotten"]


def test_running_loop_can_be_set() -> None:
    """asyncio._set_running_loop and _get_running_loop are what get_running_loop looks at."""
    loop = asyncio.new_event_loop()
    asyncio._set_running_loop(loop)
    found = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    loop.close()

    assert found is loop and asyncio._get_running_loop() is None


@pytest.mark.parametrize(
    "name",
    [
        "_asyncgen_firstiter_hook",
        "_asyncgen_finalizer_hook",
        "_check_closed",
        "_check_running",
        "_thread_id",
        "_stopping",
    ],
)
def test_a_loop_has_what_the_candidate_overrides(name: str) -> None:
    """BaseEventLoop's run_forever is made of these parts, which the candidate's loop uses in its own."""
    loop = asyncio.new_event_loop()

    assert hasattr(loop, name)
    loop.close()


def test_a_task_can_be_abandoned_silently() -> None:
    """Task._log_destroy_pending = False keeps a pending task from complaining when it is thrown away."""
    complaints: list[Any] = []
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda loop, context: complaints.append(context))
    coroutine = asyncio.sleep(1)
    task = loop.create_task(coroutine)
    task._log_destroy_pending = False
    del task
    loop._ready.clear()  # type: ignore[attr-defined]
    coroutine.close()
    loop.close()

    assert complaints == []


def test_the_current_loop_can_be_forgotten() -> None:
    """The default policy keeps the thread's loop in the attributes of its _local; without them none was ever set."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    forget_current_loop()
    loop.close()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        local: Any = asyncio.get_event_loop_policy()._local  # type: ignore[attr-defined]
    assert (local._loop, getattr(local, "_set_called", False)) == (None, False)
