"""The student's commands, and the root of all."""

from __future__ import annotations

import re
from pathlib import Path

import click

from grader import __version__
from grader.cli.group import GRADING, KataGroup, UnnamedCommand
from grader.cli.world import World
from grader.errors import ExitCode
from grader.model import Mode
from grader.report.text import Detail

plain = click.option("--plain", is_flag=True, help="No colour and no pictures: for screen readers and old terminals.")


@click.command()
@click.argument("kata", required=False, default="")
@click.option("--poll", is_flag=True, help="Look for saves by polling: for network and shared folders.")
@plain
@click.pass_obj
def watch(world: World, kata: str, poll: bool, plain: bool) -> ExitCode:
    """Grade on every save, within a tenth of a second.

    Keys: n next kata, h hint, l list, t timelines, x reset (asks), r again, q quit; any other: the report.
    """
    from grader.cli import watch

    return watch.watch_kata(world, watch.WatchOptions(kata, poll, world.style(plain=plain)))


@click.command()
@plain
@click.pass_obj
def progress(world: World, plain: bool) -> ExitCode:
    """Your tracks, points, streaks, and what is still misunderstood."""
    from grader.cli import studying

    return studying.show_progress(world, style=world.style(plain=plain))


@click.command()
@click.argument("kata")
@click.option("--diff", is_flag=True, help="What to change in yours, as a unified diff.")
@click.option("--author", is_flag=True, help="Without an accepted attempt, where the solutions are at hand.")
@plain
@click.pass_obj
def solution(world: World, kata: str, diff: bool, author: bool, plain: bool) -> ExitCode:
    """Yours beside the reference and the alternatives, once it is accepted."""
    from grader.cli import solution

    return solution.solution(
        world, solution.SolutionOptions(kata, world.style(plain=plain), as_diff=diff, author=author)
    )


@click.command()
@click.argument("code", required=False, default="")
@plain
@click.pass_obj
def explain(world: World, code: str, plain: bool) -> ExitCode:
    """What a code such as M02 means: a short program that has it, run before your eyes."""
    from grader.cli import studying

    style = world.style(plain=plain)
    return studying.explain(world, code, style=style) if code else studying.explain_all(world, style=style)


COMMANDS = (watch, progress, solution, explain)


FORMATS = ("text", "json", "html", "junit")
SEED = re.compile(r"[0-9a-f]{1,32}")
EXAMPLES = """\b
Examples:
  grade                     the kata you stand in, or the one that `grade next` proposes
  grade kata11              grade kata11; `grade 11` is the same
  grade kata11 kata12       grade both
  grade kata11 --submission my_answer.py --output json
  grade kata11 kata12 --output html --output-file report.html
  grade hint kata11         one more hint
  grade watch kata11        grade it again on every save
  grade list                every kata and how far you are

\b
Exit codes: 0 all accepted, 1 a check failed, 2 wrong usage, 3 our own fault,
4 a file cannot be graded, 5 nothing to grade, 130 Ctrl-C.
"""

names = click.argument("katas", nargs=-1, metavar="[KATA]...")


@click.group(
    cls=KataGroup,
    elsewhere={
        "class": ("grader.cli.classroom", "class_"),
        "notebooks": ("grader.cli.notebooks", "notebooks"),
        "dev": ("grader.cli.author", "dev"),
        "ci": ("grader.cli.ci", "ci"),
    },
    epilog=EXAMPLES,
    options_metavar="",
    subcommand_metavar="[KATA]... [OPTIONS] | COMMAND",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="grade")
@click.option(
    "--katas",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A set of katas of its own: DIR/katas/. For every command, anywhere in it; usually: GRADE_KATAS.",
)
@click.pass_context
def root(ctx: click.Context, katas: Path | None) -> None:
    """Grade your katas, as often as you like: it takes well under a second."""
    world = ctx.find_object(World)
    assert world is not None
    ctx.obj = world.typed(katas)


def _seed(_: click.Context, __: click.Parameter, value: str | None) -> str:
    if value is not None and not SEED.fullmatch(value):
        raise click.BadParameter("a seed is up to 32 of the characters 0-9 and a-f, as -v shows it")
    return "" if value is None else value.rjust(32, "0")


