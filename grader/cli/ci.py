"""`grade ci …`: what the platforms that grade by themselves call; students and instructors never need to."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import click

from grader.classroom.exports import github_classroom, gradescope
from grader.classroom.exports.attempts import CountingAttempt
from grader.classroom.scores.model import Column, Score, Standing, Student
from grader.cleaning import clean
from grader.cli import grading
from grader.cli.world import World
from grader.curriculum import kata_version
from grader.engine.submission import AttemptRequest, read_submission
from grader.errors import ExitCode, NotGradable
from grader.files import write_pieces
from grader.model import Kata, Mode, Report, Verdict
from grader.report.json import report_document
from grader.report.layout import Style
from grader.report.scoring import View, student_view
from grader.report.text import text
from grader.text import count_of

LONGEST_METADATA = 1 << 20
MOST_LISTED, NAMED, LONGEST_NAME = 1000, 5, 80
ARCHIVES = (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".7z", ".rar")


@click.group(hidden=True)
def ci() -> None:
    """Grade here and report as a platform wants it."""


@ci.command("github-classroom")
@click.argument("kata")
@click.pass_obj
def github_classroom_(world: World, kata: str) -> ExitCode:
    """Grade one kata's stub and hand its result to GitHub Classroom's reporter, through $GITHUB_OUTPUT."""
    # The reporter reads the base64 from the step's output `result`.
    (about,) = grading.named(world, world.course(), [kata])
    report = _graded(world, about, about.stub)
    world.say(text(student_view(report), style=Style.PLAIN))
    line = f"result={github_classroom.written(_attempted(about, report)).decode().strip()}\n"
    target = world.env.get("GITHUB_OUTPUT")
    if target is None:
        world.say(line.rstrip())
        return ExitCode.ACCEPTED
    with Path(target).open("a", encoding="utf-8") as output:
        output.write(line)
    return ExitCode.ACCEPTED


@ci.command("gradescope")
@click.argument("katas", nargs=-1, required=True, metavar="KATA...")
@click.option("--submission", required=True, type=click.Path(path_type=Path), help="The folder handed in.")
@click.option("--metadata", type=click.Path(path_type=Path), help="submission_metadata.json.")
@click.option("--results", required=True, type=click.Path(path_type=Path), help="Where results.json goes.")
@click.pass_obj
def gradescope_(
    world: World, katas: tuple[str, ...], submission: Path, metadata: Path | None, results: Path
) -> ExitCode:
    """Grade what was handed in on Gradescope and write its results.json.

    A batch that ran exits 0, whatever the scores, as Gradescope expects it. A file that is missing earns nothing and is
    named.
    """
    chosen = grading.named(world, world.course(), katas)
    facts, unread = _facts(metadata)
    folder = world.here / submission
    found = [
        gradescope.result(_attempted(kata, _graded(world, kata, path)))
        for kata in chosen
        if (path := _handed_in(folder, kata)) is not None
    ]
    absent = [kata for kata in chosen if _handed_in(folder, kata) is None]
    notes = [_absence(kata, folder) for kata in absent] + ([unread] if unread else [])
    document = _together(found, notes, _late_s(facts))
    write_pieces(world.here / results, [json.dumps(document, ensure_ascii=True, allow_nan=False, indent=1), "\n"])
    points = sum(kata.points for kata in chosen)
    world.say(f"{', '.join(kata.id for kata in chosen)}: {document['score']:g} of {count_of(points, 'point')}.")
    return ExitCode.ACCEPTED


def _graded(world: World, kata: Kata, path: Path) -> Report:
    """Grade the file; give a report also where it cannot be read, since a platform wants a result in any case."""
    seed = secrets.token_hex(16)
    try:
        return world.grade(kata, AttemptRequest(read_submission(path), seed))
    except NotGradable as refused:
        digest = sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        return Report(
            kata=kata.id,
            kata_title=kata.title,
            kata_version=kata_version(kata),
            submit=kata.submit,
            verdict=Verdict.NOT_GRADABLE,
            mode=Mode.SPLIT,
            seed=seed,
            sha256=digest,
            reason=refused.message,
        )


def _attempted(kata: Kata, report: Report) -> CountingAttempt:
    score = Score(
        Standing.SCORED,
        kata.points,
        Decimal(report.points),
        report.points,
        pending=report.pending,
        verdict=report.verdict,
    )
    column = Column(kata.id, kata.title, report.max or kata.points)
    return CountingAttempt(Student("student"), column, score, report_document(report, View.INSTRUCTOR))


def _handed_in(folder: Path, kata: Kata) -> Path | None:
    """Find the kata's file at the top of what was handed in, or in its folder as in a clone; follow no link."""
    places = (folder / kata.submit, folder / "katas" / kata.slug / kata.submit, folder / kata.slug / kata.submit)
    return next((path for path in places if path.is_file() and not path.is_symlink()), None)


