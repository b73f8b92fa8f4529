"""What stands in the way of a run on other machines is said in a sentence, before anything is graded."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("distributed")

from grader.classroom.marking.dask import Distributed, require_address, workers_of
from grader.classroom.marking.dask_worker import (
    DaskRun,
    HostRefusal,
    WorkerHost,
    differences,
    packed,
    unpacked,
    versions_here,
)
from grader.classroom.marking.pool import Unconfined
from grader.classroom.marking.queue import Batch
from grader.classroom.marking.worker import Core
from grader.curriculum import kata_version, load_katas
from grader.errors import ExitCode, GraderError, UnableToGrade, UsageError
from grader.model import Level, Protections
from tests.gradebook.books import HOME, RIGHT, Course
from tests.support.gradebooks import hand_in
from tests.support.processes import python

KATA = next(kata for kata in load_katas(HOME) if kata.id == "kata00")
HERE = versions_here()
GIVEN = DaskRun((), HERE, accept_unconfined=False)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with one submission."""
    made = Course.make(tmp_path)
    with made.book() as book:
        hand_in(book, "ada", RIGHT)
    return made


@pytest.mark.parametrize("text", ["tcp://10.0.0.5:8786", "tls://a.example.org:1", "tcp://[::1]:8786"])
def test_addresses_of_schedulers_are_taken(text: str) -> None:
    """Names and numbers, with their port."""
    require_address(text)


@pytest.mark.parametrize(
    "text", ["10.0.0.5:8786", "tcp://10.0.0.5", "http://a:80", "tcp://a:1/x", "tcp://a b:1", "tcp://:1"]
)
def test_other_addresses_are_refused(course: Course, text: str) -> None:
    """With the form they have, as any wrong use of a command."""
    code = course.grade("run", "--scheduler", text)

    assert code == ExitCode.USAGE
    assert "is no scheduler's address" in course.err
    assert "tcp://10.0.0.5:8786" in course.err


def test_jobs_are_not_for_other_machines(course: Course) -> None:
    """How many at once is the workers' to say: to be silent about it would mislead."""
    code = course.grade("run", "--scheduler", "tcp://10.0.0.5:8786", "--jobs", "8")

    assert code == ExitCode.USAGE
    assert "--nthreads" in course.err


