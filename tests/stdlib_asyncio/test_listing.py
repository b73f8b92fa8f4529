"""The list of CPython's tests that do not pass here is right, and is told when it no longer is."""

from __future__ import annotations

import pytest

from tests.stdlib_asyncio import running
from tests.stdlib_asyncio.listing import Entry, judge, read
from tests.stdlib_asyncio.running import Ended, as_a_submission, in_process, run_all

LOCKS = Entry("known", ("test_locks.*.test_fair",), "It is not fair.", ("split",), (3, 12))
TASKS = Entry("does_not_apply", ("test_tasks.Tests.test_mocked",), "It mocks.")
needs_the_tests = pytest.mark.skipif(not running.is_installed(), reason="this Python comes without its own tests")


def test_failures_are_sorted_by_the_list():
    """What fails counts under its entry's heading; what no entry names has failed."""
    ended = {
        "test_locks.A.test_fair": "failed",
        "test_tasks.Tests.test_mocked": "failed",
        "test_tasks.Tests.b": "failed",
    }

    judged = judge(ended, [LOCKS, TASKS], (3, 13), "split")

    assert judged.known == ("test_locks.A.test_fair",)
    assert judged.does_not_apply == ("test_tasks.Tests.test_mocked",)
    assert judged.failed == ("test_tasks.Tests.b",)
    assert judged.stale == ()


@pytest.mark.parametrize(("version", "mode"), [((3, 11), "split"), ((3, 13), "in-process")])
def test_an_entry_is_for_its_pythons_and_modes(version, mode):
    """Elsewhere its tests have to pass."""
    judged = judge({"test_locks.A.test_fair": "failed"}, [LOCKS], version, mode)

    assert judged.failed == ("test_locks.A.test_fair",)


def test_a_listed_test_that_passes_is_told():
    """An entry is stale as soon as one of the tests it names passes."""
    ended = {"test_locks.A.test_fair": "failed", "test_locks.B.test_fair": "passed"}

    judged = judge(ended, [LOCKS], (3, 12), "split")

    assert judged.stale == ("test_locks.B.test_fair is listed, and passed",)


def test_a_listed_test_may_pass_sometimes():
    """Not where the entry says so."""
    judged = judge({"test_locks.A.test_fair": "passed"}, [LOCKS._replace(sometimes=True)], (3, 12), "split")

    assert judged.stale == ()
    assert judged.passed == ("test_locks.A.test_fair",)


def test_a_listed_name_that_is_not_there_is_told():
    """An entry is stale when it names no test at all, unless only some files ran."""
    whole = judge({"test_tasks.Tests.other": "passed"}, [TASKS], (3, 12), "split")
    part = judge({"test_tasks.Tests.other": "passed"}, [TASKS], (3, 12), "split", whole=False)

    assert whole.stale == ("test_tasks.Tests.test_mocked is listed, and there is no such test",)
    assert part.stale == ()


def test_the_committed_list_can_be_read():
    """Every entry has tests, modes and Pythons that exist, and a sentence as its reason; no name stands there twice."""
    names = [(mode, name) for entry in read() for mode in entry.modes for name in entry.tests]

    assert len(names) > 20
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "entry",
    [
        '[[knwon]]\ntests = ["a"]\nreason = "b."',
        '[[known]]\ntests = []\nreason = "b."',
        '[[known]]\ntests = ["a"]\nreason = "b"',
        '[[known]]\ntests = ["a"]\nreason = "b."\nsince = "3.16"',
        '[[known]]\ntests = ["a"]\nreason = "b."\nsince = "3.13"\nuntil = "3.12"',
        '[[known]]\ntests = ["a"]\nreason = "b."\nmodes = ["spilt"]',
    ],
)
def test_an_entry_that_cannot_be_right_is_refused(tmp_path, entry):
    """A heading, Python or mode that is not there, no tests, or no sentence."""
    path = tmp_path / "listed.toml"
    path.write_text(entry, encoding="utf-8")

    with pytest.raises(ValueError, match=r"\w"):
        read(path)


def test_the_others_go_on_after_one_that_ends_the_process():
    """A test that takes its batch down has failed for that reason; those after it are run."""

    def batch(tests, note):
        for name in tests:
            if name == "c":
                return "it ended"
            note(name, "passed", "")
        return ""

    ended = run_all(["a", "b", "c", "d"], batch)

    assert ended == {name: Ended("passed", "") for name in "abd"} | {"c": Ended("failed", "it ended")}


@needs_the_tests
@pytest.mark.parametrize("batch", [in_process, as_a_submission])
def test_cpythons_own_tests_run(batch):
    """Those of asyncio.timeout pass on our loop: with a real process for each batch, and no real time in it."""
    tests = running.names(["test_timeouts"])

    ended = run_all(tests, batch)

    assert len(tests) > 10
    assert {name: end for name, end in ended.items() if end.outcome != "passed"} == {}
    assert list(ended) == tests
