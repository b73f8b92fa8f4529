"""What crosses between examiner and candidate reads as if the student's module were local."""

from __future__ import annotations

import asyncio
import inspect
import sys
from collections.abc import Callable
from typing import Any

import pytest

from grader.model import Mode, Outcome
from grader.testing import Job, Log, Probe, Unforeseen
from tests.examiner.bench import outcome
from tests.support.claims import nonempty

BOTH = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)


def passes(source: str, check: Callable[..., Any], mode: Mode) -> None:
    result = outcome(source, check, mode=mode)
    assert (result.outcome, result.headline, result.got) == (Outcome.PASSED, "", "")


def test_plain_values_are_copies() -> None:
    """Exact plain data arrives equal, also odd numbers, and changing the copy changes nothing here."""
    values = [None, True, 3, -(10**40), 1.5, float("inf"), "é\ud800", b"\x00", (1, (2,)), {"a": {1, 2}}, frozenset({3})]

    def check(kata: Any) -> None:
        mine = list(values)
        assert kata.echo(mine) == values
        assert mine == values

    passes("def echo(x):\n    y = list(x)\n    x.clear()\n    return y", check, Mode.SPLIT)


@BOTH
def test_a_reference_that_goes_home_is_the_original(mode: Mode) -> None:
    """An object, a function, an exception, a class and a task come back as themselves."""

    async def check(kata: Any) -> None:
        async def work() -> int:
            return 3

        task = asyncio.create_task(work())
        things = [object(), passes, lambda: 1, ValueError("x"), Job, task]
        for thing in nonempty(things):
            assert kata.echo(thing) is thing
        assert await task == 3

    passes("def echo(x): return x", check, mode)


@BOTH
def test_every_kind_of_awaitable_arrives_as_its_kind(mode: Mode) -> None:
    """A coroutine, a task, a future and a custom awaitable look right to inspect and asyncio."""

    async def check(kata: Any) -> None:
        future = asyncio.get_running_loop().create_future()
        future.set_result(4)
        coroutine = Job(0.5, 1)()
        task = asyncio.create_task(Job(0.5, 2)())
        kinds = kata.kinds(coroutine, task, future, Job(1))
        assert kinds == ["coroutine", "task", "future", "awaitable"]
        assert await kata.total(coroutine, task, future, Job(1, 8)) == 15

    source = """
        import asyncio, inspect
        from collections.abc import Awaitable
        def kinds(*things):
            out = []
            for thing in things:
                if inspect.iscoroutine(thing): out.append("coroutine")
                elif isinstance(thing, asyncio.Task): out.append("task")
                elif isinstance(thing, asyncio.Future): out.append("future")
                elif isinstance(thing, Awaitable): out.append("awaitable")
            return out
        async def total(*things):
            return sum([await thing for thing in things])
    """
    passes(source, check, mode)


@BOTH
def test_functions_keep_their_shape(mode: Mode) -> None:
    """inspect tells coroutine functions, generators and async generators apart, and shows signatures."""

    def check(kata: Any) -> None:
        assert inspect.iscoroutinefunction(kata.a)
        assert inspect.isasyncgenfunction(kata.b)
        assert inspect.isgeneratorfunction(kata.c)
        assert list(inspect.signature(kata.d).parameters) == ["x", "y"]
        assert not inspect.iscoroutinefunction(kata.d)

    source = "async def a(): pass\nasync def b(): yield\ndef c(): yield\ndef d(x, *, y=2): pass"
    passes(source, check, mode)


@BOTH
def test_generators_are_stepped(mode: Mode) -> None:
    """send, throw, close, return values and priming of a student's generator work."""

    def check(kata: Any) -> None:
        made = kata.gen()
        with pytest.raises(TypeError):
            made.send(1)
        assert [next(made), made.send(7), made.throw(KeyError("k"))] == ["ready", 7, "caught"]
        with pytest.raises(StopIteration) as stop:
            next(made)
        assert stop.value.value == "end"
        again = kata.gen()
        next(again)
        again.close()
        assert list(again) == []

    source = """
        def gen():
            got = yield "ready"
            try:
                yield got
            except KeyError:
                yield "caught"
            return "end"
    """
    passes(source, check, mode)


