"""How many hints of each kata were shown: `.grade/hints.json`."""

from __future__ import annotations

import json
from pathlib import Path

FILE = "hints.json"


def hints_shown(memory: Path, kata: str) -> int:
    """How many hints of this kata the student has seen."""
    shown = _all(memory).get(kata)
    return shown if type(shown) is int and shown > 0 else 0


def remember_hints(memory: Path, kata: str, shown: int) -> None:
    """Note how many hints of this kata were shown. Raises OSError when the disk is full or may not be written."""
    memory.mkdir(exist_ok=True)
    known = {**_all(memory), kata: shown}
    (memory / FILE).write_text(json.dumps(known, sort_keys=True) + "\n", encoding="utf-8")


def _all(memory: Path) -> dict[str, object]:
    try:
        known = json.loads((memory / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}