@root.command(GRADING, cls=UnnamedCommand, hidden=True)
@names
@click.option("--submission", type=click.Path(path_type=Path), help="Grade this file; it is not remembered.")
@click.option(
    "--output",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    default=("text",),
    help="May be repeated. json is one report a line, after all else; html one page; junit for CI.",
)
@click.option("--output-file", type=click.Path(path_type=Path), help="Takes the last --output; the other stays here.")
@click.option("--check", "only", multiple=True, metavar="NAME", help="Run this check only; may be repeated.")
@click.option("--seed", callback=_seed, help="Repeat an earlier attempt's values.")
@plain
@click.option("-v", "--verbose", is_flag=True, help="Show every timeline, the protections and the seed.")
@click.option("-x", "--stop-at-first", is_flag=True, help="Stop at the first check that fails.")
@click.option("--in-process", is_flag=True, help="Run beside the checks, for a debugger: not a grade.")
@click.pass_obj
def grading(
    world: World,
    katas: tuple[str, ...],
    submission: Path | None,
    formats: tuple[str, ...],
    output_file: Path | None,
    only: tuple[str, ...],
    seed: str,
    plain: bool,
    verbose: bool,
    stop_at_first: bool,
    in_process: bool,
) -> ExitCode:
    """Grade these katas, or the next one."""
    from grader.cli.grading import GradeRequest, ReportFormat, grade_katas

    if submission is not None and not (world.here / submission).exists():
        raise click.UsageError(f"There is no file {str(submission)!r}.")
    request = GradeRequest(
        names=katas,
        submission=submission,
        formats=tuple(dict.fromkeys(map(ReportFormat, formats))),
        file=output_file,
        only=frozenset(only),
        seed=seed,
        style=world.style(plain=plain),
        detail=Detail.FULL if verbose else Detail.SHORT,
        mode=Mode.IN_PROCESS if in_process else Mode.SPLIT,
        stop_at_first=stop_at_first,
    )
    return grade_katas(world, request)


@root.command("list")
@plain
@click.pass_obj
def list_(world: World, plain: bool) -> ExitCode:
    """Every kata, and how far you are."""
    from grader.cli.studying import list_katas

    return list_katas(world, style=world.style(plain=plain))


@root.command("next")
@click.pass_obj
def next_(world: World) -> ExitCode:
    """The kata to do next, where its files are, and why this one."""
    from grader.cli.studying import next_kata

    return next_kata(world)


@root.command()
@names
@click.option("--all", "all_", is_flag=True, help="All three at once.")
@click.pass_obj
def hint(world: World, katas: tuple[str, ...], all_: bool) -> ExitCode:
    """One more hint than last time."""
    from grader.cli.studying import show_all_hints, show_next_hint

    return show_all_hints(world, katas) if all_ else show_next_hint(world, katas)


@root.command()
@click.argument("kata", required=False, default="")
@click.option("--check", default="", metavar="NAME", help="Of this visible check; else the first that fails.")
@click.option("--submission", type=click.Path(path_type=Path), help="Draw this file.")
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="Write a picture to look at or print.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a page: picture and words.")
@click.option("--against", type=click.Choice(["reference"]), help="Draw the reference's own run below, once accepted.")
@click.option("--text", "words", is_flag=True, help="Tell it in sentences.")
@plain
@click.pass_obj
def timeline(
    world: World,
    kata: str,
    check: str,
    submission: Path | None,
    svg: Path | None,
    html: Path | None,
    against: str | None,
    words: bool,
    plain: bool,
) -> ExitCode:
    """Who ran, waited and blocked, and for how long."""
    from grader.cli.timeline import TimelineOptions
    from grader.cli.timeline import timeline as draw_timeline

    if submission is not None and not (world.here / submission).exists():
        raise click.UsageError(f"There is no file {str(submission)!r}.")
    style = world.style(plain=plain)
    request = TimelineOptions(kata, check, submission, svg, html, against is not None, words, style)
    return draw_timeline(world, request)


@root.command()
@click.argument("kata")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def reset(world: World, kata: str, yes: bool) -> ExitCode:
    """Put a stub back as it was; what you wrote is kept as a copy."""
    from grader.cli import studying

    return studying.reset(world, kata, sure=yes)


@root.command()
@names
@click.option("--to", type=click.Path(path_type=Path), help="The file to write.  [default: handin.zip]")
@click.pass_obj
def pack(world: World, katas: tuple[str, ...], to: Path | None) -> ExitCode:
    """Write the file to hand in, with every kata you began."""
    from grader.cli import packing

    return packing.pack(world, katas, to)


@root.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.pass_obj
def update(world: World, source: Path) -> ExitCode:
    """A newer edition of the course, from a folder or an archive; what you wrote stays."""
    from grader.cli.author_files import update as update_edition

    return update_edition(world, source)


@root.command()
@click.option("--keep", type=click.Path(path_type=Path), metavar="DIR", help="Leave the class's course there.")
@plain
@click.pass_obj
def demo(world: World, keep: Path | None, plain: bool) -> ExitCode:
    """See it work: a wrong kata, the reference, a class of 30."""
    from grader.cli import demo

    return demo.demo(world, style=world.style(plain=plain), keep=world.here / keep if keep is not None else None)


@root.command()
@plain
@click.pass_obj
def doctor(world: World, plain: bool) -> ExitCode:
    """What works on this machine, and what to do about the rest."""
    from grader.cli import doctor

    return doctor.doctor(world, style=world.style(plain=plain))


for command in COMMANDS:
    root.add_command(command)
