"""`grade kata11`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.cli.world import CI_SERVICES
from grader.errors import BrokenKata
from grader.model import Mode, Verdict
from grader.student import attempts

if TYPE_CHECKING:
    from conftest import Bench

ALPHA = "katas/kata01_alpha/alpha.py"
BETA = "katas/kata02_beta/beta.py"
SEED = "0123456789abcdef" * 2


def test_an_accepted_kata_ends_well(bench: Bench) -> None:
    """An accepted file exits 0, prints its verdict and is remembered."""
    bench.write(ALPHA, "right\n")

    code = bench.grade("kata01")

    assert code == 0
    assert "10 of 10 points, accepted. This is a self-check, not a grade." in bench.out
    assert [attempt.verdict for attempt in attempts(bench.root / ".grade")] == [Verdict.ACCEPTED]


def test_a_rejected_kata_exits_1_and_tells_why(bench: Bench) -> None:
    """A rejected file exits 1, shows the headline, and never the hidden check's name or values."""
    bench.write(ALPHA, "wrong\n")

    code = bench.grade("1")

    assert code == 1
    assert "M02  Not yet." in bench.out
    assert "secret" not in bench.out
    assert list(attempts(bench.root / ".grade")[0].misconceptions) == ["M02"]


def test_json_is_the_last_line(bench: Bench) -> None:
    """With several outputs the last line on the screen is the JSON object, in the student's view."""
    bench.write(ALPHA, "wrong\n")

    bench.grade("kata01", "--output", "text", "--output", "json", "--seed", SEED)

    document = json.loads(bench.out.splitlines()[-1])
    assert tuple(document[key] for key in ("kata", "verdict", "points", "max")) == ("kata01", "rejected", 4, 10)
    assert (document["seed"], document["view"], document["checks"][1]["id"]) == (SEED, "student", "h1")
    assert bench.out.startswith("kata01  The alpha")


def test_json_alone_is_all_there_is(bench: Bench) -> None:
    """`--output json` prints one line for each kata and no word more."""
    bench.write(ALPHA, "right\n")
    bench.write(BETA, "wrong\n")

    code = bench.grade("kata01", "kata02", "--output", "json")

    assert code == 1
    assert [json.loads(line)["kata"] for line in bench.out.splitlines()] == ["kata01", "kata02"]


def test_a_file_takes_the_last_output(bench: Bench) -> None:
    """The last output goes into the file, the other one to the screen."""
    bench.write(ALPHA, "right\n")

    bench.grade("kata01", "--output", "text", "--output", "json", "--output-file", "report.json")

    assert json.loads((bench.root / "report.json").read_text(encoding="utf-8"))["verdict"] == "accepted"
    assert bench.out.endswith("next: grade next\n")


def test_an_untouched_stub_is_not_started(bench: Bench) -> None:
    """Where nobody has begun there is nothing to grade, nothing is remembered, and the next step is told."""
    code = bench.grade("kata01")

    assert code == 5
    assert "kata01 is not started" in bench.err
    assert "grade kata01" in bench.err
    assert (bench.examiner.asked, attempts(bench.root / ".grade")) == ([], ())


def test_an_untouched_stub_beside_a_begun_one_is_only_told(bench: Bench) -> None:
    """One kata graded is enough for the exit code to be its own."""
    bench.write(BETA, "right\n")

    assert bench.grade("kata01", "kata02") == 0


def test_a_submission_is_graded_whatever_it_is(bench: Bench) -> None:
    """--submission grades the very stub too, and remembers nothing."""
    bench.write("elsewhere/mine.py", "right\n")

    assert bench.grade("kata01", "--submission", "elsewhere/mine.py") == 0
    assert bench.grade("kata01", "--submission", ALPHA) == 1
    assert attempts(bench.root / ".grade") == ()


def test_a_submission_names_its_kata(bench: Bench) -> None:
    """A file called as the kata collects it needs no kata's name beside it."""
    bench.write("inbox/beta.py", "right\n")
    bench.write("inbox/gamma.py", "right\n")

    assert bench.grade("--submission", "inbox/beta.py") == 0
    assert [asked["kata"] for asked in bench.examiner.asked] == ["kata02"]
    assert bench.grade("--submission", "inbox/gamma.py") == 2
    assert bench.grade("kata01", "kata02", "--submission", "inbox/beta.py") == 2
    assert bench.grade("kata01", "--submission", "inbox/none.py") == 2


