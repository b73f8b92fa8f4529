"""`grade progress`: one's own scoreboard."""

from __future__ import annotations

from grader.cli.world import World
from grader.curriculum import load_katas, set_of
from grader.errors import ExitCode
from grader.history import attempts, memory
from grader.render.progress import progress_page
from grader.render.style import Style


def show_progress(world: World, *, style: Style) -> ExitCode:
    """Show tracks, streaks, attempts and what is still misunderstood."""
    course = world.course()
    own = set_of(course).misconceptions
    world.say(progress_page(load_katas(course), attempts(memory(course)), style=style, own=own).rstrip("\n"))
    return ExitCode.ACCEPTED
