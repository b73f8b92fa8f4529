"""Await does not always give way. Which lines does each program of the README print, in which order?"""

from __future__ import annotations

# For each key a list of lines.
ANSWERS: dict[str, list[str]] = {
    "never_pauses": [],
    "sleep_zero": [],
    "already_done": [],
    "done_future": [],
    "full_queue": [],
    "free_lock": [],
    "greedy_source": [],
    "ready_order": [],
    "child_first": [],
}
