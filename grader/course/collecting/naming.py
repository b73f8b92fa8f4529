"""Which kata a file is for, by its name alone. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.course.collecting.values import Parts
from grader.curriculum.names import NUMBER
from grader.model import Kata

# What browsers, file managers and learning platforms add: "gather (1)", "gather-2", "gather - Copy", "Copy of gather".
_ADDED = re.compile(r"(?:\(\d{1,3}\)|[-_ ]\d{1,3}|[-_ (](?:copy|kopie|copie|copia)\)?)\Z")
SEPARATORS = "-_ ("
BEFORE = "copy of "
MOST_STRIPPED = 4


@dataclass(frozen=True, slots=True)
class Named:
    """The katas a file's name may stand for: one, none, or several; and whether it is spelt as the kata asks."""

    katas: tuple[str, ...]
    exact: bool = False

    @property
    def kata(self) -> str:
        """The one kata, or ""."""
        return self.katas[0] if len(self.katas) == 1 else ""


class KataNames:
    """The names that the katas of a course are handed in under."""

    def __init__(self, katas: Iterable[Kata]) -> None:
        self._by_submit: dict[str, Kata] = {}
        self._by_plain: dict[str, list[Kata]] = {}
        self._slugs: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        for kata in katas:
            self._by_submit[kata.submit] = kata
            self._by_plain.setdefault(_plain(kata.submit), []).append(kata)
            self._slugs[kata.slug] = kata.id
            self._ids |= {_plain(known): kata.id for known in (kata.id, kata.slug)}

    def of(self, file_name: str) -> Named:
        """The kata of a file of this name."""
        exact = self._by_submit.get(file_name)
        if exact is not None:
            return Named((exact.id,), exact=True)
        for plain in _shorter(_plain(file_name)):
            found = self._by_plain.get(plain)
            if found:
                return Named(tuple(kata.id for kata in found))
        return Named(())

    def called(self, name: str) -> str:
        """The kata that somebody calls so, by its number, id or folder; "" where there is none."""
        number = NUMBER.fullmatch(name.strip())
        return self._ids.get(f"kata{int(number[1]):02d}" if number else _plain(name), "")

    def is_own_place(self, parts: Parts) -> bool:
        """Whether this is where a student's clone of the course keeps the file: katas/<folder>/<file>."""
        return len(parts) > 2 and parts[-3] == "katas" and parts[-2] in self._slugs

    def is_beside(self, parts: Parts) -> bool:
        """Whether it lies in a kata's folder as the course itself has it, such as its README or its checks."""
        return any(part in self._slugs for part in parts[:-1])


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _shorter(plain: str) -> Iterator[str]:
    """The name, and what is left of it when what others added is taken off, step by step."""
    stem, dot, suffix = plain.rpartition(".")
    if not dot or suffix != "py":
        return
    for _ in range(MOST_STRIPPED):
        stem = stem.strip()
        yield f"{stem}.py"
        added = _ADDED.search(stem)
        if stem.startswith(BEFORE):
            stem = stem.removeprefix(BEFORE)
        elif added is not None and added.start():
            stem = stem[: added.start()].rstrip(SEPARATORS)
        else:
            return
