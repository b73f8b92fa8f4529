"""Any source as walks: every file's name, whose it is and when it came; then the bytes of what was chosen.

A name can only be judged among all the others: what is there twice, where the source's top is, and what its own account
says in its last file. So the account, and students' archives, are read in a walk of their own where there are any.
Names are kept in memory, submissions one at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from grader.course.collecting.kinds import Context, Reader, top_of
from grader.course.collecting.kinds.folders import ARCHIVES, MANIFEST, MANIFEST_BYTES, is_manifest
from grader.course.collecting.trees import BytesTree, Most, Tree, where
from grader.course.collecting.values import (
    PACK_BYTES,
    SOURCE_BYTES,
    File,
    Label,
    Listed,
    Parts,
    Passed,
    Place,
    Problem,
    Why,
)


class Source(Protocol):
    """Where submissions are collected from."""

    def listing(self) -> Iterator[Listed | Problem]:
        """Every file of a student's, without its bytes."""

    def contents(self, chosen: Mapping[Place, Listed]) -> Iterator[tuple[Listed, bytes] | Problem]:
        """The bytes of these, in the source's order."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What a student's zip holds: its files, whether `grade pack` may have written it, and what was refused in it."""

    files: tuple[Parts, ...]
    is_pack: bool
    refused: tuple[Problem, ...]


@dataclass(slots=True)
class Files:
    """A folder or an archive whose names are read by a kind's reader."""

    tree: Tree
    reader: Reader
    context: Context
    _told: set[Problem] = field(default_factory=set)

    def listing(self) -> Iterator[Listed | Problem]:
        """Every file of a student's; a pack's files as if they lay unpacked."""
        names: list[Parts] = []
        for one in self._new(lambda parts: 0, at_once=1):
            if isinstance(one, Problem):
                yield one
            else:
                names.append(one.parts)
        top = top_of(names, self.reader, self.context)
        metadata, packs = dict(self.context.metadata), dict[Parts, Packed]()
        sizes = {parts: size for parts in names if (size := self._most(parts, parts[len(top) :]))}
        for one in self._new(lambda parts: sizes.get(parts, 0), at_once=max(sizes.values())) if sizes else ():
            if isinstance(one, Problem):
                yield one
            elif one.content is not None and self.reader.metadata(one.parts[len(top) :]):
                metadata[one.parts[len(top) :]] = one.content
            elif one.content is not None:
                packs[one.parts] = _packed(where("/".join(one.parts)), one.content)
        read = self.reader.reads(replace(self.context, metadata=metadata, top=top))
        for parts in names:
            yield from _listed(parts, read(parts[len(top) :]), packs.get(parts))

    def contents(self, chosen: Mapping[Place, Listed]) -> Iterator[tuple[Listed, bytes] | Problem]:
        """The bytes of these, in the tree's order."""
        if not chosen:
            return
        inside: dict[Parts, dict[Parts, Listed]] = {}
        for place, listed in chosen.items():
            inside.setdefault(place.parts, {})[place.inner] = listed

        def most(parts: Parts) -> int:
            if parts not in inside:
                return 0
            return SOURCE_BYTES if () in inside[parts] else PACK_BYTES

        at_once = PACK_BYTES if any(place.inner for place in chosen) else SOURCE_BYTES
        for one in self._new(most, at_once=at_once):
            if isinstance(one, Problem):
                yield one
                continue
            if one.content is None:
                continue
            wanted = inside[one.parts]
            if () in wanted:
                yield wanted[()], one.content
            else:
                yield from _unpacked(wanted, one)

    def _new(self, most: Most, *, at_once: int) -> Iterator[File | Problem]:
        """The tree, without the problems that an earlier walk told: some show only when bytes are read."""
        for one in self.tree.files(most, at_once=at_once):
            if not isinstance(one, Problem):
                yield one
            elif one not in self._told:
                self._told.add(one)
                yield one

    def _most(self, parts: Parts, inner: Parts) -> int:
        """How much of a file is read to list it; an account that an instructor gives stands for the source's own."""
        own = self.reader.metadata(inner)
        if own:
            return 0 if self.context.metadata else own
        return PACK_BYTES if parts[-1].casefold().endswith(ARCHIVES) else 0


def _listed(parts: Parts, said: Label | Passed, pack: Packed | None) -> Iterator[Listed | Problem]:
    told = where("/".join(parts))
    if not isinstance(said, Label):
        if said in NOT_TOLD:
            yield Problem(Why.UNKNOWN_STUDENT, told, NOT_TOLD[said])
        return
    if pack is None:
        yield Listed(Place(parts), said, told)
        return
    if not pack.is_pack or not said.packed:
        yield Problem(Why.REFUSED, told, "is an archive that grade pack did not write: it was not opened")
        return
    yield from pack.refused
    for inner in pack.files:
        label = replace(said, file_name=inner[-1])
        yield Listed(Place(parts, inner), label, where(f"{'/'.join(parts)}/{'/'.join(inner)}"))


def _packed(name: str, content: bytes) -> Packed:
    files: list[Parts] = []
    refused: list[Problem] = []
    manifest: bytes | None = None
    wanted = (MANIFEST,)
    for one in BytesTree(name, content).files(
        lambda parts: MANIFEST_BYTES if parts == wanted else 0, at_once=MANIFEST_BYTES
    ):
        if isinstance(one, Problem):
            refused.append(replace(one, where=where(f"{name}: {one.where}")))
        elif one.parts == wanted:
            manifest = one.content
        else:
            files.append(one.parts)
    return Packed(tuple(files), manifest is not None and is_manifest(manifest), tuple(refused))


def _unpacked(wanted: Mapping[Parts, Listed], pack: File) -> Iterator[tuple[Listed, bytes] | Problem]:
    assert pack.content is not None
    tree = BytesTree(where("/".join(pack.parts)), pack.content)
    for one in tree.files(lambda parts: SOURCE_BYTES if parts in wanted else 0, at_once=SOURCE_BYTES):
        if isinstance(one, Problem):
            yield replace(one, where=where(f"{tree.name}/{one.where}"))
        elif one.content is not None:
            yield wanted[one.parts], one.content


NOT_TOLD = {
    Passed.UNNAMED: "it is not named as this kind of source names files",
    Passed.AMBIGUOUS: "its name can be read in more than one way",
}
