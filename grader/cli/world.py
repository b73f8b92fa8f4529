"""What a command touches of the world around it, as one value, so that a test can hand in another."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from grader.curriculum import find_course
from grader.model import Kata, Protections, Report
from grader.report.layout import Style

if TYPE_CHECKING:
    from grader.classroom.marking.queue import Batch, BatchResult, Runner
    from grader.engine.submission import AttemptRequest, Submission

KATAS = "GRADE_KATAS"
# What GitHub and those like it, Azure and TeamCity set: each of them reads commands out of a log.
CI_SERVICES = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")


class Grade(Protocol):
    """How one attempt is graded."""

    def __call__(self, kata: Kata, request: AttemptRequest) -> Report: ...


class GradeAll(Protocol):
    """How many submissions of one kata are graded without paying for each."""

    def __call__(self, kata: Kata, submissions: Sequence[Submission], *, seed: str) -> tuple[Report, ...]: ...


def _run_batch(batch: Batch) -> BatchResult:
    from grader.classroom.marking.pool import run_batch

    return run_batch(batch)


@dataclass(frozen=True, slots=True)
class World:
    """Where a command runs, where it writes, what time it is, and who grades.

    `katas` is the folder that --katas named; `typed_in` is where the command was typed, if --course led elsewhere.
    """

    here: Path
    out: TextIO
    err: TextIO
    env: Mapping[str, str]
    now: Callable[[], datetime]
    ask: Callable[[str], bool]
    grade: Grade
    grade_all: GradeAll
    probe: Callable[[], Protections]
    run_batch: Runner = _run_batch
    katas: Path | None = None
    typed_in: Path | None = None

    def course(self) -> Path:
        """Return the folder of the course: what --katas or GRADE_KATAS names, else found upward from here.

        Raises UsageError when there is none.
        """
        return find_course(self.here, named=self.katas or self.usual_katas)

    @property
    def usual_katas(self) -> Path | None:
        """The folder that GRADE_KATAS names, if any."""
        return self.here / self.env[KATAS] if self.env.get(KATAS) else None

    def typed(self, katas: Path | None) -> World:
        """This world with the folder of --katas, and that of GRADE_KATAS, meant from here wherever a command goes."""
        usual = self.usual_katas
        env = {**self.env, KATAS: str(usual)} if usual is not None else self.env
        return replace(self, env=env, katas=self.here / katas if katas is not None else self.katas)

    def path(self, typed: Path) -> Path:
        """Return a path of the command line as seen from where the command was typed."""
        return (self.typed_in or self.here) / typed

    def say(self, text: str = "") -> None:
        """Print lines of the result."""
        print(self._inert(text), file=self.out)

    def complain(self, text: str, hint: str = "") -> None:
        """Print what went wrong, and the next step, to the error stream."""
        print(self._inert(text), file=self.err)
        if hint:
            print(self._inert(hint), file=self.err)

    def _inert(self, text: str) -> str:
        """Disarm text in a CI service's log, where a student's line could be a command to the service."""
        if not any(self.env.get(service) for service in CI_SERVICES):
            return text
        from grader.text import ci_log

        return ci_log(text)

    def style(self, *, plain: bool) -> Style:
        """Return how text may look here: plain, with pictures, or in colour."""
        if plain or not _can_show(self.out, "✔░│✘"):
            return Style.PLAIN
        colourless = not self.out.isatty() or self.env.get("NO_COLOR") or self.env.get("TERM") == "dumb"
        # The old console of Windows prints the codes of colours instead of following them.
        if colourless or (os.name == "nt" and "WT_SESSION" not in self.env):
            return Style.PICTURES
        return Style.COLOUR

    def shown(self, path: Path) -> str:
        """Return a path as seen from here, or whole where it lies elsewhere."""
        try:
            return str(path.relative_to(self.here))
        except ValueError:
            return str(path)

    def hang_up(self) -> None:
        """Send the rest of the output nowhere, so that Python does not complain about a reader who has gone."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.out.fileno())


def real_world() -> World:
    """Return the world of the person at the keyboard."""
    for stream in (sys.stdout, sys.stderr):
        # A student's text may hold what this terminal cannot show: that is no reason to fail.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    return World(
        here=Path.cwd(),
        out=sys.stdout,
        err=sys.stderr,
        env=os.environ,
        now=lambda: datetime.now(UTC),
        ask=_ask,
        grade=_grade,
        grade_all=_grade_all,
        probe=_probe,
    )


def _can_show(out: TextIO, signs: str) -> bool:
    try:
        signs.encode(out.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _ask(question: str) -> bool:
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    answer = sys.stdin.readline() if sys.stdin is not None else ""
    if not answer:
        # Nobody is there to answer: that is no, and the command says how to do without asking.
        sys.stderr.write("\n")
    return answer.strip().casefold() in ("y", "yes")


def _grade(kata: Kata, request: AttemptRequest) -> Report:
    from grader.engine.examiner import grade

    return grade(kata, request)


def _grade_all(kata: Kata, submissions: Sequence[Submission], *, seed: str) -> tuple[Report, ...]:
    from grader.engine.examiner import grade_all

    return grade_all(kata, submissions, seed=seed)


def _probe() -> Protections:
    from grader.engine.examiner.zygote import probe

    return probe()


# OSC 8 is known to work in these; elsewhere a place is written as file:line, which many terminals know how to open.
PROGRAMS = frozenset({"vscode", "iTerm.app", "WezTerm", "ghostty", "Hyper", "rio", "Tabby"})
SIGNS = frozenset({"WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "ALACRITTY_WINDOW_ID", "DOMTERM"})
OLDEST_VTE = 5000


def links(path: Path, env: Mapping[str, str], style: Style) -> str:
    """Return the URI to link places in this file to, or "" where links would show as rubbish."""
    return path.absolute().as_uri() if style is Style.COLOUR and _can_link(env) else ""


def _can_link(env: Mapping[str, str]) -> bool:
    # tmux and screen pass such codes on only when they are told to.
    if env.get("TERM", "").startswith(("screen", "tmux")) or "TMUX" in env:
        return False
    vte = env.get("VTE_VERSION", "")
    newer_vte = vte.isdecimal() and int(vte) >= OLDEST_VTE
    return newer_vte or env.get("TERM_PROGRAM") in PROGRAMS or not SIGNS.isdisjoint(env)
