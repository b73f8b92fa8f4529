"""The small kata's mutants, graded by the real engine."""

from __future__ import annotations

from pathlib import Path

from grader.classroom.marking.pool import run_batch
from tests.mutants.greeting_kata import BLOCK, LIMIT, SWALLOW, Bench, course


def test_the_real_engine_kills_and_lets_live(tmp_path: Path) -> None:
    """Eight of fourteen are seen by a check; nobody is cancelled, held up, or waits for long."""
    course(tmp_path)
    bench = Bench(tmp_path, run_batch)

    assert bench.mutants() == 0

    assert "14 mutants, 8 killed" in bench.out
    survivors = [line.strip() for line in bench.out.splitlines() if "survives" in line]
    assert survivors == [
        f"survives: {name}" for name in (BLOCK, SWALLOW, LIMIT, f"{LIMIT} 2", f"{LIMIT} 3", "greeting.py:8 to-thread")
    ]
