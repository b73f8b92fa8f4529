"""A list of git repositories, one a student: a folder of clones, or a file with lines of student and place."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, takewhile
from pathlib import Path

from grader.classroom.collect.formats import nobody
from grader.classroom.collect.formats.folders import named_by
from grader.classroom.collect.git import Git, GitFailed
from grader.classroom.collect.git_history import (
    FILES,
    LINK,
    History,
    Store,
    Version,
    at,
    is_repository,
    open_store,
    read_blobs,
    read_history,
)
from grader.classroom.collect.trees import where
from grader.classroom.collect.values import (
    CollectProblem,
    Label,
    ListedFile,
    NoSource,
    Parts,
    Place,
    SourceIdentity,
    Who,
    Why,
)
from grader.engine.submission import shown
from grader.student.archives.members import Unfit

LOOKED_AT = 2_000
MOST_REPOSITORIES = 100_000
MOST_LISTED_BYTES = 16 << 20
# A scheme of the network; an address such as ext::… or one that looks like an option is none.
_URL = re.compile(r"(?:https?|ssh|git)://[^\s]+|[\w.-]+@[\w.-]+:[^\s]+")
_LOGIN = re.compile(r"//[^/@]*@")

# The moments at which to look for a file of these people: deadlines and extensions.
Moments = Callable[[Sequence[Who], Parts], Sequence[datetime]]


@dataclass(frozen=True, slots=True)
class Repository:
    """One student's repository: a folder, or the URL of one elsewhere."""

    name: str
    place: Path | str
    who: Who


def holds_repositories(folder: Path, known: Callable[[str], bool] = nobody) -> bool:
    """Return whether a folder is a repository, or at least half of the first folders in it are.

    A student's folder without one, known by its name, shows that the others' are only what they handed in.
    """
    if is_repository(folder):
        return True
    try:
        with os.scandir(folder) as entries:
            folders = [entry for entry in islice(entries, LOOKED_AT) if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return False
    others = [entry.name for entry in folders if not is_repository(Path(entry.path))]
    return len(folders) > 0 and 2 * len(others) <= len(folders) and not any(map(known, others))


def repositories_in(folder: Path, headings: tuple[str, ...]) -> Iterator[Repository | CollectProblem]:
    """Yield the clones in a folder, by name; GitHub Classroom calls them `<assignment>-<github user>`."""
    if is_repository(folder):
        yield Repository(shown(folder.resolve().name), folder, by_folder(folder.resolve().name, headings))
        return
    with os.scandir(folder) as entries:
        found = sorted(islice(entries, MOST_REPOSITORIES), key=lambda entry: entry.name)
    assignments = assignments_of([entry.name for entry in found if is_repository(Path(entry.path))])
    for entry in found:
        if entry.is_symlink():
            yield CollectProblem(Why.REFUSED, where(entry.name), "is a link")
        elif entry.is_dir(follow_symlinks=False):
            if is_repository(Path(entry.path)):
                who = by_folder(entry.name, headings, assignments)
                yield Repository(shown(entry.name), Path(entry.path), who)
            else:
                yield CollectProblem(Why.REFUSED, where(entry.name), "is no git repository")


def repositories_named(path: Path, here: Path, headings: tuple[str, ...]) -> Iterator[Repository | CollectProblem]:
    """Yield the repositories of a file with lines such as `ada https://github.com/…`.

    Raises NoSource with all bad lines.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_LISTED_BYTES).decode("utf-8-sig")
    except (OSError, ValueError):
        raise NoSource(f"{where(path.name)} cannot be read as a list in UTF-8.", hint=LINES) from None
    problems: list[str] = []
    found: list[Repository] = []
    for number, line in enumerate(content.splitlines(), start=1):
        student, _, said = line.strip().partition(" ")
        said = said.strip()
        if not student or student.startswith("#"):
            continue
        place = said if _URL.fullmatch(said) else here / said.removeprefix("file://")
        if not said or (isinstance(place, Path) and not place.is_dir()):
            problems.append(f"{where(path.name)}:{number}: {where(said) or 'nothing'} is neither a URL nor a folder.")
            continue
        found.append(Repository(where(_LOGIN.sub("//", said)), place, named_by(student, headings)))
    if problems:
        raise NoSource("\n".join(problems[:20]), hint=LINES)
    yield from found


def assignments_of(names: Iterable[str]) -> Mapping[str, int]:
    """Return how many words all names with this first word begin with: an assignment's name is no longer than that."""
    shared: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    for name in names:
        words = _words(name)
        shared[words[0]] = _common(shared.setdefault(words[0], words), words)
        counts[words[0]] += 1
    return {first: len(words) for first, words in shared.items() if counts[first] > 1}


def by_folder(name: str, headings: tuple[str, ...], assignments: Mapping[str, int] = {}) -> Who:
    """Whose a clone is: by its whole name, else by each end of it that may be a user's or a group's.

    Both may hold a hyphen, and so may the assignment before them.
    """
    words = _words(name)
    starts = range(1, min(len(words), 1 + assignments.get(words[0], len(words))))
    ends = tuple("-".join(words[start:]) for start in starts)
    # GitHub Classroom ends the name with the user's there: where the roster knows another, it is not them.
    by_user = (SourceIdentity("github", ends),) if "github" in headings and ends else ()
    kinds = ("username", "id") if "username" in headings else ("id",)
    by_end = tuple(SourceIdentity(kind, ends, said=False) for kind in kinds if ends)
    by_group = (SourceIdentity("group", ends, said=False),) if ends else ()
    return (*named_by("-".join(words), headings), *by_user, *by_end, *by_group)


def _words(name: str) -> list[str]:
    return name.removesuffix(".git").split("-")


def _common(one: list[str], other: list[str]) -> list[str]:
    return [first for first, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))]


