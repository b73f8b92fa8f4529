"""One worker process of a batch: a zygote of its own, and the checks of one kata at a time."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

from grader.course.entries import Entry
from grader.course.patience import Patience, PatientLauncher, SetAside
from grader.errors import GraderError
from grader.examiner import examine
from grader.examiner.probing import protections_of
from grader.examiner.session import Desk
from grader.examiner.zygote import ZygoteLauncher
from grader.model import Kata, Protections, Report
from grader.wire.text import clean


@dataclass(frozen=True, slots=True)
class Task:
    """One entry to mark; without patience it may take its full time."""

    entry: Entry
    seed: str
    patience: Patience | None


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker's first word: how its candidates are confined."""

    protections: Protections


@dataclass(frozen=True, slots=True)
class Slow:
    """The attempt stands back: somebody else may go on in its place."""


@dataclass(frozen=True, slots=True)
class Done:
    """The attempt has ended: with a report, with our own fault, or with neither: to be made again later."""

    report: Report | None = None
    problem: str = ""


def work(pipe: Connection, katas: Mapping[str, Kata], core: int | None) -> None:
    """Mark what comes through the pipe until it brings None."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    _stay_on(core)
    talk = _Talk(pipe)
    with ZygoteLauncher() as zygote:
        try:
            talk.say(Ready(protections_of(zygote)))
        except GraderError as error:
            talk.say(Done(problem=error.message))
            return
        launcher = PatientLauncher(zygote, lambda: talk.say(Slow()))
        try:
            task = talk.hear()
            while task is not None:
                task = _with_its_kata(talk, katas[task.entry.kata], launcher, task)
        finally:
            launcher.close()


class _Talk:
    """Both directions with the coordinator; two threads may say something."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def say(self, what: Ready | Slow | Done) -> None:
        with self._lock, suppress(BrokenPipeError):
            self._pipe.send(what)

    def hear(self) -> Task | None:
        try:
            task: Task | None = self._pipe.recv()
        except (EOFError, OSError):
            return None
        return task


def _with_its_kata(talk: _Talk, kata: Kata, launcher: PatientLauncher, first: Task) -> Task | None:
    """Mark one after the other as long as they are of this kata; gives the first that is not."""

    def body(desk: Desk) -> Task | None:
        task: Task | None = first
        while task is not None and task.entry.kata == kata.id:
            talk.say(_mark(desk, launcher, task))
            task = talk.hear()
        return task

    try:
        return examine(kata, body, launcher=launcher)
    except GraderError as error:
        # Its checks cannot be collected: the same for every submission of this kata.
        talk.say(Done(problem=error.message))
        return talk.hear()


def _mark(desk: Desk, launcher: PatientLauncher, task: Task) -> Done:
    launcher.begin(task.patience)
    try:
        report = desk.grade(task.entry.submission, seed=task.seed)
    except SetAside:
        return Done()
    except GraderError as error:
        return Done(problem=error.message)
    except Exception as error:
        # A bug of ours: it costs this report, and the batch goes on.
        return Done(problem=clean(f"{type(error).__name__}: {error}", 200))
    finally:
        given_up = launcher.end()
    return Done() if given_up else Done(report)


def _stay_on(core: int | None) -> None:
    if core is not None and hasattr(os, "sched_setaffinity"):
        with suppress(OSError):
            os.sched_setaffinity(0, {core})


def _leave(number: int, frame: object) -> None:
    """Go through every `finally` on the way out, so that the zygote and its candidates end too."""
    sys.exit(128 + number)
