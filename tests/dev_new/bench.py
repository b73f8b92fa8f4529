"""The command line in a folder, with the real engine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.cli.world import World, real_world
from tests.support.commands import CommandLine


@dataclass
class Bench(CommandLine):
    """A folder to work in, and what the last command printed."""

    here: Path
    env: Mapping[str, str] = field(default_factory=dict)

    def world(self) -> World:
        """Attempts are real."""
        return replace(real_world(), here=self.here, env={**os.environ, **self.env})

    def new(self, *arguments: str) -> int:
        """Run `grade dev new` in the set that lies here."""
        return self.grade("dev", "new", *arguments, "--katas", ".")

    def files(self) -> dict[str, bytes]:
        """Every file below the folder by its path."""
        found = (path for path in self.here.rglob("*") if path.is_file())
        return {path.relative_to(self.here).as_posix(): path.read_bytes() for path in found}
