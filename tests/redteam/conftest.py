"""A place to mark hostile submissions in, with bait to take and everything watched that they could leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.redteam.arena import Arena, why_not
from tests.redteam.submissions import FULL

# A cold start is confined as "partial" is, and takes ten times as long.
LEVELS = ("partial", "strong", "cold") if FULL else ("partial", "strong")


@pytest.fixture(scope="session", params=LEVELS)
def arena(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """An examiner at this level of protection, among bait."""
    level: str = request.param
    missing = why_not(level)
    if missing:
        pytest.skip(missing)
    one = Arena(level, Path(tmp_path_factory.mktemp(f"redteam-{level}")))
    try:
        yield one
    finally:
        one.close()
