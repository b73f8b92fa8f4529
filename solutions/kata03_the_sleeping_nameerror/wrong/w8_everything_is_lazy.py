"""Believes that ordinary functions are as lazy as coroutines."""
# misconception: M25
# breaks: rule 2
# caught by: test_the_twin_and_the_grammar
# student reads: Only coroutines wait

from __future__ import annotations

ANSWERS: dict[str, str] = {
    "import": "nothing",
    "call": "nothing",
    "call_then_gc": "warning",
    "await": "NameError",
    "create_task_only": "nothing",
    "create_task_then_sleep0": "nothing",
    "await_failed_task": "NameError",
    "await_failed_task_again": "NameError",
    "gather_plain": "NameError",
    "gather_return_exceptions": "nothing",
    "twin_call": "nothing",
    "broken_import": "SyntaxError",
}
