"""A place to grade hostile submissions in, with bait to take and everything watched that they could leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.redteam.arena import Arena, why_not


@pytest.fixture(scope="module")
def arena(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """An examiner among bait, at the level of protection that the test file names."""
    level: str = request.module.LEVEL
    missing = why_not(level)
    if missing:
        pytest.skip(missing)
    one = Arena(level, Path(tmp_path_factory.mktemp(f"redteam-{level}")))
    try:
        yield one
    finally:
        one.close()
