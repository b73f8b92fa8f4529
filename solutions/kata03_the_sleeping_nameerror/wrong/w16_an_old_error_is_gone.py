"""Believes that an error which was not caught at once is gone."""
# misconception: M09
# breaks: rule 2
# caught by: test_failed_tasks_and_gather
# student reads: an error inside a task is not gone

from __future__ import annotations

ANSWERS: dict[str, str] = {
    "import": "nothing",
    "call": "nothing",
    "await": "NameError",
    "call_then_gc": "warning",
    "create_task_only": "nothing",
    "create_task_then_sleep0": "nothing",
    "await_failed_task": "nothing",
    "await_failed_task_again": "NameError",
    "gather_plain": "NameError",
    "gather_return_exceptions": "nothing",
    "twin_call": "NameError",
    "broken_import": "SyntaxError",
}
