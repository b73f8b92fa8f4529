"""Confinement of a candidate: what it does to itself, and how it is started and ended.

The examiner looks at it from outside with `observe`, which a candidate never loads.
"""

from __future__ import annotations

from grader.engine.sandbox.kernel import Layer
from grader.engine.sandbox.lockdown import Lockdown, adopt_orphans, standard_library
from grader.engine.sandbox.process import base_python, candidate_command, kill_tree, scrubbed_environment

__all__ = [
    "Layer",
    "Lockdown",
    "adopt_orphans",
    "base_python",
    "candidate_command",
    "kill_tree",
    "scrubbed_environment",
    "standard_library",
]
