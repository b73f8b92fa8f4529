"""Sets of tasks and futures iterate in an order that a seed settles and nobody can count on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from grader.vtime import CHECKS, STUDENTS, Clock, SetOrder, virtual

SEEDS = range(400)


class Hashed:
    """As much of a task as a set sees."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __hash__(self) -> int:
        return self.value


def seeds_in_the_order_of_making(many: int) -> int:
    """For how many seeds a set of neighbours iterates in the order they were made."""
    found = 0
    for seed in SEEDS:
        order = SetOrder(seed)
        made = [Hashed(order.of_task(STUDENTS, place)) for place in range(1, many + 1)]
        found += list(set(made)) == made
    return found


@pytest.mark.parametrize(("many", "at_most"), [(2, 0.3), (3, 0), (4, 0), (5, 0.1), (6, 0.1), (8, 0), (10, 0), (50, 0)])
def test_few_seeds_give_the_order_of_making(many: int, at_most: float) -> None:
    """Of two neighbours every fourth seed leaves the order, of three or more hardly any."""
    assert seeds_in_the_order_of_making(many) <= at_most * len(SEEDS)


def test_seeds_give_different_orders() -> None:
    """Six tasks come in dozens of orders, and the same seed gives the same one."""

    def order_of(seed: int) -> tuple[int, ...]:
        hashes = [SetOrder(seed).of_task(CHECKS, place) for place in range(6)]
        return tuple(hashes.index(one.value) for one in {Hashed(value) for value in hashes})

    orders = {order_of(seed) for seed in SEEDS}

    assert len(orders) > 24
    assert all(order_of(seed) == order_of(seed) for seed in range(20))


def test_the_halves_count_apart() -> None:
    """How many tasks one half made moves none of the other, and no two of them share a hash."""
    quiet, busy = SetOrder(7), SetOrder(7)
    for _ in range(5):
        busy.next_place(CHECKS)

    places = [order.next_place(STUDENTS) for order in (quiet, busy)]

    assert places == [1, 1]
    assert len({busy.of_task(half, place) for half in (STUDENTS, CHECKS) for place in range(100)}) == 200


async def tasks_in_a_set() -> list[int]:
    tasks = [asyncio.create_task(asyncio.sleep(1)) for _ in range(7)]
    done, _ = await asyncio.wait(tasks)
    return [tasks.index(task) for task in done]


async def futures_in_a_set() -> list[int]:
    futures = [asyncio.get_running_loop().create_future() for _ in range(7)]
    for future in futures:
        future.set_result(None)
    done, _ = await asyncio.wait(futures)
    return [futures.index(future) for future in done]


@pytest.mark.parametrize("program", [tasks_in_a_set, futures_in_a_set], ids=["tasks", "futures"])
def test_what_wait_gives_has_the_order_of_its_seed(program: Callable[[], Any]) -> None:
    """The done set of asyncio.wait is another for another seed, the same for the same, and never as it was made."""

    def run(seed: int) -> list[int]:
        clock = Clock()
        clock.order = SetOrder(seed)
        with virtual(clock):
            return asyncio.run(program())

    first, again, other = run(1), run(1), run(2)

    assert first == again != other
    assert list(range(7)) not in (first, other)
