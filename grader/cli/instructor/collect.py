"""`grade class collect`: what students handed in, from wherever it was downloaded to, into the gradebook."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.world import World
from grader.errors import ExitCode

KINDS = ("folders", "canvas", "moodle", "blackboard", "brightspace", "gradescope", "git", "nbgrader", "pack")
HELP = """\b
Sources, told apart by the names in them (else say --from):
  folders      a folder or a zip for each student, named by an id, e-mail, user
               name or group of the roster; zips that `grade pack` wrote are read
  canvas       "Download submissions": smithann_LATE_6_123_gather.py
  moodle       "Download all submissions", with the grading worksheet beside it
  blackboard   "Assignment file download": hw1_asmith_attempt_2026-01-31-…
  brightspace  1-2 - Ann Smith - Jan 31, 2026 915 AM/gather.py
  gradescope   "Export submissions", with submission_metadata.yml
  git          a folder of clones, or --repos FILE with lines `ann URL`
  nbgrader     submitted/ann/hw1/gather.py and timestamp.txt
  pack         one student's zip by itself, with --student ann

\b
A file belongs to the kata that asks for its name; `gather (1).py`, `gather-2.py`
and `Gather.py` are taken too, and said. Whatever cannot be told for certain is
listed and not taken. Collecting twice changes nothing.

\b
Whose it is and when it came are read from the platform's own names and files at
the top of the source, never from a file of a student's. A name that fits twice
is listed. --times goes before every other time: a CSV with the headings
id,kata,time, or Moodle's worksheet. Where nothing says it, it counts as in time
and is listed; a file's own date is never used.

\b
Times a student can set: the date of a commit, and nbgrader's timestamp.txt. When
commits were pushed is known to GitHub and not in git. From each repository comes
the file as it is now, and as it was at each deadline and extension, along the
first parents of HEAD.

\b
Examples:
  grade class collect ~/Downloads/submissions.zip
  grade class collect ~/Downloads/submissions.zip --dry-run -v
  grade class collect clones/ --from git
  grade class collect --repos students.txt
  grade class collect inbox/ --pattern '(?P<id>\\w+)-(?P<kata>kata\\d+)/(?P<file>.+)'
  grade class collect inbox/ --times times.csv --output json

\b
Exit codes: 0 collected, whatever is listed; 2 this is no source; 130 Ctrl-C.
"""

file_option = click.Path(path_type=Path)


@click.command(epilog=HELP)
@click.argument("source", required=False, type=file_option)
@click.option("--from", "kind", type=click.Choice(KINDS), help="What kind of source it is.")
@click.option(
    "--pattern", default="", metavar="REGEX", help="How paths are made: (?P<id>)(?P<kata>)(?P<file>)(?P<time>)."
)
@click.option("--repos", type=file_option, metavar="FILE", help="A list of git repositories, in place of a source.")
@click.option("--times", type=file_option, metavar="CSV", help="When submissions came; goes before any other time.")
@click.option("--student", default="", metavar="ID", help="Whose it all is, for the hand-in of one student.")
@click.option("--dry-run", is_flag=True, help="Tell what would be collected, and keep nothing.")
@click.option("--output", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--plain", is_flag=True, help="No colour, no drawing: for screen readers and old terminals.")
@click.option("-v", "--verbose", is_flag=True, help="List everything there is to look at.")
@click.pass_context
def collect(
    ctx: click.Context,
    source: Path | None,
    kind: str | None,
    pattern: str,
    repos: Path | None,
    times: Path | None,
    student: str,
    dry_run: bool,
    form: str,
    plain: bool,
    verbose: bool,
) -> ExitCode:
    """Collect what students handed in: an LMS's download, folders, or git repositories."""
    from grader.cli.instructor.collecting import Request, collect_source
    from grader.cli.instructor.opening import typed_from

    world = ctx.find_object(World)
    assert world is not None
    if (source is None) == (repos is None):
        raise click.UsageError("Name one source, or --repos FILE.")
    request = Request(
        here=typed_from(ctx),
        source=source or repos or Path(),
        is_list=repos is not None,
        kind=kind or ("git" if repos else "pattern" if pattern else "pack" if student else None),
        pattern=pattern,
        times=times,
        student=student,
        dry=dry_run,
        json=form == "json",
        style=world.style(plain=plain),
        verbose=verbose,
    )
    return collect_source(world, request)
