"""`grade class init` and `grade class status`."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from grader.classroom.gradebook import Gradebook
from grader.classroom.plan import Counting, LateKind, load_plan, load_roster
from grader.cli.classroom import COMMANDS
from tests.plan.courses import DUE, NOW, PLAN, course, grade
from tests.support.claims import nonempty
from tests.support.gradebooks import hand_in


def test_a_course_begins_with_every_kata(tmp_path: Path) -> None:
    """What init writes is read back as it is: all katas in order, no deadlines, nobody in the roster."""
    course(tmp_path)

    code, out, _ = grade(tmp_path, "class", "init", "autumn", "--name", 'A: "b" # c', "--time-zone", "Asia/Kathmandu")

    plan = load_plan(tmp_path / "autumn")
    assert (code, out.splitlines()[-1].startswith("3 katas, times in Asia/Kathmandu.")) == (0, True)
    assert (plan.name, plan.zone.key, plan.katas[0].counting) == ('A: "b" # c', "Asia/Kathmandu", Counting.LAST)
    assert [kata.kata for kata in plan.katas] == ["kata01", "kata02", "kata03"]
    assert (plan.katas_from, load_roster(plan.roster).students) == (None, ())


def test_the_examples_in_course_yaml_are_right(tmp_path: Path) -> None:
    """Each commented example in it can be uncommented, and is then what it says."""
    course(tmp_path)
    grade(tmp_path, "class", "init", "autumn")
    (tmp_path / "roster.csv").write_text("id,group\n0123456,\n7,team1\n", encoding="utf-8")
    text = (tmp_path / "autumn" / "course.yaml").read_text(encoding="utf-8")
    late = re.findall(r"(?m)^# late:\n(?:#  .*\n)+", text)
    kata = re.findall(r"(?m)^#   kata01:\n(?:#     .*\n)+", text)
    lists = re.findall(r"(?m)^(\w+):\n((?:#  .*\n)+)", text)
    examples = [*late, "katas:\n" + kata[0], "".join(f"{key}:\n{lines}" for key, lines in lists)]

    plans = []
    for example in examples:
        katas = "" if "katas:" in example else "katas: {kata01: , kata02: }\n"
        whole = "course: A\ntime_zone: UTC\n" + katas + re.sub(r"(?m)^#", " ", example).replace("  late:", "late:")
        (tmp_path / "course.yaml").write_text(whole, encoding="utf-8")
        plans.append(load_plan(tmp_path))

    per_day, steps, with_kata, listed = plans
    assert (per_day.katas[0].late.kind, per_day.katas[0].late.cut_off_hours) == (LateKind.PERCENT_PER_DAY, 168)
    assert steps.katas[0].late.steps == ((0, 10), (48, 50))
    assert with_kata.katas[0].lms == {"canvas": "Week 1: gather (4123)"}
    assert [one.student for one in listed.adjustments] == ["0123456", "team1"]
    assert {"moodle", "sakai", "oneroster"} == listed.lms.keys()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A course.yaml that is there ends it before anything is written; another file that is there is kept and named."""
    course(tmp_path)
    own = tmp_path / "own"
    own.mkdir()
    (own / ".gitignore").write_text("mine\n", encoding="utf-8")

    first, out, _ = grade(tmp_path, "class", "init", "own")
    (own / "roster.csv").unlink()
    second, _, err = grade(tmp_path, "class", "init", "own")

    assert (first, (own / ".gitignore").read_text(encoding="utf-8")) == (0, "mine\n")
    assert "kept" in next(line for line in out.splitlines() if ".gitignore" in line)
    assert (second, (own / "roster.csv").exists()) == (2, False)
    assert "There is a course.yaml in own already." in err


@pytest.mark.parametrize(
    ("env", "zone"), [({"TZ": "Europe/Berlin"}, "Europe/Berlin"), ({"TZ": "../x"}, "UTC"), ({}, "UTC")]
)
def test_the_time_zone_is_the_shells_or_utc(tmp_path: Path, env: dict[str, str], zone: str) -> None:
    """Unless one is named; what is none is passed over."""
    course(tmp_path)

    grade(tmp_path, "class", "init", "autumn", env=env)

    assert zone == load_plan(tmp_path / "autumn").zone.key


def test_an_unknown_time_zone_is_told(tmp_path: Path) -> None:
    """With the nearest, and nothing is written."""
    course(tmp_path)

    code, _, err = grade(tmp_path, "class", "init", "autumn", "--time-zone", "Europe/Berln")

    assert (code, (tmp_path / "autumn").exists()) == (2, False)
    assert "Did you mean Europe/Berlin?" in err


