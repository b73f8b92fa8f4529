"""`grade` as a student runs it: the real engine, the real kata00, a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.support.processes import python

ROOT = Path(__file__).parent.parent.parent
HOME = ROOT / "solutions" / "kata00_warm_up"
SEED = "0123456789abcdef" * 2
HEAVY = ("rich", "jsonschema", "jinja2", "sqlite3", "watchfiles")
COLD = f"""
import sys
from grader.cli import run
from grader.cli.world import real_world
code = run(sys.argv[1:], real_world())
print(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
sys.exit(code)
"""


def test_the_reference_is_accepted() -> None:
    """The last line is a JSON object of the published form that says accepted, and the process exits 0."""
    done = python(
        "-m", "grader", "kata00", "--submission", str(HOME / "warm_up.py"), "--output", "json", "--seed", SEED
    )

    document = json.loads(done.stdout.splitlines()[-1])
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    assert (done.returncode, document["verdict"], document["points"], document["max"]) == (0, "accepted", 10, 10)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []


@pytest.mark.parametrize("wrong", sorted(HOME.glob("wrong/*.py"))[:1], ids=lambda path: path.stem)
def test_a_wrong_solution_gives_the_same_report_twice(wrong: Path) -> None:
    """A wrong solution exits 1, and the same seed gives the same report to the byte."""
    arguments = ("-m", "grader", "kata00", "--submission", str(wrong), "--output", "json", "--seed", SEED)

    first, second = python(*arguments), python(*arguments)

    assert (first.returncode, second.returncode) == (1, 1)
    assert first.stdout == second.stdout


def test_grading_imports_nothing_heavy() -> None:
    """The path of `grade kata00` imports none of the libraries that only other commands need."""
    done = python("-c", COLD, "kata00", "--submission", str(HOME / "warm_up.py"))

    assert (done.returncode, done.stderr.strip()) == (0, "")


def test_a_reader_who_leaves_is_no_error() -> None:
    """`grade list | head -0` prints no traceback."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    read, write = os.pipe()
    os.close(read)

    done = subprocess.run(
        [sys.executable, "-m", "grader", "list"],
        cwd=ROOT,
        env=environment,
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )

    os.close(write)
    assert done.stderr == b""


def test_a_misconception_is_explained_live() -> None:
    """Its sentence, its program, the picture and the prints of a run just now, what is wrong, and what to do."""
    pages = [python("-m", "grader", "explain", name, "--plain").stdout for name in ("M02", "2", "m02")]

    assert pages == [pages[0]] * 3
    assert pages[0].splitlines()[0] == "M02  Independent waits were done one after the other."
    for word in ("   9          print(await fetch(number))", "9 s  3", "Wrong ", "Instead "):
        assert word in pages[0]
