"""The loading of a student's file: trials left in it spoil nothing, and what cannot be done there is told in words.

In each case the same holds for a candidate process and for a file beside its checks.
"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from grader.model import Mode, Outcome, Report, Verdict
from tests.examiner.bench import grade, loaded, outcome

BOTH = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)
GREET = """
import asyncio

async def greet(name, pause):
    await asyncio.sleep(pause)
    return f"Hello, {name}!"

"""


async def check_greet(kata: Any, clock: Any) -> None:
    """A greeting takes two seconds."""
    assert await kata.greet("Ada", 2) == "Hello, Ada!"
    clock.took(2.0)


async def check_again(kata: Any, clock: Any) -> None:
    """So does the next one."""
    assert await kata.greet("Bob", 2) == "Hello, Bob!"
    clock.took(2.0)


def tried(trial: str, mode: Mode, *checks: Any) -> Report:
    """The report on a right answer with a trial below it."""
    return grade(GREET + textwrap.dedent(trial), *(checks or (check_greet, check_again)), mode=mode)


TRIALS = {
    "sleeps for hours": "import time\ntime.sleep(3 * 3600)",
    "runs its own loop": "print(asyncio.run(greet('Ada', 1.5)))",
    "runs it three times": "for pause in (1, 5, 60):\n    asyncio.run(greet('Ada', pause))",
    "asks its loop for the time": """
        async def demo():
            begin = asyncio.get_running_loop().time()
            await greet("Ada", 1.5)
            return asyncio.get_running_loop().time() - begin
        assert asyncio.run(demo()) == 1.5
        """,
    "uses a runner": """
        with asyncio.Runner() as runner:
            runner.run(greet("Ada", 3))
            runner.run(greet("Ada", 3))
        """,
    "keeps a loop open": """
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        left = loop.create_task(greet("left", 2.5))
        loop.run_until_complete(greet("Ada", 1))
        """,
    "leaves what nobody awaits": """
        async def demo():
            asyncio.create_task(greet("left", 99))
            greet("dropped", 1)
        asyncio.run(demo())
        greet("dropped", 1)
        """,
    "starts threads": """
        import threading, time
        done = []
        def work():
            time.sleep(30)
            done.append(time.monotonic())
        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        assert len(set(done)) == 1
        threading.Thread(target=work, daemon=True).start()
        """,
    "measures what it does": """
        import time
        begin = time.perf_counter(); time.sleep(0.05)
        assert round(time.perf_counter() - begin, 9) == 0.05
        """,
    "looks at its arguments": """
        import argparse, sys
        assert len(sys.argv) == 1
        parser = argparse.ArgumentParser()
        parser.add_argument("--name", default="Ada")
        asyncio.run(greet(parser.parse_args().name, 1))
        """,
    "looks at its own source": """
        import dataclasses, inspect, traceback
        @dataclasses.dataclass
        class Guest:
            name: str
        assert inspect.getsource(greet).startswith("async def greet")
        assert "name: str" in inspect.getsource(Guest)
        assert "async def greet" in open(__file__).read()
        try:
            1 / 0
        except ZeroDivisionError:
            assert "1 / 0" in traceback.format_exc()
        """,
    "pickles its own classes": """
        import dataclasses, pickle, sys
        @dataclasses.dataclass
        class Guest:
            name: str
        assert pickle.loads(pickle.dumps(Guest("Ada"))) == Guest("Ada")
        assert sys.modules[__name__].Guest is Guest
        """,
    "logs": "import logging\nlogging.basicConfig(level=logging.DEBUG)\nlogging.getLogger(__name__).info('loaded')",
    "asks for the date": """
        import time
        from datetime import date, datetime
        before = datetime.now()
        time.sleep(86400)
        assert (datetime.now() - before).days == 1 and date.today() > before.date()
        """,
    "ends the program": "import sys\nprint('done')\nsys.exit(0)",
    "ends the program by itself": "exit()",
    "raises SystemExit in a loop": "async def main():\n    raise SystemExit(3)\nasyncio.run(main())",
    "would only run as a program": 'if __name__ == "__main__":\n    print(asyncio.run(greet(input("Who? "), 1)))',
}


@BOTH
@pytest.mark.parametrize("trial", TRIALS.values(), ids=TRIALS)
def test_a_trial_below_the_answer_changes_nothing(trial: str, mode: Mode) -> None:
    """Every check begins at 0.0 afterwards and finds the answer as it would without the trial."""
    report = tried(trial, mode)

    assert Verdict.ACCEPTED is report.verdict, (report.reason, report.results)


STREAMS = """
import asyncio, io, os, shutil, sys
sys.stdout.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
sys.stderr.reconfigure(line_buffering=False)
assert sys.stdout.encoding.lower() == "utf-8" and not sys.stdout.isatty() and sys.stdout.writable()
assert sys.stdout.fileno() == 1 and sys.stderr.fileno() == 2 and shutil.get_terminal_size().columns
sys.stdout.buffer.write("über\\n".encode())
sys.stdout.buffer.flush()
print("to stderr", file=sys.stderr, flush=True)
again = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", line_buffering=True)
print("wrapped", file=again)
del again
sys.stdout.close()

