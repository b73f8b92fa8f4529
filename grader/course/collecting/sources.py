"""Any source as two walks: first every file's name, whose it is and when it came; then the bytes of what was chosen.

Two, since a name can only be judged among all the others: what is there twice, and what the source's own account says
in its last file. Names are kept in memory, submissions one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from grader.course.collecting.kinds import Context, Reader
from grader.course.collecting.kinds.folders import ARCHIVES, MANIFEST, MANIFEST_BYTES, manifest_of, stem_of
from grader.course.collecting.trees import BytesTree, Tree, where
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
    """What a student's zip holds: its files, when it says it was made, and what was refused in it."""

    files: tuple[Parts, ...]
    manifest: bytes | None
    refused: tuple[Problem, ...]


@dataclass(slots=True)
class Files:
    """A folder or an archive whose names are read by a kind's reader."""

    tree: Tree
    reader: Reader
    context: Context
    _names: list[Parts] = field(default_factory=list)
    _packs: dict[Parts, Packed] = field(default_factory=dict)
    _told: set[Problem] = field(default_factory=set)

    def listing(self) -> Iterator[Listed | Problem]:
        """Every file of a student's; a pack's files as if they lay unpacked."""
        metadata: dict[Parts, bytes] = dict(self.context.metadata)
        for one in self.tree.files(self._most_of_names, at_once=max(PACK_BYTES, self._most_of_metadata())):
            if isinstance(one, Problem):
                self._told.add(one)
                yield one
                continue
            self._names.append(one.parts)
            if one.content is not None and self.reader.metadata(one.parts):
                metadata[one.parts] = one.content
            elif one.content is not None:
                self._packs[one.parts] = _packed(where("/".join(one.parts)), one.content)
        top = _top(self._names, self.context.known)
        read = self.reader.reads(replace(self.context, metadata=metadata, top=top))
        for parts in self._names:
            yield from self._listed(parts, read(parts))

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
        for one in self.tree.files(most, at_once=at_once):
            if isinstance(one, Problem):
                # The first walk has told the rest: what is wrong with a file's bytes shows only now.
                if one not in self._told:
                    yield one
                continue
            if one.content is None:
                continue
            wanted = inside[one.parts]
            if () in wanted:
                yield wanted[()], one.content
            else:
                yield from _unpacked(wanted, one)

    def _most_of_names(self, parts: Parts) -> int:
        is_pack = parts[-1].casefold().endswith(ARCHIVES)
        return self.reader.metadata(parts) or (PACK_BYTES if is_pack else 0)

    def _listed(self, parts: Parts, said: Label | Passed) -> Iterator[Listed | Problem]:
        told = where("/".join(parts))
        if said is Passed.UNNAMED:
            yield Problem(Why.UNKNOWN_STUDENT, told, "it is not named as this kind of source names files")
        if not isinstance(said, Label):
            return
        pack = self._packs.get(parts)
        if pack is None:
            yield Listed(Place(parts), said, told)
            return
        if pack.manifest is None or not said.packed:
            yield Problem(Why.REFUSED, told, "is an archive that grade pack did not write: it was not opened")
            return
        yield from pack.refused
        manifest = manifest_of(pack.manifest)
        when = said.submitted or (manifest["when"] if manifest else None)
        for inner in pack.files:
            label = replace(said, file_name=inner[-1], submitted=when)
            yield Listed(Place(parts, inner), label, where(f"{'/'.join(parts)}/{'/'.join(inner)}"))

    def _most_of_metadata(self) -> int:
        return max(
            self.reader.metadata(parts)
            for parts in ((MANIFEST,), ("submission_metadata.yml",), ("timestamp.txt",), ("worksheet.csv",))
        )


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
    known = manifest is not None and manifest_of(manifest) is not None
    return Packed(tuple(files), manifest if known else None, tuple(refused))


def _unpacked(wanted: Mapping[Parts, Listed], pack: File) -> Iterator[tuple[Listed, bytes] | Problem]:
    assert pack.content is not None
    tree = BytesTree(where("/".join(pack.parts)), pack.content)
    for one in tree.files(lambda parts: SOURCE_BYTES if parts in wanted else 0, at_once=SOURCE_BYTES):
        if isinstance(one, Problem):
            yield replace(one, where=where(f"{tree.name}/{one.where}"))
        elif one.content is not None:
            yield wanted[one.parts], one.content


def _top(names: list[Parts], known: Callable[[str], bool]) -> Parts:
    """The folder that holds all of the source, if there is one: it is nobody's name, and names lie in it."""
    first = {parts[0] for parts in names if len(parts) > 1}
    if len(first) != 1 or any(len(parts) == 1 for parts in names) or known(*first):
        return ()
    return tuple(first) if any(known(stem_of(parts[1])) for parts in names) else ()
