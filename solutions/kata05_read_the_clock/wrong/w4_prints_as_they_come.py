"""Believes that a result is printed as soon as it is there."""
# misconception: M00
# breaks: rules 2 and 3
# caught by: test_made_and_awaited
# student reads: printed after both awaits

from __future__ import annotations

ANSWERS: dict[str, list[tuple[float, str]]] = {
    "greet": [(0, "Hello, World!"), (1, "Goodbye, World!")],
    "fetch_then_process": [(0, "Fetching data"), (2, "Data fetched!"), (2, "Processing Data"), (3, "Data processed!")],
    "a_then_b": [
        (0, "A started"),
        (2, "A finished"),
        (2, "Result A"),
        (2, "B started"),
        (3, "B finished"),
        (3, "Result B"),
    ],
    "fetch_then_compute": [(3, "Result: 10"), (3, "Processed Data 1")],
    "made_in_reverse": [(0, "A started"), (3, "Result A"), (3, "B started"), (3.5, "Result B")],
    "time_sleep": [(0, "Kneading"), (4, "Kneaded"), (4.25, "In the oven")],
    "good_night": [(0, "Good night!"), (0, "Good morning!")],
}
