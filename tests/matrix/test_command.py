"""`grade dev matrix` with the real engine."""

from __future__ import annotations

import json

from grader.errors import ExitCode
from tests.dev_new.bench import Bench
from tests.matrix.conftest import SOLUTIONS

TABLE = """\
                                                                         1  2  3
  stub: twice                                                            x  -  x
  reference: twice                                                       .  .  .
  alternative: sum                                                       .  .  .
  w1_six                                                          M00    .  X  .
  w2_runs                                                         M00    refused without a check
  w3_one_more                                                     M00    .  .  X
  w10_squares                                                     M00    X  -  .
  catches                                                                1  1  1
  alone                                                                  1  1  1

  clean: every check (3) catches something, every wrong solution (4) is caught
"""


def test_a_clean_kata(bench: Bench) -> None:
    """Every program is graded, in the order of its number, and exit code 0 says that there is nothing to look at."""
    assert bench.grade("dev", "matrix", "kata61", "--plain", "--katas", ".") == ExitCode.ACCEPTED

    assert TABLE in bench.out
    assert "X caught by the check it names" in bench.out


def test_what_is_amiss_is_exit_1(bench: Bench) -> None:
    """A check without a catch, a wrong solution that passes, a right one that fails, and one that is not written."""
    home = bench.here / SOLUTIONS
    (home / "wrong" / "w3_one_more.py").write_text("def twice(number):\n    return number << 1\n")
    (home / "alternatives" / "sum.py").write_text("def twice(number):\n    return number + (number or 1)\n")
    (home / "alternatives" / "late.py").write_text('"""TODO: another way."""\n')

    assert bench.grade("dev", "matrix", "--plain", "--katas", ".") == ExitCode.REJECTED

    assert [line for line in bench.out.splitlines() if "LOOK" in line] == [
        "  LOOK  alternative late.py is not written yet",
        "  LOOK  test_of_none catches nothing: no wrong solution fails it",
        "  LOOK  w3_one_more is caught by no check",
        "  LOOK  alternative sum fails test_of_none",
    ]


def test_json_is_the_last_word(bench: Bench) -> None:
    """As JSON it is one document on stdout and nothing else."""
    assert bench.grade("dev", "matrix", "--output", "json", "--katas", ".") == ExitCode.ACCEPTED

    (kata,) = json.loads(bench.out)["katas"]
    assert (kata["kata"], len(kata["checks"]), len(kata["programs"]), kata["findings"]) == ("kata61", 3, 7, [])


def test_a_page_goes_into_a_file(bench: Bench) -> None:
    """The file is written, and nothing half done stays beside it."""
    said = bench.grade("dev", "matrix", "--output", "html", "--output-file", "matrix.html", "--katas", ".")

    assert (said, bench.out) == (ExitCode.ACCEPTED, "matrix.html is written.\n")
    assert (bench.here / "matrix.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert sorted(path.name for path in bench.here.iterdir()) == ["katas", "matrix.html", "solutions"]


def test_a_file_that_cannot_be_written_is_usage(bench: Bench) -> None:
    """A folder where the file should stand is told, with the next step, and stays."""
    assert bench.grade("dev", "matrix", "--output-file", "solutions", "--katas", ".") == ExitCode.USAGE

    assert "solutions cannot be written" in bench.err
    assert sorted(path.name for path in bench.here.iterdir()) == ["katas", "solutions"]


def test_checks_that_cannot_be_collected_are_told(bench: Bench) -> None:
    """A check file with an error in it is that kata's finding, not a traceback."""
    (bench.here / "katas" / "kata61_twice" / "test_twice.py").write_text("def test_of_three(:\n")

    assert bench.grade("dev", "matrix", "--katas", ".", "--plain") == ExitCode.REJECTED

    assert "LOOK  could not be graded: The checks of kata61 cannot be collected" in bench.out


def test_checks_that_were_rewritten_are_read_anew(bench: Bench) -> None:
    """Graded twice by one process, a kata is judged by its checks as they are then."""
    bench.grade("dev", "matrix", "--katas", ".", "--plain")
    hidden = bench.here / "katas" / "kata61_twice" / "hidden" / "test_twice_hidden.py"
    hidden.write_text(hidden.read_text().replace("expect(kata.twice(0), 0)", "expect(0, 0)"))

    assert bench.grade("dev", "matrix", "--katas", ".", "--plain") == ExitCode.REJECTED

    assert "LOOK  test_of_none catches nothing" in bench.out
