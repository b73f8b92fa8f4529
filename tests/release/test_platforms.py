"""The platforms that mark by themselves, called here as they would call."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from grader.authoring.release import Hidden, ReleasePlatform, apply_edition
from grader.authoring.release.edition import REPORTER, WORKFLOW
from tests.release.editions import COURSE, KATAS, edition
from tests.support.claims import nonempty

WARM_UP = COURSE / "solutions" / "kata00_warm_up"
VISIBLE = {"visible", "after_published"}


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository as GitHub Classroom gives it to a student."""
    home = tmp_path_factory.mktemp("classroom") / "course"
    apply_edition(edition(Hidden.WITHHELD, ReleasePlatform.GITHUB_CLASSROOM), home)
    return home


@pytest.fixture(scope="module")
def autograder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gradescope's /autograder: the zip unpacked into source/, and its setup.sh run as when the image is built."""
    root = tmp_path_factory.mktemp("autograder")
    apply_edition(edition(Hidden.PLAIN, ReleasePlatform.GRADESCOPE), root / "source")
    (root / "submission").mkdir()
    tools = tmp_path_factory.mktemp("tools")
    # The test changes nothing of the machine it runs on: what would be installed for the whole system is left out.
    (tools / "apt-get").write_text("#!/bin/sh\nexit 1\n")
    (tools / "apt-get").chmod(0o755)
    (tools / "python3.15").symlink_to(sys.executable)
    where = f"{tools}{os.pathsep}{os.environ['PATH']}"
    done = called([str(root / "source" / "setup.sh")], root, AUTOGRADER_ROOT=str(root), PATH=where)
    assert done.returncode == 0, done.stderr
    return root


