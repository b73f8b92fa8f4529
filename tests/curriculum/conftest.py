"""A small course on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.katas import write_kata


@pytest.fixture
def make_kata(tmp_path: Path) -> Callable[..., Path]:
    """Make a kata's folder in the course at tmp_path, with this kata.yaml or one that is right."""

    def make(slug: str, text: str | None = None, **facts: Any) -> Path:
        own = {} if text is None else {"kata.yaml": text}
        return write_kata(
            tmp_path,
            slug,
            files={"hidden/test_hidden.py": "", **own},
            **{"difficulty": 3, "after": ["kata10"], **facts},
        )

    return make
