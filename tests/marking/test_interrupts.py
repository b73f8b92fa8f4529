"""Ctrl-C: whoever was asked answers at once, and no process below it says anything."""

from __future__ import annotations

import signal
import sys

import pytest

from grader.classroom.marking.interrupts import answered_at_once
from tests.support.processes import python

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process")

CHILD = """
import multiprocessing, os, signal, sys
from grader.classroom.marking.interrupts import born_deaf, left_to_parent

def work(pipe):
    left_to_parent()
    pipe.send("still here")

if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs,))
    with born_deaf():
        process.start()
    os.kill(process.pid, signal.SIGINT)  # while it imports
    sys.stdout.write(ours.recv())
    process.join()
"""


def test_the_first_is_answered_and_the_next_does_nothing() -> None:
    """The answer is said before KeyboardInterrupt is raised; one more while things are ended breaks nothing off."""
    said: list[str] = []

    def work() -> None:
        with answered_at_once(lambda: said.append("stopping")):
            try:
                signal.raise_signal(signal.SIGINT)
            finally:
                signal.raise_signal(signal.SIGINT)
                said.append("ended")

    with pytest.raises(KeyboardInterrupt):
        work()

    assert said == ["stopping", "ended"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_worker_says_nothing_of_it(tmp_path: object) -> None:
    """A process that is still importing when Ctrl-C comes leaves no traceback, and goes on until it is ended."""
    path = f"{tmp_path}/child.py"
    with open(path, "w") as file:
        file.write(CHILD)

    done = python(path)

    assert (done.stdout, done.stderr) == ("still here", "")


def test_commands_do_without_optional_formats_and_lti() -> None:
    """What Jupyter installs for jsonschema, and what only sending needs, is not imported to look at a course."""
    program = (
        "import sys; import grader.cli.classroom.init, grader.cli.classroom.export;"
        "from grader.curriculum.json_schema import Draft202012Validator;"
        "assert not {'rfc3987_syntax', 'isoduration', 'pylti1p3', 'requests'} & {*sys.modules}"
    )

    done = python("-c", program)

    assert (done.returncode, done.stderr) == (0, "")
