"""Hostile submissions: none earns a point, none hangs the examiner."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from grader.model import Outcome, Report, Verdict
from grader.testing import Job, Log, expect, token
from tests.examiner.bench import grade, loaded, outcome
from tests.support.claims import nonempty

ATTACKS = {
    "an object equal to everything": """
        class Always:
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            def __hash__(self): return 0
            def __bool__(self): return True
        async def gather(*jobs): return Always()
    """,
    "a list that is equal to everything": """
        class Always(list):
            def __eq__(self, other): return True
            def __ne__(self, other): return False
        async def gather(*jobs): return Always()
    """,
    "a string subclass that equals everything": """
        class Always(str):
            def __eq__(self, other): return True
            __hash__ = str.__hash__
        async def gather(*jobs): return [Always() for job in jobs]
    """,
    "a peek at the coroutine's frame": """
        import gc
        async def gather(*jobs):
            found = []
            for job in jobs:
                frame = getattr(job, "cr_frame", None)
                while frame is not None:
                    found += [v for v in frame.f_locals.values() if isinstance(v, str)]
                    frame = frame.f_back
            found += [o for o in gc.get_objects() if isinstance(o, str) and o.startswith("v-")]
            return found[:len(jobs)]
    """,
    "a patched sleep and clock": """
        import asyncio, time
        async def sleep(delay, result=None): return result
        asyncio.sleep = asyncio.tasks.sleep = sleep
        time.monotonic = lambda: 1e9
        async def gather(*jobs):
            loop = asyncio.get_running_loop()
            loop.time = lambda: 1e12
            loop.clock.now = 10 ** 10
            return [await job for job in jobs]
    """,
    "a patched pytest, json and struct": """
        import json, struct, sys, types
        sys.modules["pytest"] = types.ModuleType("pytest")
        json.JSONEncoder.encode = lambda self, value: "[]"
        struct.pack = lambda *a: b"\\0\\0\\0\\2"
        async def gather(*jobs): return [await job for job in jobs]
    """,
    "the end of the process": """
        import os
        async def gather(*jobs): os._exit(0)
    """,
    "the exit of the program": """
        import sys
        async def gather(*jobs): sys.exit(0)
    """,
    "an interrupt": """
        async def gather(*jobs): raise KeyboardInterrupt
    """,
    "garbage on every descriptor": """
        import os
        async def gather(*jobs):
            for fd in range(3, 64):
                try: os.write(fd, b"\\0\\0\\0\\5hello" * 10)
                except OSError: pass
            return [await job for job in jobs]
    """,
    "a flood on stdout": """
        import os
        async def gather(*jobs):
            while True: os.write(1, b"x" * 65536)
    """,
    "answers written by hand": """
        import gc
        async def gather(*jobs):
            for thing in gc.get_objects():
                if type(thing).__name__ == "Channel":
                    for _ in range(9): thing.send(["a", True, [10 ** 6, 10 ** 6, None, None, 0, None, []], None])
            return [await job for job in jobs]
    """,
    "a spin without suspending": """
        import asyncio
        async def gather(*jobs):
            while True: await asyncio.sleep(0)
    """,
    "a wait for nothing": """
        import asyncio
        async def gather(*jobs): await asyncio.Event().wait()
    """,
    "a busy wait": """
        import time
        async def gather(*jobs):
            end = time.monotonic() + 5
            while time.monotonic() < end:
                try: pass
                except Exception: pass
    """,
    "endless recursion through callbacks": """
        async def gather(*jobs):
            return gather
    """,
    "a value nested too deeply": """
        async def gather(*jobs):
            deep = []
            for _ in range(100_000): deep = [deep]
            return deep
    """,
    "an enormous value": """
        async def gather(*jobs): return "x" * (1 << 22)
    """,
    "an exception with hostile insides": """
        class Bad(Exception):
            def __str__(self): raise RuntimeError
            __repr__ = __str__
            @property
            def args(self): return self
        async def gather(*jobs): raise Bad()
    """,
    "more memory than there is": """
        async def gather(*jobs): return bytearray(1 << 34)
    """,
}


async def check_gather(kata: Any, clock: Any) -> None:
    """Two jobs at once take as long as the longer."""
    jobs = [Job(2), Job(1)]

    results = await kata.gather(*(job() for job in jobs))

    expect(results, [job.value for job in jobs])
    clock.took(2.0)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_earns_nothing(name: str) -> None:
    """The check fails, with a sentence, and without a point."""
    report = grade(ATTACKS[name], check_gather)

    assert report.points == 0
    assert report.verdict in (Verdict.REJECTED, Verdict.NOT_GRADABLE)
    assert report.reason or report.results[0].headline


def test_the_end_of_the_process_at_import_is_not_gradable() -> None:
    """`os._exit(0)` while the file is loaded is told in one sentence."""
    report = grade("import os\nos._exit(0)", check_gather)

    assert (report.verdict, report.points) == (Verdict.NOT_GRADABLE, 0)
    assert report.reason == "code.py could not be loaded: it ended the whole process (line 2)."


def test_a_later_check_does_not_pay_for_an_earlier_one() -> None:
    """After the candidate died the next check runs in a fresh one and can pass."""

    async def dies(kata: Any) -> None:
        await kata.die()

    async def lives(kata: Any) -> None:
        assert await kata.live() == 1

    report = grade("import os\nasync def die(): os._exit(3)\nasync def live(): return 1", dies, lives)

    assert [result.outcome for result in report.results] == [Outcome.ERRORED, Outcome.PASSED]


def test_a_thread_left_running_does_not_reach_the_next_check() -> None:
    """A check that leaves a thread behind is followed by one in a new process."""
    source = """
        import os, threading, time
        left = threading.Event()
        def leave(): threading.Thread(target=left.wait, daemon=True).start()
        def pid(): return os.getpid(), threading.active_count()
    """
    pids: list[tuple[int, int]] = []

    def leaves(kata: Any) -> None:
        kata.leave()
        pids.append(kata.pid())

    def looks(kata: Any) -> None:
        pids.append(kata.pid())

    grade(source, leaves, looks)

    assert pids[0][0] != pids[1][0] and pids[1][1] == 1


def test_state_does_not_outlive_a_check() -> None:
    """Each check gets the student's module executed afresh."""

    def counts(kata: Any) -> None:
        assert [kata.count(), kata.count()] == [1, 2]

    def counts_again(kata: Any) -> None:
        assert kata.count() == 1

    report = grade("seen = []\ndef count():\n    seen.append(1)\n    return len(seen)", counts, counts_again)

    assert Verdict.ACCEPTED is report.verdict


