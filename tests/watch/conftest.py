"""A course to watch, and somebody who watches it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.watch.terminals import HOME, Watched

KATAS = ("kata00_warm_up", "kata08_three_times_three")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of two katas that nobody has begun."""
    for slug in KATAS:
        shutil.copytree(HOME / "katas" / slug, tmp_path / "katas" / slug, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.fixture
def watched(course: Path) -> Iterator[Watched]:
    """kata00 being watched, its first page shown."""
    running = Watched(course)
    running.page("not started")
    yield running
    running.close()