def _absence(kata: Kata, folder: Path) -> str:
    """Say that the kata's file is missing and what came instead, so that a student sees a wrong name or an archive."""
    there = sorted(
        path.relative_to(folder).as_posix() for path in islice(folder.rglob("*"), MOST_LISTED) if _is_file(path)
    )
    named = ", ".join(clean(name, LONGEST_NAME).replace("\n", " ") for name in there[:NAMED])
    more = f" and {len(there) - NAMED} more" if len(there) > NAMED else ""
    message = f"{kata.submit} was not handed in: {kata.id} earns nothing yet."
    archive = any(name.casefold().endswith(ARCHIVES) for name in there)
    hint = f" Take {kata.submit} out of the archive and hand in that." if archive else ""
    return f"{message} What came: {named}{more}.{hint}" if named else f"{message} Nothing came."


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _together(found: Sequence[dict[str, Any]], more: Sequence[str], late_s: int) -> dict[str, Any]:
    """Return one results.json for several katas: their tests one after the other, numbered anew by kata."""
    tests = []
    for number, one in enumerate(found, start=1):
        kata = one["extra_data"]["kata"]
        for place, test in enumerate(one["tests"], start=1):
            tests.append({**test, "name": f"{kata}: {test['name']}", "number": f"{number}.{place}"})
    notes = [one["output"] for one in found if one["output"]]
    notes += more
    if late_s:
        notes.append("This was handed in after the deadline; what that costs is the course's to say.")
    score = sum(one["score"] for one in found)
    return {
        "score": score,
        "output": "\n".join(notes) or "Every file was graded.",
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"late_s": late_s, "katas": [one["extra_data"] for one in found]},
        "tests": tests,
        # Everybody sees it, and at once: what hidden checks earned would stand in it before the grades are published.
        "leaderboard": [{"name": "points", "value": _seen(tests), "order": "desc"}],
    }


def _seen(tests: Sequence[Mapping[str, Any]]) -> float:
    """Return the points of what a student sees at once."""
    return float(sum(test["score"] for test in tests if test["visibility"] == gradescope.VISIBLE))


def _facts(path: Path | None) -> tuple[dict[str, Any], str]:
    """Read what Gradescope says of the submission; where that fails, give nothing and a sentence about it."""
    if path is None or not path.is_file():
        return {}, ""
    try:
        if path.stat().st_size > LONGEST_METADATA:
            raise ValueError
        facts = json.loads(path.read_bytes())
        if not isinstance(facts, dict):
            raise ValueError
    except (OSError, ValueError, RecursionError):
        return {}, f"{path.name} cannot be read, so nobody knows here whether this came in time."
    return facts, ""


def _late_s(facts: dict[str, Any]) -> int:
    """Real seconds after the due date, which Gradescope leaves to the autograder; 0 where it says no dates.

    A student's own due date goes before the assignment's; in a group the latest of its members' counts.
    """
    users = facts.get("users")
    people = [one for one in users if isinstance(one, dict)] if isinstance(users, list) else []
    own = [_moment(one.get("assignment"), "due_date") for one in people]
    usual = _moment(facts.get("assignment"), "due_date")
    created, dues = _moment(facts, "created_at"), [due for due in (one or usual for one in own or [None]) if due]
    if created is None or not dues:
        return 0
    return max(0, int((created - max(dues)).total_seconds()))


def _moment(facts: Any, name: str) -> datetime | None:
    """Return a moment with its zone; one without is none, since it cannot be compared."""
    message = facts.get(name) if isinstance(facts, dict) else None
    try:
        moment = datetime.fromisoformat(message) if isinstance(message, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.utcoffset() is not None else None
