"""Rows of cells to a delimited file's text, a piece at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

PIECE = 1 << 16


def delimited(rows: Iterable[Sequence[str]], *, delimiter: str = ",", quote_all: bool = False) -> Iterator[str]:
    """The rows as RFC 4180 quotes them, one a line, in pieces of about 64 Ki characters. Cells are written as they are.

    Every row must have the header's number of cells, and no cell a line end: who makes them sees to that.
    """
    piece = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(piece, delimiter=delimiter, lineterminator="\n", quoting=quoting)
    for row in rows:
        writer.writerow(row)
        if piece.tell() >= PIECE:
            yield piece.getvalue()
            piece.seek(0)
            piece.truncate()
    yield piece.getvalue()
