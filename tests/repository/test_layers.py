"""Which tests are unit tests, and in which order tests run."""

from __future__ import annotations

import inspect
from pkgutil import resolve_name

import pytest

from tests.support.layers import LAST, ORDER, STARTERS, TESTS, layer, starts_processes


@pytest.mark.parametrize("folder", [*ORDER, *LAST])
def test_each_folder_of_the_order_is_there(folder: str) -> None:
    """A folder that was renamed would run at the end, where nobody looks first."""
    assert (TESTS / folder).is_dir()


@pytest.mark.parametrize("name", [name for name in STARTERS if name.startswith("grader.")])
def test_what_starts_processes_is_there(name: str) -> None:
    """A name that was moved would let tests pass for unit tests that are none."""
    assert resolve_name(name) is not None


@pytest.mark.parametrize(
    ("file", "slow"),
    [
        ("vtime/test_dates.py", False),
        ("curriculum/test_scoring.py", False),
        ("examiner/test_timeouts.py", True),
        # By way of examiner/bench.py.
        ("examiner/test_words.py", True),
        # By way of their conftest.py.
        ("sandbox/test_still_works.py", True),
        ("zygote/test_totals.py", True),
    ],
)
def test_what_starts_processes_is_found_by_its_imports(file: str, slow: bool) -> None:
    """In the file itself, in the helpers it imports, and in the conftest.py beside it."""
    assert starts_processes(TESTS / file) is slow


def test_the_cause_is_told_before_what_is_built_upon_it() -> None:
    """Unit tests before all others, the clock before commands, the red team at the very end."""
    files = ("redteam/test_strong.py", "examiner/test_words.py", "cli/test_grading.py", "vtime/test_dates.py")

    ordered = sorted((TESTS / file for file in files), key=layer)

    assert [path.relative_to(TESTS).as_posix() for path in ordered] == [
        "vtime/test_dates.py",
        "cli/test_grading.py",
        "examiner/test_words.py",
        "redteam/test_strong.py",
    ]


def test_xdist_can_be_asked_to_keep_the_order() -> None:
    """tests/conftest.py sets the option by its name: under another, xdist would begin with the largest files."""
    loadscope = pytest.importorskip("xdist.scheduler.loadscope")

    assert "self.config.option.loadscopereorder" in inspect.getsource(loadscope)
