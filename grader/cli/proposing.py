"""`grade next`: which kata to do now, where its files are, and why this one."""

from __future__ import annotations

import re
from pathlib import Path

from grader.cli.choosing import AllDone
from grader.cli.world import World
from grader.curriculum import load_katas
from grader.errors import ExitCode
from grader.history import attempts, memory
from grader.history.proposals import Proposal, propose
from grader.model import Kata
from grader.render.layout import folded

CODE = re.compile(r"\b[MX][0-9]{2}\b")


def next_kata(world: World) -> ExitCode:
    """Show the kata to do next, where to read and write, and why it is the one."""
    kata, why = proposed(world.course())
    world.say(f"{kata.id}  {kata.title}")
    world.say(f"  read   {world.shown(kata.folder / 'README.md')}")
    world.say(f"  write  {world.shown(kata.stub)}")
    world.say(f"  then   grade {kata.id}")
    world.say("\n".join(folded(f"why    {why}", indent="  ", hang=" " * 9)))
    return ExitCode.ACCEPTED


def proposed(course: Path, *, but: str = "") -> Proposal:
    """The proposal for this clone, never the kata called `but`. Raises AllDone."""
    katas = load_katas(course)
    practises = {kata.id: practised(kata) for kata in katas}
    found = propose(katas, attempts(memory(course)), practises, but=but)
    if found is None:
        others = "other " if but else ""
        raise AllDone(f"Every {others}kata is done.", hint="See them all: grade list")
    return found


def practised(kata: Kata) -> tuple[str, ...]:
    """The misconceptions that a kata's visible checks speak of: hidden ones are not looked into."""
    files = sorted(kata.folder.glob("test_*.py"))
    return tuple(sorted({code for file in files for code in CODE.findall(file.read_text("utf-8", "replace"))}))
