"""The body of a coroutine runs when it is awaited; the error of a task stays in the task until that is awaited."""

from __future__ import annotations

ANSWERS: dict[str, str] = {
    "import": "nothing",
    "call": "nothing",
    "call_then_gc": "warning",
    "await": "NameError",
    "create_task_only": "nothing",
    "create_task_then_sleep0": "nothing",
    "await_failed_task": "NameError",
    "await_failed_task_again": "NameError",
    "gather_plain": "NameError",
    "gather_return_exceptions": "nothing",
    "twin_call": "NameError",
    "broken_import": "SyntaxError",
}
