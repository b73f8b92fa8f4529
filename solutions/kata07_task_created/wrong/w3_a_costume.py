"""Believes that create_task makes things run at the same time, wherever it stands."""
# misconception: M13
# breaks: rules 2 and 3
# caught by: test_await_at_once
# student reads: a plain await in a costume

from __future__ import annotations

ANSWERS: dict[str, list[tuple[float, str]]] = {
    "task_created": [(0, "Task created!"), (0, "Number: 0"), (1, "Number: 1"), (2, "Number: 2"), (3, "Task completed")],
    "hello_world": [
        (0, "hello"),
        (0, "world"),
        (0.5, "g is over"),
        (1, "main goes on"),
        (2, "f is over"),
        (2, "main is over"),
    ],
    "await_at_once": [(0, "Bread in"), (0, "Cake in"), (1.5, "Cake out"), (3, "Bread out"), (3, "Shop open")],
    "both_first": [(0, "Bread in"), (0, "Cake in"), (1.5, "Cake out"), (3, "Bread out"), (3, "Shop open")],
    "blocked_main": [
        (0.25, "Still main"),
        (0.25, "Number: 0"),
        (1.25, "Number: 1"),
        (2.25, "Number: 2"),
        (3.25, "Task completed"),
    ],
    "nobody_waits": [(0, "Task created!"), (0, "Number: 0"), (0, "Counter stopped")],
    "leaves_early": [(0, "Number: 0"), (1, "Number: 1"), (1.5, "Main is over"), (1.5, "Counter stopped")],
    "coroutine_or_task": [
        (0, "Both made"),
        (0, "Coroutine started"),
        (0, "Task started"),
        (1, "Coroutine finished"),
        (1, "Back in main"),
        (2, "Task finished"),
    ],
}
