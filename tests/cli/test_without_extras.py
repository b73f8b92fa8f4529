"""The commands of an installation without extras."""

from __future__ import annotations

import pytest

from tests.support.processes import python

EXTRAS = (
    *("pylti1p3", "requests", "cryptography", "nbgrader", "nbformat", "traitlets", "IPython"),
    *("dask", "distributed", "libcst"),
)
PROGRAM = """
import importlib, sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {extras!r}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
importlib.import_module({module!r})
"""
MODULES = (
    *(f"grader.cli.classroom.{name}" for name in ("collect", "decisions", "export", "init", "push", "regrade")),
    *(f"grader.cli.{name}" for name in ("classroom.report", "classroom.run", "classroom.similar", "notebooks")),
)


@pytest.mark.parametrize("module", MODULES)
def test_a_command_needs_no_extra_to_begin(module: str) -> None:
    """Each is there with the plain installation; what does need an extra says so itself."""
    program = PROGRAM.format(extras=EXTRAS, module=module)

    done = python("-c", program)

    assert (done.returncode, done.stderr) == (0, "")
