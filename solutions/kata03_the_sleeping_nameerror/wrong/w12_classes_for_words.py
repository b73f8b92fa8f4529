"""Believes that an answer is the exception itself."""
# misconception: M00
# breaks: rule 1
# caught by: test_load_call_and_await
# student reads: put its name in quotes

from __future__ import annotations

ANSWERS: dict[str, object] = {
    "import": "nothing",
    "call": "nothing",
    "await": NameError,
    "call_then_gc": "warning",
    "create_task_only": "nothing",
    "create_task_then_sleep0": "nothing",
    "await_failed_task": NameError,
    "await_failed_task_again": NameError,
    "gather_plain": NameError,
    "gather_return_exceptions": "nothing",
    "twin_call": NameError,
    "broken_import": SyntaxError,
}
