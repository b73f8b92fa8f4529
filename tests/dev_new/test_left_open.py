"""From a kata that was begun to one of which nothing is left to write."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import ExitCode
from tests.dev_new.bench import Bench
from tests.support.claims import nonempty

MARK = re.compile(r"TODO:? *")
STEM = "graceful_shutdown"
HOME = f"kata61_{STEM}"
REFERENCE = "    return list(await asyncio.gather(*jobs))\n"
ALTERNATIVE = """\
    tasks = [asyncio.ensure_future(job) for job in jobs]
    for task in tasks:
        await asyncio.wait([task])
    return [task.result() for task in tasks]
"""

# A wrong solution for each rule of the template but the first: its code, its catcher, its words, its body.
WRONG = {
    2: ("M09", "test_what_fails", "overlooked", "    return await asyncio.gather(*jobs, return_exceptions=True)\n"),
    3: (
        "M05",
        "test_who_cancels",
        "did not leave it",
        "    try:\n        return await asyncio.gather(*jobs)\n    except asyncio.CancelledError:\n        return []\n",
    ),
    4: ("M27", "test_the_edges", "overlooked", "    return await asyncio.gather(*jobs) if len(jobs) > 1 else None\n"),
}


def written_wrong(folder: Path) -> None:
    """Write the wrong solutions, as copies of the first with other headers and bodies."""
    (first,) = folder.glob("*.py")
    for rule, (code, catcher, words, body) in WRONG.items():
        header = f"# misconception: {code}\n# breaks: rule {rule}\n# caught by: {catcher}\n# student reads: {words}\n"
        text = re.sub(r"(# .*: .*\n){4}", header, first.read_text(encoding="utf-8"))
        text = re.sub(r"    return .*\n", lambda _, body=body: body, text)
        (folder / f"w{rule}_another.py").write_text(text, encoding="utf-8")


def rewritten(path: Path, change: Callable[[str], str]) -> None:
    """Change a file as its author would."""
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def with_body(body: str) -> Callable[[str], str]:
    """A program whose function does this."""
    return lambda source: re.sub(r"    raise NotImplementedError.*\n", lambda _: body, source)


def settle(folder: Path) -> None:
    """Do as if every text that is still to be written were written: what stands there is taken as it is."""
    for path in folder.rglob("*.*"):
        rewritten(path, lambda text: MARK.sub("", text))


@pytest.mark.parametrize("kind", ["implement", "predict"])
def test_a_kata_that_was_begun_is_red_and_whole(bench: Bench, kind: str) -> None:
    """`grade dev check` names what is left in each of its eight files by its line, and finds nothing else amiss."""
    bench.new("kata61", "Graceful shutdown", "--kind", kind)

    code = bench.grade("dev", "check", "--katas", ".", "--repeats", "1")

    first, *problems = bench.out.splitlines()
    left = [re.fullmatch(r" {4}(\S+):\d+ is left open: .+", problem) for problem in problems]
    assert (ExitCode.REJECTED, f"kata61  {len(problems)} problems") == (code, first)
    assert None not in left
    assert len({found[1] for found in left if found}) == 8


def test_nobody_sees_a_grade_for_a_kata_that_was_begun(bench: Bench) -> None:
    """To a student it is a kata that is not started, and its stub fails when it is handed in all the same."""
    bench.new("kata61", "Graceful shutdown")
    stub = bench.here / "katas" / HOME / f"{STEM}.py"
    handed_in = bench.here / "mine.py"
    handed_in.write_text(stub.read_text(encoding="utf-8") + "\n# begun\n", encoding="utf-8")

    untouched = bench.grade("kata61", "--katas", ".")
    touched = bench.grade("kata61", "--katas", ".", "--submission", "mine.py", "--plain")

    assert (untouched, touched) == (ExitCode.NOTHING_TO_GRADE, ExitCode.REJECTED)
    assert "0 of 15 points, rejected" in bench.out


def test_step_by_step_until_nothing_is_left(bench: Bench) -> None:
    """With its programs written it lacks its texts, then a wrong solution for each rule; with those it is green."""
    bench.new("kata61", "Graceful shutdown")
    solutions = bench.here / "solutions" / HOME
    rewritten(solutions / f"{STEM}.py", with_body(REFERENCE))
    rewritten(solutions / "alternatives" / "another_way.py", with_body(ALTERNATIVE))
    check = ("dev", "check", "--katas", ".", "--repeats", "1")

    assert bench.grade(*check) == ExitCode.REJECTED
    assert all("is left open" in problem for problem in nonempty(bench.out.splitlines()[1:]))

    settle(bench.here)
    assert bench.grade(*check) == ExitCode.REJECTED
    useless, *untraced = bench.out.splitlines()[1:]
    assert useless == "    test_a_second_promise catches nothing: no wrong solution fails it"
    assert [line[:33] for line in untraced] == ["    no wrong solution breaks rule"] * 3

    written_wrong(solutions / "wrong")
    assert (bench.grade(*check), bench.out[:20]) == (ExitCode.ACCEPTED, "kata61  ok  5 checks")
    assert "4 wrong solutions caught" in bench.out


def test_a_reference_that_is_not_right_is_next_on_the_list(bench: Bench) -> None:
    """What was written is judged: a program that raises is one problem, with every check that it does not pass."""
    bench.new("kata61", "Graceful shutdown")
    settle(bench.here)

    assert bench.grade("dev", "check", "--katas", ".", "--repeats", "1") == ExitCode.REJECTED

    also = "(test_a_second_promise too) (3 not run behind what fell)"
    for name, said in ((f"reference {STEM}.py", "the reference"), ("alternative another_way.py", "another shape")):
        assert f"{name} does not pass test_the_main_promise, which failed: A NotImplementedError was" in bench.out
        assert f": {said} {also}" in bench.out
    assert "is left open" not in bench.out
