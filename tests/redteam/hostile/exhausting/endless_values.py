"""Gives containers that hold themselves, and iterators that never end."""

import itertools


async def my_gather(*aws, return_exceptions=False):
    circle = []
    circle.append(circle)
    table = {}
    table["self"] = table
    return [circle, table, itertools.count(), iter(int, 1)]