@BOTH
def test_async_generators_and_comprehensions(mode: Mode) -> None:
    """async for runs a student's generator on the shared clock, and the student runs one of the check's."""

    async def check(kata: Any, clock: Any) -> None:
        async def source() -> Any:
            for number in (1, 2):
                await asyncio.sleep(1)
                yield number

        assert [(x, clock.elapsed) async for x in kata.ticks(2)] == [(0, 1.0), (1, 2.0)]
        assert await kata.collect(source()) == [1, 2]
        clock.took(4.0)

    student = """
        import asyncio
        async def ticks(n):
            for i in range(n):
                await asyncio.sleep(1)
                yield i
        async def collect(source): return [x async for x in source]
    """
    passes(student, check, mode)


@BOTH
def test_context_managers_cross_both_ways(mode: Mode) -> None:
    """async with works on a student's object, and the student's on one of the check's."""

    async def check(kata: Any) -> None:
        log = Log()

        class Door:
            _crosses = frozenset[str]()

            async def __aenter__(self) -> Door:
                log("open")
                return self

            async def __aexit__(self, *error: object) -> bool:
                log("shut" if error[0] is None else "slammed")
                return True

        async with kata.Room(log) as room:
            assert room.name == "room"
        assert await kata.enter(Door()) == "out"
        assert log.lines == ["in", "out", "open", "slammed"]

    source = """
        class Room:
            def __init__(self, log): self.log, self.name = log, "room"
            async def __aenter__(self): self.log("in"); return self
            async def __aexit__(self, *error): self.log("out")
        async def enter(door):
            async with door:
                raise RuntimeError
            return "out"
    """
    passes(source, check, mode)


@BOTH
@pytest.mark.parametrize("name", ["Door", "door", "stacked"])
def test_a_block_of_the_checks_may_fail_within_a_students_context_manager(mode: Mode, name: str) -> None:
    """The exception arrives with its class and a traceback, and goes on or ends there, by hand and with contextlib."""

    async def check(kata: Any) -> None:
        for error in (KeyError("x"), LookupError("x"), Unforeseen("x"), asyncio.CancelledError()):
            log, ended = Log(), None
            try:
                async with getattr(kata, name)(log, KeyError):
                    raise error
            except BaseException as left:
                ended = left
            assert ended is (None if isinstance(error, KeyError) else error)
            assert log.lines == [[True, True, True]]

    source = """
        import asyncio, contextlib, sys, traceback, types
        def note(log, kind, error, trace):
            log([kind is type(error), isinstance(error, BaseException), type(trace) is types.TracebackType])
            traceback.format_exception(kind, error, trace)
        class Door:
            def __init__(self, log, ignore): self.log, self.ignore = log, ignore
            async def __aenter__(self): return self
            async def __aexit__(self, kind, error, trace):
                note(self.log, kind, error, trace)
                await asyncio.sleep(1)
                return isinstance(error, self.ignore)
        @contextlib.asynccontextmanager
        async def door(log, ignore):
            try:
                yield
            except BaseException as error:
                note(log, *sys.exc_info())
                if not isinstance(error, ignore):
                    raise
        @contextlib.asynccontextmanager
        async def stacked(log, ignore):
            async with contextlib.AsyncExitStack() as stack:
                await stack.enter_async_context(Door(log, ignore))
                yield
    """
    passes(source, check, mode)


