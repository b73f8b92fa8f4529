"""A teacher's own set of two katas, outside the repository, and a folder to work in that is not it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.dev_new.bench import Bench

# The set's checks are for `grade`; pytest on its own would grade its stubs.
collect_ignore = ["set"]
SET = Path(__file__).parent / "set"


@pytest.fixture
def teachers(tmp_path: Path) -> Path:
    """The set in a folder of its own, with no course above it."""
    return Path(shutil.copytree(SET, tmp_path / "teacher's set", ignore=shutil.ignore_patterns(".*", "__pycache__")))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A folder beside the set."""
    here = tmp_path / "state"
    here.mkdir()
    return Bench(here)