async def greet(name, pause):
    print(f"greeting {name}")
    sys.stdout.buffer.write(b"in bytes\\n")
    await asyncio.sleep(pause)
    return f"Hello, {name}!"
"""


def test_the_streams_are_what_programs_expect() -> None:
    """A file may set up, wrap and close its stdout; the check's own prints, and only those, are shown with it."""
    report = grade(STREAMS, check_greet, check_again)

    assert [result.output for result in report.results] == [
        "0 s  greeting Ada\n0 s  in bytes",
        "0 s  greeting Bob\n0 s  in bytes",
    ]


@BOTH
def test_what_programs_read_of_the_time_goes_on(mode: Mode) -> None:
    """A moment that was read while the file was loaded lies as far back as it should, for a check's 0.0 is its own."""
    source = """
    import time, asyncio
    begin = time.monotonic(), time.time_ns()
    time.sleep(10)
    async def since():
        await asyncio.sleep(1)
        return time.monotonic() - begin[0], (time.time_ns() - begin[1]) / 1e9
    """

    async def check_since(kata: Any, clock: Any) -> None:
        assert await kata.since() == (11.0, 11.0)
        clock.took(1.0)

    assert Outcome.PASSED is outcome(source, check_since, mode=mode).outcome


@BOTH
def test_a_loop_in_a_thread_serves_the_check(mode: Mode) -> None:
    """A loop that runs in a thread since the file was loaded has the same clock as the check."""
    source = """
    import asyncio, threading
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    asyncio.run_coroutine_threadsafe(asyncio.sleep(7), loop).result()
    async def greet(name, pause):
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(asyncio.sleep(pause), loop))
        return f"Hello, {name}!"
    """
    assert Outcome.PASSED is outcome(source, check_greet, mode=mode).outcome


@BOTH
def test_a_loop_that_was_left_goes_on_where_it_was(mode: Mode) -> None:
    """Timers of a loop that a check runs again fire as much later as they would have."""
    source = """
    import asyncio
    loop = asyncio.new_event_loop()
    left = loop.create_task(asyncio.sleep(5, "left"))
    loop.run_until_complete(asyncio.sleep(2))
    def rest():
        return loop.run_until_complete(left)
    """

    def check_rest(kata: Any, clock: Any) -> None:
        assert kata.rest() == "left"
        clock.took(3.0)

    assert Outcome.PASSED is outcome(source, check_rest, mode=mode).outcome


@BOTH
def test_findings_of_a_trial_are_not_the_checks(mode: Mode) -> None:
    """What blocked, was never awaited or left behind while the file was loaded is told of no check."""
    report = tried(TRIALS["leaves what nobody awaits"] + "\nimport time\ntime.sleep(1)\n", mode)

    assert report.findings == ()


