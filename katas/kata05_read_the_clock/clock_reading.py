"""Read the clock: what does each program of the README print, and when?"""

from __future__ import annotations

# For each key a list of (second, line).
ANSWERS: dict[str, list[tuple[float, str]]] = {
    "greet": [],
    "fetch_then_process": [],
    "a_then_b": [],
    "fetch_then_compute": [],
    "made_in_reverse": [],
    "time_sleep": [],
    "good_night": [],
}
