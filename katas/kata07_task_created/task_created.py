"""Task created! What does each program of the README print, and when?"""

from __future__ import annotations

# For each key a list of (second, line).
ANSWERS: dict[str, list[tuple[float, str]]] = {
    "task_created": [],
    "hello_world": [],
    "await_at_once": [],
    "both_first": [],
    "blocked_main": [],
    "nobody_waits": [],
    "leaves_early": [],
    "coroutine_or_task": [],
}