@BOTH
def test_an_end_of_the_program_is_told(mode: Mode) -> None:
    """The line of sys.exit() is told as advice; names that stand below it are missing because of it."""
    ended = tried("import sys\nsys.exit()", mode)
    missing = grade("import sys\nsys.exit()\n" + GREET, check_greet, mode=mode)

    assert [(found.kind, found.line) for found in ended.findings] == [("ended while loading", 9)]
    assert (
        missing.reason
        == "code.py has no greet: the checks ask for it by this name, and line 2 ends the program before what stands "
        "below it."
    )


GUARD = 'put it under `if __name__ == "__main__":`'
REFUSED = {
    "name = input('Who? ')": f"line 8 waits for input() while the file is being loaded: {GUARD}",
    "asyncio.run(asyncio.Event().wait())": (
        f"line 8 waits, while the file is being loaded, for something that can no longer happen: {GUARD}"
    ),
    "import time\nwhile time.monotonic() < 1e9: pass": (
        f"line 9 asks the clock again and again without waiting while the file is being loaded: {GUARD}"
    ),
    "import time\ntime.sleep(1e9)": f"line 9 lets time pass without end while the file is being loaded: {GUARD}",
    "int('five')": "ValueError: invalid literal for int() with base 10: 'five' (line 8)",
    "assert asyncio.run(greet('Ada', 1)) == 'Hi'": "AssertionError (line 8)",
    "import numpy as np": "line 8 imports numpy: only Python's standard library can be used here",
    "from requests.auth import X": "line 8 imports requests: only Python's standard library can be used here",
    "import asynico": "line 8 imports asynico: there is no module asynico in Python's standard library, and only that "
    "can be used here (did you mean asyncio?)",
    "import asyncio.task": "line 8 imports asyncio.task: there is no module asyncio.task",
}


@BOTH
@pytest.mark.parametrize("trial", REFUSED)
def test_what_cannot_be_loaded_is_told_in_words(trial: str, mode: Mode) -> None:
    """The sentence names the line, and what to do about it where there is something."""
    report = tried(trial, mode)

    assert (Verdict.NOT_GRADABLE, f"code.py could not be loaded: {REFUSED[trial]}.") == (report.verdict, report.reason)


@BOTH
def test_a_module_that_is_not_there_may_be_done_without(mode: Mode) -> None:
    """An ImportError that is caught is the student's own affair."""
    report = tried("try:\n    import numpy\nexcept ImportError:\n    numpy = None", mode)

    assert Verdict.ACCEPTED is report.verdict


@BOTH
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("import numpy", "Line 3 imports numpy: only Python's standard library can be used here."),
        ("input()", "Line 3 waits for input(): nobody types anything while a check runs."),
    ],
)
def test_what_a_check_meets_is_told_in_words(line: str, told: str, mode: Mode) -> None:
    """Inside a function it is the same, and costs the check that came there."""
    result = outcome(f"import asyncio\nasync def greet(name, pause):\n    {line}\n", check_greet, mode=mode)

    assert (Outcome.FAILED, told, 3) == (result.outcome, result.headline, result.line)


@BOTH
def test_another_file_is_not_handed_in(mode: Mode, tmp_path: Path) -> None:
    """An import of a file that lies beside the stub is told apart from one of a package."""
    (tmp_path / "helpers.py").write_text("x = 1\n", encoding="utf-8")

    report = grade("from helpers import x\n", check_greet, mode=mode, folder=tmp_path)

    why = "line 1 imports helpers, another file: only this one file is handed in, so what it needs must stand in it"
    assert report.reason == f"code.py could not be loaded: {why}."


def test_an_endless_loop_is_told_with_its_line() -> None:
    """It is stopped by the limit of real time, which is counted outside, so this takes that long."""
    report = grade(GREET + "while True:\n    pass\n", check_greet)

    assert report.reason in {f"code.py could not be loaded: it took too long (line {line})." for line in (8, 9)}


def test_a_hidden_check_shows_no_name_that_may_be_its_value() -> None:
    """A submission cannot carry what it was given into the report as the name of a module."""
    source = "async def greet(name, pause):\n    raise ModuleNotFoundError(name=name)\n"
    report = grade(source, loaded(check_greet, hidden=True))

    assert (
        report.results[0].headline
    ) == "Line 2 imports a module that is not there: only Python's standard library can be used here."
