"""A table of cells as text: written a row at a time, or a downloaded file in which no other byte changes."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from grader.errors import UsageError

PIECE = 1 << 16


def delimited(rows: Iterable[Sequence[str]], *, delimiter: str = ",", quote_all: bool = False) -> Iterator[str]:
    """Yield the rows as RFC 4180 quotes them, one a line, in pieces of about 64 Ki characters.

    Cells are written as they are.

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


LARGEST = 64 * 1024 * 1024
DELIMITERS = (",", "\t", ";", ":")
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its cells as they stand in the file, quotes and all, and what ends it."""

    cells: tuple[str, ...]
    end: str

    def value(self, place: int) -> str:
        """Return what the cell says, without quotes and outer spaces; "" where the row is too short."""
        return _value(self.cells[place]) if place < len(self.cells) else ""

    @property
    def values(self) -> list[str]:
        """What every cell says."""
        return [_value(cell) for cell in self.cells]

    @property
    def is_blank(self) -> bool:
        """Does no cell say anything?"""
        return not any(self.values)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A delimited file as text, with what is needed to write the same bytes again."""

    text: str
    encoding: str
    bom: bytes
    delimiter: str

    @property
    def header(self) -> Record:
        """The first row."""
        return next(self.records())

    def records(self) -> Iterator[Record]:
        """Yield every row from the first; `delimiter.join(cells) + end`, one after the other, is the text."""
        cells: list[str] = []
        for found in _cell(self.delimiter).finditer(self.text):
            cell, end = found.group(1), found.group(2)
            cells.append(cell)
            if end != self.delimiter:
                if cell or end or len(cells) > 1:
                    yield Record(tuple(cells), end)
                cells = []

    def filled(self, changes: Callable[[Record], Mapping[int, str]]) -> Iterator[bytes]:
        """Yield the file's bytes, row by row; `changes` is asked for each row after the header: which cells say what
        now.
        """
        yield self.bom
        for number, record in enumerate(self.records()):
            changed = changes(record) if number else {}
            cells = self._changed(record, changed) if changed else record.cells
            yield (self.delimiter.join(cells) + record.end).encode(self.encoding)

    def _changed(self, record: Record, changed: Mapping[int, str]) -> list[str]:
        # A spreadsheet may have cut off the empty cells at the end of a row.
        cells = [*record.cells, *[""] * (max(changed) + 1 - len(record.cells))]
        for place, value in changed.items():
            cells[place] = _written(value, cells[place], self.delimiter)
        return cells


def read_sheet(content: bytes, needed: Callable[[list[str]], bool], what: str) -> Sheet:
    """Return the file as cells, at the delimiter with which its first row has the headings that are `needed`.

    Raises UsageError when it is neither UTF-8 nor UTF-16, larger than 64 MiB, or has no such headings under any
    delimiter; `what` says which they are.
    """
    text, encoding, bom = _decoded(content)
    for delimiter in DELIMITERS:
        sheet = Sheet(text, encoding, bom, delimiter)
        if text and needed(sheet.header.values):
            return sheet
    first = ", ".join(heading for heading in Sheet(text, encoding, bom, ",").header.values if heading) if text else ""
    raise UsageError(
        f"The template's first row does not have {what}.",
        hint=f"It has: {first[:300]}" if first else "It is empty: download it again.",
    )


def _decoded(content: bytes) -> tuple[str, str, bytes]:
    if len(content) > LARGEST:
        raise UsageError("The template is larger than 64 MiB.", hint="Download it in parts, and fill each.")
    bom, encoding = next(((bom, name) for bom, name in BOMS if content.startswith(bom)), (b"", ""))
    if not encoding:
        # UTF-16 without its mark: every other byte of a heading in ASCII is zero.
        encoding = "utf-16-le" if content[1:2] == b"\0" else "utf-8"
    try:
        return content[len(bom) :].decode(encoding), encoding, bom
    except UnicodeDecodeError:
        raise UsageError(
            "The template is neither UTF-8 nor UTF-16 text.",
            hint="Download it again, and do not save it in a spreadsheet in between.",
        ) from None


def _cell(delimiter: str) -> re.Pattern[str]:
    """Return a cell and what ends it. A quote opens at a cell's beginning only, and closes or is a plain character."""
    sign = re.escape(delimiter)
    return re.compile(rf'( *+"[^"]*+(?:""[^"]*+)*+"[^{sign}\r\n]*+|[^{sign}\r\n]*+)({sign}|\r\n|\r|\n|\Z)')


def _value(cell: str) -> str:
    told = cell.strip()
    if len(told) > 1 and told[0] == '"' == told[-1]:
        return told[1:-1].replace('""', '"').strip()
    return told


def _written(value: str, before: str, delimiter: str) -> str:
    """Return the value as a cell, in quotes where the cell was in quotes or the value needs them."""
    if before.lstrip()[:1] == '"' or any(sign in value for sign in (delimiter, '"', "\n", "\r")):
        return '"' + value.replace('"', '""') + '"'
    return value
