"""A student's commands on a set of katas from elsewhere."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import ExitCode
from tests.dev_new.bench import Bench
from tests.own_sets.conftest import SET


def test_the_set_lies_outside_the_repository(teachers: Path) -> None:
    """What is tested here is found by name alone: no folder above it is the course's."""
    assert [folder for folder in teachers.parents if (folder / "katas").exists()] == []


@pytest.mark.parametrize("where", ["first", "last", "joined"])
def test_katas_names_the_set_wherever_it_stands(bench: Bench, teachers: Path, where: str) -> None:
    """Before the command, after it, with an equals sign: the set's katas are listed and no others."""
    named = {
        "first": ("--katas", str(teachers), "list"),
        "last": ("list", "--katas", str(teachers)),
        "joined": ("list", f"--katas={teachers}"),
    }

    code = bench.grade(*named[where])

    assert (code, "0 of 2 done" in bench.out) == (ExitCode.ACCEPTED, True)
    assert "kata91" in bench.out


def test_grade_katas_names_the_set_for_every_command(bench: Bench, teachers: Path) -> None:
    """Set once, it is meant from where one stands, and every command finds the same katas."""
    bench = replace(bench, env={"GRADE_KATAS": "../teacher's set"})
    shutil.copy(teachers / "solutions/kata91_all_at_once/together.py", teachers / "katas/kata91_all_at_once")

    said = []
    for command in (
        "list",
        "next",
        "hint kata91",
        "kata91",
        "timeline kata91",
        "progress",
        "pack kata91 --to mine.zip",
    ):
        assert bench.grade(*command.split()) == ExitCode.ACCEPTED, command
        said.append(bench.out)

    assert all("kata91" in one or "All at once" in one for one in (*said[:5], said[6]))
    assert "15 of 15 points, accepted" in said[3]
    with zipfile.ZipFile(bench.here / "mine.zip") as pack:
        assert [kata["kata"] for kata in json.loads(pack.read("manifest.json"))["katas"]] == ["kata91"]


def test_katas_goes_before_grade_katas(bench: Bench, teachers: Path, tmp_path: Path) -> None:
    """What is typed counts, not what is usual."""
    other = tmp_path / "other"
    shutil.copytree(SET / "katas" / "kata92_what_it_prints", other / "katas" / "kata92_what_it_prints")
    bench = replace(bench, env={"GRADE_KATAS": str(teachers)})

    assert bench.grade("list", "--katas", str(other)) == ExitCode.ACCEPTED

    assert "0 of 1 done" in bench.out


@pytest.mark.parametrize("usual", [True, False])
def test_a_folder_without_katas_is_usage(bench: Bench, usual: bool) -> None:
    """It is named, and no other course is taken in its place."""
    if usual:
        code = replace(bench, env={"GRADE_KATAS": "nowhere"}).grade("kata91")
    else:
        code = bench.grade("kata91", "--katas", "nowhere")
        assert "nowhere" in bench.err

    assert code == ExitCode.USAGE


def test_katas_needs_a_folder(bench: Bench) -> None:
    """Without one it is a misspelt line, not a kata."""
    assert bench.grade("list", "--katas") == ExitCode.USAGE

    assert "Option '--katas' requires an argument." in bench.err
