"""Checks that are kept compiled."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader.examiner.keeping import kept_compiled


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python writes bytecode, whatever this run was told."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.mark.usefixtures("writes")
def test_bytecode_goes_where_it_is_kept(tmp_path: Path) -> None:
    """Meanwhile it is written below the folder of this version, afterwards where it was before."""
    before = sys.pycache_prefix

    with kept_compiled(tmp_path / "kata" / "new", [tmp_path / "test_it.py"]):
        inside = sys.pycache_prefix

    assert (inside, sys.pycache_prefix) == (str(tmp_path / "kata" / "new"), before)


@pytest.mark.usefixtures("writes")
def test_older_versions_go(tmp_path: Path) -> None:
    """A new version leaves nothing of the one before, and a version that is known keeps what it has."""
    old, new = tmp_path / "kata" / "old", tmp_path / "kata" / "new"
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
    (tmp_path / "kata").write_text("in the way")

    with kept_compiled(tmp_path / "kata" / "new", [tmp_path / "test_it.py"]):
        inside = sys.dont_write_bytecode, sys.pycache_prefix

    assert inside == (True, None)
    assert not sys.dont_write_bytecode


def test_whoever_wants_no_bytecode_gets_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PYTHONDONTWRITEBYTECODE holds here too."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    with kept_compiled(tmp_path / "kata", [tmp_path / "test_it.py"]):
        assert sys.dont_write_bytecode

    assert list(tmp_path.iterdir()) == []
