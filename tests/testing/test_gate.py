"""Gates keep whoever awaits them, and note who."""

from __future__ import annotations

import asyncio
from typing import Any

from grader.testing import Gate


def test_everybody_waits_until_it_is_opened(run: Any) -> None:
    """Those who came before the opening get its value then, those who come later at once."""
    gate = Gate()

    async def scenario() -> list[Any]:
        early = [asyncio.create_task(gate(name)) for name in ("anna", "ben")]
        await asyncio.sleep(2)
        assert gate.waiting == ["anna", "ben"]
        gate.open("go")
        return [*[await one for one in early], await gate("cleo")]

    assert run(scenario()) == ["go", "go", "go"]
    assert gate.arrived == [("anna", 0.0), ("ben", 0.0), ("cleo", 2.0)]
    assert gate.passed == [("anna", 2.0), ("ben", 2.0), ("cleo", 2.0)]
    assert gate.waiting == []


def test_reached_waits_for_so_many(run: Any) -> None:
    """`reached` returns at the moment when the last of them arrives."""
    gate = Gate()

    async def scenario() -> float:
        tasks = [asyncio.create_task(later(delay)) for delay in (1, 3, 2)]
        await gate.reached(2)
        at = asyncio.get_running_loop().time()
        gate.open()
        await asyncio.gather(*tasks)
        return at

    async def later(delay: float) -> None:
        await asyncio.sleep(delay)
        await gate

    assert run(scenario()) == 100_002.0


def test_who_is_cancelled_is_turned_away(run: Any) -> None:
    """A cancelled waiter no longer waits, and the others still do."""
    gate = Gate()

    async def scenario() -> None:
        gone, stays = asyncio.create_task(gate("gone")), asyncio.create_task(gate("stays"))
        await asyncio.sleep(1)
        gone.cancel()
        await asyncio.sleep(1)
        assert gate.waiting == ["stays"]
        gate.open()
        await stays

    run(scenario())

    assert gate.turned_away == [("gone", 1.0)]
    assert gate.passed == [("stays", 2.0)]
