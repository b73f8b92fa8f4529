"""The small kata's mutants, marked by the real engine."""

from __future__ import annotations

from pathlib import Path

from grader.course.batch import run_batch
from tests.mutants.tiny import BLOCK, SWALLOW, Bench, course


def test_the_real_engine_kills_and_lets_live(tmp_path: Path) -> None:
    """Of eight, six are seen by a check; nobody is cancelled, and nobody else is there to be held up."""
    course(tmp_path)
    bench = Bench(tmp_path, run_batch)

    assert bench.mutants() == 0

    assert "8 mutants, 6 killed" in bench.out
    survivors = [line.strip() for line in bench.out.splitlines() if "survives" in line]
    assert survivors == [f"survives: {BLOCK}", f"survives: {SWALLOW}"]
