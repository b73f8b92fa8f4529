"""Programs run in-process, in a child of their own, and whether both ways of running come to the same."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import grader
from grader.errors import UnableToGrade
from grader.model import CheckResult, Kata, Outcome, Report, Verdict

NOT_PASSED = (Outcome.FAILED, Outcome.ERRORED, Outcome.TIMED_OUT)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How a program fared in-process. `verdict` is None when it hung its process or took it down with it."""

    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    verdict: Verdict | None = None


def differences(report: Report, rehearsal: Rehearsal) -> tuple[str, ...]:
    """Return a sentence for each check on which the two ways differ.

    A program that ended its own process is judged up to the check it ended in, which split must not have passed.
    """
    problems: list[str] = []
    for result in report.results:
        outcome = rehearsal.outcomes.get(result.check.name)
        if outcome is None and rehearsal.verdict is None:
            if result.outcome not in NOT_PASSED:
                problems.append(_says(result, "it hung or ended its process"))
            break
        if outcome is None or not _agree(result.outcome, outcome):
            problems.append(_says(result, outcome or "it was not judged at all"))
    if not problems and rehearsal.verdict is not None and rehearsal.verdict is not report.verdict:
        problems.append(f"is {report.verdict} in split mode and {rehearsal.verdict} in-process")
    return tuple(problems)


def _agree(split: Outcome, outcome: Outcome) -> bool:
    # What one mode can only end from outside, the other may still be able to fail from within.
    return split is outcome or (split is Outcome.TIMED_OUT and outcome in NOT_PASSED)


def _says(result: CheckResult, outcome: str) -> str:
    return f"differs between the modes on {result.check.name}: split says {result.outcome}, in-process {outcome}"


START_WALL_S = 60.0
PROGRAM_WALL_S = 30.0


def rehearse(kata: Kata, files: Sequence[Path], *, seed: str) -> list[Rehearsal]:
    """Return how each file fares in-process, in the files' order.

    One child serves as many files as it survives. Raises UnableToGrade when a child does not even start.
    """
    done: list[Rehearsal] = []
    while len(done) < len(files):
        waiting = files[len(done) :]
        lines, complaint = _child(kata, waiting, seed)
        rehearsals = heard_from(lines)
        if rehearsals is None:
            raise UnableToGrade(f"The in-process run of {kata.id} did not start: {complaint or 'it said nothing'}.")
        finished = next((number for number, one in enumerate(rehearsals) if one.verdict is None), len(rehearsals))
        done += rehearsals[: finished + 1]
        if finished == len(rehearsals) < len(waiting):
            # It ended between two programs, or before the first check of one.
            done.append(Rehearsal())
    return done


def heard_from(lines: Iterable[str]) -> list[Rehearsal] | None:
    """Return what a child's lines say of each program it began; None when it never was ready.

    A torn line is not heard.
    """
    ready = False
    outcomes: dict[int, dict[str, Outcome]] = {}
    verdicts: dict[int, Verdict] = {}
    for line in lines:
        try:
            outcome = json.loads(line)
        except ValueError:
            continue
        match outcome:
            case {"program": int(number), "check": str(name), "outcome": str(outcome)}:
                outcomes.setdefault(number, {})[name] = Outcome(outcome)
            case {"program": int(number), "verdict": str(verdict)}:
                outcomes.setdefault(number, {})
                verdicts[number] = Verdict(verdict)
            case {"ready": _}:
                ready = True
    if not ready:
        return None
    return [Rehearsal(outcomes[number], verdicts.get(number)) for number in sorted(outcomes)]


def _child(kata: Kata, files: Sequence[Path], seed: str) -> tuple[list[str], str]:
    """Return the lines a child told, and the last thing it complained of."""
    command = [sys.executable, "-B", "-m", "grader.authoring.rehearsal_child"]
    command += [str(kata.folder.absolute()), seed, *(str(file.absolute()) for file in files)]
    with tempfile.TemporaryFile() as outcome, tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=outcome,
            stderr=complaints,
            cwd=Path(grader.__file__).parents[1],
            # The order of sets is part of what the two modes must agree on.
            env={**os.environ, "PYTHONHASHSEED": "0"},
            start_new_session=True,
        )
        try:
            child.wait(START_WALL_S + PROGRAM_WALL_S * len(files))
        except subprocess.TimeoutExpired:
            pass
        finally:
            _end(child)
        return _text(outcome.fileno()).splitlines(), (_text(complaints.fileno()).splitlines() or [""])[-1]


def _text(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(os.dup(descriptor), "rb") as file:
        return file.read().decode(errors="replace")


def _end(child: subprocess.Popen[bytes]) -> None:
    """Leave nothing of the child behind, nor of what its programs started."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    else:
        child.kill()
    child.wait()
