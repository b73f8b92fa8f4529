"""Compare with the files in tests/golden."""

from __future__ import annotations

import os
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "golden"


def matches_golden(name: str, text: str) -> None:
    """Hold text against tests/golden/`name`; with GOLDEN=write in the environment, write the file first."""
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()
