"""`grade class push lti`, with a real gradebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from grader.classroom.gradebook import Gradebook
from grader.classroom.push import ScoreRefused
from grader.classroom.scores.model import Column
from grader.cli import run
from grader.cli.classroom.push import PushOptions, push_here
from grader.cli.world import World
from grader.errors import UsageError
from tests.exports_attempts.classroom import REJECTED
from tests.support.commands import CommandLine, never_grade, world
from tests.support.gradebooks import hand_in_graded
from tests.support.katas import write_kata

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PLAN = """\
course: Autumn
time_zone: UTC
katas:
  kata01: {deadline: 2026-11-20 11:00}
  kata02:
lms:
  lti:
    issuer: https://platform.example
    client_id: client-7
    token_url: https://platform.example/token
    lineitems_url: https://platform.example/lineitems
    private_key: key.pem
"""
ROSTER = "id,first name,last name,lti user id\nada,Ada,Lovelace,5323497\nzoe,Zoë,Núñez,znunez\nli,四,李,\n"


@dataclass
class FakePlatform:
    """Takes what it is sent, unless it is told to refuse somebody."""

    refuse: str = ""
    stop_after: int = 99
    taken: list[Mapping[str, Any]] = field(default_factory=list)

    def item_of(self, column: Column) -> str:
        """A line item for each kata."""
        return f"https://platform.example/{column.kata}"

    def send(self, item: str, body: Mapping[str, Any]) -> None:
        """One score."""
        if body["userId"] == self.refuse:
            raise ScoreRefused(404)
        if len(self.taken) == self.stop_after:
            raise KeyboardInterrupt
        self.taken.append(body)


@dataclass
class Course(CommandLine):
    """A course in which Ada and Zoë have four points of ten, in both katas."""

    folder: Path
    platform: FakePlatform = field(default_factory=FakePlatform)

    def world(self) -> World:
        """The world of an instructor in the course's folder."""
        return world(self.folder, now=lambda: NOW, ask=never_grade)

    def push(self, **wish: Any) -> int:
        """Send to the fake platform."""
        whole = PushOptions(sure=True, **wish)
        return self.run(lambda there: push_here(there, whole, connect=lambda client: self.platform, sleep=never_wait))


def never_wait(seconds: float) -> None:
    """Nothing here is worth waiting for."""
    raise AssertionError(seconds)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Two katas, three students of whom one has no id at the platform, and four graded submissions."""
    for kata in ("kata01_alpha", "kata02_beta"):
        write_kata(tmp_path, kata)
    autumn = tmp_path / "autumn"
    autumn.mkdir()
    (autumn / "course.yaml").write_text(PLAN)
    (autumn / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (autumn / "key.pem").write_text("-----BEGIN PRIVATE KEY-----\n")
    with Gradebook.open(autumn) as book:
        for kata in ("kata01", "kata02"):
            for student in ("ada", "zoe"):
                source = f"# {student} {kata}".encode()
                made = replace(REJECTED, kata=kata, sha256=sha256(source).hexdigest())
                hand_in_graded(book, student, source, made, submitted=NOW.replace(hour=10), now=NOW)
    return Course(autumn)


def test_without_yes_nothing_is_sent(course: Course) -> None:
    """What would be is shown; nobody is asked for a key's secret, and nothing is written."""
    code = course.run(lambda world: run(["class", "push", "lti"], world))

    assert (code, course.err) == (0, "left out: 四 李 (li): the roster has no lti_user_id for them\n")
    assert course.out.splitlines() == [
        "ada  kata01  4/10  new",
        "ada  kata02  4/10  new",
        "zoe  kata01  4/10  new",
        "zoe  kata02  4/10  new",
        "Would be sent: 4 new. 0 unchanged.",
        "Nothing was sent yet: grade class push lti --yes",
    ]
    assert not (course.folder / "pushed.sqlite3").exists()


def test_what_was_sent_is_not_sent_again(course: Course) -> None:
    """The second time there is nothing to do, in words."""
    assert course.push() == 0
    assert course.out == "Sent: 4 new. 0 unchanged.\n"

    assert course.push() == 0
    assert course.out == "Sent: nothing. 4 unchanged.\n"
    assert len(course.platform.taken) == 4


def test_one_kata_alone(course: Course) -> None:
    """`--kata 2` is understood, and the rest is due later."""
    assert course.push(katas=("2",)) == 0

    assert course.out == "Sent: 2 new. 0 unchanged.\n"
    assert course.push() == 0
    assert course.out == "Sent: 2 new. 2 unchanged.\n"


def test_a_refused_score_is_exit_1_and_named(course: Course) -> None:
    """So that a script notices."""
    course.platform.refuse = "5323497"

    assert course.push() == 1
    assert "ada, kata01: the platform knows no such person or line item (404)" in course.err
    assert "2 not taken." in course.err and course.out == "Sent: 2 new. 0 unchanged.\n"


def test_ctrl_c_says_how_to_go_on(course: Course) -> None:
    """Exit 130, and the same command sends the rest."""
    course.platform.stop_after = 1
    assert course.push() == 130
    assert "1 sent and remembered: the same command goes on." in course.err

    course.platform.stop_after = 99
    assert course.push() == 0
    assert course.out == "Sent: 3 new. 1 unchanged.\n"


@pytest.mark.parametrize("name", ["issuer", "client_id", "token_url", "lineitems_url", "private_key"])
def test_a_setting_that_is_missing_is_asked_for(course: Course, name: str) -> None:
    """With the lines to put into course.yaml."""
    lines = [line for line in PLAN.splitlines() if not line.strip().startswith(name)]
    (course.folder / "course.yaml").write_text("\n".join(lines))

    with pytest.raises(UsageError, match=name) as told:
        course.push()
    assert f"    {name}: " in told.value.hint


def test_scores_are_not_sent_in_the_open(course: Course) -> None:
    """Who reads along could send scores of their own; on this machine itself nobody does."""
    plan = course.folder / "course.yaml"
    plan.write_text(PLAN.replace("https://platform.example/token", "http://platform.example/token"))
    with pytest.raises(UsageError, match="not an https address"):
        course.push()

    plan.write_text(PLAN.replace("https://platform.example/token", "http://127.0.0.1:8000/token"))
    assert course.push() == 0


def test_a_key_that_is_none_is_told(course: Course) -> None:
    """Before anything is sent, and without a word of what is in the file."""
    (course.folder / "key.pem").write_text("hunter2")

    with pytest.raises(UsageError, match=r"key\.pem is not a private key") as told:
        course.push()
    assert "hunter2" not in str(told.value) + told.value.hint


def test_a_forgotten_student_is_forgotten_here_too(course: Course) -> None:
    """`grade class forget` erases what was remembered as sent, and says that the platform still has it."""
    assert course.push() == 0

    assert course.run(lambda world: run(["class", "forget", "ada", "--yes"], world)) == 0
    assert "pushed.sqlite3: 2 scores are forgotten here" in course.out
    content = (course.folder / "pushed.sqlite3").read_bytes()
    assert b"ada" not in content and b"5323497" not in content and b"zoe" in content
