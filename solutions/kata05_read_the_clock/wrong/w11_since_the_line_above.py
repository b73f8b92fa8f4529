"""Believes that the seconds count from the line above."""
# misconception: M00
# breaks: rule 3
# caught by: test_greet_and_process
# student reads: they count from the start of main

from __future__ import annotations

ANSWERS: dict[str, list[tuple[float, str]]] = {
    "greet": [(0, "Hello, World!"), (1, "Goodbye, World!")],
    "fetch_then_process": [(0, "Fetching data"), (2, "Data fetched!"), (0, "Processing Data"), (1, "Data processed!")],
    "a_then_b": [
        (0, "A started"),
        (2, "A finished"),
        (2, "B started"),
        (3, "B finished"),
        (3, "Result A"),
        (3, "Result B"),
    ],
    "fetch_then_compute": [(3, "Result: 10"), (3, "Processed Data 1")],
    "made_in_reverse": [(0, "A started"), (3, "Result A"), (3, "B started"), (3.5, "Result B")],
    "time_sleep": [(0, "Kneading"), (4, "Kneaded"), (4.25, "In the oven")],
    "good_night": [(0, "Good night!"), (0, "Good morning!")],
}
