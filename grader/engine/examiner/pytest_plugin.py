"""pytest as the examiner uses it: what it collects, runs and keeps of a failed assertion."""

from __future__ import annotations

import secrets
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from _pytest.assertion import rewrite

from grader.curriculum import load_kata
from grader.engine.examiner.candidate_host import CandidateHost, SplitHost, SubmissionRefused
from grader.engine.examiner.checks import load_check, mark_of
from grader.engine.examiner.judging import Comparison, Comparisons
from grader.engine.examiner.launch import ColdLauncher
from grader.engine.examiner.messages import lost
from grader.engine.examiner.running import Shared, run_check
from grader.engine.submission import Submission, read_submission
from grader.engine.wire.channel import Gone
from grader.errors import GraderError
from grader.model import CheckResult, Kata
from grader.testing.bounded import bounded_repr

MOST_IN_AN_ASSERTION = 240


class Sides:
    """A plugin that keeps the values of an `assert a == b` that failed."""

    def __init__(self, comparisons: Comparisons) -> None:
        self._comparisons = comparisons

    @pytest.hookimpl(tryfirst=True)
    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        if op == "==":
            self._comparisons.last = Comparison(got=left, expected=right)
        raise _ThatIsAllError


class NoDifferences:
    """A plugin that ends pytest's look at a comparison once `Sides` has had it: nothing else ends a hook early."""

    @pytest.hookimpl(wrapper=True)
    def pytest_assertrepr_compare(self) -> Generator[None, Any, Any]:
        try:
            return (yield)
        except _ThatIsAllError:
            return []


class _ThatIsAllError(Exception):
    pass


@contextmanager
def bounded_assertions() -> Iterator[None]:
    """Have what a failed assertion says of its parts written in bounded time, as all that came from a submission."""
    names = vars(rewrite)
    pytests_own = names["saferepr"]
    names["saferepr"] = _shown
    try:
        yield
    finally:
        names["saferepr"] = pytests_own


def _shown(obj: object, maxsize: int | None = MOST_IN_AN_ASSERTION, use_ascii: bool = False) -> str:
    """In place of pytest's function of this signature."""
    return bounded_repr(obj, maxsize or MOST_IN_AN_ASSERTION)


_GROUNDS = pytest.StashKey["Hosts"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("katas")
    group.addoption(
        "--in-process",
        action="store_true",
        dest="kata_in_process",
        help="katas: run the student's file beside the checks, for a debugger; not a grade",
    )


@pytest.fixture(name="kata")
def kata_fixture() -> None:
    """The student's module; the real one is given when the check runs."""


@pytest.fixture(name="clock")
def clock_fixture() -> None:
    """The trusted virtual clock; the real one is given when the check runs."""


class Hosts:
    """One candidate for each kata's folder of this pytest run."""

    def __init__(self, *, in_process: bool) -> None:
        self._in_process = in_process
        self._open: dict[Path, CandidateHost] = {}
        self.comparisons = Comparisons()
        self.seed = secrets.token_hex(16)

    def of(self, folder: Path) -> CandidateHost:
        """Return the place where this kata's stub is opened."""
        if folder not in self._open:
            kata = load_kata(folder)
            submission = read_submission(kata.stub)
            host = self._host(kata, submission)
            host.open()
            self._open[folder] = host
        return self._open[folder]

    def _host(self, kata: Kata, submission: Submission) -> CandidateHost:
        if self._in_process:
            from grader.engine.in_process import InProcessHost

            return InProcessHost(kata, submission)
        return SplitHost(kata, submission, ColdLauncher())

    def close(self) -> None:
        """End every candidate."""
        for host in self._open.values():
            host.close()
        self._open.clear()


def _folder_of(item: pytest.Item) -> Path | None:
    path = Path(item.path)
    return next((folder for folder in path.parents[:2] if (folder / "kata.yaml").is_file()), None)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a check of a kata; leave every other test to pytest."""
    mark = mark_of(pyfuncitem)
    folder = _folder_of(pyfuncitem) if mark is not None else None
    if mark is None or folder is None:
        return None
    hosts = _hosts(pyfuncitem.config)
    try:
        host = hosts.of(folder)
        loaded, shared = load_check(pyfuncitem, mark), Shared(hosts.comparisons)
        ran = run_check(loaded, host.session(), seed=hosts.seed, shared=shared)
    except (GraderError, SubmissionRefused) as error:
        pytest.fail(str(error), pytrace=False)
    except Gone as gone:
        pytest.fail(lost(gone), pytrace=False)
    host.after(ran)
    if ran.failure is not None:
        if isinstance(ran.failure, pytest.skip.Exception):
            raise ran.failure
        pytest.fail(_explain(ran.result, folder), pytrace=False)
    return True


def _hosts(config: pytest.Config) -> Hosts:
    if _GROUNDS not in config.stash:
        config.stash[_GROUNDS] = Hosts(in_process=bool(config.getoption("kata_in_process")))
    return config.stash[_GROUNDS]


def _explain(result: CheckResult, folder: Path) -> str:
    lines = [result.check.sentence, f"  {result.headline}"]
    if result.expected and not result.check.hidden:
        lines += [f"  expected {result.expected}", f"  got      {result.got}"]
    if result.line:
        lines.append(f"  line {result.line} of your file")
    lines.append(f"  next: grade {folder.name.partition('_')[0]}")
    return "\n".join(lines)


def pytest_assertrepr_compare(config: pytest.Config, op: str, left: object, right: object) -> Any:
    """Remember what a failing `assert got == expected` compared."""
    if op == "==" and _GROUNDS in config.stash:
        config.stash[_GROUNDS].comparisons.last = Comparison(got=left, expected=right)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no process behind."""
    if _GROUNDS in config.stash:
        config.stash[_GROUNDS].close()
