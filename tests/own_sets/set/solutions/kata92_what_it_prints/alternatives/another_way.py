"""The same with other numbers."""

from __future__ import annotations

# For each program the lines it prints, in order, each with its second, as in (0.5, "Hello").
ANSWERS: dict[str, list[tuple[float, str]]] = {
    "first": [(0, "first"), (1.0, "first, later")],
    "second": [(0, "second"), (1.0, "second, later")],
    "third": [(0, "third"), (1.0, "third, later")],
    "fourth": [(0, "fourth"), (1.0, "fourth, later")],
    "fifth": [(0, "fifth"), (1.0, "fifth, later")],
}
