"""`grade doctor`: what works here, and what to do about the rest."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from grader.cli.commands import plain
from grader.cli.world import World
from grader.curriculum import load_katas
from grader.errors import BrokenKata, ExitCode, UsageError
from grader.model import Level, Protections
from grader.report.layout import Ink, Style, folded, paint
from grader.student import memory
from grader.text import count_of

# Those that `.ci/run` tests.
OLDEST, NEWEST = (3, 11), (3, 15)
TESTED = "Python 3.11 to 3.15"
INDENT = " " * 20


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing looked at; `advice` is what to do about it."""

    name: str
    found: str
    advice: str = ""
    well: bool = True


@click.command()
@plain
@click.pass_obj
def doctor(world: World, plain: bool) -> ExitCode:
    """What works on this machine, and what to do about the rest."""
    style = world.style(plain=plain)
    for symptom in symptoms(world):
        mark = "well" if symptom.well and not symptom.advice else "LOOK"
        first, *rest = folded(symptom.found, indent=" " * len(INDENT))
        world.say(f"  {_painted(mark, style)} {symptom.name:<12} {first.lstrip()}")
        for line in (*rest, *(folded(symptom.advice, indent=INDENT) if symptom.advice else ())):
            world.say(line)
    return ExitCode.ACCEPTED


def _painted(mark: str, style: Style) -> str:
    return paint(mark, Ink.CODE if mark == "LOOK" else Ink.GOOD, style)


def symptoms(world: World) -> Iterator[Symptom]:
    """Everything that decides whether grading works here."""
    home = world.env.get("HOME") or world.env.get("USERPROFILE") or ""
    executable = shortened(Path(sys.executable or "python"), world.here, home)
    yield python(sys.version_info[:2], platform.python_version(), executable)
    yield Symptom("platform", f"{platform.system()} {platform.release()} on {platform.machine()}")
    yield from _protections(world)
    yield _git()
    yield from _course(world)


def python(version: tuple[int, int], full: str, executable: str) -> Symptom:
    """Return whether this Python, of version `full` at `executable`, is one that the grader is tested on."""
    found = f"{full}, {executable}"
    if version < OLDEST:
        return Symptom("python", f"{found}: older than {TESTED}", f"Make the environment again with {TESTED}.")
    if version > NEWEST:
        advice = f"Update the grader, or make the environment again with {TESTED}: until then a verdict may be wrong."
        return Symptom("python", f"{found}: newer than the grader is tested on", advice)
    return Symptom("python", f"{found}: supported")


def shortened(path: Path, here: Path, home: str) -> str:
    """Return a path as told from this folder, or from home where there is one."""
    if path.is_relative_to(here):
        return str(path.relative_to(here))
    if home and path.is_relative_to(home):
        return str(Path("~") / path.relative_to(home))
    return str(path)


def _protections(world: World) -> Iterator[Symptom]:
    found = _probed(world.probe)
    if isinstance(found, str):
        yield Symptom("protections", "unknown", found)
        return
    advice = "Your own files may be graded; do not grade another person's." if found.level is Level.NONE else ""
    yield Symptom("protections", str(found.level), advice)
    for layer in found.layers:
        yield Symptom("", layer)
    for missing in found.missing:
        yield Symptom("", f"missing: {missing}", well=False)
    if found.level is Level.STRONG:
        yield Symptom("", "a self-check with `grade kata11` starts cold: it does without the namespaces")


def _probed(probe: Callable[[], Protections]) -> Protections | str:
    try:
        return probe()
    except (OSError, ImportError) as error:
        return f"The probe itself failed ({error}): tell the authors of the grader."


def _git() -> Symptom:
    if shutil.which("git"):
        return Symptom("git", "found")
    return Symptom(
        "git", "not found", "Without git, `grade reset` knows a stub only once `grade` has seen it untouched."
    )


def _course(world: World) -> Iterator[Symptom]:
    try:
        course = world.course()
        katas = load_katas(course)
    except (UsageError, BrokenKata) as error:
        yield Symptom("course", error.message, error.hint or "Clone the course again.")
        return
    yield Symptom(
        "course", f"{count_of(len(katas), 'kata')} in {world.shown(course) if course != world.here else 'this folder'}"
    )
    yield _memory(world, memory(course))


def _memory(world: World, folder: Path) -> Symptom:
    trial = folder / "doctor"
    try:
        folder.mkdir(exist_ok=True)
        trial.write_text("well\n", encoding="utf-8")
        trial.unlink()
    except OSError as error:
        return Symptom(
            "memory", f"{error.strerror}", f"Make {world.shown(folder)} writable, or attempts are forgotten."
        )
    return Symptom("memory", f"{world.shown(folder)} may be written")