def test_a_course_elsewhere_knows_its_katas(tmp_path: Path) -> None:
    """Begun outside the clone one stands in, course.yaml says where the katas are."""
    clone = course(tmp_path / "clone")

    code, _, _ = grade(clone, "class", "init", "../autumn")

    plan = load_plan(tmp_path / "autumn")
    assert (0, 3, clone) == (code, len(plan.katas), plan.katas_from.resolve() if plan.katas_from else None)


def test_status_tells_every_problem_first(tmp_path: Path) -> None:
    """A broken course.yaml, and then a broken roster, end it with exit code 2."""
    course(tmp_path, PLAN + "colour: blue\n", roster="id\n=1\n")

    broken_plan = grade(tmp_path, "class", "status")
    (tmp_path / "course.yaml").write_text(PLAN, encoding="utf-8")
    broken_roster = grade(tmp_path, "class", "status")

    assert broken_plan[:2] == (2, "")
    assert "course.yaml:6: there is no key colour here." in broken_plan[2]
    assert broken_roster[:2] == (2, "")
    assert "roster.csv:2: the id '=1' looks like a formula" in broken_roster[2]


def test_status_reads_the_gradebook(tmp_path: Path) -> None:
    """What was collected is counted, listed by name, and told of somebody who is not in the roster."""
    course(tmp_path)
    with Gradebook.open(tmp_path) as book:
        for owner, submitted in (("7", DUE), ("0123456", None), ("ghost", DUE)):
            hand_in(book, owner, f"# {owner}\n".encode(), submitted=submitted, now=NOW)

    code, out, err = grade(tmp_path, "class", "status", "--output", "json")

    document = json.loads(out)
    assert (code, err) == (0, "")
    assert tuple(document["katas"][0][key] for key in ("kata", "handed_in", "waiting", "late")) == ("kata01", 2, 2, 1)
    assert [one["student"] for one in document["unknown_time"]] == ["0123456"]
    assert document["not_in_roster"] == [{"student": "ghost", "katas": ["kata01"]}]


def test_status_of_a_new_course(tmp_path: Path) -> None:
    """Before anything is collected it says who is missing."""
    course(tmp_path)

    code, out, _ = grade(tmp_path, "class", "status", "--plain")

    assert code == 0
    assert "kata01, until 2026-10-12 23:59: 2 missing" in out
    assert "  Zoë Núñez (0123456): kata01" in out


def test_without_a_course_the_next_step_is_told(tmp_path: Path) -> None:
    """Where there is no course.yaml, how to begin one is said."""
    code, _, err = grade(tmp_path, "class", "status")

    assert (code, "grade class init FOLDER" in err) == (2, True)


def test_help_has_a_line_for_each_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`grade class --help` names every command, each with a whole sentence that fits into 80 columns."""
    code, _, _ = grade(tmp_path, "class", "--help")

    shown = capsys.readouterr().out.partition("Commands:")[2].partition("An evening")[0].splitlines()
    told = {line.split()[0]: line for line in shown if line.strip()}
    assert (0, list(COMMANDS)) == (code, list(told))
    assert all(line.endswith((".", "?")) and len(line) <= 80 for line in nonempty(told.values()))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_found(tmp_path: Path, name: str) -> None:
    """Every command's own help comes, whichever file it stands in."""
    assert grade(tmp_path, "class", name, "--help")[0] == 0


def test_a_course_is_named_by_its_folder_or_its_file(tmp_path: Path) -> None:
    """--course takes the folder, or course.yaml in it; anything else is no course."""
    course(tmp_path)
    (tmp_path / "elsewhere").mkdir()

    ended = [
        grade(tmp_path / "elsewhere", "class", "--course", place, "status")[0]
        for place in ("..", "../course.yaml", "../roster.csv", "../nowhere")
    ]

    assert ended == [0, 0, 2, 2]


def test_who_decides_is_never_unknown_where_the_machine_knows(tmp_path: Path) -> None:
    """Without a name in the environment the log has the account's."""
    pwd = pytest.importorskip("pwd")
    course(tmp_path)
    who = load_roster(tmp_path / "roster.csv").students[0].id

    grade(tmp_path, "class", "excuse", who, "kata01", "--reason", "ill", env={})
    _, said, _ = grade(tmp_path, "class", "log")

    assert pwd.getpwuid(os.getuid()).pw_name in said
