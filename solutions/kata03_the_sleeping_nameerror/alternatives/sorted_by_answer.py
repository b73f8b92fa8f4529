"""The same answers, sorted by what happens and turned round, with other capitals."""

from __future__ import annotations

HAPPENS = {
    " Nothing ": ["import", "call", "create_task_only", "create_task_then_sleep0", "gather_return_exceptions"],
    "WARNING": ["call_then_gc"],
    "nameerror": ["await", "await_failed_task", "await_failed_task_again", "gather_plain", "twin_call"],
    "SyntaxError": ["broken_import"],
}

ANSWERS = {key: answer for answer, keys in HAPPENS.items() for key in keys}
