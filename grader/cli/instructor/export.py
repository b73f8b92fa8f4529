"""`grade class export`: the scores as a file that a platform reads."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.world import World
from grader.errors import ExitCode

OVERVIEW = "list"
MISSING = ("blank", "zero")
EXAMPLES = """\b
Examples:
  grade class export list                                   what each format can hold
  grade class export csv --to grades.csv
  grade class export canvas --template ~/Downloads/grades.csv --to filled.csv
  grade class export moodle --to moodle.csv --kata kata11 --missing zero
  grade class export gradescope --to results/

\b
With --template, the cells of the course's katas and students are filled in a file
that was downloaded from the platform, and not one other byte is changed. A blank
score leaves its cell as it is. course.yaml says under lms: what a kata is called
on a platform; without that, it is found by its title or id.

\b
Blank is no grade, 0 is one: what was not handed in is blank, unless --missing zero.
What a format cannot hold, and who had to be left out, is told when it is written.
"""


class _WithFormats(click.Command):
    """Its help lists the formats."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The formats, one line each, then the examples."""
        from grader.exports import FORMATS

        with formatter.section("Formats"):
            formatter.write_dl([(name, format.title) for name, format in FORMATS.items()])
        super().format_epilog(ctx, formatter)


@click.command(cls=_WithFormats, epilog=EXAMPLES)
@click.argument("format_", metavar="FORMAT")
@click.option(
    "--to", type=click.Path(path_type=Path), metavar="FILE|DIR", help="Where it is written; - is the standard output."
)
@click.option("--template", type=click.Path(path_type=Path), metavar="FILE", help="A downloaded file to fill in.")
@click.option("--kata", "katas", multiple=True, metavar="KATA", help="This kata only; may be given again.")
@click.option("--missing", type=click.Choice(MISSING), default="blank", help="What was not handed in. [default: blank]")
@click.option("--no-comments", is_flag=True, help="Points alone, where a format could hold words beside them.")
@click.option("--yes", is_flag=True, help="Replace a file that is there already.")
@click.option("-v", "--verbose", is_flag=True, help="Name everybody who was left out.")
@click.pass_context
def export(
    ctx: click.Context,
    format_: str,
    to: Path | None,
    template: Path | None,
    katas: tuple[str, ...],
    missing: str,
    no_comments: bool,
    yes: bool,
    verbose: bool,
) -> ExitCode:
    """Write the scores in FORMAT, ready to upload; `list` shows what each format can hold."""
    from grader.exports import Missing, Options, find_format

    world = ctx.ensure_object(World)
    if format_ == OVERVIEW:
        world.say(overview())
        return ExitCode.ACCEPTED
    format = find_format(format_)
    if to is None:
        place = "DIR" if format.per_attempt else f"{format.name}{format.suffix}"
        raise click.UsageError(f"Say where it goes: --to {place}")

    from grader.cli.instructor.exporting import Target, refuse_own, write_folder, write_table
    from grader.cli.instructor.opening import opened, typed_from
    from grader.curriculum import find_kata

    here = typed_from(ctx)
    target = Target(here / to, here / template if template else None, yes)
    with opened(world) as course:
        refuse_own(target.to, course.plan)
        options = Options(
            missing=Missing(missing),
            katas=frozenset(find_kata(course.katas, name, here=here).id for name in katas),
            comments=not no_comments,
            # moodle-xml and moodle-worksheet know what moodle knows.
            settings={**course.plan.lms.get(format.name.partition("-")[0], {}), **course.plan.lms.get(format.name, {})},
        )
        write = write_folder if format.per_attempt else write_table
        notes = write(world, format, course.table, options, target)
    for sentence in notes.sentences(len(notes.left_out)) if verbose else notes.sentences():
        world.complain(sentence)
    return ExitCode.ACCEPTED


def overview() -> str:
    """What each format can hold beside points and blank, as a table."""
    from grader.exports import FORMATS, Holds

    width = max(map(len, FORMATS))
    lines = [f"{'':{width}} {'writes':11}{'template':9}" + "".join(f"{held:<9}" for held in Holds)]
    for name, format in FORMATS.items():
        writes = f"{format.suffix} each" if format.per_attempt else format.suffix
        filled = "needed" if format.needs_template else "can fill" if format.fill else "-"
        held = "".join(f"{'yes' if one in format.holds else '-':<9}" for one in Holds)
        lines.append(f"{name:{width}} {writes:11}{filled:9}{held}")
    return "\n".join(line.rstrip() for line in lines)
