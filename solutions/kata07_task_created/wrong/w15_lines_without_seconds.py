"""Believes that only the order of the lines is asked for."""
# misconception: M00
# breaks: rule 1
# caught by: test_task_created
# student reads: Each entry is a pair

from __future__ import annotations

ANSWERS = {
    "task_created": ["Task created!", "Number: 0", "Number: 1", "Number: 2", "Task completed"],
    "hello_world": ["hello", "world", "g is over", "main goes on", "f is over", "main is over"],
    "await_at_once": ["Bread in", "Bread out", "Cake in", "Cake out", "Shop open"],
    "both_first": ["Bread in", "Cake in", "Cake out", "Bread out", "Shop open"],
    "blocked_main": ["Still main", "Number: 0", "Number: 1", "Number: 2", "Task completed"],
    "nobody_waits": ["Task created!", "Number: 0", "Counter stopped"],
    "leaves_early": ["Number: 0", "Number: 1", "Main is over", "Counter stopped"],
    "coroutine_or_task": [
        "Both made",
        "Coroutine started",
        "Task started",
        "Coroutine finished",
        "Back in main",
        "Task finished",
    ],
}
