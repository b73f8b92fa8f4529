"""Believes that a task gives its error once and then forgets it."""
# misconception: M09
# breaks: rule 2
# caught by: test_failed_tasks_and_gather
# student reads: A box that was opened once is not empty

from __future__ import annotations

ANSWERS: dict[str, str] = {
    "import": "nothing",
    "call": "nothing",
    "call_then_gc": "warning",
    "await": "NameError",
    "create_task_only": "nothing",
    "create_task_then_sleep0": "nothing",
    "await_failed_task": "NameError",
    "await_failed_task_again": "nothing",
    "gather_plain": "NameError",
    "gather_return_exceptions": "nothing",
    "twin_call": "NameError",
    "broken_import": "SyntaxError",
}
