"""An empty folder in which a set of katas may begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dev_new.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """An empty folder."""
    return Bench(tmp_path)