@BOTH
def test_exceptions_keep_identity_class_and_chain(mode: Mode) -> None:
    """The very exception comes back; a student's own has its class, arguments, notes and cause."""

    async def check(kata: Any) -> None:
        error = ValueError("mine")
        with pytest.raises(ValueError) as caught:
            await kata.relay(Job(1, error=error)())
        assert caught.value is error
        with pytest.raises(kata.Broken) as own:
            kata.fail(3)
        assert own.value.args == (3,) and own.value.size == 9
        assert isinstance(own.value.__cause__, KeyError) and own.value.__notes__ == ["noted"]

    source = """
        async def relay(work): return await work
        class Broken(LookupError): pass
        def fail(n):
            broken = Broken(n)
            broken.size = n * n
            broken.add_note("noted")
            raise broken from KeyError("k")
    """
    passes(source, check, mode)


@BOTH
def test_exception_groups_cross(mode: Mode) -> None:
    """except* sees the leaves of a student's group, and the check's own exceptions in it."""

    async def check(kata: Any) -> None:
        error = KeyError("mine")
        with pytest.raises(ExceptionGroup) as caught:
            await kata.both(Job(1, error=error)(), Job(1, error=OSError(5, "io"))())
        assert error in caught.value.exceptions
        assert {type(leaf) for leaf in caught.value.exceptions} == {KeyError, OSError}

    source = """
        import asyncio
        async def both(*jobs):
            async with asyncio.TaskGroup() as group:
                for job in jobs: group.create_task(job)
    """
    passes(source, check, mode)


@BOTH
def test_cancellation_crosses_both_ways(mode: Mode) -> None:
    """Cancelling a check's task reaches the student's await, and the student's cancel reaches a check's job."""

    async def check(kata: Any, clock: Any) -> None:
        log, job = Log(), Job(9)
        task = asyncio.create_task(kata.hold(log))
        await asyncio.sleep(1)
        task.cancel("please")
        with pytest.raises(asyncio.CancelledError):
            await task
        assert log.timed == [(1.0, "cancelled")]
        await kata.cancel_after(job(), 2)
        assert job.cancelled == [3.0]
        clock.took(3.0)

    source = """
        import asyncio
        async def hold(log):
            try: await asyncio.sleep(60)
            except asyncio.CancelledError:
                log("cancelled")
                raise
        async def cancel_after(work, delay):
            task = asyncio.create_task(work)
            await asyncio.sleep(delay)
            task.cancel()
            await asyncio.wait([task])
    """
    passes(source, check, mode)


@BOTH
def test_order_within_one_instant_is_that_of_one_loop(mode: Mode) -> None:
    """Tasks of both sides that are ready at one time run in the order they were made ready."""

    async def check(kata: Any) -> None:
        log = Log()

        async def mine(name: str) -> None:
            for turn in range(2):
                log(f"{name}{turn}")
                await asyncio.sleep(0)

        tasks = []
        for number in range(2):
            tasks.append(asyncio.create_task(mine(f"check{number}-")))
            tasks.append(kata.start(log, f"student{number}-"))
        for task in tasks:
            await task
        expected = [f"{side}{n}-{turn}" for turn in range(2) for n in range(2) for side in ("check", "student")]
        assert log.lines == expected

    source = """
        import asyncio
        def start(log, name):
            async def work():
                for turn in range(2):
                    log(f"{name}{turn}")
                    await asyncio.sleep(0)
            return asyncio.create_task(work())
    """
    passes(source, check, mode)


@BOTH
def test_equal_timers_fire_in_the_order_they_were_made(mode: Mode) -> None:
    """Sleeps of both sides that end together wake first come, first served."""

    async def check(kata: Any) -> None:
        log = Log()

        async def mine(name: str) -> None:
            await asyncio.sleep(1)
            log(name)

        works = [mine("a"), kata.after(1, log, "b"), mine("c"), kata.after(1, log, "d")]
        await asyncio.gather(*works)
        assert log.timed == [(1.0, "a"), (1.0, "b"), (1.0, "c"), (1.0, "d")]

    source = """
        import asyncio
        async def after(delay, log, name):
            await asyncio.sleep(delay)
            log(name)
    """
    passes(source, check, mode)


