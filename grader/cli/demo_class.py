"""The demo's third act: a course of thirty, from the files they hand in to a file for Canvas, by the real commands."""

from __future__ import annotations

import io
import os
import shlex
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grader.cli.demo_course import HANDED_IN, TIMES, write_course
from grader.cli.world import World
from grader.errors import ExitCode, UnableToGrade, UsageError
from grader.model import Kata
from grader.render.style import Ink, Style, paint

BOARD, CANVAS = "board.html", "canvas.csv"
REPORT, PAGES = "reports/class.html", "reports/students"
FIRST_ROWS, FIRST_LINES = 8, 6
MOST_JOBS = 4


def class_of_thirty(world: World, course: Path, katas: Sequence[Kata], *, style: Style, keep: Path | None) -> None:
    """Make the course, then collect, run, board, report, similar and export in it, and say where everything is.

    Raises UnableToGrade when one of the commands fails.
    """
    folder = _folder(keep)
    write_course(folder, course, katas, world.now())
    there = _There(replace(world, here=folder), style)
    there.show("collect", HANDED_IN, "--times", TIMES, until="Next:")
    there.mark()
    there.show("board", "--first", str(FIRST_ROWS))
    there.quietly("board", "--output", "html", "--output-file", BOARD)
    there.show("report", since="Misunderstood", until="The class:")
    there.show("similar")
    there.show("export", "canvas", "--to", CANVAS)
    lines = (folder / CANVAS).read_text(encoding="utf-8").splitlines()
    world.say("\n".join(f"  {line}" for line in lines[:FIRST_LINES]))
    world.say(f"  and {len(lines) - FIRST_LINES} more lines\n")
    _say_where(world, folder, temporary=keep is None)


class _There:
    """The course's folder, where commands are shown as they are typed, with what they say."""

    def __init__(self, world: World, style: Style) -> None:
        self._world = world
        self._style = style

    def show(self, *words: str, since: str = "", until: str = "") -> None:
        """Type `grade class …` and show what it says, from the line of `since` to that of `until`."""
        self._type(words)
        lines = self.quietly(*words).splitlines()
        first = next((number for number, line in enumerate(lines) if since and since in line), 0)
        last = next((number for number, line in enumerate(lines) if until and line.startswith(until)), len(lines))
        self._world.say("\n".join(lines[first:last]).rstrip("\n") + "\n")

    def quietly(self, *words: str) -> str:
        """What `grade class …` says. Raises UnableToGrade when it fails."""
        from grader.cli import run

        out, err = self._heard(), io.StringIO()
        plain = ["--plain"] if self._style is Style.PLAIN and words[0] in HAS_PLAIN else []
        code = run(["class", *words, *plain], replace(self._world, out=out, err=err))
        _unless_interrupted(code)
        if code:
            raise UnableToGrade(f"`grade class {' '.join(words)}` failed: {err.getvalue().strip()}")
        return out.getvalue()

    def mark(self) -> None:
        """`grade class run`, also where little guards this machine: the files are the demo's own."""
        from grader.cli.instructor.run import Wish, run_here
        from grader.course.batch import Unconfined

        self._type(["run"])
        out = self._heard()
        quiet = replace(self._world, out=out, err=io.StringIO())
        wish = Wish(jobs=min(os.cpu_count() or 1, MOST_JOBS), plain=True)
        try:
            code = run_here(quiet, wish, runner=self._world.run_batch)
        except Unconfined as error:
            self._world.say(f"{error.message} The demo accepts that, for its own files; for others: grade doctor")
            code = run_here(quiet, replace(wish, accept_unconfined=True), runner=self._world.run_batch)
        _unless_interrupted(code)
        self._world.say(out.getvalue().rstrip("\n") + "\n")

    def _type(self, words: Sequence[str]) -> None:
        self._world.say(paint(f"$ grade class {' '.join(words)}", Ink.CODE, self._style))

    def _heard(self) -> io.StringIO:
        # What is heard here is said to the demo's own reader, so it has to look as it would there.
        return _Like(self._style)


def _unless_interrupted(code: int) -> None:
    """A command ends well on Ctrl-C; the demo ends with it."""
    if code == ExitCode.INTERRUPTED:
        raise KeyboardInterrupt


class _Like(io.StringIO):
    """A text that takes colour where the demo's reader sees it."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style

    def isatty(self) -> bool:
        """Is it shown in colour?"""
        return self._style is Style.COLOUR


def _folder(keep: Path | None) -> Path:
    if keep is None:
        return Path(tempfile.mkdtemp(prefix="grade-demo-")).resolve()
    try:
        keep.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{keep.name} cannot be made ({error.strerror}).", hint="Name another folder.") from None
    return keep.resolve()


def _say_where(world: World, folder: Path, *, temporary: bool) -> None:
    shown = Path(world.shown(folder))
    world.say(f"scoreboard  {shown / BOARD}")
    world.say(f"report      {shown / REPORT}")
    world.say(f"students    {shown / PAGES}  a page for each, to hand back")
    world.say(f"export      {shown / CANVAS}")
    world.say(f"go on       cd {shlex.quote(str(shown))} && grade class export moodle --to moodle.csv\n")
    if temporary:
        world.say("This is a temporary folder: delete it when you have seen it. To choose one: grade demo --keep DIR\n")


HAS_PLAIN = ("collect", "board", "report", "similar")
