"""`grade explain M02`: a misconception with a program that has it, run here and now."""

from __future__ import annotations

import re

from grader.cli.world import World
from grader.curriculum import set_of
from grader.errors import ExitCode, UsageError
from grader.history import attempts, memory
from grader.history.standing import standing
from grader.lessons import lesson, lessons
from grader.render.layout import folded
from grader.render.lesson import lesson_list, lesson_page
from grader.render.style import Style

OWN = re.compile(r"[Xx][0-9]{2}")
CODE = re.compile(r"[Mm]?([0-9]{1,2})")


def explain(world: World, code: str, *, style: Style) -> ExitCode:
    """Tell one misconception; the picture is of its program's run just now."""
    if OWN.fullmatch(code.strip()):
        return _explain_own(world, code.strip().upper())
    number = CODE.fullmatch(code.strip())
    name = f"M{int(number[1]):02d}" if number else code
    found = lesson(name)
    if found is None:
        raise UsageError(f"There is no misconception {code!r}: they go from M00 to M41.", hint="See all: grade explain")
    from grader.examiner.example import play

    world.say(lesson_page(name, found, play(found.program), style=style).rstrip("\n"))
    return ExitCode.ACCEPTED


def _explain_own(world: World, code: str) -> ExitCode:
    """One that the set of katas defines: there is a sentence, and no program."""
    own = set_of(world.course()).misconceptions
    if code not in own:
        raise UsageError(f"This set of katas has no misconception {code}.", hint="See all: grade explain")
    world.say("\n".join(folded(f"{code}  {own[code]}", indent="", hang=" " * 5)))
    world.say("It is one of this set's own, and has no program to show.")
    return ExitCode.ACCEPTED


def explain_all(world: World, *, style: Style) -> ExitCode:
    """List every misconception, and mark those that still stand."""
    stands = standing(attempts(memory(world.course())))
    own = set_of(world.course()).misconceptions
    world.say(lesson_list(lessons(), stands, style=style, own=own).rstrip("\n"))
    return ExitCode.ACCEPTED