@BOTH
def test_objects_with_operators_cross(mode: Mode) -> None:
    """len, in, indexing, arithmetic, calling and isinstance work on a student's object."""

    def check(kata: Any) -> None:
        box = kata.Box(5)
        assert [len(box), 3 in box, box[2], box(1), box + 1] == [5, True, 2, 6, 6]
        assert isinstance(box, kata.Box)
        assert not isinstance(3, kata.Box)
        assert not hasattr(box, "_secret")
        box.size = 7
        assert box.size == 7

    source = """
        class Box:
            def __init__(self, size): self.size, self._secret = size, 1
            def __len__(self): return self.size
            def __contains__(self, x): return x < self.size
            def __getitem__(self, i): return i
            def __call__(self, x): return self.size + x
            def __add__(self, x): return self.size + x
    """
    if mode is Mode.IN_PROCESS:
        pytest.skip("a local object shows its private names")
    passes(source, check, mode)


@BOTH
def test_the_student_may_run_a_loop_of_their_own(mode: Mode) -> None:
    """asyncio.run and Runner in the student's plain function are virtual and drive the check's coroutines too."""

    def check(kata: Any, clock: Any) -> None:
        job = Job(2, "done")
        assert kata.run_it(job()) == "done"
        assert job.started == [1.0]
        assert kata.twice() == [1, 2]
        clock.took(5.0)

    source = """
        import asyncio
        async def work(job):
            await asyncio.sleep(1)
            return await job
        def run_it(job): return asyncio.run(work(job))
        async def step(n):
            await asyncio.sleep(1)
            return n
        def twice():
            with asyncio.Runner() as runner:
                return [runner.run(step(1)), runner.run(step(2))]
    """
    passes(source, check, mode)


@BOTH
def test_context_variables_belong_to_the_task(mode: Mode) -> None:
    """A student's context variable set in one task is unseen in its siblings and can be reset."""

    async def check(kata: Any) -> None:
        async def use(value: str) -> Any:
            await kata.put(value)
            await asyncio.sleep(1)
            return await kata.take()

        assert await asyncio.gather(use("a"), use("b")) == ["a", "b"]

    source = """
        import contextvars
        var = contextvars.ContextVar("var", default=None)
        async def put(value): var.set(value)
        async def take(): return var.get()
    """
    passes(source, check, mode)


@BOTH
def test_the_probe_sees_who_runs_at_once(mode: Mode) -> None:
    """The kit's probe counts jobs in flight while the student's semaphore limits them."""

    async def check(kata: Any, clock: Any) -> None:
        probe = Probe()
        await kata.limited(2, [probe.job(n, 1) for n in range(5)])
        assert probe.most_at_once == 2
        clock.took(3.0)

    source = """
        import asyncio
        async def limited(n, jobs):
            gate = asyncio.Semaphore(n)
            async def one(job):
                async with gate: return await job
            await asyncio.gather(*(one(job) for job in jobs))
    """
    passes(source, check, mode)


def test_private_names_and_frames_do_not_cross() -> None:
    """A student cannot read a check object's private names, a Job's values or a coroutine's frame."""

    async def check(kata: Any) -> None:
        job = Job(1, "secret")
        assert kata.peek(job(), ["cr_frame", "cr_code", "gi_frame"]) == []
        assert kata.peek(job, ["value", "delay", "error"]) == []

    source = """
        def peek(thing, names):
            seen = []
            for name in names:
                value = getattr(thing, name, None)
                if name == "cr_frame" and value is not None:
                    value = [v for v in value.f_locals.values() if isinstance(v, str)] or None
                if name == "cr_code":
                    value = None
                if value is not None: seen.append(name)
            return seen
    """
    passes(source, check, Mode.SPLIT)


