"""From what an instructor names to a source: every file's name, whose it is, when it came, and its bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Protocol

from grader.classroom.collect.formats import FormatReader, SourceContext, nobody, reader_of, top_of
from grader.classroom.collect.formats.folders import ARCHIVES, MANIFEST, MANIFEST_BYTES, is_manifest, stem_of
from grader.classroom.collect.formats.gradescope import METADATA
from grader.classroom.collect.formats.moodle import WORKSHEET_BYTES
from grader.classroom.collect.formats.nbgrader import TIMESTAMP, TREE
from grader.classroom.collect.formats.sakai import is_download
from grader.classroom.collect.formats.worksheet import table_of
from grader.classroom.collect.git import Git
from grader.classroom.collect.identity import RosterQuestions, headings_of, knows
from grader.classroom.collect.repositories import (
    Moments,
    Repositories,
    holds_repositories,
    repositories_in,
    repositories_named,
)
from grader.classroom.collect.trees import BytesTree, Most, Tree, read_file, tree_of, where
from grader.classroom.collect.values import (
    PACK_BYTES,
    SOURCE_BYTES,
    CollectedFile,
    CollectProblem,
    Label,
    ListedFile,
    NoSource,
    Parts,
    Passed,
    Place,
    SourceFormat,
    Why,
)
from grader.student.archives.members import Unfit


class SubmissionSource(Protocol):
    """Where submissions are collected from."""

    def listing(self) -> Iterator[ListedFile | CollectProblem]:
        """Yield every file of a student's, without its bytes."""

    def contents(self, chosen: Mapping[Place, ListedFile]) -> Iterator[tuple[ListedFile, bytes] | CollectProblem]:
        """Yield the bytes of these, in the source's order."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What a student's zip holds: its files, without the manifest of `grade pack`, and what was refused in it."""

    files: tuple[Parts, ...]
    refused: tuple[CollectProblem, ...]


@dataclass(slots=True)
class Files:
    """A folder or an archive whose names are read by a kind's reader."""

    tree: Tree
    reader: FormatReader
    context: SourceContext
    _told: set[CollectProblem] = field(default_factory=set)

    def listing(self) -> Iterator[ListedFile | CollectProblem]:
        """Yield every file of a student's; a pack's files as if they lay unpacked."""
        names: list[Parts] = []
        for one in self._new(lambda parts: 0, at_once=1):
            if isinstance(one, CollectProblem):
                yield one
            else:
                names.append(one.parts)
        top = top_of(names, self.reader, self.context)
        metadata, packs = dict(self.context.metadata), dict[Parts, Packed]()
        sizes = {parts: size for parts in names if (size := self._most(parts, parts[len(top) :]))}
        for one in self._new(lambda parts: sizes.get(parts, 0), at_once=max(sizes.values())) if sizes else ():
            if isinstance(one, CollectProblem):
                yield one
            elif one.content is not None and self.reader.metadata(one.parts[len(top) :]):
                metadata[one.parts[len(top) :]] = one.content
            elif one.content is not None:
                packs[one.parts] = _packed(where("/".join(one.parts)), one.content)
        entries = tuple({parts[len(top)]: None for parts in names if parts[len(top) :] not in metadata})
        read = self.reader.reads(replace(self.context, metadata=metadata, top=top, entries=entries))
        for parts in names:
            yield from _listed(parts, read(parts[len(top) :]), packs.get(parts))

    def contents(self, chosen: Mapping[Place, ListedFile]) -> Iterator[tuple[ListedFile, bytes] | CollectProblem]:
        """Yield the bytes of these, in the tree's order."""
        if not chosen:
            return
        inside: dict[Parts, dict[Parts, ListedFile]] = {}
        for place, listed in chosen.items():
            inside.setdefault(place.parts, {})[place.inner] = listed

        def most(parts: Parts) -> int:
            if parts not in inside:
                return 0
            return SOURCE_BYTES if () in inside[parts] else PACK_BYTES

        at_once = PACK_BYTES if any(place.inner for place in chosen) else SOURCE_BYTES
        for one in self._new(most, at_once=at_once):
            if isinstance(one, CollectProblem):
                yield one
                continue
            if one.content is None:
                continue
            wanted = inside[one.parts]
            if () in wanted:
                yield wanted[()], one.content
            else:
                yield from _unpacked(wanted, one)

    def _new(self, most: Most, *, at_once: int) -> Iterator[CollectedFile | CollectProblem]:
        """Yield the tree, without the problems that an earlier walk told: some show only when bytes are read."""
        for one in self.tree.files(most, at_once=at_once):
            if not isinstance(one, CollectProblem):
                yield one
            elif one not in self._told:
                self._told.add(one)
                yield one

    def _most(self, parts: Parts, inner: Parts) -> int:
        """Return how much of a file is read to list it; an account that an instructor gives stands for the source's
        own.
        """
        own = self.reader.metadata(inner)
        if own:
            return 0 if self.context.metadata else own
        return PACK_BYTES if parts[-1].casefold().endswith(ARCHIVES) else 0


