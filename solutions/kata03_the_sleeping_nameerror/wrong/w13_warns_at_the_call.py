"""Believes that Python warns as soon as a coroutine is not awaited where it is made."""
# misconception: M01
# breaks: rule 2
# caught by: test_load_call_and_await
# student reads: it may still be awaited

from __future__ import annotations

ANSWERS: dict[str, str] = {
    "import": "nothing",
    "call": "warning",
    "await": "NameError",
    "call_then_gc": "warning",
    "create_task_only": "nothing",
    "create_task_then_sleep0": "nothing",
    "await_failed_task": "NameError",
    "await_failed_task_again": "NameError",
    "gather_plain": "NameError",
    "gather_return_exceptions": "nothing",
    "twin_call": "NameError",
    "broken_import": "SyntaxError",
}
