"""`grade class init`: the files a course begins with."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from grader.cli.world import World
from grader.errors import ExitCode, UsageError
from grader.model import Kata

UTC = "UTC"
EXAMPLES = """\b
Examples:
  grade class init autumn
  grade class init autumn --name "Async 101" --time-zone Europe/Berlin
"""


@click.command(epilog=EXAMPLES)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="", help="The course's name; else the folder's.")
@click.option("--time-zone", default="", metavar="ZONE", help="Where deadlines are meant; else TZ, else UTC.")
@click.pass_obj
def init(world: World, folder: Path, name: str, time_zone: str) -> ExitCode:
    """Write course.yaml with every kata listed, a roster to fill in, and a .gitignore; never overwrite one."""
    from grader.course.plan import PLAN
    from grader.course.plan.beginning import IGNORED_TEXT, ROSTER_TEXT, plan_text
    from grader.course.plan.explain import SCHEMA, schema_text

    place = Path(os.path.normpath(world.here / folder))
    if (place / PLAN).exists():
        raise UsageError(f"There is a {PLAN} in {folder} already.", hint="Change it, or name another folder.")
    zone = _zone(world, time_zone)
    katas, katas_from = _katas(world, place)
    texts = {
        "roster.csv": ROSTER_TEXT,
        ".gitignore": IGNORED_TEXT,
        SCHEMA: schema_text(),
        # The last: where it is, the others are.
        PLAN: plan_text(name or place.name, zone, katas, katas_from=katas_from),
    }
    try:
        place.mkdir(parents=True, exist_ok=True)
        kept = [file for file, text in texts.items() if not _written(place / file, text)]
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror}).", hint="Name another folder.") from None
    for file in texts:
        world.say(f"{world.shown(place / file)}{'  is there already, and was kept' if file in kept else ''}")
    world.say(f"{len(katas)} katas, times in {zone}. Fill in {PLAN} and roster.csv, then: grade class status")
    return ExitCode.ACCEPTED


def _zone(world: World, wanted: str) -> str:
    """The time zone that was asked for, else the one of this shell, else UTC. Raises UsageError."""
    for key in (wanted,) if wanted else (world.env.get("TZ", ""), UTC):
        with suppress(ValueError, OSError, KeyError):
            return ZoneInfo(key).key
    from difflib import get_close_matches
    from zoneinfo import available_timezones

    near = get_close_matches(wanted, available_timezones(), n=1)
    hint = f"Did you mean {near[0]}?" if near else "Name one as Europe/Berlin. Are there none? pip install tzdata"
    raise UsageError(f"There is no time zone {wanted or UTC!r} here.", hint=hint)


def _katas(world: World, place: Path) -> tuple[tuple[Kata, ...], str]:
    """Every kata of the course one stands in, and how course.yaml has to say where it is; "" where it need not."""
    from grader.curriculum import find_course, load_katas

    course = world.course()
    try:
        found = find_course(place)
    except UsageError:
        found = None
    return load_katas(course), "" if found == course else os.path.relpath(course, place)


def _written(path: Path, text: str) -> bool:
    """Whether the file was written; one that is there stays as it is, and no other ever sees half of it."""
    if path.exists():
        return False
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(text, encoding="utf-8", newline="\n")
    os.replace(partial, path)
    return True
