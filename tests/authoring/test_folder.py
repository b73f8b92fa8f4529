"""What a kata's folder owes to its reader."""

from __future__ import annotations

from dataclasses import replace

from grader.authoring.kata_files import folder_problems
from grader.model import Kata


def test_a_whole_folder_has_no_problem(kata: Kata):
    """Brief, hints and stub are there."""
    assert folder_problems(kata) == ()


def test_the_brief_says_how_to_check(kata: Kata):
    """A command of another kata is none for this one."""
    (kata.folder / "README.md").write_text("A story. Then `grade kata7`.")

    assert folder_problems(kata) == ("README.md does not say how to check oneself: grade kata77",)


def test_the_brief_links_the_pages_of_pythons_documentation(kata: Kata):
    """kata.yaml names them for those who look for katas by a page; a student finds them in the brief."""
    linked = "https://docs.python.org/3/library/asyncio-task.html"
    (kata.folder / "README.md").write_text(f"A story, and {linked}. Then `grade kata77`.")
    known = replace(kata, docs=("library/asyncio-task.html", "library/queue.html"))

    assert folder_problems(known) == ("README.md does not link https://docs.python.org/3/library/queue.html",)


def test_without_a_brief_nothing_else_is_said_of_it(kata: Kata):
    """One missing file is one problem."""
    (kata.folder / "README.md").unlink()

    assert folder_problems(kata) == ("README.md is missing or empty",)


def test_three_different_hints(kata: Kata):
    """The same hint twice helps nobody twice."""
    again = replace(kata, hints=("Look.", "Look.", " "))

    assert folder_problems(again) == (
        "kata.yaml has 1 different hints; 3 are wanted, from a nudge to nearly the answer",
    )


def test_the_brief_lists_the_locked_names_and_kata_yaml_says_why(kata: Kata):
    """A name that the brief only speaks of in passing is not announced."""
    (kata.folder / "README.md").write_text("Without `asyncio.gather` or asyncio.wait. Then `grade kata77`.")
    locked = replace(kata, locked=("asyncio.gather", "asyncio.wait"))

    assert folder_problems(locked) == (
        "README.md does not say that `asyncio.wait` is locked",
        "kata.yaml does not say why names are locked: locked_because",
    )


def test_the_stub_is_there_and_its_name_is_its_own(kata: Kata):
    """A missing stub is told; so is another kata with a file of its name."""
    other = kata.folder.parent / "kata78_another_door"
    other.mkdir()
    (other / "doors.py").write_text("")
    kata.stub.unlink()

    assert folder_problems(kata) == (
        "doors.py, the file a student starts from, is missing",
        "doors.py is also a file of kata78_another_door: submit names are unique",
    )


def test_a_broken_kata_yaml_is_told_in_full(kata: Kata):
    """What the loader says of kata.yaml is the author's problem too."""
    (kata.folder / "kata.yaml").write_text("title: [\n")

    assert folder_problems(kata) == ("kata77_two_doors/kata.yaml:2 is not YAML.",)


def test_the_katas_to_do_first_are_there(kata: Kata):
    """One that is not, and the kata itself, are told: it would never be proposed."""
    (kata.folder.parent / "kata76_one_door").mkdir()

    assert folder_problems(replace(kata, after=("kata76",))) == ()
    assert folder_problems(replace(kata, after=("kata75", "kata77"))) == (
        "kata.yaml: after: kata75 is no kata of this set",
        "kata.yaml: after: kata77 is this kata itself",
    )
