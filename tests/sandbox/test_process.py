"""How a candidate process starts and ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.engine.sandbox import base_python, candidate_command, kill_tree, scrubbed_environment


def ask(code: str, scratch: Path) -> str:
    """What a fresh candidate interpreter prints."""
    done = subprocess.run(
        candidate_command(base_python(), code),
        env=scrubbed_environment(str(scratch)),
        cwd=scratch,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def test_hashes_are_the_same_each_time(tmp_path: Path) -> None:
    """Two interpreters put the same strings of a set in the same order."""
    code = "print(list({'a', 'b', 'c', 'd', 'e', 'f'}))"

    first, second = ask(code, tmp_path), ask(code, tmp_path)

    assert first == second


def test_nothing_of_the_surroundings_is_loaded(tmp_path: Path) -> None:
    """Neither site-packages, nor the current folder, nor a module that lies there can be imported."""
    (tmp_path / "json.py").write_text("raise SystemExit('shadowed')", encoding="utf-8")
    code = "import sys, json; print('site' in sys.modules, '' in sys.path, any('site-packages' in p for p in sys.path))"

    assert ask(code, tmp_path) == "False False False"


def test_the_environment_is_not_inherited(tmp_path: Path) -> None:
    """Nothing of the user's environment is there to read: only what an interpreter needs to start."""
    allowed = {*scrubbed_environment(str(tmp_path)), "LC_CTYPE", "__CF_USER_TEXT_ENCODING"}

    seen = set(ask("import os; print(*os.environ)", tmp_path).split())

    assert seen <= allowed
    assert not {"USER", "SSH_AUTH_SOCK", "VIRTUAL_ENV"} & allowed


def test_no_cache_is_written(tmp_path: Path) -> None:
    """Importing a module leaves no .pyc beside it."""
    (tmp_path / "told.py").write_text("", encoding="utf-8")

    ask("import sys; sys.path.insert(0, '.'); import told", tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["told.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to end")
def test_children_end_with_their_parent(tmp_path: Path) -> None:
    """Ending a candidate ends the processes it started, so that their end of a pipe closes."""
    code = "import os, sys\nif os.fork(): print('up', flush=True)\nsys.stdin.read()"
    process = subprocess.Popen(
        candidate_command(base_python(), code),
        env=scrubbed_environment(str(tmp_path)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.readline()

    kill_tree(process)

    assert process.stdout.read() == b""
    process.stdin.close()
    process.stdout.close()


def test_ending_twice_is_harmless(tmp_path: Path) -> None:
    """A process that was already ended and reaped is left alone."""
    process = subprocess.Popen(candidate_command(base_python(), ""), env=scrubbed_environment(str(tmp_path)))

    kill_tree(process)
    kill_tree(process)

    assert process.returncode is not None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to end")
def test_a_process_in_our_own_group_takes_nobody_along(tmp_path: Path) -> None:
    """A candidate that shares the examiner's group is ended alone."""
    process = subprocess.Popen(
        candidate_command(base_python(), "import sys; sys.stdin.read()"),
        env=scrubbed_environment(str(tmp_path)),
        stdin=subprocess.PIPE,
    )
    assert os.getpgid(process.pid) == os.getpgid(0)

    kill_tree(process)

    assert process.returncode is not None
    assert process.stdin is not None
    process.stdin.close()
