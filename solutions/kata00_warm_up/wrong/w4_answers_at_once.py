"""Believes that an ordinary function can be awaited like any other."""
# misconception: M38
# breaks: rule 1
# caught by: test_greets_by_name
# student reads: nothing to await

from __future__ import annotations

import time


def greet(name: str, pause: float) -> str:
    time.sleep(pause)
    return f"Hello, {name}!"
