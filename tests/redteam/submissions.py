"""The submissions of the red team, as their files say: what each tries, and what it may be worth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.redteam.makers import MAKERS

HERE = Path(__file__).parent
CLASSES = ("forging", "shadowing", "stealing", "exhausting", "presentation")


@dataclass(frozen=True, slots=True)
class Tried:
    """One submission and the lines in its head that are meant for us.

    `worth` names the file under baseline/ whose points it may have; `bench` a list of checks in bench_checks.py, where
    kata11 gives it no opening; `only` the checks of kata11 that it meets. `wall` is "always" or "full" for one that
    runs into limits of real time.
    """

    path: Path
    worth: str = ""
    bench: str = ""
    make: str = ""
    only: tuple[str, ...] = ()
    wall: str = ""

    @property
    def name(self) -> str:
        """Its class and its file."""
        return f"{self.path.parent.name}/{self.path.stem}"

    def source(self, places: dict[str, str]) -> bytes:
        """Its bytes, with the names of this run put in for @NAME@."""
        text = self.path.read_text(encoding="utf-8")
        for name, value in places.items():
            text = text.replace(f"@{name}@", value)
        return MAKERS[self.make](text) if self.make else text.encode()


def tried(path: Path) -> Tried:
    """Read the head of a file."""
    told = dict(re.findall(r"^# (worth|bench|make|only): (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE))
    wall = re.search(r"^# wall(: full)?$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return Tried(
        path,
        worth=told.get("worth", ""),
        bench=told.get("bench", ""),
        make=told.get("make", ""),
        only=tuple(told.get("only", "").split()),
        wall="" if wall is None else "full" if wall[1] else "always",
    )


HOSTILE = [tried(path) for one in CLASSES for path in sorted((HERE / "hostile" / one).glob("*.py"))]
HONEST = [tried(path) for path in sorted((HERE / "honest").glob("*.py"))]
