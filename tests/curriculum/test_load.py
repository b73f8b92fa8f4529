"""Katas on disk become values, or sentences about what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from grader.curriculum import find_course, kata_version, load_kata, load_katas
from grader.curriculum.kata_yaml import is_right
from grader.curriculum.yaml_file import schema
from grader.errors import BrokenKata
from grader.model import KataKind
from tests.support.processes import python

MakeKata = Callable[..., Path]
RIGHT: dict[str, Any] = {
    "title": "T",
    "track": "tasks",
    "kind": "fix",
    "difficulty": 1,
    "submit": "a.py",
    "hints": ["a", "b", "c"],
}


def test_a_kata_is_what_its_folder_says(make_kata: MakeKata) -> None:
    """Id and slug come from the folder's name, the rest from kata.yaml."""
    kata = load_kata(make_kata("kata11_gather"))

    assert (kata.id, kata.slug, kata.submit) == ("kata11", "kata11_gather", "gather.py")
    assert (
        kata.kind,
        kata.points,
        kata.after,
        kata.hints,
    ) == (KataKind.BUILD, 25, ("kata10",), ("Look.", "Think.", "Write."))


def test_katas_come_in_the_order_of_their_folders(make_kata: MakeKata, tmp_path: Path) -> None:
    """The course's order is the order of the folders' names; other folders are no katas."""
    for slug in ("kata11_gather", "kata02_letter", "kata07_task"):
        make_kata(slug)
    (tmp_path / "katas" / "drafts").mkdir()

    katas = load_katas(tmp_path)

    assert [kata.id for kata in katas] == ["kata02", "kata07", "kata11"]


def test_every_problem_is_told_at_once_with_its_line(make_kata: MakeKata) -> None:
    """An author reads each problem of a kata.yaml in its own line, with the place."""
    folder = make_kata(
        "kata11_gather", "title: T\ntrack: sports\nkind: build\ndifficulty: 9\nsubmit: a.py\nhints: [a]\nx: 1\n"
    )

    with pytest.raises(BrokenKata) as caught:
        load_kata(folder)

    lines = caught.value.message.splitlines()
    assert lines[0].startswith("kata11_gather/kata.yaml:2: track: sports is not one of: first-steps, tasks, ")
    assert lines[1:] == [
        "kata11_gather/kata.yaml:4: difficulty: a number (9) is not one of: 1, 2, 3, 4, 5.",
        "kata11_gather/kata.yaml:6: hints: there are 1, and there should be 3.",
        "kata11_gather/kata.yaml:7: there is no key x here.",
    ]


def test_a_slip_is_told_with_what_was_meant(make_kata: MakeKata) -> None:
    """A key, a choice, a rule's number: as in course.yaml."""
    facts = (
        "titel: T\ntitle: T\ntrack: task\nkind: build\ndifficulty: 1\nsubmit: A.py\n"
        "hints: [a, b, c]\nnot_judged: {nine: why}\nlocked_because: ' '\n"
    )

    with pytest.raises(BrokenKata) as caught:
        load_kata(make_kata("kata11_gather", facts))

    lines = [line.removeprefix("kata11_gather/kata.yaml:") for line in caught.value.message.splitlines()]
    assert lines[0] == "1: there is no key titel here. Did you mean title?"
    assert lines[1].startswith("3: track: task is not one of: ")
    assert lines[1].endswith(" Did you mean tasks?")
    assert lines[2:] == [
        "6: submit: A.py does not fit ^[a-z][a-z0-9_]*\\.py$.",
        "8: not_judged: there is no key nine here. It should be as ^[1-9][0-9]?$.",
        "9: locked_because: it is empty.",
    ]


@pytest.mark.parametrize("facts", ["", "- a\n", "title: [\n", "title: !!python/name:os.system\n", "\x00"])
def test_nonsense_is_a_broken_kata(make_kata: MakeKata, facts: str) -> None:
    """Whatever stands in kata.yaml, the author reads a sentence."""
    with pytest.raises(BrokenKata, match=r"kata11_gather/kata\.yaml"):
        load_kata(make_kata("kata11_gather", facts))


