"""`grade list`, `hint`, `reset`, `next`, `progress` and `explain`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from grader.cli import grading
from grader.cli.commands import kata_names, plain
from grader.cli.grading import AllDone
from grader.cli.world import World
from grader.curriculum import load_katas, set_of
from grader.errors import ExitCode, GraderError, UsageError
from grader.model import Kata
from grader.report.layout import Style, folded
from grader.student import attempts, hints_shown, memory, pristine_stub, progress, remember_hints
from grader.student.lessons import lesson, lessons
from grader.student.lists import lesson_list, lesson_page, listing, progress_page
from grader.student.proposals import Proposal, propose, standing


@click.command("list")
@plain
@click.pass_obj
def list_(world: World, plain: bool) -> ExitCode:
    """Every kata, and how far you are."""
    return list_katas(world, style=world.style(plain=plain))


def list_katas(world: World, *, style: Style) -> ExitCode:
    """Show every kata and how far the student is."""
    course = world.course()
    so_far = progress(attempts(memory(course)))
    world.say(listing(load_katas(course), so_far, style=style).rstrip("\n"))
    return ExitCode.ACCEPTED


@click.command()
@kata_names
@click.option("--all", "all_", is_flag=True, help="All three at once.")
@click.pass_obj
def hint(world: World, katas: tuple[str, ...], all_: bool) -> ExitCode:
    """One more hint than last time."""
    return show_all_hints(world, katas) if all_ else show_next_hint(world, katas)


def show_next_hint(world: World, names: tuple[str, ...]) -> ExitCode:
    """Show one more hint of each kata than last time."""
    course = world.course()
    for kata in grading.those(world, course, names):
        shown = min(hints_shown(memory(course), kata.id) + 1, len(kata.hints))
        _say_hint(world, kata, shown)
        _remember(world, course, kata, shown)
        remaining = len(kata.hints) - shown
        world.say(f"  {remaining} more: grade hint {kata.id}" if remaining else "  That was the last hint.")
    return ExitCode.ACCEPTED


def show_all_hints(world: World, names: tuple[str, ...]) -> ExitCode:
    """Show every hint of each kata."""
    course = world.course()
    for kata in grading.those(world, course, names):
        for number in range(1, len(kata.hints) + 1):
            _say_hint(world, kata, number)
        _remember(world, course, kata, len(kata.hints))
    return ExitCode.ACCEPTED


@click.command()
@click.argument("kata")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def reset(world: World, kata: str, yes: bool) -> ExitCode:
    """Put a stub back as it was; what you wrote is kept as a copy."""
    return reset_stub(world, kata, sure=yes)


def reset_stub(world: World, name: str, *, sure: bool) -> ExitCode:
    """Put the stub back as the author left it, after keeping what the student wrote."""
    course = world.course()
    (kata,) = grading.named(world, course, [name])
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
        backup = _back_up(world, course, kata)
        kata.stub.write_bytes(stub)
    except OSError as error:
        raise GraderError(f"{kata.submit} could not be reset ({error.strerror}).", hint="Try: grade doctor") from None
    if backup is not None:
        world.say(f"Yours is kept as {world.shown(backup)}.")
    world.say(f"{world.shown(kata.stub)} is the stub again.")


def _back_up(world: World, course: Path, kata: Kata) -> Path | None:
    if not kata.stub.exists():
        return None
    folder = memory(course) / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{Path(kata.submit).stem}.{world.now():%Y%m%dT%H%M%SZ}"
    count = len(list(folder.glob(f"{stem}*.py")))
    backup = folder / (f"{stem}.{count}.py" if count else f"{stem}.py")
    backup.write_bytes(kata.stub.read_bytes())
    return backup


def _say_hint(world: World, kata: Kata, number: int) -> None:
    label = f"{kata.id} hint {number}/{len(kata.hints)}: "
    world.say("\n".join(folded(label + kata.hints[number - 1], indent="", hang="  ")))


def _remember(world: World, course: Path, kata: Kata, shown: int) -> None:
    try:
        remember_hints(memory(course), kata.id, max(shown, hints_shown(memory(course), kata.id)))
    except OSError as error:
        world.complain(f"That this hint was shown could not be remembered ({error.strerror}).", "Try: grade doctor")


CODE_COMMAND = re.compile(r"\b[MX][0-9]{2}\b")


@click.command("next")
@click.pass_obj
def next_(world: World) -> ExitCode:
    """The kata to do next, where its files are, and why this one."""
    kata, why = proposed(world.course())
    world.say(f"{kata.id}  {kata.title}")
    world.say(f"  read   {world.shown(kata.folder / 'README.md')}")
    world.say(f"  write  {world.shown(kata.stub)}")
    world.say(f"  then   grade {kata.id}")
    world.say("\n".join(folded(f"why    {why}", indent="  ", hang=" " * 9)))
    return ExitCode.ACCEPTED


def proposed(course: Path, *, but: str = "") -> Proposal:
    """Propose a kata for this clone, never the one called `but`. Raises AllDone."""
    katas = load_katas(course)
    practises = {kata.id: practised(kata) for kata in katas}
    found = propose(katas, attempts(memory(course)), practises, but=but)
    if found is None:
        others = "other " if but else ""
        raise AllDone(f"Every {others}kata is done.", hint="See them all: grade list")
    return found


def practised(kata: Kata) -> tuple[str, ...]:
    """Return the misconceptions that a kata's visible checks name; hidden checks are not read."""
    files = sorted(kata.folder.glob("test_*.py"))
    return tuple(sorted({code for file in files for code in CODE_COMMAND.findall(file.read_text("utf-8", "replace"))}))


@click.command("progress")
@plain
@click.pass_obj
def show_progress(world: World, plain: bool) -> ExitCode:
    """Your tracks, points, streaks, and what is still misunderstood."""
    course = world.course()
    own = set_of(course).misconceptions
    world.say(
        progress_page(load_katas(course), attempts(memory(course)), style=world.style(plain=plain), own=own).rstrip(
            "\n"
        )
    )
    return ExitCode.ACCEPTED


OWN = re.compile(r"[Xx][0-9]{2}")
CODE = re.compile(r"[Mm]?([0-9]{1,2})")


@click.command()
@click.argument("code", required=False, default="")
@plain
@click.pass_obj
def explain(world: World, code: str, plain: bool) -> ExitCode:
    """What a code such as M02 means: a short program that has it, run before your eyes."""
    style = world.style(plain=plain)
    return explain_one(world, code, style=style) if code else explain_all(world, style=style)


def explain_one(world: World, code: str, *, style: Style) -> ExitCode:
    """Show one misconception, with a picture of its program's run just now."""
    if OWN.fullmatch(code.strip()):
        return _explain_own(world, code.strip().upper())
    number = CODE.fullmatch(code.strip())
    name = f"M{int(number[1]):02d}" if number else code
    found = lesson(name)
    if found is None:
        raise UsageError(f"There is no misconception {code!r}: they go from M00 to M41.", hint="See all: grade explain")
    # Start-up: the examiner takes 300 ms, and `grade list` or `next` must not wait for it.
    from grader.engine.examiner.attempt import play

    world.say(lesson_page(name, found, play(found.program), style=style).rstrip("\n"))
    return ExitCode.ACCEPTED


def _explain_own(world: World, code: str) -> ExitCode:
    """Explain one that the set of katas defines: there is a sentence, and no program."""
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
