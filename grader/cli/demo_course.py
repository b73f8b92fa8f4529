"""The demo's course: who is in it, what they hand in, and when; made from the solutions that ship with the katas."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

from grader.model import Kata

TELLING = "# misconception: M02"
HANDED_IN, TIMES = "handed_in", "times.csv"
NAMES = (
    "Ada Lovell, Ben Zhang, Cleo Núñez, Dov Katz, Ela Demir, Finn O'Neil, Gita Rao, Hugo Meyer, Ines Costa, Jan Novák, "
    "Kira Sato, Liam Byrne, Mona Haddad, Nils Berg, Olga Petrova, Paul Weber, Quin Adams, Rosa Silva, Sami Laine, "
    "Tove Dahl, Udo Krause, Vera Ivanova, Wim de Vries, Zoë Dubois, Abe Cohen, Bea Rossi, Cem Kaya, Dan Popescu, "
    "Eva Horváth, Fay Walker"
)
STUDENTS = tuple(NAMES.split(", "))


def write_course(folder: Path, course: Path, katas: Sequence[Kata], now: datetime) -> None:
    """course.yaml, roster.csv, what everyone hands in, and when."""
    deadline = (now - timedelta(days=2)).replace(hour=23, minute=59, second=0, microsecond=0)
    asked = "\n".join(f"  {kata.id}: {{deadline: {deadline:%Y-%m-%d %H:%M}}}" for kata in katas)
    _write(folder / "course.yaml", COURSE.format(katas_from=_way(course, folder), katas=asked).encode())
    rows = [
        f"{_id(name)},{name.partition(' ')[0]},{name.partition(' ')[2]},{_id(name)}@example.org" for name in STUDENTS
    ]
    _write(folder / "roster.csv", "\n".join(["id,first name,last name,email", *rows, ""]).encode())
    times = ["id,kata,time"]
    for kata in katas:
        for place, (name, content) in enumerate(_handed_in(course, kata).items()):
            _write(folder / HANDED_IN / _id(name) / kata.submit, content)
            # Over a week, a few of them after the deadline.
            at = deadline - timedelta(hours=(place * 37) % 168 - 12, minutes=place)
            times.append(f"{_id(name)},{kata.id},{at:%Y-%m-%d %H:%M}")
    _write(folder / TIMES, "\n".join([*times, ""]).encode())


def _person(name: str) -> str:
    first, _, last = name.partition(" ")
    return f"{_id(name)},{first},{last},{_id(name)}@example.org"


def _handed_in(course: Path, kata: Kata) -> Mapping[str, bytes]:
    """What each student hands in: a third of it right, the rest wrong in many ways; one is missing, one not begun."""
    files = {name: content for name, content in zip(STUDENTS, _files(course, kata), strict=False)}
    files[STUDENTS[7]] = BROKEN
    files[STUDENTS[12]] = kata.stub.read_bytes()
    files.update(zip((STUDENTS[9], STUDENTS[20]), map(str.encode, TWINS.get(kata.id, ())), strict=False))
    if kata.id == "kata11":
        del files[STUDENTS[17]]
    return files


def _files(course: Path, kata: Kata) -> Iterator[bytes]:
    folder = course / "solutions" / kata.slug
    right = [path.read_bytes() for path in (folder / kata.submit, *sorted(folder.glob("alternatives/*.py")))]
    wrong = [path.read_bytes() for path in sorted(folder.glob("wrong/*.py"))]
    telling = [content for content in wrong if TELLING.encode() in content] or wrong[:1]
    rights, tellings, wrongs = cycle(right), cycle(telling), cycle(wrong)
    for place in range(len(STUDENTS)):
        yield next(rights if place % 3 == 0 else tellings if place % 5 == 1 else wrongs)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _way(course: Path, folder: Path) -> str:
    """The way from the folder to the course; the whole of it where there is none, as between two drives."""
    try:
        way = os.path.relpath(course.resolve(), folder)
    except ValueError:
        way = str(course.resolve())
    # In YAML a string in single quotes holds everything but those, which are doubled.
    return "'" + way.replace("'", "''") + "'"


def _id(name: str) -> str:
    return "".join(part[:3] for part in name.lower().replace("'", "").split()).translate(PLAIN_LETTERS)


PLAIN_LETTERS = str.maketrans("úñáë", "unae")
COURSE = """\
# The demo's course, to play with: change it, and every `grade class` command here follows.
course: Demo
time_zone: UTC
katas_from: {katas_from}
late: {{kind: percent per day, percent: 10}}
katas:
{katas}
"""
BROKEN = b"async def my_gather(*aws\n    return [await aw for aw in aws]\n"
# The same slip under other names, as two who worked together may hand it in.
TWINS = {
    "kata11": (
        "async def my_gather(*aws, return_exceptions=False):\n"
        "    # last first, so that the list is in order\n"
        "    results = []\n"
        "    for aw in reversed(aws):\n"
        "        results.insert(0, await aw)\n"
        "    return results\n",
        "async def my_gather(*jobs, return_exceptions=False):\n"
        "    out = []\n"
        "    for job in reversed(jobs):\n"
        "        out.insert(0, await job)\n"
        "    return out\n",
    )
}
