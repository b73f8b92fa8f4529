"""What cancel() is told travels between check and submission as it does in plain asyncio on this very Python."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.model import Mode, Outcome
from tests.examiner.bench import outcome
from tests.pythons import cancelling
from tests.pythons.fast_forward import run

SOURCE = Path(cancelling.__file__).read_text(encoding="utf-8")
MESSAGES: list[tuple[Any, ...]] = [(), (None,), ("why",), ("",), (0,), (("a", 1),)]
Scenario = Callable[..., Any]
SCENARIOS: list[Scenario] = []


def scenario(function: Scenario) -> Scenario:
    """What a check does with the submission; it gives what it saw."""
    SCENARIOS.append(function)
    return function


async def ended(awaitable: Any) -> Any:
    """How it ended, as plain data."""
    try:
        return await awaitable
    except asyncio.CancelledError as error:
        return ["cancelled", list(error.args)]


async def waits(notes: list[Any]) -> None:
    """Work of a check that notes what it is cancelled with."""
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError as error:
        notes.append(list(error.args))
        raise


@scenario
async def the_check_cancels_the_students_task(kata: Any, message: tuple[Any, ...]) -> Any:
    task = kata.starts()
    await asyncio.sleep(1)
    asked = task.cancel(*message)
    return [asked, await ended(task), task.cancelled(), await ended(task)]


@scenario
async def the_check_cancels_its_task_in_the_students_code(kata: Any, message: tuple[Any, ...]) -> Any:
    task = asyncio.create_task(kata.holds())
    await asyncio.sleep(1)
    task.cancel(*message)
    return [await ended(task), task.cancelled()]


@scenario
async def the_check_cancels_its_task_which_awaits_the_students_task(kata: Any, message: tuple[Any, ...]) -> Any:
    task = asyncio.create_task(kata.holds_in_a_task())
    await asyncio.sleep(1)
    task.cancel(*message)
    return await ended(task)


@scenario
async def the_check_cancels_its_task_again_when_the_students_task_has_failed(
    kata: Any, message: tuple[Any, ...]
) -> Any:
    task = asyncio.create_task(kata.holds_what_turns_into(True))
    await asyncio.sleep(1)
    task.cancel("before")
    await asyncio.sleep(0)
    return [task.cancel(*message), await ended(task), task.cancelled()]


@scenario
async def the_check_cancels_its_task_again_when_the_students_task_is_cancelled(
    kata: Any, message: tuple[Any, ...]
) -> Any:
    task = asyncio.create_task(kata.holds_what_turns_into(False))
    await asyncio.sleep(1)
    task.cancel(*message)
    await asyncio.sleep(0)
    return [task.cancel("again"), await ended(task), task.cancelled()]


@scenario
async def the_check_cancels_its_task_before_the_students_code_begins(kata: Any, message: tuple[Any, ...]) -> Any:
    task = asyncio.create_task(kata.holds())
    task.cancel(*message)
    return await ended(task)


@scenario
async def the_check_cancels_its_task_that_is_about_to_go_on(kata: Any, message: tuple[Any, ...]) -> Any:
    task = asyncio.create_task(kata.holds(1))
    asyncio.get_running_loop().call_later(1, task.cancel, *message)
    return await ended(task)


@scenario
async def the_student_cancels_the_checks_task(kata: Any, message: tuple[Any, ...]) -> Any:
    notes: list[Any] = []
    task = asyncio.create_task(waits(notes))
    await asyncio.sleep(1)
    asked = kata.cancels(task, *message)
    return [asked, task.cancelling(), await ended(task), notes]


@scenario
async def the_student_cancels_its_task_which_awaits_the_checks_coroutine(kata: Any, message: tuple[Any, ...]) -> Any:
    notes: list[Any] = []
    return [await kata.cancels_its_task(waits(notes), *message), notes]


@scenario
async def the_student_cancels_its_task_which_awaits_the_checks_task(kata: Any, message: tuple[Any, ...]) -> Any:
    notes: list[Any] = []
    task = asyncio.create_task(waits(notes))
    return [await kata.cancels_its_task(task, *message), notes, await ended(task)]


@scenario
async def the_student_cancels_its_task_which_awaits_the_checks_future(kata: Any, message: tuple[Any, ...]) -> Any:
    future = asyncio.get_running_loop().create_future()
    return [await kata.cancels_its_task(future, *message), await ended(future)]


@scenario
async def the_student_cancels_who_awaits_it(kata: Any, message: tuple[Any, ...]) -> Any:
    task = asyncio.create_task(kata.cancels_who_awaits(*message))
    return [await ended(task), task.cancelling()]


@scenario
async def the_student_cancels_the_checks_future(kata: Any, message: tuple[Any, ...]) -> Any:
    future = asyncio.get_running_loop().create_future()
    waiting = asyncio.create_task(kata.awaits(future))
    await asyncio.sleep(1)
    kata.cancels(future, *message)
    return [await ended(waiting), await ended(future)]


@scenario
async def the_check_cancels_the_students_future(kata: Any, message: tuple[Any, ...]) -> Any:
    future = kata.make_future()
    waiting = asyncio.create_task(kata.awaits(future))
    await asyncio.sleep(1)
    future.cancel(*message)
    return [await ended(waiting), await ended(future)]


@scenario
async def the_students_shield_and_gather_are_cancelled(kata: Any, message: tuple[Any, ...]) -> Any:
    notes: list[Any] = []
    task, other = (asyncio.create_task(waits(notes)) for _ in range(2))
    shielding, gathering = (asyncio.create_task(work) for work in (kata.awaits_shielded(task), kata.gathers(other)))
    await asyncio.sleep(1)
    shielding.cancel(*message)
    gathering.cancel(*message)
    seen = [await ended(shielding), await ended(gathering), task.cancelling(), await ended(other)]
    task.cancel()
    return [*seen, await ended(task), notes]


@scenario
async def a_child_of_the_students_gather_is_cancelled(kata: Any, message: tuple[Any, ...]) -> Any:
    notes: list[Any] = []
    child = asyncio.create_task(waits(notes))
    gathering = asyncio.create_task(kata.gathers(child))
    await asyncio.sleep(1)
    child.cancel(*message)
    return [await ended(gathering), notes]


async def all_messages(kata: Any, look: Scenario) -> list[Any]:
    """What a scenario sees with each message, and what the submission saw meanwhile."""
    seen = [await look(kata, message) for message in MESSAGES]
    return [*seen, list(kata.seen())]


@pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("look", SCENARIOS, ids=lambda look: look.__name__)
def test_a_message_travels_as_in_plain_asyncio(look: Scenario, mode: Mode) -> None:
    """Whoever cancels whom, both sides see the arguments of CancelledError that plain asyncio gives."""
    cancelling.SEEN.clear()
    expected = run(all_messages(cancelling, look))
    seen: list[Any] = []

    async def check(kata: Any) -> None:
        seen.extend(await all_messages(kata, look))

    result = outcome(SOURCE, check, mode=mode)

    assert (result.outcome, result.headline) == (Outcome.PASSED, "")
    assert seen == expected
    assert "why" in str(seen)
