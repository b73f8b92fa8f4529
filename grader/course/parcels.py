"""Katas on their way to another machine: by content, so that nobody marks with other checks than the course has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.curriculum import kata_version, load_kata
from grader.curriculum.sealing import SEALED_HIDDEN, hidden_files, sealed
from grader.errors import UnableToGrade
from grader.model import Kata


@dataclass(frozen=True, slots=True)
class Parcel:
    """The files of one kata that its checks are made of, by name; hidden ones are sealed."""

    slug: str
    version: str
    files: Mapping[str, bytes]


def packed(kata: Kata) -> Parcel:
    """What marking needs of this kata. Not the stub: it may hold somebody's work."""
    folder = kata.folder
    wanted = [folder / "kata.yaml", folder / "README.md", *sorted(folder.glob("test_*.py"))]
    files = {path.name: path.read_bytes() for path in wanted if path.is_file() and path.name != kata.submit}
    hidden = hidden_files(folder)
    if hidden:
        files[SEALED_HIDDEN] = sealed(hidden)
    return Parcel(kata.slug, kata_version(kata), files)


def unpacked(parcels: Iterable[Parcel], folder: Path) -> dict[str, Kata]:
    """The katas by id, their files now below this folder. Raises UnableToGrade when one is not what was sent."""
    katas: dict[str, Kata] = {}
    for parcel in parcels:
        place = folder / parcel.slug
        place.mkdir()
        for name, content in parcel.files.items():
            (place / name).write_bytes(content)
        kata = load_kata(place)
        if kata_version(kata) != parcel.version:
            raise UnableToGrade(f"{kata.id} is another version on this machine than where it came from.")
        katas[kata.id] = kata
    return katas