def called(command: list[str], where: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a platform does, with the edition's own grader."""
    bare = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PYTEST"))}
    environment = {**bare, "PYTHONPATH": str(where), "PYTHONIOENCODING": "utf-8", **more}
    return subprocess.run(command, cwd=where, env=environment, capture_output=True, encoding="utf-8", check=False)


def reported(home: Path, kata: str, output: Path) -> dict[str, object]:
    """What the step of this kata leaves for the reporter."""
    output.write_text("")
    done = called([sys.executable, "-m", "grader", "ci", "github-classroom", kata], home, GITHUB_OUTPUT=str(output))
    assert done.returncode == 0, done.stderr
    (line,) = output.read_text().splitlines()
    assert line.startswith("result=")
    result = json.loads(base64.b64decode(line.removeprefix("result=")))
    assert isinstance(result, dict)
    return result


def test_the_workflow_names_each_step_it_reports() -> None:
    """Every runner has a step of that id and a variable <ID>_RESULTS; the reporter gets no brackets."""
    job = yaml.safe_load(edition(Hidden.WITHHELD, ReleasePlatform.GITHUB_CLASSROOM)[WORKFLOW])["jobs"][
        "run-autograding-tests"
    ]

    report = job["steps"][-1]
    ids = [step["id"] for step in job["steps"] if "id" in step]

    assert report["uses"] == REPORTER
    assert report["with"]["runners"] == ",".join(ids) == ",".join(kata.id for kata in KATAS)
    assert report["env"] == {f"{name.upper()}_RESULTS": f"${{{{ steps.{name}.outputs.result }}}}" for name in ids}
    assert "github-classroom[bot]" in job["if"]


@pytest.mark.parametrize(("solution", "earned"), [("warm_up.py", 10), ("wrong/w1_forgets_await.py", None)])
def test_classroom_is_told_the_points(classroom: Path, tmp_path: Path, solution: str, earned: int | None) -> None:
    """By the reporter's own rule, the sum of the tests' scores, and no number that is none."""
    stub = classroom / "katas" / "kata00_warm_up" / "warm_up.py"
    before = stub.read_bytes()
    stub.write_bytes((WARM_UP / solution).read_bytes())

    result = reported(classroom, "kata00", tmp_path / "output")

    stub.write_bytes(before)
    tests = result["tests"]
    assert isinstance(tests, list)
    assert all(type(test["score"]) in (int, float) for test in nonempty(tests))
    total = sum(test["score"] for test in tests)
    assert result["max_score"] == 10
    assert total == 10 if earned else total < 10
    assert result["status"] == ("pass" if earned else "fail")


def test_withheld_checks_are_no_points_of_the_classroom(classroom: Path, tmp_path: Path) -> None:
    """What is judged there is what is there: the rest is the instructor's."""
    kata = next(kata for kata in KATAS if kata.id == "kata11")
    stub = classroom / "katas" / kata.slug / kata.submit
    stub.write_bytes((COURSE / "solutions" / kata.slug / kata.submit).read_bytes())

    result = reported(classroom, "kata11", tmp_path / "output")

    maximum = result["max_score"]
    assert isinstance(maximum, int)
    assert 0.3 * kata.points <= maximum <= 0.4 * kata.points
    assert f"Points: {kata.points - maximum} more are judged by your instructor" in json.dumps(result["tests"])
    assert result["status"] == "pass"


@pytest.fixture
def handed_in(autograder: Path) -> Iterator[Path]:
    """The folder of a submission, empty again afterwards."""
    folder = autograder / "submission"
    yield folder
    for path in folder.iterdir():
        path.unlink()


def graded(autograder: Path, metadata: object = None) -> dict[str, object]:
    """Run run_autograder and read results.json; metadata that is a text is written as it is."""
    text = metadata if isinstance(metadata, str) else json.dumps(metadata or {})
    (autograder / "submission_metadata.json").write_text(text)
    script = autograder / "source" / "run_autograder"
    done = called([str(script)], autograder / "source", AUTOGRADER_ROOT=str(autograder))
    assert done.returncode == 0, done.stderr
    result = json.loads((autograder / "results" / "results.json").read_text(), parse_constant=_no_constant)
    assert isinstance(result, dict)
    return result


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def test_gradescope_gets_scores_and_what_may_be_seen(autograder: Path, handed_in: Path) -> None:
    """The right answer scores in full; hidden checks are shown when grades are published, without their names."""
    (handed_in / "warm_up.py").write_bytes((WARM_UP / "warm_up.py").read_bytes())

    result = graded(autograder)

    tests = result["tests"]
    assert isinstance(tests, list)
    assert result["score"] == 10 == sum(test["max_score"] for test in tests)
    assert {test["visibility"] for test in tests} == VISIBLE
    assert "test_" not in json.dumps([test["name"] for test in tests])
    assert result["stdout_visibility"] == "hidden"
    seen = sum(test["score"] for test in tests if test["visibility"] == "visible")
    assert result["leaderboard"] == [{"name": "points", "value": seen, "order": "desc"}]
    assert 0 < seen < 10


def test_gradescope_hears_of_a_wrong_and_a_missing_file(autograder: Path, handed_in: Path) -> None:
    """A wrong file loses points in words; the others, not handed in, are named, and the autograder itself succeeds."""
    (handed_in / "warm_up.py").write_bytes((WARM_UP / "wrong" / "w1_forgets_await.py").read_bytes())

    result = graded(autograder)

    score, output = result["score"], result["output"]
    assert isinstance(score, int)
    assert isinstance(output, str)
    assert score < 10
    assert "gather.py was not handed in: kata11 earns nothing yet." in output


def test_gradescope_lateness_is_worked_out_here(autograder: Path, handed_in: Path) -> None:
    """Created after due is late, in seconds across time zones, and said."""
    (handed_in / "warm_up.py").write_bytes((WARM_UP / "warm_up.py").read_bytes())
    metadata = {
        "created_at": "2026-03-01T10:00:30.5-08:00",
        "assignment": {"due_date": "2026-03-01T18:00:00+00:00", "total_points": "10.0"},
    }

    result = graded(autograder, metadata)

    extra, output = result["extra_data"], result["output"]
    assert isinstance(extra, dict)
    assert isinstance(output, str)
    assert extra["late_s"] == 30
    assert "after the deadline" in output


def test_a_students_own_due_date_goes_before(autograder: Path, handed_in: Path) -> None:
    """Whoever was given more time is in time; of a group the latest date counts."""
    (handed_in / "warm_up.py").write_bytes((WARM_UP / "warm_up.py").read_bytes())
    own = {"due_date": "2026-03-03T18:00:00.000000-08:00", "late_due_date": None}
    other = {"email": "b@x.edu", "id": 2, "name": "Ben"}
    users = [{"email": "a@x.edu", "id": 1, "name": "Ann", "assignment": own}, other]
    metadata = {
        "created_at": "2026-03-02T10:00:00-08:00",
        "assignment": {"due_date": "2026-03-01T18:00:00+00:00"},
        "users": users,
    }

    result = graded(autograder, metadata)

    extra = result["extra_data"]
    assert isinstance(extra, dict)
    assert extra["late_s"] == 0
    assert "after the deadline" not in str(result["output"])


@pytest.mark.parametrize("metadata", ['{"created_at": ', "[]", '{"users": 7, "assignment": [], "created_at": {}}'])
def test_broken_metadata_still_gets_a_result(autograder: Path, handed_in: Path, metadata: str) -> None:
    """The points are there, nobody is late by guessing, and what could not be read is said."""
    (handed_in / "warm_up.py").write_bytes((WARM_UP / "warm_up.py").read_bytes())

    result = graded(autograder, metadata)

    assert result["score"] == 10
    assert "after the deadline" not in str(result["output"])
    assert ("cannot be read" in str(result["output"])) is not metadata.startswith('{"users"')


def test_a_file_of_another_name_is_said(autograder: Path, handed_in: Path) -> None:
    """What came is named, without what could deceive, and an archive is told apart."""
    (handed_in / "my warm up.py").write_bytes((WARM_UP / "warm_up.py").read_bytes())
    (handed_in / "work\u202e.zip").write_bytes(b"PK")

    result = graded(autograder)

    assert result["score"] == 0
    output = str(result["output"])
    assert "warm_up.py was not handed in" in output and "my warm up.py" in output and ".zip" in output
    assert "out of the archive" in output and "\u202e" not in output


def test_a_file_that_cannot_be_read_gets_a_result(autograder: Path, handed_in: Path) -> None:
    """Gradescope always finds results.json: zero points, and the reason."""
    (handed_in / "warm_up.py").write_bytes(b"\xff\xfe\x00")

    result = graded(autograder)

    assert result["score"] == 0
    assert "warm_up.py" in json.dumps(result["tests"])
