"""Writes each program as pauses and lines and lets the machine add up, in tuples and fractions."""

from __future__ import annotations

from itertools import accumulate


def read(*steps: tuple[float, str]) -> tuple[tuple[float, str], ...]:
    """From (pause before it, line) to (second, line)."""
    seconds = accumulate(float(pause) for pause, _ in steps)
    return tuple((second, line) for second, (_, line) in zip(seconds, steps, strict=True))


ANSWERS = {
    "greet": read((0, "Hello, World!"), (1, "Goodbye, World!")),
    "fetch_then_process": read(
        (0, "Fetching data"), (2, "Data fetched!"), (0, "Processing Data"), (1, "Data processed!")
    ),
    "a_then_b": read(
        (0, "A started"), (2, "A finished"), (0, "B started"), (1, "B finished"), (0, "Result A"), (0, "Result B")
    ),
    "fetch_then_compute": read((2 + 1, "Result: 10"), (0, "Processed Data 1")),
    "made_in_reverse": read((0, "A started"), (3, "Result A"), (0, "B started"), (0.5, "Result B")),
    "time_sleep": read((0, "Kneading"), (4, "Kneaded"), (0.25, "In the oven")),
    "good_night": read((0, "Good night!"), (0, "Good morning!")),
}
