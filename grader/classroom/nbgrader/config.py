"""What nbgrader is told in its nbgrader_config.py, so that nothing of a student's runs where it grades."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from grader.classroom.nbgrader.autograde import KATAS

CONFIG = "nbgrader_config.py"
SANITIZER = "grader.classroom.nbgrader.sanitizing.OnlyOurCells"
TIDIER = "grader.classroom.nbgrader.sanitizing.CourseMetadata"


def guard(config: Any, *, katas: str) -> None:
    """Have `nbgrader autograde` run the course's own cells only, with modules of the installation only.

    `katas` is the clone whose katas grade, with their hidden checks. Without this a student's other cells run in the
    kernel that grades, and a file such as grader.py handed in beside a notebook is imported there.
    """
    from nbgrader.converters.autograde import Autograde

    # Kernels inherit these. -P for `python -m ipykernel_launcher`, whose current folder is the submission's.
    os.environ["PYTHONSAFEPATH"] = "1"
    os.environ[KATAS] = katas
    config.Execute.extra_arguments = ["--InteractiveShellApp.ignore_cwd=True"]
    chosen = config.Autograde.get("sanitize_preprocessors")
    usual = chosen or Autograde.class_traits()["sanitize_preprocessors"].default()
    others = [one for one in usual if one not in (TIDIER, SANITIZER)]
    config.Autograde.sanitize_preprocessors = [TIDIER, *others, SANITIZER]


def config_text(folder: Path, katas: Path) -> str:
    """Return an nbgrader_config.py for the course in this folder."""
    name = re.sub(r"\W+", "-", folder.resolve().name).strip("-") or "course"
    return TEXT.format(name=name, lines=guard_lines(katas))


def guard_lines(katas: Path) -> str:
    """Return the lines that an nbgrader_config.py needs."""
    return f"from grader.classroom.nbgrader.config import guard\n\nguard(c, katas={str(katas)!r})"


TEXT = """\
# `grade notebooks build` wrote this once and will not change it.
c = get_config()

c.CourseDirectory.course_id = "{name}"

# Autograding runs the course's own cells and nothing else of a student's notebook; whatever is handed in beside it is
# not imported. Solutions are graded by `grade`, with the katas and the hidden checks of this clone.
{lines}
"""