@BOTH
def test_all_tasks_has_the_checks_tasks_that_run_the_students_code(mode: Mode) -> None:
    """The one that asks is there, so is another that waits in the student's code, and one that ended is not."""

    async def check(kata: Any) -> None:
        ended = asyncio.create_task(kata.rests(1))
        waiting = asyncio.create_task(kata.rests(9))
        await ended
        found = await asyncio.create_task(kata.looks(ended, waiting))
        waiting.cancel()
        assert found == [False, True, True]
        assert kata.own_run() == 1

    source = """
        import asyncio
        async def rests(delay): await asyncio.sleep(delay)
        async def looks(*tasks):
            there = asyncio.all_tasks()
            return [task in there for task in (*tasks, asyncio.current_task())]
        def own_run():
            found = []
            def work():
                async def counts(): return len(asyncio.all_tasks())
                found.append(asyncio.run(counts()))
            import threading
            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
            return found[0]
    """
    passes(source, check, mode)


@BOTH
def test_a_task_that_crosses_has_its_coroutine(mode: Mode) -> None:
    """get_coro() of the check's task that runs a student's coroutine gives that one, on both sides; a coroutine of
    the check's own is one too, but for the student there is nothing in it."""

    async def check(kata: Any) -> None:
        made = kata.rests()
        task = asyncio.create_task(made)
        await asyncio.sleep(0)
        assert kata.runs(task) == [True, True]
        theirs = kata.starts()
        assert inspect.iscoroutine(theirs.get_coro()) and theirs.get_coro().__name__ == "rests"
        assert await kata.own() == [True, True]
        task.cancel()
        await theirs

    source = """
        import asyncio, inspect
        MADE = []
        def rests():
            async def rests(): await asyncio.sleep(1)
            MADE.append(rests())
            return MADE[-1]
        def runs(task): return [inspect.iscoroutine(task.get_coro()), task.get_coro() is MADE[0]]
        def starts(): return asyncio.create_task(rests())
        async def own():
            found = asyncio.current_task().get_coro()
            return [inspect.iscoroutine(found), asyncio.current_task().get_coro() is not None]
    """
    passes(source, check, mode)


def test_a_checks_coroutine_cannot_be_taken_through_its_task() -> None:
    """What get_coro() gives of a check's task can be closed and sent to, and the check goes on all the same."""

    async def check(kata: Any) -> None:
        async def work() -> str:
            await asyncio.sleep(1)
            return "done"

        task = asyncio.create_task(work())
        await asyncio.sleep(0)
        assert await kata.takes(task) == ["RuntimeError", "RuntimeError"]
        assert await task == "done"

    source = """
        import asyncio
        async def takes(*tasks):
            found = []
            for task in (*tasks, asyncio.current_task()):
                coroutine = task.get_coro()
                coroutine.close()
                try:
                    coroutine.send(None)
                except Exception as error:
                    found.append(type(error).__name__)
            return found
    """
    passes(source, check, Mode.SPLIT)


def test_stand_ins_for_tasks_and_futures_say_what_they_are() -> None:
    """What a student prints of the check's task and future names asyncio's classes; it shows no name of ours."""

    async def check(kata: Any) -> None:
        future = asyncio.get_running_loop().create_future()
        said = await kata.says(future)
        future.cancel()
        assert said == ["<Task>", "<Future>", "Task", "No stack for <Task>\n"]

    source = """
        import asyncio, io
        async def says(future):
            task, printed = asyncio.current_task(), io.StringIO()
            task.print_stack(file=printed)
            assert task.get_stack() == []
            return [repr(task), repr(future), type(task).__name__, printed.getvalue()]
    """
    passes(source, check, Mode.SPLIT)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Task.get_context came with 3.12")
@BOTH
def test_a_checks_task_has_the_context_it_runs_in(mode: Mode) -> None:
    """get_context() of the current task is the Context of the running code itself, and a task may share it."""

    async def check(kata: Any) -> None:
        assert await kata.shares() == ["set", "set by the child"]

    source = """
        import asyncio, contextvars
        var = contextvars.ContextVar("var")
        async def child(): var.set("set by the child")
        async def shares():
            var.set("set")
            context = asyncio.current_task().get_context()
            before = context[var]
            await asyncio.create_task(child(), context=context)
            return [before, var.get()]
    """
    passes(source, check, mode)
