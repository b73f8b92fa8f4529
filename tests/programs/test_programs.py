"""Random programs do on our loop what they do on plain asyncio: the same events at the same times, in the same order.

PROGRAMS=5000 asks for more than the 200 of each push.
"""

from __future__ import annotations

import os

import pytest

from grader.vtime import SetOrder
from tests.programs.plain import UNSEEN, FastForwardLoop, Stuck
from tests.programs.ways import IN_PROCESS, MOST_TOGETHER, Difference, compare, played_here, submission
from tests.programs.writing import Program

# Seeds past the first whose programs once ran otherwise with us.
DIFFERED = [376, 662, 878]
COUNT = int(os.environ.get("PROGRAMS", "200"))


class BackwardLoop(FastForwardLoop):
    """Of timers due at the same moment, the one made last fires first."""

    def call_at(self, when, callback, *args, context=None):
        return super().call_at(when - 2 * next(self._made) * UNSEEN, callback, *args, context=context)


def trace_of(program, code, kind):
    """What happens on a loop of this kind, up to where nothing can happen any more."""
    try:
        return played_here(program, code, lambda: kind(SetOrder()))
    except Stuck:
        return None


@pytest.mark.parametrize("first", range(0, COUNT, MOST_TOGETHER))
def test_programs_run_as_on_plain_asyncio(first):
    """Twenty programs have one trace in this process, awaited by a check, and in the student's task and asyncio.run.

    With a real candidate process, on virtual time.
    """
    compared = compare(range(first, min(first + MOST_TOGETHER, COUNT)))

    assert compared.programs
    assert not compared.differences, "\n\n".join(map(str, compared.differences))


def test_programs_that_once_differed_run_as_on_plain_asyncio():
    """What was mended stays mended."""
    compared = compare(DIFFERED)

    assert compared.programs == len(DIFFERED)
    assert not compared.differences, "\n\n".join(map(str, compared.differences))


def test_a_program_follows_from_its_seed():
    """The same seed writes the same program, another seed another one, and each compiles."""
    sources = [Program(seed).source for seed in range(20)]

    assert sources == [Program(seed).source for seed in range(20)]
    assert len(set(sources)) == 20
    assert compile("\n".join(sources), "programs.py", "exec")


def test_another_order_shows():
    """A loop that only takes timers due at the same moment in another order gives other traces."""
    programs = [Program(seed) for seed in range(40)]
    code = compile(submission(programs), "programs.py", "exec")

    forward = [trace_of(one, code, FastForwardLoop) for one in programs]
    backward = [trace_of(one, code, BackwardLoop) for one in programs]

    assert forward == [trace_of(one, code, FastForwardLoop) for one in programs]
    assert sum(one != other for one, other in zip(forward, backward, strict=True)) >= 5


def test_a_difference_shows_where_and_how_to_run_it_again():
    """A difference tells the program, the first event that differs with those before it, and the command."""
    program = Program(7)
    expected = [[0.0, "a"], [0.5, "b"], [1.0, "c"]]

    told = str(Difference(program, IN_PROCESS, expected, expected[:2])).splitlines()

    assert told[0] == "Program 7, in this process:"
    assert "async def program_7(crew):" in told
    assert told[-6:] == [
        "           0 s  a",
        "           0.5 s  b",
        "  asyncio: 1 s  c",
        "      got: nothing more",
        "",
        "To run just this one: python -m tests.programs 7",
    ]
