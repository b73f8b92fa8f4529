"""`grade list`, `hint` and `reset`."""

from __future__ import annotations

from pathlib import Path

from grader.cli import choosing
from grader.cli.world import World
from grader.curriculum import load_katas
from grader.errors import ExitCode, GraderError, UsageError
from grader.history import attempts, hints_shown, memory, pristine_stub, progress, remember_hints
from grader.model import Kata
from grader.render.layout import folded
from grader.render.listing import listing
from grader.render.style import Style


def list_katas(world: World, *, style: Style) -> ExitCode:
    """Show every kata and how far the student is."""
    course = world.course()
    made = progress(attempts(memory(course)))
    world.say(listing(load_katas(course), made, style=style).rstrip("\n"))
    return ExitCode.ACCEPTED


def show_next_hint(world: World, names: tuple[str, ...]) -> ExitCode:
    """Show one more hint of each kata than last time."""
    course = world.course()
    for kata in choosing.those(world, course, names):
        shown = min(hints_shown(memory(course), kata.id) + 1, len(kata.hints))
        _say_hint(world, kata, shown)
        _remember(world, course, kata, shown)
        left = len(kata.hints) - shown
        world.say(f"  {left} more: grade hint {kata.id}" if left else "  That was the last hint.")
    return ExitCode.ACCEPTED


def show_all_hints(world: World, names: tuple[str, ...]) -> ExitCode:
    """Show every hint of each kata."""
    course = world.course()
    for kata in choosing.those(world, course, names):
        for number in range(1, len(kata.hints) + 1):
            _say_hint(world, kata, number)
        _remember(world, course, kata, len(kata.hints))
    return ExitCode.ACCEPTED


def reset(world: World, name: str, *, sure: bool) -> ExitCode:
    """Put the stub back as the author left it, after keeping what the student wrote."""
    course = world.course()
    (kata,) = choosing.named(world, course, [name])
    stub = pristine_stub(memory(course), kata)
    if stub is None:
        raise UsageError(
            f"What {kata.submit} was before you wrote in it is not known here.",
            hint="Copy it from a fresh clone of the course.",
        )
    if kata.stub.exists() and kata.stub.read_bytes() == stub:
        world.say(f"{world.shown(kata.stub)} is the stub already.")
        return ExitCode.ACCEPTED
    if not sure and not world.ask(f"Put {world.shown(kata.stub)} back as it was? A copy of yours is kept."):
        world.say("Nothing was changed.")
        return ExitCode.ACCEPTED
    _replace(world, course, kata, stub)
    return ExitCode.ACCEPTED


def _replace(world: World, course: Path, kata: Kata, stub: bytes) -> None:
    try:
        kept = _back_up(world, course, kata)
        kata.stub.write_bytes(stub)
    except OSError as error:
        raise GraderError(f"{kata.submit} could not be reset ({error.strerror}).", hint="Try: grade doctor") from None
    if kept is not None:
        world.say(f"Yours is kept as {world.shown(kept)}.")
    world.say(f"{world.shown(kata.stub)} is the stub again.")


def _back_up(world: World, course: Path, kata: Kata) -> Path | None:
    if not kata.stub.exists():
        return None
    folder = memory(course) / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{Path(kata.submit).stem}.{world.now():%Y%m%dT%H%M%SZ}"
    taken = len(list(folder.glob(f"{stem}*.py")))
    kept = folder / (f"{stem}.{taken}.py" if taken else f"{stem}.py")
    kept.write_bytes(kata.stub.read_bytes())
    return kept


def _say_hint(world: World, kata: Kata, number: int) -> None:
    label = f"{kata.id} hint {number}/{len(kata.hints)}: "
    world.say("\n".join(folded(label + kata.hints[number - 1], indent="", hang="  ")))


def _remember(world: World, course: Path, kata: Kata, shown: int) -> None:
    try:
        remember_hints(memory(course), kata.id, max(shown, hints_shown(memory(course), kata.id)))
    except OSError as error:
        world.complain(f"That this hint was shown could not be remembered ({error.strerror}).", "Try: grade doctor")
