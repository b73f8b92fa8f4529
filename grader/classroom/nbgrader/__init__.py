"""Katas in notebooks, and nbgrader both ways. Needs the extra nbgrader.

    %load_ext grader.classroom.nbgrader      in a cell of its own; from then on

    %%kata kata11                   grades the rest of its cell and shows the report; the cell itself is not run
    async def my_gather(*aws): ...

nbgrader's autograded cells call `verdict`. Whatever is graded is graded by `grade` in a process of its own, so that no
kernel ever runs it: it may call asyncio.run, await at the top, hang or kill its process.
"""

from __future__ import annotations

from typing import Any

__all__ = ["load_ipython_extension", "verdict"]


def load_ipython_extension(shell: Any) -> None:
    """Give this shell the magic `%%kata`."""
    from grader.classroom.nbgrader.magics import KataMagics

    shell.register_magics(KataMagics)


def verdict(kata: str, check: str) -> float:
    """Return what the solution cell of this kata earns by one check: 0.0 to the check's points, the last value of its
    cell.

    `check` is a visible check's name, or h1, h2, … for the hidden ones in their order. The solution is the last
    `%%kata` cell of this kernel's history, graded once for all its checks. It never raises for anything it meets, nor
    writes to stderr: whatever cannot be told is 0.0, and said. nbgrader would take no number for full marks.
    """
    from grader.classroom.nbgrader.autograde import verdict_of

    return verdict_of(kata, check)
