"""Processes as /proc shows them."""

from __future__ import annotations

from pathlib import Path


def below(pid: int) -> set[int]:
    """Every process that came of this one."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = {int(child) for child in task.read_text(encoding="ascii").split()}
        except OSError:
            continue
        found |= children.union(*map(below, children))
    return found


def lives(pid: int) -> bool:
    """Does it still run? One that has ended and is not reaped yet does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return False
