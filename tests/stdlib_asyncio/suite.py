"""Runs tests of CPython's test.test_asyncio by their names: imported as it is, and handed in as a submission.

As a submission it stands alone, so it imports only the standard library.
"""

from __future__ import annotations

import asyncio
import gc
import time
import traceback
import unittest

MOST_TOLD = 1500


class Told(unittest.TestResult):
    """What became of one test: passed, skipped or failed, and why."""

    outcome = "passed"
    why = ""

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.outcome, self.why = "skipped", reason

    def addError(self, test, err):
        super().addError(test, err)
        self._failed(err)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._failed(err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._failed(err)

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.outcome, self.why = "failed", "expected to fail, and did not"

    def _failed(self, err):
        self.outcome, self.why = "failed", "".join(traceback.format_exception(*err))[-MOST_TOLD:]


def run(names, note, scripted_time=False):
    """Run these tests one after the other; `note(name, outcome, why)` hears of each as soon as it is over.

    With `scripted_time` the tests get the loops they make for themselves, of which some have a scripted time and mocked
    parts; without, those that asyncio.new_event_loop makes here.
    """
    if not scripted_time:
        use_the_loops_of_asyncio()
    unittest.defaultTestLoader.loadTestsFromNames(names)
    # Some tests collect garbage a hundred times over: what was imported for them needs no look each time.
    gc.collect()
    gc.freeze()
    for name in names:
        told = Told()
        unittest.defaultTestLoader.loadTestsFromName(name).run(told)
        note(name, told.outcome, told.why)


def use_the_loops_of_asyncio():
    """Put a loop of asyncio.new_event_loop wherever the tests make one with mocked parts."""
    from test.test_asyncio import test_pep492, test_runners, utils

    def set_up(test):
        utils.TestCase.setUp(test)
        test.loop = asyncio.new_event_loop()
        test.set_event_loop(test.loop)

    def set_event_loop(policy, loop):
        if loop is not None:
            policy.loop = heard(loop)

    utils.TestLoop = loop_from_zero
    test_pep492.BaseTest.setUp = set_up
    test_runners.BaseTest.new_loop = lambda test: heard(asyncio.new_event_loop())
    test_runners.TestPolicy.set_event_loop = set_event_loop


def heard(loop):
    """The loop, which notes in `shutdown_ag_run` that its async generators were shut down."""
    if not hasattr(loop, "shutdown_ag_run"):
        shut_down, loop.shutdown_ag_run = loop.shutdown_asyncgens, False

        async def shutdown_asyncgens():
            loop.shutdown_ag_run = True
            await shut_down()

        loop.shutdown_asyncgens = shutdown_asyncgens
    return loop


def loop_from_zero(script=None):
    """A loop as `utils.TestLoop` makes one, whose time begins at 0; it passes by itself, with no need of a script."""
    loop = asyncio.new_event_loop()
    start = loop.time()
    tell, call_at = loop.time, loop.call_at
    loop.time = lambda: tell() - start
    loop.call_at = lambda when, *args, **options: call_at(when + start, *args, **options)
    loop.advance_time = time.sleep
    return loop
