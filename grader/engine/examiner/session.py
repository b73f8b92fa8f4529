"""Our own pytest sessions: the checks of one kata collected once, for any number of submissions."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest

from grader.curriculum import compiled_checks, kata_version
from grader.curriculum.kata_files import HIDDEN, SEALED_HIDDEN
from grader.engine.examiner.attempt import KataChecks, attempt
from grader.engine.examiner.candidate_host import SubmissionRefused
from grader.engine.examiner.check_session import CheckSession
from grader.engine.examiner.checks import LoadedCheck, SealedFile, load_checks
from grader.engine.examiner.judging import Comparisons
from grader.engine.examiner.launch import Launcher
from grader.engine.examiner.messages import told_of
from grader.engine.examiner.pytest_plugin import NoDifferences, Sides, bounded_assertions
from grader.engine.examiner.running import CheckRun, Shared, run_check
from grader.engine.submission import AttemptRequest
from grader.errors import BrokenKata
from grader.model import Check, Kata, Report
from grader.startup import freeze
from grader.startup.bytecode_cache import kept_compiled
from grader.vtime import Patches
from grader.vtime.real import REAL

T = TypeVar("T")
GUARD_S = 30
# What pytest runs in place of all that it does with a test.
_RUN = pytest.StashKey[Callable[[], CheckRun]]()
MEND = "That is the author's to mend: grade dev check {kata}"
_UNNEEDED = [
    "cacheprovider",
    "capture",
    "debugging",
    "doctest",
    "faulthandler",
    "freeze_support",
    "junitxml",
    "legacypath",
    "logging",
    "monkeypatch",
    "pastebin",
    "recwarn",
    "setuponly",
    "setupplan",
    "skipping",
    "stepwise",
    "subtests",
    "terminal",
    "terminalprogress",
    "threadexception",
    "tmpdir",
    "unittest",
    "unraisableexception",
    "warnings",
]


class KataGrader:
    """The collected checks of one kata; `grade` grades one submission with a fresh candidate."""

    def __init__(
        self, kata: Kata, version: str, items: list[pytest.Item], comparisons: Comparisons, launcher: Launcher | None
    ) -> None:
        self.kata = kata
        self._launcher = launcher
        self._version = version
        self._loaded = load_checks(items)
        self._patches = Patches()
        self._shared = Shared(comparisons, self._patches)

    @property
    def checks(self) -> tuple[Check, ...]:
        """The kata's checks, visible ones first."""
        return tuple(loaded.check for loaded, _ in self._loaded.values())

    def grade(self, request: AttemptRequest, *, launcher: Launcher | None = None) -> Report:
        """Grade one submission; one over which the guard on a check fires is not gradable."""
        checks = [loaded for loaded, _ in self._loaded.values()]
        kata_checks = KataChecks(self.kata, self._version, checks, self._run_under_guard)
        with self._patches:
            return attempt(kata_checks, request, launcher or self._launcher)

    def _run_under_guard(self, loaded: LoadedCheck, session: CheckSession, seed: str) -> CheckRun:
        item = self._loaded[loaded.check.name][1]
        item.stash[_RUN] = lambda: run_check(loaded, session, seed=seed, shared=self._shared)
        began = REAL.monotonic()
        try:
            ran: CheckRun = item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        except pytest.fail.Exception:
            self._refuse_if_late(began)
            raise
        finally:
            del item.stash[_RUN]
        if isinstance(ran.failure, pytest.fail.Exception):
            self._refuse_if_late(began)
        return ran

    def _refuse_if_late(self, began: float) -> None:
        """All that a check waits for has a shorter time: only what the submission sent can keep it so long."""
        if REAL.monotonic() - began >= GUARD_S:
            raise SubmissionRefused(
                f"{self.kata.submit} keeps the grader busy: one check took longer than {GUARD_S} s."
            )


