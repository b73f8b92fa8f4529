"""Believes that time.sleep pauses only its own function."""
# misconception: M03
# breaks: rule 3
# caught by: test_pauses_stop_nobody_else
# student reads: nobody else could go on

from __future__ import annotations

import time


async def greet(name: str, pause: float) -> str:
    time.sleep(pause)
    return f"Hello, {name}!"
