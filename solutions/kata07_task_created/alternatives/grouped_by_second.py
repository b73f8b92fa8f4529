"""Collects for each program what happens at each second, and spreads it out in lists and fractions."""

from __future__ import annotations


def spread(moments: dict[float, list[str]]) -> list[list[float | str]]:
    """From {second: lines} to [second, line], line by line."""
    return [[float(second), line] for second, lines in moments.items() for line in lines]


ANSWERS = {
    "task_created": spread(
        {0: ["Task created!", "Number: 0"], 1: ["Number: 1"], 2: ["Number: 2"], 3: ["Task completed"]}
    ),
    "hello_world": spread(
        {0: ["hello", "world"], 0.5: ["g is over"], 1: ["main goes on"], 2: ["f is over", "main is over"]}
    ),
    "await_at_once": spread({0: ["Bread in"], 3: ["Bread out", "Cake in"], 4.5: ["Cake out", "Shop open"]}),
    "both_first": spread({0: ["Bread in", "Cake in"], 1.5: ["Cake out"], 3: ["Bread out", "Shop open"]}),
    "blocked_main": spread(
        {0.25: ["Still main", "Number: 0"], 1.25: ["Number: 1"], 2.25: ["Number: 2"], 3.25: ["Task completed"]}
    ),
    "nobody_waits": spread({0: ["Task created!", "Number: 0", "Counter stopped"]}),
    "leaves_early": spread({0: ["Number: 0"], 1: ["Number: 1"], 1.5: ["Main is over", "Counter stopped"]}),
    "coroutine_or_task": spread(
        {
            0: ["Both made", "Coroutine started", "Task started"],
            1: ["Coroutine finished", "Back in main"],
            2: ["Task finished"],
        }
    ),
}
