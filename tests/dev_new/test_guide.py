"""The guide's kata, from nothing to green."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

from grader.authoring.check_files import check_file_problems
from grader.authoring.mutants.fates import read_survivors
from grader.curriculum import load_set
from grader.errors import ExitCode
from tests.dev_new.bench import Bench
from tests.support.claims import nonempty

ROOT = Path(__file__).parents[2]
BEFORE = "katas/kata29_give_up_in_time"
GUIDE = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
BOX = re.compile(r"^(`{3,})\w+ (\S+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
BEGIN = re.compile(r"^grade (dev new kata61 .*)$", re.MULTILINE)


def test_the_guide_s_kata_is_green(bench: Bench) -> None:
    """Its command and its boxes, copied, make a kata of which nothing is left to write and whose matrix is clean."""
    (begin,) = BEGIN.findall(GUIDE)
    # The guide's kata comes after one of this course.
    shutil.copytree(ROOT / BEFORE, bench.here / BEFORE)
    there = bench.files()
    bench.grade(*shlex.split(begin), "--katas", ".")
    begun = bench.files().keys() - there.keys()
    for _, path, text in nonempty(BOX.findall(GUIDE)):
        (bench.here / path).write_text(text, encoding="utf-8")

    checked, said = bench.grade("dev", "check", "--repeats", "1", "kata61", "--katas", "."), bench.out
    drawn = bench.grade("dev", "matrix", "kata61", "--plain", "--katas", ".")

    assert (checked, drawn) == (ExitCode.ACCEPTED, ExitCode.ACCEPTED), said + bench.out
    assert "5 checks, reference + 1 alternative accepted, 5 wrong solutions caught" in said
    assert nonempty(begun) and begun <= {path for _, path, _ in BOX.findall(GUIDE)}


def test_the_guide_s_small_files_are_right(tmp_path: Path) -> None:
    """Its set.yaml defines the misconception that its check file makes, and its survivors.yaml is read."""
    boxes = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    (about,) = [text for kind, text in boxes if kind == "yaml" and text.startswith("name:")]
    (survivors,) = [text for kind, text in boxes if kind == "yaml" and text.startswith("- mutant:")]
    (checks,) = [text for kind, text in boxes if kind == "python" and text.startswith("from grader.testing import M")]
    (tmp_path / "set.yaml").write_text(about)
    (tmp_path / "survivors.yaml").write_text(survivors)

    found = load_set(tmp_path)

    assert check_file_problems(checks, "t.py", found.misconceptions) == ()
    assert check_file_problems(checks, "t.py") != ()
    assert all((found.name, found.author, found.licence, found.tracks))
    assert len(read_survivors(tmp_path)) == 1
