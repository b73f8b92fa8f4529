"""A student edition, cloned into a bare environment and worked through as its student would.

It needs real processes and the package index: what is claimed is that nothing else is needed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring.release import apply_edition
from grader.model import Kata
from tests.release.editions import COURSE, KATAS, Texts, edition, found_in

KATA = next(kata for kata in KATAS if kata.id == "kata11")
SOLUTIONS = COURSE / "solutions" / KATA.slug
BIN = "Scripts" if os.name == "nt" else "bin"


class Clone:
    """A student's clone with an environment of its own; remembers everything that was printed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.printed: list[str] = []
        self.python = home / ".venv" / BIN / "python"
        self.stub = home / "katas" / KATA.slug / KATA.submit

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a program in the clone; it must end with this code."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PYTEST"))}
        environment |= {"PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
        done = subprocess.run(
            arguments, cwd=self.home, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        said = done.stdout + done.stderr
        assert done.returncode == code, said
        self.printed.append(said)
        return said

    def grade(self, *arguments: str, code: int = 0) -> str:
        """`grade …` as it was installed here."""
        return self.run(str(self.python.parent / "grade"), *arguments, code=code)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """The edition as a git repository, cloned, and its README's first command but for the demo."""
    origin = tmp_path_factory.mktemp("origin") / "course"
    apply_edition(edition(), origin)
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Edition"]):
        subprocess.run(
            ["git", "-C", str(origin), "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments], check=True
        )
    home = tmp_path_factory.mktemp("student") / "course"
    subprocess.run(["git", "clone", "-q", str(origin), str(home)], check=True)
    made = Clone(home)
    made.run(sys.executable, "-m", "venv", ".venv")
    made.run(str(made.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", ".")
    return made


@pytest.mark.timeout(300)
def test_a_kata_from_stub_to_solution(clone: Clone) -> None:
    """Not begun, wrong, right, then the solutions open; and nothing printed or written tells what is hidden."""
    first = clone.grade("next")
    closed = clone.grade("solution", KATA.id, code=1)
    clone.stub.write_bytes(next((SOLUTIONS / "wrong").glob("w1_*.py")).read_bytes())
    wrong = clone.grade(KATA.id, "--plain", code=1)
    clone.grade(KATA.id, "-v", "--output", "text", "--output", "html", "--output-file", "page.html", code=1)
    clone.grade(KATA.id, "--output", "junit", "--output-file", "report.xml", code=1)
    clone.grade(KATA.id, "--output", "json", code=1)
    clone.grade("timeline", KATA.id, "--svg", "picture.svg")
    early = clone.grade("timeline", KATA.id, "--against", "reference", code=2)
    seen = clone.printed.copy()
    secret = _written(clone)
    clone.stub.write_bytes((SOLUTIONS / KATA.submit).read_bytes())
    right = clone.grade(KATA.id)
    opened = clone.grade("solution", KATA.id, "--plain")
    against = clone.grade("timeline", KATA.id, "--against", "reference")
    demo = clone.grade("demo")

    assert "kata00" in first
    assert "open after an accepted attempt" in closed
    assert "once your own solution was accepted" in early
    assert "rejected" in wrong.lower()
    assert "25 of 25 points, accepted" in right
    assert "alternative" in opened
    assert "The reference" in against
    assert "kata00" in demo
    shown = {"printed": "\n".join(seen).encode(), **secret}
    for kata in (KATA, *_others()):
        assert [leak for leak in found_in(Texts.of(shown), kata) if not _is_prepared(leak)] == []


def _is_prepared(leak: str) -> bool:
    """A line that is a string and nothing else: what a hidden check says to its student."""
    return leak.partition(": ")[2].startswith(('"', "'"))


def _others() -> list[Kata]:
    return [kata for kata in KATAS if kata.id in ("kata01", "kata23", "kata29")]


def _written(clone: Clone) -> dict[str, bytes]:
    """Everything in the clone but git's own, its environment and the student's file, before anything was opened."""
    paths = [path for path in clone.home.rglob("*") if path.is_file() and path != clone.stub]
    outside = {".git", ".venv"}
    return {
        path.relative_to(clone.home).as_posix(): path.read_bytes()
        for path in paths
        if not outside & set(path.relative_to(clone.home).parts)
        and not path.relative_to(clone.home).as_posix().startswith((".grade/stubs", "katas/kata00", "solutions/kata00"))
    }