@dataclass(slots=True)
class Repositories:
    """Repositories as a source: first what is in them, then the chosen files' bytes."""

    git: Git
    scratch: Path
    repositories: Sequence[Repository | CollectProblem]
    moments: Moments
    _stores: dict[int, Store] = field(default_factory=dict)
    _blobs: dict[Place, str] = field(default_factory=dict)

    def listing(self) -> Iterator[ListedFile | CollectProblem]:
        """Yield every Python file of every repository, as it was at each moment that counts and as it is now."""
        for number, one in enumerate(self.repositories):
            if isinstance(one, CollectProblem):
                yield one
                continue
            try:
                self._stores[number] = open_store(self._folder(number, one))
                history = read_history(self.git, self._stores[number])
            except (Unfit, GitFailed) as error:
                yield CollectProblem(Why.REFUSED, one.name, str(error))
                continue
            yield from _notes(one, history)
            if not history.files:
                yield CollectProblem(Why.NOTE, one.name, "holds no Python file and no notebook")
            for parts, versions in history.files.items():
                yield from self._versions(number, one, parts, versions)

    def contents(self, chosen: Mapping[Place, ListedFile]) -> Iterator[tuple[ListedFile, bytes] | CollectProblem]:
        """Yield the bytes of what was chosen, repository by repository."""
        by_repository: dict[int, list[Place]] = {}
        for place in chosen:
            by_repository.setdefault(int(place.parts[0]), []).append(place)
        for number, places in by_repository.items():
            by_blob: dict[str, list[Place]] = {}
            for place in places:
                by_blob.setdefault(self._blobs[place], []).append(place)
            try:
                for blob, content in read_blobs(self.git, self._stores[number], list(by_blob)):
                    for place in by_blob[blob]:
                        listed = chosen[place]
                        yield (
                            CollectProblem(
                                Why.REFUSED, listed.where, "is larger than 256 KiB, or missing in the repository"
                            )
                            if content is None
                            else (listed, content)
                        )
            except (GitFailed, ValueError) as error:
                said = str(error) if isinstance(error, GitFailed) else "its repository is damaged"
                yield CollectProblem(Why.REFUSED, chosen[places[0]].where, said)

    def _folder(self, number: int, one: Repository) -> Path:
        if isinstance(one.place, Path):
            return one.place
        to = self.scratch / f"{number}.git"
        try:
            self.git.clone(one.place, to)
        except GitFailed:
            raise GitFailed("could not be cloned; try it by hand: git clone URL") from None
        return to

    def _versions(
        self, number: int, one: Repository, parts: Parts, versions: Sequence[Version]
    ) -> Iterator[ListedFile | CollectProblem]:
        told = where(f"{one.name}/{'/'.join(parts)}")
        for slot, moment in enumerate((None, *self.moments((one.who,), parts))):
            version = at(versions, moment)
            if version is None:
                continue
            if version.mode not in FILES:
                if slot == 0:
                    said = "is a link" if version.mode == LINK else "is another repository inside this one"
                    yield CollectProblem(Why.REFUSED, told, said)
                continue
            stamp = version.when.isoformat() if version.when else ""
            place = Place((str(number), *parts), (version.blob, stamp))
            self._blobs[place] = version.blob
            yield ListedFile(place, Label((one.who,), parts[-1], version.when, packed=False), told, slot, history=True)


def _notes(one: Repository, history: History) -> Iterator[CollectProblem]:
    for name, why in history.refused:
        yield CollectProblem(Why.REFUSED, where(f"{one.name}/{name}"), why)
    if history.is_shallow:
        yield CollectProblem(
            Why.NOTE, one.name, "is a shallow clone: what was there before its oldest commit is not known"
        )
    if history.runs_backwards:
        yield CollectProblem(
            Why.NOTE, one.name, "has commits dated before the ones they build on: its dates were set by hand"
        )


LINES = "Each line holds a student and a URL or folder, such as: ada https://github.com/course/gather-ada"
