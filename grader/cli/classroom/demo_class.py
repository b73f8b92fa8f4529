"""The class of `grade demo`: 30 students from hand-in to export, in a course of their own."""

from __future__ import annotations

import io
import os
import shlex
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

from grader.classroom.marking.pool import Unconfined
from grader.cli import run
from grader.cli.classroom.run import ClassRunOptions, run_here
from grader.cli.demo import TYPICAL
from grader.cli.world import World
from grader.errors import ExitCode, UnableToGrade, UsageError
from grader.model import Kata
from grader.report.layout import Ink, Style, paint
from grader.text import count_of

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
    there.grade()
    there.show("board", "--first", str(FIRST_ROWS))
    there.quietly("board", "--output", "html", "--output-file", BOARD)
    there.show("report", since="Misunderstood", until="The class:")
    there.show("similar")
    there.show("export", "canvas", "--to", CANVAS)
    lines = (folder / CANVAS).read_text(encoding="utf-8").splitlines()
    world.say("\n".join(f"  {line}" for line in lines[:FIRST_LINES]))
    world.say(f"  and {count_of(len(lines) - FIRST_LINES, 'more line')}\n")
    _say_where(world, folder, temporary=keep is None)


class _There:
    """The course's folder, where commands are shown as they are typed, with what they say."""

    def __init__(self, world: World, style: Style) -> None:
        self._world = world
        self._style = style

    def show(self, *words: str, since: str = "", until: str = "") -> None:
        """Show `grade class …` and what it prints, from the line of `since` to that of `until`."""
        self._type(words)
        lines = self.quietly(*words).splitlines()
        first = next((number for number, line in enumerate(lines) if since and since in line), 0)
        last = next((number for number, line in enumerate(lines) if until and line.startswith(until)), len(lines))
        self._world.say("\n".join(lines[first:last]).rstrip("\n") + "\n")

    def quietly(self, *words: str) -> str:
        """Run `grade class …` and return what it prints. Raises UnableToGrade when it fails."""
        out, err = self._output(), io.StringIO()
        plain = ["--plain"] if self._style is Style.PLAIN and words[0] in HAS_PLAIN else []
        code = run(["class", *words, *plain], replace(self._world, out=out, err=err))
        _unless_interrupted(code)
        if code:
            raise UnableToGrade(f"`grade class {' '.join(words)}` failed: {err.getvalue().strip()}")
        return out.getvalue()

    def grade(self) -> None:
        """`grade class run`, also where little guards this machine: the files are the demo's own."""
        self._type(["run"])
        out = self._output()
        quiet = replace(self._world, out=out, err=io.StringIO())
        options = ClassRunOptions(jobs=min(os.cpu_count() or 1, MOST_JOBS), plain=True)
        try:
            code = run_here(quiet, options, runner=self._world.run_batch)
        except Unconfined as error:
            self._world.say(f"{error.message} The demo accepts that, for its own files; for others: grade doctor")
            code = run_here(quiet, replace(options, accept_unconfined=True), runner=self._world.run_batch)
        _unless_interrupted(code)
        self._world.say(out.getvalue().rstrip("\n") + "\n")

    def _type(self, words: Sequence[str]) -> None:
        self._world.say(paint(f"$ grade class {' '.join(words)}", Ink.CODE, self._style))

    def _output(self) -> io.StringIO:
        # What is heard here is said to the demo's own reader, so it has to look as it would there.
        return _Like(self._style)


def _unless_interrupted(code: int) -> None:
    """Raise KeyboardInterrupt where a command ended by Ctrl-C, so that the demo ends too."""
    if code == ExitCode.INTERRUPTED:
        raise KeyboardInterrupt


