"""A place to mark hostile submissions in, with bait to take and everything watched that they could leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.redteam.arena import Arena, why_not
from tests.support.sampling import FULL

LEVELS = ("partial", "strong", "cold")
# A cold start is confined as "partial" is, and takes ten times as long: on every push only some of its tests.
EACH_SO_MANYTH = 12


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out most tests of cold starts, unless all were asked for."""
    cold = [item for item in items if _level(item) == "cold"]
    left_out = [] if FULL else [item for place, item in enumerate(cold) if place % EACH_SO_MANYTH]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _level(item: pytest.Item) -> str:
    spec = getattr(item, "callspec", None)
    return str(spec.params.get("arena", "")) if spec else ""


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