def test_without_dask_it_says_what_to_install() -> None:
    """The extra is named."""
    code = (
        "import sys; sys.modules['distributed'] = None\n"
        "from grader.cli import main\n"
        "sys.argv[1:] = ['class', 'run', '--scheduler', 'tcp://127.0.0.1:1']\n"
        "main()"
    )

    done = python("-c", code)

    assert done.returncode == ExitCode.USAGE
    assert 'pip install "asyncio-katas[dask]"' in done.stderr


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of something that listens and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def closed() -> Iterator[str]:
    """An address where nobody listens, and nobody else can meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"tcp://127.0.0.1:{bound.getsockname()[1]}"


@pytest.mark.parametrize("kind", ["silent", "closed"])
def test_where_no_scheduler_answers(kind: str, request: pytest.FixtureRequest) -> None:
    """What is there says nothing, or nothing is there: that is told after a while, with the address."""
    address = request.getfixturevalue(kind)
    runner = Distributed(address, within_s=0.2)

    with pytest.raises(UsageError, match=f"No scheduler answers at {address} "):
        runner(Batch({KATA.id: KATA}, [], lambda _: "", lambda *_: None))


@dataclass
class FakeClient:
    """Workers that say these versions, and this when they are to make ready."""

    versions: dict[str, Any]
    ready: dict[str, Any] = field(default_factory=dict)
    plugins: list[str] = field(default_factory=list)
    scheduler: Any = field(default_factory=lambda: SimpleNamespace(address="tcp://here:8786"))

    def run(self, asked: Callable[..., Any], *_: Any, on_error: str) -> dict[str, Any]:
        assert on_error == "return"
        return self.versions if asked.__name__ == "versions" else self.ready

    def register_plugin(self, plugin: Any, *, name: str) -> None:
        self.plugins.append(name)

    def unregister_worker_plugin(self, name: str) -> None:
        self.plugins.remove(name)


def refusal(client: FakeClient) -> GraderError:
    """What is raised."""
    with pytest.raises(GraderError) as refused, workers_of(client, GIVEN):
        pass
    assert not client.plugins
    return refused.value


def test_a_scheduler_without_workers() -> None:
    """It says how to start some, at this scheduler."""
    said = refusal(FakeClient({}))

    assert isinstance(said, UsageError)
    assert said.message == "The scheduler has no workers."
    assert "dask worker tcp://here:8786" in said.hint


def test_every_worker_that_differs_is_named() -> None:
    """With what it has, or that it has no grader at all."""
    old = HERE | {"grader": "0.0.9"}
    bare = ModuleNotFoundError("No module named 'grader'")

    said = refusal(FakeClient({"tcp://a:1": HERE, "tcp://b:1": old, "tcp://c:1": bare}))

    assert isinstance(said, UnableToGrade)
    assert said.message.splitlines() == [
        f"Worker tcp://b:1: it has grader 0.0.9, not {HERE['grader']}.",
        "Worker tcp://c:1: ModuleNotFoundError: No module named 'grader'.",
    ]


def test_a_worker_below_partial_is_refused_as_this_machine_would_be() -> None:
    """The error is the one of a local run, and names the worker; nothing is left on any."""
    weak = HostRefusal("tcp://b:1", "The protections here are only weak.", "Run `grade doctor`", unconfined=True)
    versions = dict.fromkeys(("tcp://a:1", "tcp://b:1"), HERE)

    said = refusal(FakeClient(versions, {"tcp://a:1": Protections(Level.STRONG), "tcp://b:1": weak}))

    assert isinstance(said, Unconfined)
    assert said.message == "Worker tcp://b:1: The protections here are only weak."


def test_the_weakest_of_all_workers_stand_for_the_run() -> None:
    """What was accepted is what the weakest of them has."""
    versions = dict.fromkeys(("tcp://a:1", "tcp://b:1"), HERE)
    ready = {"tcp://a:1": Protections(Level.WEAK), "tcp://b:1": Protections(Level.STRONG)}

    with workers_of(FakeClient(versions, ready), GIVEN) as workers:
        found = workers.protections

    assert found == Protections(Level.WEAK)


def test_a_worker_that_comes_late_looks_at_its_versions_too() -> None:
    """It refuses for itself: nobody asked it before the run began."""
    host = WorkerHost(replace(GIVEN, versions=HERE | {"wire": "0"}), "tcp://late:1")

    refused = host.open(1)

    assert isinstance(refused, HostRefusal)
    assert (refused.who, refused.why) == ("tcp://late:1", f"It has wire {HERE['wire']}, not 0.")


def test_differences_are_said_as_there_and_here() -> None:
    """Also of what is missing there."""
    said = differences({"Python": "3.11", "wire": "1", "grader": "1"}, {"Python": "3.12", "wire": "1"})

    assert said == "Python 3.12, not 3.11, grader of no version, not 1"


def test_a_kata_arrives_as_it_was_sent(tmp_path: Path) -> None:
    """It has the same version there, and what is in the stub's place stays here."""
    sent = packed(KATA)

    katas = unpacked([sent], tmp_path)

    assert kata_version(katas["kata00"]) == kata_version(KATA)
    assert not katas["kata00"].stub.exists()


def test_a_kata_that_is_another_there_is_not_marked_with(tmp_path: Path) -> None:
    """Checks that changed on the way are refused."""
    sent = packed(KATA)
    changed = replace(sent, files=dict(sent.files) | {"README.md": b"Another task.\n"})

    with pytest.raises(UnableToGrade, match="kata00 is another version"):
        unpacked([changed], tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="cores are chosen on Linux")
def test_two_on_one_machine_keep_to_different_cores() -> None:
    """Unless others have taken all of them: then the system decides."""
    first, second = Core(), Core()
    try:
        assert first.number is None or first.number != second.number
    finally:
        first.close()
        second.close()