class _SessionPlugin(Generic[T]):
    """A plugin that takes over pytest's loop: `body` decides what is run, and how often."""

    def __init__(self, kata: Kata, body: Callable[[KataGrader], T], launcher: Launcher | None) -> None:
        self._kata = kata
        self._launcher = launcher
        self._version = kata_version(kata)
        self.files = check_files(kata.folder)
        self._body = body
        self.comparisons = Comparisons()
        self.problems: list[BrokenKata] = []
        self.answer: list[T] = []
        self.failure: BaseException | None = None

    @pytest.fixture(name="kata")
    def _kata_fixture(self) -> None:
        return None

    @pytest.fixture(name="clock")
    def _clock_fixture(self) -> None:
        return None

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Generator[None, Any, Any]:
        with kept_compiled(compiled_checks(self._kata, self._version), self.files):
            return (yield)

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        if file_path.name != SEALED_HIDDEN:
            return None
        return SealedFile.from_parent(parent, path=file_path)

    def pytest_exception_interact(self, node: pytest.Collector, call: pytest.CallInfo[Any]) -> None:
        if call.excinfo is not None:
            self.problems.append(uncollected(self._kata, node.path, call.excinfo.value))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and not self.problems:
            self.problems.append(BrokenKata(f"The checks of {self._kata.id} cannot be collected."))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self.problems:
            return True
        try:
            freeze()  # what pytest and the checks made is here to stay: collecting after each check is then quick
            grader = KataGrader(self._kata, self._version, session.items, self.comparisons, self._launcher)
            self.answer.append(self._body(grader))
        except BaseException as failure:
            self.failure = failure
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> CheckRun:
        # A check has no fixtures but ours and nobody reads pytest's reports: only the hooks around it matter.
        return item.stash[_RUN]()


def examine(kata: Kata, body: Callable[[KataGrader], T], *, launcher: Launcher | None = None) -> T:
    """Collect the kata's checks once and give what `body` makes of them; candidates come from `launcher`.

    Raises BrokenKata when they cannot be collected, and whatever `body` raises.
    """
    session = _SessionPlugin(kata, body, launcher)
    with _undisturbed(), _forgotten(kata.folder), bounded_assertions():
        plugins = [session, Sides(session.comparisons), NoDifferences()]
        pytest.main(_arguments(kata.folder, session.files), plugins=plugins)
    if session.failure is not None:
        raise session.failure
    if session.problems:
        raise session.problems[0]
    if not session.answer:
        raise BrokenKata(f"{kata.id} has no checks.", hint=f"Look into {kata.folder.name}.")
    return session.answer[0]


def check_files(folder: Path) -> list[Path]:
    """Return the files pytest is given: visible checks, then hidden ones or what seals them."""
    hidden = sorted((folder / HIDDEN).glob("test_*.py")) or list(folder.glob(SEALED_HIDDEN))
    return sorted(folder.glob("test_*.py")) + hidden


def uncollected(kata: Kata, path: Path, error: BaseException) -> BrokenKata:
    """Return why a file of checks could not be collected; what stands in a hidden one is for its author alone."""
    if isinstance(error, BrokenKata):
        return error
    # pytest puts an error of its own around some, with a text that is mostly about itself.
    slip = error.__cause__ if isinstance(error, pytest.Collector.CollectError) and error.__cause__ else error
    fault = told_of(slip, str(path))
    said = f"{fault.place}: {fault.said}"
    message = f"The checks of {kata.id} cannot be collected"
    hint = MEND.format(kata=kata.id)
    if path.parent.name == HIDDEN or path.name == SEALED_HIDDEN:
        return BrokenKata(
            f"{message}: a hidden file of them is broken.", hint=hint, detail=f"{said}\n{fault.traceback}"
        )
    return BrokenKata(f"{message}: {said}", hint=hint, detail=fault.traceback)


def _arguments(folder: Path, files: list[Path]) -> list[str]:
    off = [part for name in _UNNEEDED for part in ("-p", f"no:{name}")]
    return [
        "--disable-plugin-autoload",
        "--noconftest",
        *off,
        "-p",
        "pytest_timeout",
        f"--timeout={GUARD_S}",
        "--import-mode=importlib",
        "-c",
        os.devnull,
        f"--rootdir={folder}",
        # Otherwise pytest looks through every folder above, the student's home among them.
        f"--confcutdir={folder}",
        *map(str, files),
    ]


@contextmanager
def _forgotten(folder: Path) -> Iterator[None]:
    """Let go of the check files afterwards: pytest takes the next file of the same name for one that it knows."""
    below = os.path.join(os.path.abspath(folder), "")
    try:
        yield
    finally:
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__dict__", {}).get("__file__", "")).startswith(below):
                del sys.modules[name]


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep a student's own pytest settings, which arrive by environment variable, out of our runs."""
    ours = {name: os.environ.pop(name) for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS") if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(ours)
        gc.unfreeze()
