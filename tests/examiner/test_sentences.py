"""What became of a process is told in a student's words, never in those of the wire."""

from __future__ import annotations

from typing import Any

import pytest

from grader.engine.examiner.messages import LOST, imports, lost
from grader.engine.wire.channel import Gone, Loss
from grader.model import Outcome
from tests.examiner.bench import outcome


@pytest.mark.parametrize("loss", Loss)
def test_every_loss_has_a_sentence(loss: Loss) -> None:
    """It is one sentence, and says nothing of what the error says to whoever looks for a fault of ours."""
    told = lost(Gone("protocol: counters that jump", loss))

    assert told[0].isupper() and told[-1] in ".?"
    assert not any(word in told for word in ("protocol", "wire", "candidate", "counters"))


async def check_answer(kata: Any) -> None:
    """It can be awaited."""
    await kata.answer()


ENDINGS = {
    Loss.TOO_MUCH: "async def answer():\n    return list(range(60_000))\n",
    Loss.ENDED: "import os\nasync def answer():\n    os._exit(0)\n",
    Loss.BREACH: """
        import sys
        async def answer():
            frame = sys._getframe()
            while "state" not in frame.f_locals:
                frame = frame.f_back
            frame.f_locals["state"].channel.send(["q", "no such thing", [], 0, False, None, [0] * 7, None])
        """,
}


@pytest.mark.parametrize("loss", ENDINGS)
def test_a_student_reads_what_happened(loss: Loss) -> None:
    """A check that ends in this way says so, and nothing else."""
    result = outcome(ENDINGS[loss], check_answer)

    assert (Outcome.ERRORED, LOST[loss]) == (result.outcome, result.headline)


def test_a_part_of_the_library_that_is_missing_is_nobodys_slip() -> None:
    """A module of the standard library is told apart from others, and from a slip for one."""
    assert imports("tkinter").startswith("needs tkinter, a part of Python's standard library that is not there")
    assert imports("aiohttp").endswith("only Python's standard library can be used here")
    assert imports("functool").endswith("(did you mean functools?)")
