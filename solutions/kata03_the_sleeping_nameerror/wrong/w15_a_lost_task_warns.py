"""Believes that a task nobody awaits is a coroutine nobody awaits."""
# misconception: M01
# breaks: rule 2
# caught by: test_thrown_away_or_made_a_task
# student reads: nothing was forgotten

from __future__ import annotations

ANSWERS: dict[str, str] = {
    "import": "nothing",
    "call": "nothing",
    "await": "NameError",
    "call_then_gc": "warning",
    "create_task_only": "warning",
    "create_task_then_sleep0": "nothing",
    "await_failed_task": "NameError",
    "await_failed_task_again": "NameError",
    "gather_plain": "NameError",
    "gather_return_exceptions": "nothing",
    "twin_call": "NameError",
    "broken_import": "SyntaxError",
}