def test_a_missing_file_is_a_broken_kata(make_kata: MakeKata) -> None:
    """A kata without kata.yaml is told so."""
    folder = make_kata("kata11_gather")
    (folder / "kata.yaml").unlink()

    with pytest.raises(BrokenKata, match="is missing"):
        load_kata(folder)


def test_two_katas_may_not_share_a_file_name(make_kata: MakeKata, tmp_path: Path) -> None:
    """`submit:` is unique over the course, and so is the number."""
    make_kata("kata11_gather")
    make_kata("kata12_gather")
    make_kata("kata12_other")

    with pytest.raises(BrokenKata) as caught:
        load_katas(tmp_path)

    assert caught.value.message.splitlines() == [
        "kata12_gather/kata.yaml: submit: gather.py is already taken by kata11_gather.",
        "kata12_other/kata.yaml: the number kata12 is already taken by kata12_gather.",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"title": ""},
        {"title": 3},
        {"title": None},
        {"track": []},
        {"track": "sport"},
        {"kind": "guess"},
        {"difficulty": True},
        {"difficulty": 0},
        {"difficulty": "3"},
        {"difficulty": None},
        {"submit": "../a.py"},
        {"submit": "A.py"},
        {"submit": 1},
        {"after": ["kata1"]},
        {"after": ["kata11"]},
        {"after": "kata11"},
        {"locked": [1]},
        {"locked": []},
        {"locked_because": "you are building it"},
        {"locked_because": " "},
        {"locked_because": ["no list"]},
        {"not_guessed": ["M02"]},
        {"not_guessed": ["polling"]},
        {"not_guessed": "M02"},
        {"not_judged": {"9": "no check can see it"}},
        {"not_judged": {"0": "no check can see it"}},
        {"not_judged": {"9": ""}},
        {"not_judged": ["9"]},
        {"seeds": ["S1"]},
        {"concepts": ["cancellation"]},
        {"concepts": "cancellation"},
        {"docs": [""]},
        {"hints": ["a", "b"]},
        {"hints": ["a", "b", "c", "d"]},
        {"hints": ["a", "b", " "]},
        {"hints": None},
        {"more": 1},
        {3: "x"},
    ],
)
def test_the_short_check_agrees_with_the_schema(change: dict[Any, Any]) -> None:
    """What `grade` accepts at a glance is what the published schema accepts."""
    facts = {**RIGHT, **change}

    assert Draft202012Validator(schema()).is_valid(facts) == is_right(facts)


def test_the_course_is_found_upward(make_kata: MakeKata, tmp_path: Path) -> None:
    """From anywhere inside a course its root is found."""
    folder = make_kata("kata11_gather")

    assert tmp_path == find_course(folder / "hidden")


def test_the_course_is_found_where_the_grader_is(tmp_path: Path) -> None:
    """Outside of any course, the clone the grader was installed from is used."""
    assert (find_course(tmp_path) / "grader").is_dir()


def test_the_version_changes_with_the_checks_and_not_with_the_stub(make_kata: MakeKata) -> None:
    """A student's writing leaves the kata's version alone; a changed hidden check does not."""
    folder = make_kata("kata11_gather")
    kata = load_kata(folder)
    before = kata_version(kata)

    (folder / "gather.py").write_text("done = True\n", encoding="utf-8")
    (folder / "notes.txt").write_text("mine\n", encoding="utf-8")
    after_writing = kata_version(kata)
    (folder / "hidden" / "test_hidden.py").write_text("# harder\n", encoding="utf-8")

    assert before == after_writing
    assert before != kata_version(kata)


def test_loading_a_right_kata_needs_no_heavy_library(make_kata: MakeKata) -> None:
    """The path of `grade kata11` imports neither jsonschema nor rich."""
    folder = make_kata("kata11_gather")
    program = "import sys, pathlib, grader.curriculum as c; c.load_kata(pathlib.Path(sys.argv[1])); print(*sys.modules)"

    said = python("-c", program, str(folder))

    assert said.stderr == ""
    assert {"jsonschema", "rich", "jinja2", "sqlite3", "asyncio", "pytest"}.isdisjoint(said.stdout.split())


def test_the_yaml_of_a_right_kata_is_plain() -> None:
    """The example of these tests is right itself."""
    assert is_right(yaml.safe_load(yaml.safe_dump(RIGHT)))
