"""Believes that loading a file looks up its names."""
# misconception: M25
# breaks: rule 2
# caught by: test_load_call_and_await
# student reads: only looked up when its line runs

from __future__ import annotations

ANSWERS: dict[str, str] = {
    "import": "NameError",
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