def _listed(parts: Parts, said: Label | Passed, pack: Packed | None) -> Iterator[ListedFile | CollectProblem]:
    told = where("/".join(parts))
    if not isinstance(said, Label):
        if said in NOT_TOLD:
            yield CollectProblem(REASONS.get(said, Why.UNKNOWN_STUDENT), told, NOT_TOLD[said])
        return
    if pack is None:
        yield ListedFile(Place(parts), said, told)
        return
    if not said.packed:
        yield CollectProblem(Why.REFUSED, told, "is an archive inside another: it was not opened; unpack it first")
        return
    yield from pack.refused
    for inner in pack.files:
        label = replace(said, file_name=inner[-1])
        yield ListedFile(Place(parts, inner), label, where(f"{'/'.join(parts)}/{'/'.join(inner)}"))


def _packed(name: str, content: bytes) -> Packed:
    files: list[Parts] = []
    refused: list[CollectProblem] = []
    manifest: bytes | None = None
    wanted = (MANIFEST,)
    for one in BytesTree(name, content).files(
        lambda parts: MANIFEST_BYTES if parts == wanted else 0, at_once=MANIFEST_BYTES
    ):
        if isinstance(one, CollectProblem):
            refused.append(replace(one, where=where(f"{name}: {one.where}")))
        elif one.parts == wanted:
            manifest = one.content
        else:
            files.append(one.parts)
    if manifest is not None and not is_manifest(manifest):
        files.append(wanted)
    return Packed(tuple(files), tuple(refused))


def _unpacked(
    wanted: Mapping[Parts, ListedFile], pack: CollectedFile
) -> Iterator[tuple[ListedFile, bytes] | CollectProblem]:
    assert pack.content is not None
    tree = BytesTree(where("/".join(pack.parts)), pack.content)
    for one in tree.files(lambda parts: SOURCE_BYTES if parts in wanted else 0, at_once=SOURCE_BYTES):
        if isinstance(one, CollectProblem):
            yield replace(one, where=where(f"{tree.name}/{one.where}"))
        elif one.content is not None:
            yield wanted[one.parts], one.content


NOT_TOLD = {
    Passed.UNNAMED: "it is not named as this kind of source names files",
    Passed.AMBIGUOUS: "its name can be read in more than one way",
    Passed.TYPED: "is text typed into the platform: save it as a file, and collect that with --kata and --student",
}
REASONS = {Passed.TYPED: Why.REFUSED}


