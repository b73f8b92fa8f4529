"""Believes that a task, like a coroutine object, starts when it is awaited."""
# misconception: M25
# breaks: rules 1, 2 and 3
# caught by: test_hello_world
# student reads: does not wait to be awaited

from __future__ import annotations

ANSWERS: dict[str, list[tuple[float, str]]] = {
    "task_created": [(0, "Task created!"), (0, "Number: 0"), (1, "Number: 1"), (2, "Number: 2"), (3, "Task completed")],
    "hello_world": [
        (1, "main goes on"),
        (1, "hello"),
        (3, "f is over"),
        (3, "world"),
        (3.5, "g is over"),
        (3.5, "main is over"),
    ],
    "await_at_once": [(0, "Bread in"), (3, "Bread out"), (3, "Cake in"), (4.5, "Cake out"), (4.5, "Shop open")],
    "both_first": [(0, "Bread in"), (3, "Bread out"), (3, "Cake in"), (4.5, "Cake out"), (4.5, "Shop open")],
    "blocked_main": [
        (0.25, "Still main"),
        (0.25, "Number: 0"),
        (1.25, "Number: 1"),
        (2.25, "Number: 2"),
        (3.25, "Task completed"),
    ],
    "nobody_waits": [(0, "Task created!")],
    "leaves_early": [(1.5, "Main is over")],
    "coroutine_or_task": [
        (0, "Both made"),
        (0, "Coroutine started"),
        (1, "Coroutine finished"),
        (1, "Back in main"),
        (1, "Task started"),
        (3, "Task finished"),
    ],
}