class _Like(io.StringIO):
    """A text that takes colour where the demo's reader sees it."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style

    def isatty(self) -> bool:
        """Return whether it is shown in colour."""
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


HANDED_IN, TIMES = "handed_in", "times.csv"
NAMES = (
    "Ada Lovell, Ben Zhang, Cleo Núñez, Dov Katz, Ela Demir, Finn O'Neil, Gita Rao, Hugo Meyer, Ines Costa, Jan Novák, "
    "Kira Sato, Liam Byrne, Mona Haddad, Nils Berg, Olga Petrova, Paul Weber, Quin Adams, Rosa Silva, Sami Laine, "
    "Tove Dahl, Udo Krause, Vera Ivanova, Wim de Vries, Zoë Dubois, Abe Cohen, Bea Rossi, Cem Kaya, Dan Popescu, "
    "Eva Horváth, Fay Walker"
)
STUDENTS = tuple(NAMES.split(", "))


def write_course(folder: Path, course: Path, katas: Sequence[Kata], now: datetime) -> None:
    """course.yaml, roster.csv, what everyone hands in, and when."""
    deadline = (now - timedelta(days=2)).replace(hour=23, minute=59, second=0, microsecond=0)
    kata_lines = "\n".join(f"  {kata.id}: {{deadline: {deadline:%Y-%m-%d %H:%M}}}" for kata in katas)
    _write(folder / "course.yaml", COURSE.format(katas_from=_way(course, folder), katas=kata_lines).encode())
    rows = [_person(name) for name in STUDENTS]
    _write(folder / "roster.csv", "\n".join(["id,first name,last name,email,lti user id", *rows, ""]).encode())
    times = ["id,kata,time"]
    for kata in katas:
        for place, (name, content) in enumerate(_handed_in(course, kata).items()):
            _write(folder / HANDED_IN / _id(name) / kata.submit, content)
            # Over a week, a few of them after the deadline.
            at = deadline - timedelta(hours=(place * 37) % 168 - 12, minutes=place)
            times.append(f"{_id(name)},{kata.id},{at:%Y-%m-%d %H:%M}")
    _write(folder / TIMES, "\n".join([*times, ""]).encode())


def _person(name: str) -> str:
    first, _, last = name.partition(" ")
    return f"{_id(name)},{first},{last},{_id(name)}@example.org,lti-{_id(name)}"


def _handed_in(course: Path, kata: Kata) -> Mapping[str, bytes]:
    """Return what each student hands in: a third of it right, the rest wrong in many ways; one is missing, one not
    begun.
    """
    files = {name: content for name, content in zip(STUDENTS, _files(course, kata), strict=False)}
    files[STUDENTS[7]] = BROKEN
    files[STUDENTS[12]] = kata.stub.read_bytes()
    files.update(zip((STUDENTS[9], STUDENTS[20]), map(str.encode, TWINS.get(kata.id, ())), strict=False))
    if kata.id == "kata11":
        del files[STUDENTS[17]]
    return files


def _files(course: Path, kata: Kata) -> Iterator[bytes]:
    folder = course / "solutions" / kata.slug
    right = [path.read_bytes() for path in (folder / kata.submit, *sorted(folder.glob("alternatives/*.py")))]
    wrong = [path.read_bytes() for path in sorted(folder.glob("wrong/*.py"))]
    typical = [content for content in wrong if TYPICAL.encode() in content] or wrong[:1]
    rights, typicals, wrongs = cycle(right), cycle(typical), cycle(wrong)
    for place in range(len(STUDENTS)):
        yield next(rights if place % 3 == 0 else typicals if place % 5 == 1 else wrongs)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _way(course: Path, folder: Path) -> str:
    """Return the path from the folder to the course; an absolute one where there is no other, as between two drives."""
    try:
        way = os.path.relpath(course.resolve(), folder)
    except ValueError:
        way = str(course.resolve())
    # In YAML a string in single quotes holds everything but those, which are doubled.
    return "'" + way.replace("'", "''") + "'"


def _id(name: str) -> str:
    return "".join(part[:3] for part in name.lower().replace("'", "").split()).translate(PLAIN_LETTERS)


PLAIN_LETTERS = str.maketrans("úñáë", "unae")
COURSE = """\
# The demo's course, to play with: change it, and every `grade class` command here follows.
course: Demo
time_zone: UTC
katas_from: {katas_from}
late: {{kind: percent per day, percent: 10}}
katas:
{katas}
lms:
  oneroster: {{class: demo, school: demo, academic_session: demo}}
"""
BROKEN = b"async def my_gather(*aws\n    return [await aw for aw in aws]\n"
# The same slip under other names, as two who worked together may hand it in.
TWINS = {
    "kata11": (
        "async def my_gather(*aws, return_exceptions=False):\n"
        "    # last first, so that the list is in order\n"
        "    results = []\n"
        "    for aw in reversed(aws):\n"
        "        results.insert(0, await aw)\n"
        "    return results\n",
        "async def my_gather(*jobs, return_exceptions=False):\n"
        "    out = []\n"
        "    for job in reversed(jobs):\n"
        "        out.insert(0, await job)\n"
        "    return out\n",
    )
}
