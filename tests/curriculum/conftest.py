"""A small course on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

FACTS = """\
title: Build your own {name}
track: tasks
kind: build
difficulty: 3
submit: {name}.py
after: [kata10]
hints:
  - Look.
  - Think.
  - Write.
"""


@pytest.fixture
def make_kata(tmp_path: Path) -> Callable[..., Path]:
    """Make a kata's folder in the course at tmp_path, with this kata.yaml or one that is right."""

    def make(slug: str, facts: str | None = None) -> Path:
        name = slug.partition("_")[2]
        folder = tmp_path / "katas" / slug
        (folder / "hidden").mkdir(parents=True)
        (folder / "kata.yaml").write_text(FACTS.format(name=name) if facts is None else facts, encoding="utf-8")
        (folder / "README.md").write_text("# Do it\n", encoding="utf-8")
        (folder / f"{name}.py").write_text("def f():\n    raise NotImplementedError\n", encoding="utf-8")
        (folder / "hidden" / "test_hidden.py").write_text("", encoding="utf-8")
        return folder

    return make
