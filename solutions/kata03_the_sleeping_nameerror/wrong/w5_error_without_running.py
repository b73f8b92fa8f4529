"""Believes that a coroutine is run at the latest when it is thrown away."""
# misconception: M01
# breaks: rule 2
# caught by: test_thrown_away_or_made_a_task
# student reads: Never run, never looked up

from __future__ import annotations

ANSWERS: dict[str, str] = {
    "import": "nothing",
    "call": "nothing",
    "call_then_gc": "NameError",
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
