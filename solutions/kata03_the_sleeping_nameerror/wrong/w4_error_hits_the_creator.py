"""Believes that the error of a task reaches whoever made the task."""
# misconception: M09
# breaks: rule 2
# caught by: test_thrown_away_or_made_a_task
# student reads: stays inside the task until somebody awaits it

from __future__ import annotations

ANSWERS: dict[str, str] = {
    "import": "nothing",
    "call": "nothing",
    "call_then_gc": "warning",
    "await": "NameError",
    "create_task_only": "nothing",
    "create_task_then_sleep0": "NameError",
    "await_failed_task": "NameError",
    "await_failed_task_again": "NameError",
    "gather_plain": "NameError",
    "gather_return_exceptions": "nothing",
    "twin_call": "NameError",
    "broken_import": "SyntaxError",
}
