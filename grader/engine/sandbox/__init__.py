"""Confinement of a candidate: what it does to itself, how it is started and ended, and what is seen of it.

The words for reports (`observed`, `protections`) load only when asked for: a candidate needs none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.engine.sandbox.kernel import Layer
from grader.engine.sandbox.lockdown import Lockdown, adopt_orphans, standard_library
from grader.engine.sandbox.process import base_python, candidate_command, kill_tree, scrubbed_environment

if TYPE_CHECKING:
    from grader.engine.sandbox.observe import observed, protections

__all__ = [
    "Layer",
    "Lockdown",
    "adopt_orphans",
    "base_python",
    "candidate_command",
    "kill_tree",
    "observed",
    "protections",
    "scrubbed_environment",
    "standard_library",
]

_FOR_EXAMINERS = frozenset({"observed", "protections"})


def __getattr__(name: str) -> Any:
    if name not in _FOR_EXAMINERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from grader.engine.sandbox import observe

    return getattr(observe, name)
