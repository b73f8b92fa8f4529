"""Make katas: folders on disk, and values without one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from grader.model import Kata, KataKind

STUB = "def f():\n    raise NotImplementedError\n"


def write_kata(
    root: Path, slug: str, *, files: Mapping[str, str] | None = None, stub: str = STUB, **facts: Any
) -> Path:
    """Write a kata into `root`/katas, with right facts but for these, a README and a stub; return its folder."""
    name = slug.partition("_")[2]
    usual = {"title": f"The {name}", "track": "tasks", "kind": "build", "difficulty": 1, "submit": f"{name}.py"}
    whole = {**usual, "hints": ["Look.", "Think.", "Write."], **facts}
    written = {
        "kata.yaml": yaml.safe_dump(whole, sort_keys=False, allow_unicode=True),
        "README.md": "# Do it\n",
        whole["submit"]: stub,
    }
    return write_files(root / "katas" / slug, {**written, **(files or {})})


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write these files below a folder, with the folders they need, and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def kata(slug: str = "kata98_bench", folder: Path | None = None, submit: str = "code.py", **facts: Any) -> Kata:
    """Return a kata that has no folder, or this one."""
    usual: dict[str, Any] = {"title": "Bench", "track": "tasks", "kind": KataKind.BUILD, "difficulty": 1}
    return Kata(slug.partition("_")[0], slug, folder=folder or Path(slug), submit=submit, **(usual | facts))
