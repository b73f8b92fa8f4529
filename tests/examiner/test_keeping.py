"""Checks that are kept compiled."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader.startup.bytecode_cache import kept_compiled


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python writes bytecode, whatever this run was told."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def version(course: Path, name: str) -> Path:
    """Where a course keeps this version of a kata's checks; the course remembers something already."""
    (course / ".grade").mkdir(exist_ok=True)
    return course / ".grade" / "checks" / "kata11" / name


@pytest.mark.usefixtures("writes")
def test_bytecode_goes_where_it_is_kept(tmp_path: Path) -> None:
    """Meanwhile it is written below the folder of this version, afterwards where it was before."""
    before = sys.pycache_prefix

    with kept_compiled(version(tmp_path, "new"), [tmp_path / "test_it.py"]):
        inside = sys.pycache_prefix

    assert (inside, sys.pycache_prefix) == (str(version(tmp_path, "new")), before)


@pytest.mark.usefixtures("writes")
def test_older_versions_go(tmp_path: Path) -> None:
    """A new version leaves nothing of the one before, and a version that is known keeps what it has."""
    old, new = version(tmp_path, "old"), version(tmp_path, "new")
    old.mkdir(parents=True)

    with kept_compiled(new, []):
        pass
    (new / "mine").mkdir(parents=True)
    with kept_compiled(new, []):
        pass

    assert (old.exists(), (new / "mine").exists()) == (False, True)


@pytest.mark.usefixtures("writes")
def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    """A file stands where the folder should be: no bytecode is written, least of all beside the checks."""
    new = version(tmp_path, "new")
    (tmp_path / ".grade" / "checks").write_text("in the way")

    with kept_compiled(new, [tmp_path / "test_it.py"]):
        inside = sys.dont_write_bytecode, sys.pycache_prefix

    assert inside == (True, None)
    assert not sys.dont_write_bytecode


@pytest.mark.usefixtures("writes")
def test_a_course_that_remembers_nothing_keeps_nothing(tmp_path: Path) -> None:
    """A folder of katas that nobody has begun is only looked at."""
    with kept_compiled(tmp_path / ".grade" / "checks" / "kata11" / "new", [tmp_path / "test_it.py"]):
        inside = sys.dont_write_bytecode

    assert (inside, list(tmp_path.iterdir())) == (True, [])


def test_whoever_wants_no_bytecode_gets_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PYTHONDONTWRITEBYTECODE holds here too."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    with kept_compiled(version(tmp_path, "new"), [tmp_path / "test_it.py"]):
        assert sys.dont_write_bytecode

    assert list((tmp_path / ".grade").iterdir()) == []