def test_without_a_name_it_is_the_next_that_is_not_done(bench: Bench) -> None:
    """`grade` alone takes the first kata that was never accepted."""
    bench.write(ALPHA, "right\n")
    bench.write(BETA, "wrong\n")

    bench.grade()
    bench.write(ALPHA, "wrong again\n")
    bench.grade()

    assert [asked["kata"] for asked in bench.examiner.asked] == ["kata01", "kata02"]


def test_inside_a_folder_it_is_that_kata(bench: Bench) -> None:
    """`grade` inside a kata's folder takes that kata, and paths are told from there."""
    path = bench.write(BETA, "right\n")

    bench.grade(here=path.parent)

    assert [asked["kata"] for asked in bench.examiner.asked] == ["kata02"]


def test_when_all_is_done_there_is_nothing_to_grade(bench: Bench) -> None:
    """With every kata accepted `grade` says so and exits 5."""
    bench.write(ALPHA, "right\n")
    bench.write(BETA, "right\n")
    bench.grade("kata01", "kata02")

    assert bench.grade() == 5
    assert "Every kata is done." in bench.err


@pytest.mark.parametrize(
    ("word", "meant"), [("kata03", "Did you mean"), ("lst", "Did you mean list?"), ("nonsense", "grade list")]
)
def test_an_unknown_word_is_answered(bench: Bench, word: str, meant: str) -> None:
    """A misspelt kata or command exits 2 with what was probably meant."""
    assert bench.grade(word) == 2
    assert meant in bench.err


@pytest.mark.parametrize("arguments", [["--seed", "xyz"], ["--output", "pdf"], ["--nope"], ["--seed", "a" * 33]])
def test_wrong_options_are_usage(bench: Bench, arguments: list[str]) -> None:
    """An option that means nothing exits 2 without grading."""
    bench.write(ALPHA, "right\n")

    assert bench.grade("kata01", *arguments) == 2
    assert bench.examiner.asked == []


@pytest.mark.parametrize(
    ("alpha", "beta", "code"), [("wrong", "ours", 3), ("wrong", "", 4), ("right", "wrong", 1), ("", "ours", 3)]
)
def test_several_katas_exit_with_the_worst(bench: Bench, alpha: str, beta: str, code: int) -> None:
    """3 goes before 4, and 4 before 1; an empty file cannot be graded and keeps nobody from a report."""
    bench.write(ALPHA, alpha)
    bench.write(BETA, beta)

    assert code == bench.grade("kata01", "kata02", "--output", "json")
    assert len(bench.out.splitlines()) == 2


def test_our_fault_is_never_remembered(bench: Bench) -> None:
    """An attempt that we could not grade is no attempt of the student's."""
    bench.write(ALPHA, "ours\n")

    bench.grade("kata01")

    assert attempts(bench.root / ".grade") == ()


@pytest.mark.parametrize("partial", [["--check", "test_visible"], ["-x"], ["--in-process"]])
def test_a_partial_marking_is_not_remembered(bench: Bench, partial: list[str]) -> None:
    """What did not run every check of the real examiner leaves no grade."""
    bench.write(ALPHA, "wrong\n")

    bench.grade("kata01", *partial)

    assert attempts(bench.root / ".grade") == ()


def test_what_was_asked_reaches_the_examiner(bench: Bench) -> None:
    """Seed, checks, mode and stopping are handed on as they were asked for."""
    bench.write(ALPHA, "right\n")

    bench.grade("kata01", "--seed", "ab", "--check", "test_visible", "--in-process", "-x")

    (asked,) = bench.examiner.asked
    assert {
        "kata": "kata01",
        "seed": "ab".rjust(32, "0"),
        "mode": Mode.IN_PROCESS,
        "only": frozenset({"test_visible"}),
        "stop": True,
    } == asked


