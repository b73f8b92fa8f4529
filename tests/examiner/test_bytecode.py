"""A cold start compiles our own modules once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def clone(home: Path) -> Path:
    """A student's clone that never ran; answers with a submission in it."""
    without = shutil.ignore_patterns("__pycache__")
    for name in ("grader", "katas/kata00_warm_up"):
        shutil.copytree(ROOT / name, home / name, ignore=without)
    return Path(shutil.copy(ROOT / "solutions/kata00_warm_up/warm_up.py", home / "mine.py"))


def test_the_candidate_keeps_the_bytecode_of_our_modules_alone(tmp_path: Path) -> None:
    """After one attempt the candidate's modules are compiled beside their source, and no submission or check is."""
    submission = clone(tmp_path)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    subprocess.run(
        [sys.executable, "-m", "grader", "kata00", "--submission", submission],
        cwd=tmp_path,
        env=kept | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=True,
    )

    compiled = {path.name.split(".")[0] for path in tmp_path.glob("grader/engine/candidate/__pycache__/*.pyc")}
    assert {"main", "loop", "peer", "loader"} <= compiled
    assert [path for path in tmp_path.rglob("__pycache__") if "grader" not in path.parts] == []
