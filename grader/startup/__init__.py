"""Tricks that only buy start-up time, in one place, and the switch that turns them off.

| trick | what it does | where |
|---|---|---|
| prestart | the candidate starts while the examiner imports pytest | grader/engine/examiner/__init__.py |
| imports | imports without garbage collection and without ssl | imports.py |
| colours | pytest without Pygments | imports.py |
| checks | compiled checks kept from one run to the next | bytecode_cache.py |
| facts | kata.yaml remembered as JSON, read without PyYAML | grader/curriculum/yaml_facts.py |
| freeze | what is here to stay is not looked at by garbage collections | here |

docs/engine.md says how many milliseconds each buys; `python tests/benchmarks/startup.py` measures them anew.
GRADE_STARTUP=plain turns all of them off, GRADE_STARTUP=imports,facts these two. Reports are the same either way.
"""

from __future__ import annotations

import gc
import os
from enum import StrEnum

SWITCH = "GRADE_STARTUP"
PLAIN = "plain"


class Trick(StrEnum):
    """A trick by its name in GRADE_STARTUP."""

    PRESTART = "prestart"
    IMPORTS = "imports"
    COLOURS = "colours"
    CHECKS = "checks"
    FACTS = "facts"
    FREEZE = "freeze"


def is_on(trick: Trick) -> bool:
    """Tell whether to use this trick: yes, unless the environment turns it off."""
    off = os.environ.get(SWITCH, "")
    return off != PLAIN and trick not in off.split(",")


def freeze() -> None:
    """Set aside all that was made so far."""
    if is_on(Trick.FREEZE):
        gc.freeze()
