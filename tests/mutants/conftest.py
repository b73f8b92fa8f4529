"""A small course whose mutants nobody really grades."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants.greeting_kata import Bench, course


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A course of one kata; every mutant of it is killed."""
    course(tmp_path)
    return Bench(tmp_path)
