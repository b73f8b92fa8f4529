"""Says only what goes wrong; a dict of its own kind answers for the rest."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum


class Said(StrEnum):
    """What Python says."""

    NOTHING = "nothing"
    WARNING = "warning"
    NAME = "NameError"
    GRAMMAR = "SyntaxError"


ANSWERS: defaultdict[str, Said] = defaultdict(lambda: Said.NOTHING)
ANSWERS["call_then_gc"] = Said.WARNING
ANSWERS["broken_import"] = Said.GRAMMAR
for _asked in ("await", "await_failed_task", "await_failed_task_again", "gather_plain", "twin_call"):
    ANSWERS[_asked] = Said.NAME
for _quiet in ("import", "call", "create_task_only", "create_task_then_sleep0", "gather_return_exceptions"):
    assert ANSWERS[_quiet] is Said.NOTHING