def test_a_value_is_not_known_before_its_job_ends() -> None:
    """The candidate's memory holds no minted value until the awaitable that carries it completes."""

    async def check(kata: Any) -> None:
        secret = token("secret")
        task = asyncio.create_task(kata.search(Job(5, secret)()))
        await asyncio.sleep(1)
        seen_early = await kata.found()
        await task
        assert seen_early == [] and secret in await kata.found()

    source = """
        import gc
        seen = []
        async def search(job):
            seen.append(await job)
        async def found():
            return [text for text in seen if isinstance(text, str)]
    """
    assert Outcome.PASSED is outcome(source, check).outcome


def test_the_student_cannot_swallow_the_end_of_the_check() -> None:
    """A deadlock inside the student's own asyncio.run fails the check, whatever the student catches."""

    def check(kata: Any) -> None:
        assert kata.swallow() == "fine"

    source = """
        import asyncio
        async def stuck(): await asyncio.Event().wait()
        def swallow():
            try: asyncio.run(stuck())
            except BaseException: pass
            return "fine"
    """
    result = outcome(source, check)

    assert Outcome.FAILED is result.outcome and "can no longer happen" in result.headline


def test_a_hidden_check_does_not_quote_itself() -> None:
    """Where the author prepared no words, a hidden failure tells the kind of error and no value."""

    async def check(kata: Any) -> None:
        await kata.fail(token("secret"))

    report = grade("async def fail(x): raise ValueError(x)", loaded(check, hidden=True))

    assert report.results[0].headline == "A ValueError was raised at line 1."


