"""Tell unit tests, which start no process, from those that do; run them first, and stop when one of them fails."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
WIDEST = 400
# Whoever imports one of these, in its own file or through a helper or a conftest.py of ours, starts processes.
STARTERS = (
    "multiprocessing",
    "subprocess",
    "distributed",
    "grader.authoring.inspection",
    "grader.authoring.rehearsing",
    "grader.classroom.marking.pool.Pool",
    "grader.classroom.marking.pool.run_batch",
    "grader.classroom.marking.worker",
    "grader.classroom.similar.fingerprints",
    "grader.student.prestart",
    "grader.engine.examiner.attempt.play",
    "grader.cli.world.real_world",
    "grader.engine.examiner.attempt.attempt",
    "grader.engine.examiner.examine",
    "grader.engine.examiner.grade",
    "grader.engine.examiner.grade_all",
    "grader.engine.examiner.launch",
    "grader.engine.examiner.session.examine",
    "grader.engine.examiner.zygote",
    # Its command reads the submissions in a process of its own.
    "tests.similar.conftest",
)
# Who breaks a line reads of it where it stands, not in what is built upon it.
ORDER = (
    *("vtime", "wire", "examiner", "testing", "report", "report_html", "timeline", "text"),
    *("curriculum", "submission", "student", "lessons", "archives", "collect", "plan", "gradebook"),
    *("marking", "pages", "exports", "exports_attempts", "similar", "authoring", "matrix", "mutants"),
    *("cli", "watch", "dev_new", "own_sets", "repository"),
)
LAST = ("notebooks", "release", "leaks", "redteam")
STARTING = ("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system")


@cache
def layer(file: Path) -> tuple[bool, int, str]:
    """Return where a test file stands in the order: unit tests first, then from the clock up to the red team."""
    folder = file.relative_to(TESTS).parts[0] if file.is_relative_to(TESTS) else ""
    rank = ORDER.index(folder) if folder in ORDER else len(ORDER) + (LAST.index(folder) + 1 if folder in LAST else 0)
    return starts_processes(file), rank, str(file)


class Layers:
    """Mark unit tests, run them first, name each failure as it comes, and begin nothing slow after one of theirs."""

    def __init__(self) -> None:
        self._unit_failed = 0
        self._started: list[str] | None = None
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        # What a stub was before its student wrote in it is asked of git, which answers quickly.
        if event in STARTING and self._started is not None and arguments[:1] != ("git",):
            self._started.append(f"{event} {arguments[:1]}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Mark and sort."""
        for item in items:
            if not starts_processes(item.path):
                item.add_marker("unit")
        items.sort(key=lambda item: layer(item.path))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """Fail a unit test that starts a process."""
        self._started = [] if _is_unit(item) else None
        try:
            yield
        finally:
            started, self._started = self._started, None
        if started:
            pytest.fail(
                f"its file counts as one of unit tests, and it starts a process: {started[0]}. "
                "Add what it imports for that to STARTERS in tests/support/layers.py.",
                pytrace=False,
            )

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[object]:
        """Stop between the layers where a unit test has failed."""
        done = yield
        if self._unit_failed and nextitem is not None and not _is_unit(nextitem):
            item.session.shouldfail = (
                f"unit tests failed ({self._unit_failed} here): the slow ones were not begun. "
                'To run those alone: pytest -m "not unit"'
            )
        return done

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count unit tests that failed."""
        self._unit_failed += report.failed and "unit" in report.keywords


class FailuresAsTheyCome:
    """Name each failure, and what it says, when it happens."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One line for a failure."""
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        if report.failed and terminal is not None:
            crash = getattr(report.longrepr, "reprcrash", None)
            said = (crash.message if crash else str(report.longrepr)).strip().partition("\n")[0]
            terminal.write_line("")
            terminal.write_line(f"{report.nodeid}: {said}"[:WIDEST], red=True)


def _is_unit(item: pytest.Item) -> bool:
    return item.get_closest_marker("unit") is not None


@cache
def starts_processes(file: Path) -> bool:
    """Does this test file import what starts processes, itself or by way of our own helpers?"""
    return any(_reaches(one) for one in (file, *_conftests(file)))


def _conftests(file: Path) -> Iterator[Path]:
    for folder in file.parents:
        if folder == TESTS:
            return
        if (folder / "conftest.py").is_file():
            yield folder / "conftest.py"


@cache
def _reaches(file: Path) -> bool:
    for name in _imports(file):
        if any(name == starter or name.startswith(f"{starter}.") for starter in STARTERS):
            return True
        helper = _ours(name)
        if helper is not None and helper != file and _reaches(helper):
            return True
    return False


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _ours(name: str) -> Path | None:
    if not name.startswith("tests."):
        return None
    whole = TESTS.parent.joinpath(*name.split("."))
    found = (path.with_suffix(".py") for path in (whole, whole.parent))
    return next((path for path in found if path.is_file()), None)