def test_an_unknown_check_is_usage(bench: Bench) -> None:
    """A check that is not there is told, not silently passed."""
    bench.write(ALPHA, "right\n")

    assert bench.grade("kata01", "--check", "test_nope") == 2
    assert "'test_nope'" in bench.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_clone_still_grades(bench: Bench) -> None:
    """Where nothing can be remembered the report comes all the same."""
    bench.write(ALPHA, "right\n")
    os.chmod(bench.root / ".grade", 0o500)

    code = bench.grade("kata01")

    os.chmod(bench.root / ".grade", 0o700)
    assert code == 0
    assert "could not be remembered" in bench.err


def test_a_memory_in_the_way_still_grades(bench: Bench, tmp_path: Path) -> None:
    """A file where the memory should be is told, and the report comes all the same."""
    bench.write(ALPHA, "right\n")
    (tmp_path / ".grade" / "stubs").rename(tmp_path / "kept")
    (tmp_path / ".grade").rmdir()
    (tmp_path / ".grade").write_text("in the way\n", encoding="utf-8")

    assert bench.grade("kata01") == 0
    assert "could not be remembered" in bench.err


def test_a_broken_kata_is_ours(bench: Bench) -> None:
    """An author's mistake exits 3 with its sentence and its next step."""
    bench.write(ALPHA, "right\n")
    broken = bench.with_raising(BrokenKata("test_a.py cannot be collected.", hint="Tell the author."))

    assert broken.grade("kata01") == 3
    assert broken.err == "test_a.py cannot be collected.\nTell the author.\n"


@pytest.mark.parametrize("detail", ["-v", ""])
def test_what_is_broken_in_a_hidden_file_is_for_its_author(bench: Bench, detail: str, tmp_path: Path) -> None:
    """With --submission and -v where the solutions are, and nowhere else."""
    bench.write(ALPHA, "right\n")
    broken = bench.with_raising(BrokenKata("A hidden file is broken.", detail="hidden/test_a.py:3: NameError"))
    asked = ["kata01", "--submission", ALPHA, *([detail] if detail else [])]

    broken.grade(*asked)
    as_student = broken.err
    home = tmp_path / "solutions" / Path(ALPHA).parent.name
    home.mkdir(parents=True)
    (home / "alpha.py").write_text("right\n")
    broken.grade(*asked)

    assert "NameError" not in as_student
    assert ("NameError" in broken.err) is bool(detail)


def test_a_student_never_sees_our_traceback(bench: Bench) -> None:
    """Whatever breaks in the grader is a sentence and exit 3, and --debug shows the rest."""
    bench.write(ALPHA, "right\n")
    broken = bench.with_raising(RuntimeError("a detail of ours"))

    assert broken.grade("kata01") == 3
    assert "Traceback" not in broken.err
    assert "our fault" in broken.err
    with pytest.raises(RuntimeError):
        broken.grade("kata01", "--debug")


def test_an_interrupt_is_quiet(bench: Bench) -> None:
    """Ctrl-C exits 130 without a traceback."""
    bench.write(ALPHA, "right\n")
    stopped = bench.with_raising(KeyboardInterrupt())

    assert stopped.grade("kata01") == 130
    assert stopped.err == "Stopped.\n"


@pytest.mark.parametrize("service", CI_SERVICES)
def test_nothing_printed_is_a_command_to_a_ci_service(bench: Bench, service: str) -> None:
    """In a service's log what a student's code printed is text, in words and as JSON; elsewhere it is unchanged."""
    bench.write(ALPHA, "print\n::set-output name=x::y\nand ##[group]z\n")
    bench.grade("kata01", "--plain")
    usual = bench.out
    bench.env[service] = "true"

    bench.grade("kata01", "--plain", "--output", "text", "--output", "json")

    assert "::set-output name=x::y" in usual and "##[group]z" in usual
    assert not [line for line in bench.out.splitlines() if line.strip().startswith("::") or "##[" in line]
    assert "##[group]z" in json.loads(bench.out.splitlines()[-1])["checks"][0]["output"]


def test_plain_output_has_no_pictures(bench: Bench) -> None:
    """--plain says passed and FAILED in words, in ASCII."""
    bench.write(ALPHA, "wrong\n")

    bench.grade("kata01", "--plain")

    assert bench.out.isascii()
    assert "  passed    It works." in bench.out
    assert "  FAILED    It works well." in bench.out
