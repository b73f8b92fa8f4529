"""What it prints: for each program, what it prints and when."""

from __future__ import annotations

# For each program the lines it prints, in order, each with its second, as in (0.5, "Hello").
ANSWERS: dict[str, list[tuple[float, str]]] = {
    "first": [],
    "second": [],
    "third": [],
    "fourth": [],
    "fifth": [],
}
