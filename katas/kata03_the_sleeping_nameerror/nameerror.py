"""The sleeping NameError: what happens in the marked line of each program of the README?"""

from __future__ import annotations

# For each key one of: "nothing", "warning", "NameError", "SyntaxError".
ANSWERS: dict[str, str] = {
    "import": "",
    "call": "",
    "await": "",
    "call_then_gc": "",
    "create_task_only": "",
    "create_task_then_sleep0": "",
    "await_failed_task": "",
    "await_failed_task_again": "",
    "gather_plain": "",
    "gather_return_exceptions": "",
    "twin_call": "",
    "broken_import": "",
}
