"""Work shared out to processes."""

from __future__ import annotations

import math
import multiprocessing
import os
import time

from grader.authoring.workers import Lost, in_workers
from grader.curriculum import load_kata


def test_every_item_gets_its_answer():
    """Three items and two workers give three answers, each with its own item."""
    answers = dict(in_workers(math.factorial, [3, 4, 5], jobs=2))

    assert answers == {3: 6, 4: 24, 5: 120}


def test_one_job_needs_no_process():
    """The answers come in order, from this very process."""
    answers = [answer for _, answer in in_workers(lambda item: os.getpid(), [1, 2], jobs=1)]

    assert answers == [os.getpid()] * 2


def test_a_worker_that_dies_is_told():
    """The others answer as ever, and the dead one's exit code is named."""
    answers = dict(in_workers(os._exit, [7, 7.5], jobs=2))

    assert answers[7] == Lost("its worker ended without an answer (exit code 7)")
    assert isinstance(answers[7.5], Lost)


def test_an_error_is_an_answer_too():
    """Ours for a person is told in its words, any other with its traceback."""
    (ours,) = (answer for _, answer in in_workers(load_kata, [os.path], jobs=1))  # type: ignore[list-item]
    (root,) = (answer for _, answer in in_workers(int, ["ten"], jobs=1))

    assert isinstance(ours, Lost)
    assert isinstance(root, Lost)
    assert root.why.splitlines()[-1] == "ValueError: invalid literal for int() with base 10: 'ten'"


def test_closing_ends_the_workers():
    """An iterator that is not taken to its end leaves no process behind."""
    answers = in_workers(time.sleep, [0, 3600, 3600], jobs=2)
    next(answers)

    answers.close()

    assert multiprocessing.active_children() == []
