"""Believes that awaiting a coroutine waits for it, and that somebody else is the one who runs it."""
# misconception: M25
# breaks: rule 2
# caught by: test_load_call_and_await
# student reads: Awaiting runs the body

from __future__ import annotations

ANSWERS: dict[str, str] = {
    "import": "nothing",
    "call": "nothing",
    "call_then_gc": "warning",
    "await": "nothing",
    "create_task_only": "nothing",
    "create_task_then_sleep0": "nothing",
    "await_failed_task": "NameError",
    "await_failed_task_again": "NameError",
    "gather_plain": "NameError",
    "gather_return_exceptions": "nothing",
    "twin_call": "NameError",
    "broken_import": "SyntaxError",
}
