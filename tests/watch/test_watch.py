"""`grade watch` on a pseudo-terminal: saves, keys, and what it leaves behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.watch.terminals import HOME, Watched, is_running

SOLUTIONS = HOME / "solutions" / "kata00_warm_up"
RIGHT = (SOLUTIONS / "warm_up.py").read_bytes()
WRONG = sorted((SOLUTIONS / "wrong").glob("*.py"))[0].read_bytes()
HANGS = b"print('here')\nwhile True:\n    pass\n"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc and pseudo-terminals")


def stub(watched: Watched) -> Path:
    """The file that is watched."""
    return watched.course / "katas" / "kata00_warm_up" / "warm_up.py"


def attempts(watched: Watched) -> list[str]:
    """The attempts that were remembered, a line each."""
    book = watched.course / ".grade" / "attempts.jsonl"
    return book.read_text(encoding="utf-8").splitlines() if book.exists() else []


def test_every_save_is_marked(watched: Watched) -> None:
    """Each save shows its own report, and each is remembered as an attempt."""
    stub(watched).write_bytes(WRONG)
    watched.page("rejected")
    stub(watched).write_bytes(RIGHT)
    watched.page("accepted")

    assert [re.findall(r'"verdict": "(\w+)"', line)[0] for line in attempts(watched)] == ["rejected", "accepted"]


def test_a_save_by_rename_is_marked(watched: Watched) -> None:
    """An editor that writes another file and renames it into place is heard, again and again."""
    for content, verdict in ((WRONG, "rejected"), (RIGHT, "accepted"), (WRONG + b"#\n", "rejected")):
        swap = stub(watched).with_name(".warm_up.py.swp")
        swap.write_bytes(content)
        os.replace(swap, stub(watched))
        watched.page(verdict)

    assert len(attempts(watched)) == 3


def test_a_save_that_moves_the_old_file_away_is_marked(watched: Watched) -> None:
    """An editor that keeps a backup by renaming the file itself is heard."""
    stub(watched).rename(stub(watched).with_suffix(".py~"))
    stub(watched).write_bytes(RIGHT)

    assert "accepted" in watched.page("accepted")


def test_saving_the_same_again_marks_nothing(watched: Watched) -> None:
    """The same text gives the same report: only r grades it again."""
    stub(watched).write_bytes(RIGHT)
    watched.page("accepted")
    stub(watched).write_bytes(RIGHT)
    watched.press("r")
    watched.page("accepted")
    watched.press("q")
    watched.ended()

    assert len(attempts(watched)) == 2


def test_polling_hears_a_save_too(course: Path) -> None:
    """With --poll the file is looked at, and the line of keys says so."""
    watched = Watched(course, "--poll")
    try:
        watched.page("not started")
        watched.until("(polling)")
        stub(watched).write_bytes(RIGHT)

        assert "accepted" in watched.page("accepted")
    finally:
        watched.close()


def test_keys_show_hint_list_and_timelines(watched: Watched) -> None:
    """h, l and t show their page, and any other key the report again."""
    stub(watched).write_bytes(RIGHT)
    watched.page("accepted")

    watched.press("h")
    assert "kata00 hint 1/3" in watched.page("hint 1/3")
    watched.press("l")
    assert "of 2 done" in watched.page("of 2 done")
    watched.press("t")
    assert "waits" in watched.page("waits")
    watched.press(" ")
    assert "accepted" in watched.page("accepted")


def test_reset_asks_first(watched: Watched) -> None:
    """x asks; only y brings the stub back, and what was written is kept."""
    untouched = stub(watched).read_bytes()
    stub(watched).write_bytes(WRONG)
    watched.page("rejected")

    watched.press("x")
    watched.page("[y/N]")
    watched.press("n")
    watched.page("Nothing was changed.")
    assert stub(watched).read_bytes() == WRONG
    watched.press("x")
    watched.page("[y/N]")
    watched.press("y")
    watched.until("not started")
    assert untouched == stub(watched).read_bytes()
    assert len(list((watched.course / ".grade" / "backups").iterdir())) == 1


def test_n_goes_on_to_the_next_kata(watched: Watched) -> None:
    """n watches the kata to do next, with its own checks."""
    watched.press("n")
    watched.page("rejected")
    solution = next((HOME / "solutions").glob("kata08_*"))
    (kata,) = (watched.course / "katas").glob("kata08_*")
    (file,) = (path for path in solution.glob("*.py"))
    (kata / file.name).write_bytes(file.read_bytes())

    assert "kata08" in watched.page("accepted")


def test_q_gives_the_terminal_back(watched: Watched) -> None:
    """q ends with exit code 0, the modes of the terminal as they were, its page too, and no process."""
    children = watched.children()
    assert children
    assert watched.modes != watched.modes_before
    watched.press("q")

    assert watched.ended() == 0
    assert watched.modes_before == watched.modes
    assert "\x1b[?1049l" in watched.left_over
    assert watched.left_over.endswith("kata00: not started.\r\n")
    assert not any(map(is_running, children))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_gives_the_terminal_back(watched: Watched, number: signal.Signals) -> None:
    """Ctrl-C, the end of the session and `kill` leave the terminal as it was and no process."""
    children = watched.children()
    if number is signal.SIGINT:
        watched.press("\x03")
    else:
        os.kill(watched.pid, number)

    assert watched.ended() == 130
    assert watched.modes_before == watched.modes
    assert "\x1b[?1049l" in watched.left_over
    assert not any(map(is_running, children))


def test_ctrl_z_gives_the_terminal_to_the_shell(course: Path) -> None:
    """Ctrl-Z gives page and modes back while the job is stopped; continued, it takes both again and hears saves."""
    watched = Watched(course, in_shell=True)
    try:
        watched.page("not started")
        single = watched.modes
        watched.press("\x1a")
        assert "\x1b[?1049l" in watched.until("[stopped]")
        assert watched.modes_before == watched.modes
        watched.press("\n")
        assert "\x1b[?1049h" in watched.page("not started")
        assert single == watched.modes
        stub(watched).write_bytes(RIGHT)
        watched.page("accepted")
        watched.press("q")

        assert watched.ended() == 0
        assert watched.modes_before == watched.modes
    finally:
        watched.close()


def test_code_that_hangs_can_be_stopped(watched: Watched) -> None:
    """Ctrl-C while a submission that never ends is being graded ends the grading, too."""
    stub(watched).write_bytes(HANGS)
    watched.until("grading")
    children = watched.children()
    watched.press("\x03")

    assert watched.ended() == 130
    assert watched.modes_before == watched.modes
    assert not any(map(is_running, children))


def test_a_page_is_cut_to_the_terminal(course: Path) -> None:
    """A report longer than the screen shows its beginning and its verdict, and says what is left out."""
    watched = Watched(course, rows=10)
    try:
        watched.page("not started")
        stub(watched).write_bytes(WRONG)
        page = watched.page("rejected").rpartition("\x1b[H")[2]

        assert page.count("\n") == 9
        assert "more lines" in page
        watched.resize(40)
        assert "more lines" not in watched.page("rejected").rpartition("\x1b[H")[2]
    finally:
        watched.close()


def test_without_a_terminal_there_are_no_keys(course: Path) -> None:
    """With its output in a pipe it prints one report after another, without any code for terminals, until stopped."""
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "watch", "kata00"],
        cwd=course,
        env={**os.environ, "PYTHONPATH": str(HOME), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    shown = [process.stdout.readline() for _ in range(4)]
    (course / "katas" / "kata00_warm_up" / "warm_up.py").write_bytes(RIGHT)
    while "accepted" not in shown[-1]:
        shown.append(process.stdout.readline())
    process.send_signal(signal.SIGINT)

    rest, _ = process.communicate()
    assert process.returncode == 130
    assert "\x1b" not in "".join([*shown, rest])
    assert any("Ctrl-C ends it" in line for line in shown)
