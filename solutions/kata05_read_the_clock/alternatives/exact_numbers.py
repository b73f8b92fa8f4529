"""Lines with a name for each half of the pair, and seconds as fractions and decimals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple


class Line(NamedTuple):
    """What is printed, and when."""

    second: int | Fraction | Decimal
    text: str


ANSWERS = {
    "greet": [Line(0, "Hello, World!"), Line(1, "Goodbye, World!")],
    "fetch_then_process": [
        Line(0, "Fetching data"),
        Line(2, "Data fetched!"),
        Line(2, "Processing Data"),
        Line(3, "Data processed!"),
    ],
    "a_then_b": [
        Line(Fraction(0), "A started"),
        Line(Fraction(2), "A finished"),
        Line(Fraction(2), "B started"),
        Line(Fraction(3), "B finished"),
        Line(Fraction(3), "Result A"),
        Line(Fraction(3), "Result B"),
    ],
    "fetch_then_compute": [Line(Decimal(3), "Result: 10"), Line(Decimal("3.00"), "Processed Data 1")],
    "made_in_reverse": [
        Line(0, "A started"),
        Line(3, "Result A"),
        Line(3, "B started"),
        Line(Fraction(7, 2), "Result B"),
    ],
    "time_sleep": [Line(0, "Kneading"), Line(4, "Kneaded"), Line(Decimal("4.25"), "In the oven")],
    "good_night": [Line(0, "Good night!"), Line(0, "Good morning!")],
}
