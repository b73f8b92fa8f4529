"""asyncio's features in a check give what plain asyncio gives on this very Python, wherever they are used."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.model import Mode
from tests.examiner.bench import grade, loaded
from tests.pythons import features
from tests.pythons.fast_forward import FastForward, run

SOURCE = Path(features.__file__).read_text(encoding="utf-8")
# 3.15 looks for the loader of a module whose lines are shown, and a submission has none.
pytestmark = pytest.mark.filterwarnings("ignore:Module globals is missing a __spec__.loader:DeprecationWarning")
BOTH = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)


async def awaited(kata: Any, name: str) -> Any:
    """The check awaits the function."""
    return await kata.awaited(name)


async def in_the_checks_task(kata: Any, name: str) -> Any:
    """The check makes a task of it."""
    return await asyncio.create_task(kata.awaited(name))


async def in_the_students_task(kata: Any, name: str) -> Any:
    """The student makes a task of it."""
    return await kata.in_own_task(name)


@pytest.fixture(autouse=True)
def plain_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    """The module itself, where a test runs it plainly, makes loops that jump."""
    monkeypatch.setattr(features, "LOOP", FastForward)


def seen_in_checks(names: list[str], look: Callable[[Any, str], Any], mode: Mode, *, awaits: bool) -> dict[str, Any]:
    """What each feature gave in a check of its own, or how that check ended."""
    seen: dict[str, Any] = {}

    def check_of(name: str) -> Callable[..., Any]:
        async def awaiting(kata: Any) -> None:
            seen[name] = await look(kata, name)

        def calling(kata: Any) -> None:
            seen[name] = look(kata, name)

        function = awaiting if awaits else calling
        function.__name__ = f"test_{name}"
        return function

    report = grade(SOURCE, *(loaded(check_of(name)) for name in names), mode=mode)
    assert report.results, report.reason
    ended = {
        result.check.name.removeprefix("test_"): f"{result.outcome}: {result.headline}" for result in report.results
    }
    return {name: seen.get(name, ended[name]) for name in names}


@BOTH
@pytest.mark.parametrize("look", [awaited, in_the_checks_task, in_the_students_task], ids=lambda look: look.__name__)
def test_a_feature_is_as_in_plain_asyncio(look: Callable[[Any, str], Any], mode: Mode) -> None:
    """Each feature gives the same under a check as on a loop of asyncio's own."""
    names = list(features.FEATURES)
    expected = {name: run(look(features, name)) for name in names}

    seen = seen_in_checks(names, look, mode, awaits=True)

    assert seen == expected


@BOTH
def test_a_feature_is_the_same_in_a_loop_of_the_students(mode: Mode) -> None:
    """So it does where the student's plain function runs a loop of its own."""
    names = list(features.FEATURES)
    expected = {name: features.in_own_run(name) for name in names}

    seen = seen_in_checks(names, lambda kata, name: kata.in_own_run(name), mode, awaits=False)

    assert seen == expected


@BOTH
def test_loops_of_the_students_run_and_end_as_asyncios(mode: Mode) -> None:
    """Runner, run_forever, run_until_complete and stop() do what they do in plain asyncio."""
    names = list(features.RUNS)
    expected = {name: features.RUNS[name]() for name in names}

    seen = seen_in_checks(names, lambda kata, name: kata.RUNS[name](), mode, awaits=False)

    assert seen == expected


def test_most_features_are_there_on_every_python() -> None:
    """The comparison is not of nothing."""
    assert len(features.FEATURES) >= 35
    assert len(features.RUNS) >= 7
