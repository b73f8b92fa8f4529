"""The command line in a folder, with the real engine."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.cli import run
from grader.cli.world import real_world


@dataclass
class Bench:
    """A folder to work in, and what the last command printed."""

    here: Path
    env: Mapping[str, str] = field(default_factory=dict)
    out: str = ""
    err: str = ""

    def grade(self, *arguments: str) -> int:
        """Run `grade` with these arguments and give its exit code."""
        out, err = io.StringIO(), io.StringIO()
        code = run(arguments, replace(real_world(), here=self.here, out=out, err=err, env={**os.environ, **self.env}))
        self.out, self.err = out.getvalue(), err.getvalue()
        return code

    def new(self, *arguments: str) -> int:
        """Run `grade dev new` in the set that lies here."""
        return self.grade("dev", "new", *arguments, "--katas", ".")

    def files(self) -> dict[str, bytes]:
        """Every file below the folder by its path."""
        found = (path for path in self.here.rglob("*") if path.is_file())
        return {path.relative_to(self.here).as_posix(): path.read_bytes() for path in found}
