"""What a terminal shows after all that was written to it: as much of one as `grade watch` uses."""

from __future__ import annotations

import re

_CODE = re.compile(r"\x1b\[(\??[0-9;]*)([A-Za-z])|\x1b\]8;;.*?\x1b\\")


class Screen:
    """Rows of characters; a line that reaches the edge leaves the cursor on its last character, as in xterm."""

    def __init__(self, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns
        self._cells = [[" "] * columns for _ in range(rows)]
        self._row = self._column = 0
        self._at_edge = False
        self._wraps = True

    @property
    def lines(self) -> list[str]:
        """What stands in each row."""
        return ["".join(row).rstrip() for row in self._cells]

    def write(self, said: str) -> None:
        """Take in characters and codes."""
        at = 0
        while at < len(said):
            code = _CODE.match(said, at)
            if code is None:
                self._put(said[at])
                at += 1
            else:
                self._obey(*code.groups(""))
                at = code.end()

    def _put(self, sign: str) -> None:
        if sign in "\r\n":
            self._column, self._at_edge = 0 if sign == "\r" else self._column, False
            if sign == "\n":
                self._down()
            return
        if self._at_edge and self._wraps:
            self._column, self._at_edge = 0, False
            self._down()
        self._cells[self._row][self._column] = sign
        self._at_edge = self._column == self.columns - 1
        self._column = min(self._column + 1, self.columns - 1)

    def _down(self) -> None:
        if self._row < self.rows - 1:
            self._row += 1
        else:
            self._cells = [*self._cells[1:], [" "] * self.columns]

    def _obey(self, numbers: str, letter: str) -> None:
        if letter == "H":
            row, column = (int(number or 1) for number in (numbers or "1;1").split(";"))
            self._row, self._column, self._at_edge = row - 1, column - 1, False
        elif letter == "K":
            self._clear(self._row, self._column)
        elif letter == "J":
            self._clear(self._row, self._column)
            for row in range(self._row + 1, self.rows):
                self._clear(row, 0)
        elif numbers == "?7":
            self._wraps = letter == "h"
        elif numbers == "?1049":
            self._cells = [[" "] * self.columns for _ in range(self.rows)]

    def _clear(self, row: int, start: int) -> None:
        self._cells[row][start:] = [" "] * (self.columns - start)
