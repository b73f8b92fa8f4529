"""What stands below an await comes after the pause."""

from __future__ import annotations

# For each program the lines it prints, in order, each with its second, as in (0.5, "Hello").
ANSWERS: dict[str, list[tuple[float, str]]] = {
    "first": [(0, "first"), (1, "first, later")],
    "second": [(0, "second"), (1, "second, later")],
    "third": [(0, "third"), (1, "third, later")],
    "fourth": [(0, "fourth"), (1, "fourth, later")],
    "fifth": [(0, "fifth"), (1, "fifth, later")],
}
