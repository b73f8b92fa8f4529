"""The guide's kata, from nothing to green."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from grader.errors import ExitCode
from tests.dev_new.bench import Bench

GUIDE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")
BOX = re.compile(r"^(`{3,})\w+ (\S+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
BEGIN = re.compile(r"^grade (dev new kata61 .*)$", re.MULTILINE)


def test_the_guide_s_kata_is_green(bench: Bench) -> None:
    """Its command and its boxes, copied, make a kata of which nothing is left to write and whose matrix is clean."""
    (begin,) = BEGIN.findall(GUIDE)
    bench.grade(*shlex.split(begin), "--katas", ".")
    begun = bench.files()
    for _, path, text in BOX.findall(GUIDE):
        (bench.here / path).write_text(text, encoding="utf-8")

    checked, said = bench.grade("dev", "check", "--repeats", "1", "--katas", "."), bench.out
    drawn = bench.grade("dev", "matrix", "--plain", "--katas", ".")

    assert (ExitCode.ACCEPTED, ExitCode.ACCEPTED) == (checked, drawn), said + bench.out
    assert "5 checks, reference + 1 alternative accepted, 5 wrong solutions caught" in said
    assert begun.keys() <= {path for _, path, _ in BOX.findall(GUIDE)}
