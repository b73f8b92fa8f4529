"""`grade dev new`: what it writes, and what it refuses."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import yaml

from grader.errors import ExitCode
from tests.dev_new.bench import Bench

KATA = "katas/kata61_graceful_shutdown"
SOLUTIONS = "solutions/kata61_graceful_shutdown"
FILES = [
    f"{KATA}/README.md",
    f"{KATA}/graceful_shutdown.py",
    f"{KATA}/hidden/test_graceful_shutdown_hidden.py",
    f"{KATA}/kata.yaml",
    f"{KATA}/test_graceful_shutdown.py",
    f"{SOLUTIONS}/alternatives/another_way.py",
    f"{SOLUTIONS}/graceful_shutdown.py",
    f"{SOLUTIONS}/wrong/w1_one_by_one.py",
]


def test_every_file_of_a_kata_is_written_and_named(bench: Bench) -> None:
    """Both folders hold all that belongs to a kata; each file is told with what it is for, and the next step."""
    assert bench.new("kata61", "Graceful shutdown") == ExitCode.ACCEPTED

    assert sorted(bench.files()) == FILES
    assert [file for file in FILES if file not in bench.out] == []
    assert "grade dev check --repeats 1 kata61" in bench.out


def test_another_kata_touches_nothing_that_is_there(bench: Bench) -> None:
    """There is no list to keep: the files of the first kata stay as they are, and only the second one's come."""
    bench.new("kata61", "Graceful shutdown")
    before = bench.files()

    assert bench.new("62", "Drain the queue") == ExitCode.ACCEPTED

    after = bench.files()
    assert before == {name: content for name, content in after.items() if name in before}
    assert {"kata62_drain_the_queue"} == {name.split("/")[1] for name in after.keys() - before.keys()}


def test_what_was_asked_stands_in_the_facts(bench: Bench) -> None:
    """Track, kind, difficulty and the file to hand in are as asked."""
    asked = "--track cancellation --kind fix --difficulty 3 --submit graceful.py --after kata02 --after kata03"

    bench.new("kata61", "Graceful shutdown", *asked.split())

    facts = yaml.safe_load(bench.files()[f"{KATA}/kata.yaml"])
    assert tuple(facts[key] for key in ("track", "kind", "difficulty", "submit", "after")) == (
        "cancellation",
        "fix",
        3,
        "graceful.py",
        ["kata02", "kata03"],
    )
    assert f"{KATA}/graceful.py" in bench.files()


def test_what_was_not_asked_comes_from_the_kata_before(bench: Bench) -> None:
    """A new kata follows the one with the number below its own, in the same track."""
    bench.new("kata61", "Graceful shutdown", "--track", "streams")
    bench.new("kata70", "Much later", "--track", "debugging")

    bench.new("kata62", "Drain the queue")

    facts = yaml.safe_load(bench.files()["katas/kata62_drain_the_queue/kata.yaml"])
    assert (facts["track"], facts["after"]) == ("streams", ["kata61"])


def test_a_title_becomes_a_name_for_a_file(bench: Bench) -> None:
    """Accents, signs and words of Python are no trouble; the title itself is kept as it is."""
    bench.new("kata61", "  Été –  noch einmal!")
    bench.new("kata62", "Class")
    bench.new("kata63", "3 times 3")

    files = bench.files()
    assert yaml.safe_load(files["katas/kata61_ete_noch_einmal/kata.yaml"])["title"] == "Été – noch einmal!"
    assert b"async def class_(" in files["katas/kata62_class/class.py"]
    assert "katas/kata63_3_times_3/kata_3_times_3.py" in files


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["kata61", "Another"], "kata61 is there already: kata61_graceful_shutdown.\nFree is kata62."),
        (["kata62", "Graceful shutdown"], "graceful_shutdown.py is a file of kata61_graceful_shutdown already."),
        (["kata62", " \t"], "A kata has a title, on one line."),
        (["kata62", "two\x1blines"], "A kata has a title, on one line."),
        (["kata62", "!!!"], "is no name for a file to hand in"),
        (["kata62", "Another", "--submit", "../x.py"], "../x.py is no name for a file to hand in."),
        (["kata62", "Another", "--submit", "test_x.py"], "test_x.py is no name for a file to hand in."),
        (["kata100", "Another"], "'kata100' is no kata's number."),
        (["../x", "Another"], "'../x' is no kata's number."),
        (["kata62", "Another", "--difficulty", "6"], "'--difficulty'"),
        (["kata62", "Another", "--track", "sports"], "'--track'"),
    ],
)
def test_what_cannot_be_begun_is_usage(bench: Bench, asked: Sequence[str], told: str) -> None:
    """It is said why, and nothing is written."""
    bench.new("kata61", "Graceful shutdown")
    before = bench.files()

    assert bench.new(*asked) == ExitCode.USAGE

    assert told in bench.err
    assert before == bench.files()


def test_a_folder_that_is_there_is_left_alone(bench: Bench) -> None:
    """Solutions without their kata are somebody's work: they are not written over."""
    own = bench.here / SOLUTIONS / "notes.txt"
    own.parent.mkdir(parents=True)
    own.write_text("mine")

    assert bench.new("kata61", "Graceful shutdown") == ExitCode.USAGE

    assert f"There is a folder {SOLUTIONS} already." in bench.err
    assert {f"{SOLUTIONS}/notes.txt": b"mine"} == bench.files()
