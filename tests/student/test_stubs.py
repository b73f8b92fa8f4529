"""What a stub was before the student wrote in it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from grader.model import Kata
from grader.student import is_untouched, known_stub, pristine_stub
from tests.support.katas import STUB as TEXT
from tests.support.katas import kata as a_kata
from tests.support.katas import write_kata

STUB = TEXT.encode()
MINE = b"def f():\n    return 1\n"


@pytest.fixture
def kata(tmp_path: Path) -> Kata:
    """A kata on disk whose stub is unwritten, outside of git."""
    return a_kata("kata11_gather", write_kata(tmp_path, "kata11_gather", stub=TEXT), "gather.py")


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """Where the clone remembers."""
    return tmp_path / ".grade"


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody."""
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def cloned(tmp_path: Path, kata: Kata) -> Kata:
    """The kata in a git repository, as the author committed it."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "katas")
    git(tmp_path, "commit", "-q", "-m", "the course")
    return kata


def test_an_unwritten_stub_is_kept_at_first_sight(kata: Kata, memory: Path) -> None:
    """Without git, a stub whose functions are all unwritten is untouched, and remembered so."""
    assert is_untouched(memory, kata, STUB)
    assert known_stub(memory, kata) == STUB
    assert not is_untouched(memory, kata, MINE)


@pytest.mark.parametrize("source", [MINE, b"", b"ANSWERS = {}\n", STUB + b"def g():\n    return 1\n"])
def test_what_is_not_known_counts_as_begun(kata: Kata, memory: Path, source: bytes) -> None:
    """Without git, a file that somebody may have begun is never called untouched, nor kept."""
    assert not is_untouched(memory, kata, source)
    assert known_stub(memory, kata) is None


def test_git_knows_the_stub(cloned: Kata, memory: Path) -> None:
    """In a clone the stub is known even where the student wrote before the first `grade`."""
    assert not is_untouched(memory, cloned, MINE)
    assert known_stub(memory, cloned) == STUB
    assert is_untouched(memory, cloned, STUB)


def test_a_student_who_commits_does_not_change_the_stub(cloned: Kata, memory: Path, tmp_path: Path) -> None:
    """Commits that touch only the stub are the student's."""
    cloned.stub.write_bytes(MINE)
    git(tmp_path, "commit", "-q", "-a", "-m", "my work")

    assert pristine_stub(memory, cloned) == STUB


def test_an_author_who_mends_a_kata_changes_the_stub(cloned: Kata, memory: Path, tmp_path: Path) -> None:
    """The stub is that of the last commit that touched the rest of the kata's folder."""
    better = STUB + b"# Mind the order.\n"
    cloned.stub.write_bytes(better)
    (cloned.folder / "README.md").write_text("# Do it in order\n", encoding="utf-8")
    git(tmp_path, "commit", "-q", "-a", "-m", "better words")

    assert better == pristine_stub(memory, cloned)


def test_line_ends_are_not_work(kata: Kata, memory: Path) -> None:
    """A checkout with other line ends is still untouched."""
    is_untouched(memory, kata, STUB)

    assert is_untouched(memory, kata, STUB.replace(b"\n", b"\r\n"))