def test_a_locked_name_is_rejected_with_its_line() -> None:
    """A name that the kata locks is found however it is imported."""

    async def check(kata: Any) -> None:
        assert await kata.run() == [1]

    sources = [
        "import asyncio\nasync def one(): return 1\nasync def run(): return await asyncio.gather(one())",
        "import asyncio as a\nasync def one(): return 1\nasync def run(): return await a.gather(one())",
        "from asyncio import gather as g\nasync def one(): return 1\nasync def run(): return await g(one())",
        "from asyncio.tasks import gather\nasync def one(): return 1\nasync def run(): return await gather(one())",
    ]

    reports: list[Report] = [grade(source, check, locked=("asyncio.gather",)) for source in sources]

    assert [(report.verdict, report.points) for report in reports] == [(Verdict.REJECTED, 0)] * 4
    assert all("code.py uses asyncio.gather (line " in report.reason for report in nonempty(reports))


def test_the_same_seed_gives_the_same_report() -> None:
    """Two attempts with one seed are equal in every field."""
    source = """
        import asyncio
        async def gather(*jobs):
            print("started")
            tasks = [asyncio.create_task(job) for job in jobs]
            return [await task for task in tasks]
    """
    first, second = grade(source, check_gather), grade(source, check_gather)

    assert first == second and Verdict.ACCEPTED is first.verdict


WHITE_BOX = {
    "a class of the kit overwritten": """
        async def note(log):
            for cls in type(log).__mro__:
                if getattr(cls, "_peer", None) is not None:
                    peer = cls._peer
                    for name in ("lines", "timed", "append"):
                        try: peer.ask("set", cls._reference, name, ["l", ["right"]])
                        except BaseException: pass
    """,
    "a method called past its owner's list": """
        async def note(log):
            peer = type(log)._peer
            for name in ("timed", "lines", "clear", "insert", "__setitem__", "__iadd__", "_timed"):
                try: peer.call_method(log._reference, name, (["right"],), {})
                except BaseException: pass
    """,
    "a dunder of a class": """
        async def note(log):
            peer = type(log)._peer
            try: peer.call_method(type(log)._reference, "__call__", (), {})
            except BaseException: pass
    """,
    "a step of something that is no coroutine": """
        async def note(log):
            peer = type(log)._peer
            for how in ("send", "throw", "close"):
                try: peer.ask("step", log._reference, how, "right")
                except BaseException: pass
    """,
    "every number there is": """
        async def note(log):
            peer = type(log)._peer
            for number in range(1, 60):
                for name in ("lines", "value", "args", "timed"):
                    try: peer.ask("get", number, name)
                    except Exception: pass
    """,
}


@pytest.mark.parametrize("name", WHITE_BOX)
def test_the_kit_cannot_be_reached_through_the_wire(name: str) -> None:
    """Who drives the candidate's own end of the wire can neither change what a log holds nor what it is."""
    lines: list[object] = []

    async def check(kata: Any) -> None:
        log = Log()
        await kata.note(log)
        lines.append(log.lines)
        assert log.lines == ["right"]

    result = outcome(WHITE_BOX[name], check)

    assert Outcome.PASSED is not result.outcome
    assert Log().lines == [] and lines in ([], [[]])


def test_findings_cannot_be_numbers_that_are_none() -> None:
    """A finding with an endless number of seconds or a line past every file is no finding."""
    source = """
        import asyncio
        async def lie():
            loop = asyncio.get_running_loop()
            observer = loop.clock.peer.observer
            observer.notes.append(("blocking call", "m", 10 ** 30, 1e999))
    """

    async def check(kata: Any) -> None:
        await kata.lie()

    assert outcome(source, check).findings == ()
