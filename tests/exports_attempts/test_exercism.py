"""Exercism's results.json, read by the rules of its test runner interface."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.exports_attempts.classroom import one


def read(content: bytes) -> dict[str, Any]:
    """The file as Exercism takes it, version 2."""
    results: dict[str, Any] = json.loads(content)
    assert results["version"] == 2
    assert results["status"] in ("pass", "fail", "error")
    assert (results["status"] == "error") is (isinstance(results["message"], str) and bool(results["message"]))
    for test in results["tests"]:
        assert test["name"] and test["status"] in ("pass", "fail", "error")
        assert len(test.get("output", "")) <= 500
        assert (test["status"] == "pass") is ("message" not in test)
    statuses = {test["status"] for test in results["tests"]}
    assert results["status"] != "pass" or statuses == {"pass"}
    assert results["status"] != "fail" or statuses != {"pass"}
    return results


@pytest.mark.parametrize(("attempt", "status"), [(1, "fail"), (2, "pass"), (3, "error"), (4, "fail"), (5, "fail")])
def test_the_status_is_the_verdict(attempt: int, status: str) -> None:
    """Every kind of attempt is a file that Exercism takes."""
    assert read(one("exercism", attempt))["status"] == status


def test_a_message_is_only_there_for_an_error() -> None:
    """What cannot be graded says why; a failure leaves that to its tests."""
    assert read(one("exercism", 3))["message"] == "gather.py has no my_gather."
    assert read(one("exercism", 1))["message"] is None
    assert read(one("exercism", 4))["tests"][0]["message"] == "asyncio.gather is locked in this kata."


def test_tests_stand_in_the_files_order_and_what_is_not_run_fails() -> None:
    """There is no status for skipped."""
    tests = read(one("exercism", 5))["tests"]

    assert [(test["name"], test["status"]) for test in tests] == [
        ("Three jobs are all done at 3.0 s.", "fail"),
        ("The first error <leaves> & nothing else.", "error"),
    ]


def test_long_output_is_cut_and_says_so() -> None:
    """At most 500 characters, in Exercism's words."""
    output = read(one("exercism"))["tests"][2]["output"]

    assert len(output) == 500
    assert output.startswith("xxx") and output.endswith("\nOutput was truncated. Please limit to 500 chars")