WORKSHEET = ("worksheet.csv",)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to collect: `path` is a folder, an archive, or with `is_list` a file that lists repositories."""

    path: Path
    kind: SourceFormat
    zone: tzinfo
    people: RosterQuestions
    moments: Moments
    scratch: Path
    here: Path
    env: Mapping[str, str] = field(default_factory=dict)
    is_list: bool = False
    pattern: str = ""
    student: str = ""
    worksheet: bytes = b""


def open_source(wanted: Wanted) -> SubmissionSource:
    """Return the source, nothing of it read yet. Raises NoSource when there is none."""
    headings = headings_of(wanted.people)
    if wanted.kind is SourceFormat.GIT:
        found = (
            repositories_named(wanted.path, wanted.here, headings)
            if wanted.is_list
            else repositories_in(_folder(wanted.path), headings)
        )
        return Repositories(Git(wanted.scratch, wanted.env), wanted.scratch, list(found), wanted.moments)

    sheet = wanted.worksheet or (worksheet_beside(wanted.path) if wanted.kind is SourceFormat.MOODLE else b"")
    metadata: dict[Parts, bytes] = {WORKSHEET: sheet} if sheet else {}
    context = SourceContext(
        wanted.zone,
        metadata,
        called=stem_of(wanted.path.resolve().name),
        headings=headings,
        known=knows(wanted.people),
        student=wanted.student,
        pattern=wanted.pattern,
    )
    return Files(tree_of(wanted.path), reader_of(wanted.kind), context)


def worksheet_beside(path: Path) -> bytes:
    """Moodle's grading worksheet that lies beside a download: Grades-<the same name>.csv; empty where there is none.

    Only its name ties it to the download, so no other CSV is taken for it.
    """
    name = _squeezed(stem_of(path.resolve().name))
    try:
        beside = sorted(path.resolve().parent.glob("*.csv"))
    except OSError:
        return b""
    for one in beside:
        if _squeezed(one.stem) == f"grades{name}":
            try:
                content = read_file(one, WORKSHEET_BYTES)
            except Unfit as error:
                raise NoSource(f"{one.name} {error}.", hint="It is the grading worksheet of this download.") from None
            if table_of(content) is not None:
                return content
    return b""


def _squeezed(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise NoSource(f"{path.name} is no folder of repositories.", hint="A list of them goes with --repos FILE.")
    return path


# The most telling first: where a name can be read as two kinds', it is the one before.
BY_NAME = (SourceFormat.MOODLE, SourceFormat.BRIGHTSPACE, SourceFormat.BLACKBOARD, SourceFormat.CANVAS)


def detect(path: Path, known: Callable[[str], bool] = nobody) -> SourceFormat:
    """Return which kind of source this is. `known` tells whether a folder's name means somebody of the roster.

    Raises NoSource when it is none that is known.
    """
    found = tree_of(path).files(lambda parts: 0, at_once=1)
    names = tuple(one.parts for one in found if isinstance(one, CollectedFile))
    context = SourceContext(UTC, called=stem_of(path.resolve().name), known=known)
    kind = (
        _by_own_files(names, context)
        or _by_entries(names, context)
        or (SourceFormat.GIT if path.is_dir() and holds_repositories(path, known) else None)
        or _by_tree(names, context)
        or _by_folders(names)
    )
    if kind is None:
        raise NoSource(f"{where(path.name)} is no source of submissions that is known here.", hint=HINT)
    return kind


def _by_own_files(names: Sequence[Parts], context: SourceContext) -> SourceFormat | None:
    """By a file at the top that only one kind has, or by how all of it is laid out."""
    if (METADATA,) in _below_top(names, SourceFormat.GRADESCOPE, context):
        return SourceFormat.GRADESCOPE
    if is_download(_below_top(names, SourceFormat.SAKAI, context)):
        return SourceFormat.SAKAI
    return SourceFormat.PACK if (MANIFEST,) in names else None


def _by_entries(names: Sequence[Parts], context: SourceContext) -> SourceFormat | None:
    """By how most of what lies at the top is named: the kind that fits the most."""
    best, most = None, 0
    for kind in BY_NAME:
        reader = reader_of(kind)
        read = reader.reads(context)
        entries = {parts[0] for parts in _below_top(names, kind, context)}
        fits = {entry for entry in entries if reader.is_entry(entry)}
        others = [entry for entry in entries - fits if read((entry,)) is not Passed.COMPANION]
        if len(fits) > max(most, len(others)):
            best, most = kind, len(fits)
    return best


def _by_tree(names: Sequence[Parts], context: SourceContext) -> SourceFormat | None:
    """nbgrader's folder, or a time of its own in the folder of every student."""
    inner = _below_top(names, SourceFormat.NBGRADER, context)
    if any(parts[0] == TREE and len(parts) > 3 for parts in inner):
        return SourceFormat.NBGRADER
    if TREE in (context.called, *top_of(names, reader_of(SourceFormat.NBGRADER), context)):
        return SourceFormat.NBGRADER if any(len(parts) > 2 for parts in inner) else None
    timed = {parts[0] for parts in inner if len(parts) == 3 and parts[-1] == TIMESTAMP}
    return SourceFormat.NBGRADER if timed and timed == {parts[0] for parts in inner} else None


def _by_folders(names: Sequence[Parts]) -> SourceFormat | None:
    of_students = (len(parts) > 1 or parts[-1].casefold().endswith(ARCHIVES) for parts in names)
    return SourceFormat.FOLDERS if any(of_students) else None


def _below_top(names: Sequence[Parts], kind: SourceFormat, context: SourceContext) -> Sequence[Parts]:
    top = top_of(names, reader_of(kind), context)
    return [parts[len(top) :] for parts in names]


HINT = "Name its kind with --from, or describe its names with --pattern; grade class collect --help shows both."
