"""Believes that asyncio.run ends when all tasks are done."""
# misconception: M04
# breaks: rule 1
# caught by: test_nobody_waits
# student reads: run() does not stay for it

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
    "await_at_once": [(0, "Bread in"), (3, "Bread out"), (3, "Cake in"), (4.5, "Cake out"), (4.5, "Shop open")],
    "both_first": [(0, "Bread in"), (0, "Cake in"), (1.5, "Cake out"), (3, "Bread out"), (3, "Shop open")],
    "blocked_main": [
        (0.25, "Still main"),
        (0.25, "Number: 0"),
        (1.25, "Number: 1"),
        (2.25, "Number: 2"),
        (3.25, "Task completed"),
    ],
    "nobody_waits": [
        (0, "Task created!"),
        (0, "Number: 0"),
        (1, "Number: 1"),
        (2, "Number: 2"),
        (3, "Counter stopped"),
    ],
    "leaves_early": [
        (0, "Number: 0"),
        (1, "Number: 1"),
        (1.5, "Main is over"),
        (2, "Number: 2"),
        (3, "Counter stopped"),
    ],
    "coroutine_or_task": [
        (0, "Both made"),
        (0, "Coroutine started"),
        (0, "Task started"),
        (1, "Coroutine finished"),
        (1, "Back in main"),
        (2, "Task finished"),
    ],
}
