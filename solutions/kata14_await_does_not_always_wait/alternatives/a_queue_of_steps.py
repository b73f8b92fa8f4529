"""Puts each answer together from what main prints and what the others print."""

from __future__ import annotations

from collections import OrderedDict


def lines(*parts: str) -> list[str]:
    return [line.strip() for part in parts for line in part.split(",")]


ANSWERS = OrderedDict(
    never_pauses=lines("one, two", "three, main, other"),
    sleep_zero=lines("one, other 0", "two, other 1, main, other 2"),
    already_done=lines("bread in, bread out", "bread, bread, main, bell, end"),
    done_future=lines("full, main", "other, filled, end"),
    full_queue=lines("got a, got b", "other, other puts, other has put, got c"),
    free_lock=lines("inside 0, inside 1", "between, other, slept, outside, other inside"),
    greedy_source=lines("0, 1", "2, main, other"),
    ready_order=lines("old, young", "young, young, young home, old, old home"),
    child_first=lines("child, grown up", "made, other, child, grown up"),
)
