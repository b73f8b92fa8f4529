"""The ways a program can run with us, and plain asyncio to hold them against."""

from __future__ import annotations

import asyncio
import gc
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

from grader.engine.examiner.schedules import Turn
from grader.model import Outcome
from grader.testing import plain
from grader.vtime import CHECKS, STUDENTS, Clock, SetOrder, virtual
from tests.examiner.bench import SEED, grade
from tests.programs.plain import FastForwardLoop, Stuck
from tests.programs.writing import Program

PLAYING = Path(__file__).with_name("playing.py")
# Programs in one submission: an attempt has twenty seconds of real time, and a file 256 KiB.
MOST_TOGETHER = 20
AWAITED, OWN_TASK, OWN_RUN = "awaited by the check", "in a task of the student's", "in the student's asyncio.run"
CHECKS_SLEEP = "awaited by the check, whose sleep it uses"
IN_PROCESS = "in this process"
SPLIT = (AWAITED, CHECKS_SLEEP, OWN_TASK, OWN_RUN)
SHOWN_BEFORE = 3

Trace = list[list[Any]]
MakeLoop = Callable[[], asyncio.AbstractEventLoop]


class Difference(NamedTuple):
    """A program whose trace is not that of plain asyncio."""

    program: Program
    way: str
    expected: Trace
    got: Trace

    def __str__(self) -> str:
        pairs = itertools.zip_longest(self.expected, self.got)
        first = next(number for number, (left, right) in enumerate(pairs) if left != right)
        lines = [f"Program {self.program.seed}, {self.way}:", "", self.program.source]
        lines += [f"           {_event(self.expected, at)}" for at in range(max(first - SHOWN_BEFORE, 0), first)]
        lines += [f"  asyncio: {_event(self.expected, first)}", f"      got: {_event(self.got, first)}", ""]
        return "\n".join([*lines, f"To run just this one: python -m tests.programs {self.program.seed}"])


def _event(trace: Trace, number: int) -> str:
    return f"{trace[number][0]:g} s  {trace[number][1]}" if number < len(trace) else "nothing more"


class Compared(NamedTuple):
    """How many programs could be compared, how many were stuck on plain asyncio too, and what differed."""

    programs: int
    stuck: int
    differences: list[Difference]


def compare(seeds: Sequence[int]) -> Compared:
    """Run the programs of these seeds in all ways, and hold each trace against that of plain asyncio."""
    programs = [Program(seed) for seed in seeds]
    found: list[Difference] = []
    stuck = 0
    for begin in range(0, len(programs), MOST_TOGETHER):
        together = programs[begin : begin + MOST_TOGETHER]
        with _no_collecting():
            differences, left_out = _compare_some(together)
        found += differences
        stuck += left_out
    return Compared(len(programs) - stuck, stuck, found)


def _compare_some(programs: Sequence[Program]) -> tuple[list[Difference], int]:
    source = submission(programs)
    code = compile(source, "programs.py", "exec")
    alive = [one for one in programs if _ends(one, code)]
    runs = [*(_in_process(one, code) for one in alive), *_split(alive, source)]
    differences = []
    for run in runs:
        wanted = played_here(run.program, code, run.on_plain_asyncio)
        if run.trace != wanted:
            differences.append(Difference(run.program, run.way, wanted, run.trace))
    return differences, len(programs) - len(alive)


class Run(NamedTuple):
    """The trace of a program with us, and plain asyncio's loop in which sets have the same order."""

    program: Program
    way: str
    trace: Trace
    on_plain_asyncio: MakeLoop


def submission(programs: Sequence[Program]) -> str:
    """One file with all these programs."""
    known = ", ".join(f"{one.seed}: program_{one.seed}" for one in programs)
    sources = [PLAYING.read_text(encoding="utf-8"), *(one.source for one in programs)]
    return "\n\n".join([*sources, f"PROGRAMS.update({{{known}}})\n"])


def _ends(program: Program, code: CodeType) -> bool:
    try:
        played_here(program, code, lambda: FastForwardLoop(SetOrder()))
    except Stuck:
        return False
    return True


def _in_process(program: Program, code: CodeType) -> Run:
    with virtual(Clock()):
        trace = played_here(program, code, asyncio.new_event_loop)
    return Run(program, IN_PROCESS, trace, lambda: FastForwardLoop(SetOrder()))


def played_here(program: Program, code: CodeType, make_loop: MakeLoop) -> Trace:
    """The trace of one of the programs in `code`, run by asyncio.run on a loop of this process."""
    namespace: dict[str, Any] = {"__name__": "programs"}
    exec(code, namespace)
    traces: list[Trace] = []
    with asyncio.Runner(loop_factory=make_loop) as runner:
        # Nobody need be told of errors that a program leaves unseen: many do.
        runner.get_loop().set_exception_handler(lambda loop, context: None)
        runner.run(namespace["played"](namespace["PROGRAMS"][program.seed], traces))
    return traces[0]


def _split(programs: Sequence[Program], source: str) -> Iterator[Run]:
    """Each program in each way a candidate can run it: a check for each, all in one attempt."""
    runs = [(one, way) for one in programs for way in ([OWN_RUN] if one.leaves else SPLIT)]
    traces: dict[int, Trace] = {}
    checks = [_check(number, one.seed, way, traces) for number, (one, way) in enumerate(runs)]
    report = grade(source, *checks) if checks else None
    for number, (one, way) in enumerate(runs):
        if not report.results:
            raise RuntimeError(report.reason)
        result = report.results[number]
        if result.outcome is not Outcome.PASSED:
            traces[number] = [[0.0, f"{result.outcome}: {result.headline}"]]
        yield Run(one, way, traces[number], _plain_loop(result.check.name, way))


def _plain_loop(check: str, way: str) -> MakeLoop:
    # Where a check awaits the program, the task is the check's, and only those that the program makes the student's.
    first = CHECKS if way in (AWAITED, CHECKS_SLEEP) else STUDENTS
    return lambda: FastForwardLoop(Turn(SEED).order(check), first, STUDENTS)


def _check(number: int, seed: int, way: str, traces: dict[int, Trace]) -> Callable[..., Any]:
    async def awaited(kata):
        traces[number] = plain(await kata.awaited(seed))

    async def with_our_sleep(kata):
        traces[number] = plain(await kata.awaited(seed, _sleep))

    async def in_a_task(kata):
        traces[number] = plain(await kata.in_a_task(seed))

    def by_asyncio_run(kata):
        traces[number] = plain(kata.by_asyncio_run(seed))

    check = {AWAITED: awaited, CHECKS_SLEEP: with_our_sleep, OWN_TASK: in_a_task, OWN_RUN: by_asyncio_run}[way]
    check.__name__ = f"check_{number}"
    return check


async def _sleep(seconds: float, result: Any = None) -> Any:
    return await asyncio.sleep(seconds, result)


@contextmanager
def _no_collecting() -> Iterator[None]:
    # When garbage is collected decides when a generator that was left is closed: the same in all ways, never.
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
