"""Believes that a coroutine function runs when it is called."""
# misconception: M25
# breaks: rule 2
# caught by: test_load_call_and_await
# student reads: the coroutine's body has not started

from __future__ import annotations

ANSWERS: dict[str, str] = {
    "import": "nothing",
    "call": "NameError",
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
