"""What an edition holds: every file by its path, made from the author's clone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from grader import __version__
from grader.authoring.release.documents import guide, pyproject, readme, unlinked
from grader.authoring.release.places import EDITION, EDITION_VERSION
from grader.authoring.release.platforms import classroom_files, gradescope_files
from grader.curriculum import KataSet, set_of
from grader.curriculum.sealing import HIDDEN, SEALED_HIDDEN, SEALED_SOLUTIONS, hidden_files, sealed
from grader.curriculum.sets import FILE as SET
from grader.curriculum.solutions import solution_files
from grader.errors import UsageError
from grader.model import Kata

IN_THE_OPEN = "kata00"
COPIED = ("LICENSE", ".gitignore", "docs/report.schema.json")
GUIDES = ("docs/student.md", "docs/security.md", "docs/editors/README.md")
EDITORS = "docs/editors"


class Hidden(StrEnum):
    """How hidden checks travel: folded up, not at all, or in the open."""

    SEALED = "sealed"
    WITHHELD = "withheld"
    PLAIN = "plain"


class Platform(StrEnum):
    """A platform that marks by itself what is handed in there."""

    GITHUB_CLASSROOM = "github-classroom"
    GRADESCOPE = "gradescope"


@dataclass(frozen=True, slots=True)
class Order:
    """What to release: which katas, how their hidden checks travel, and for which platform, if any."""

    katas: tuple[Kata, ...]
    hidden: Hidden
    platform: Platform | None = None


def edition_files(course: Path, order: Order) -> dict[str, bytes]:
    """Every file of the edition by its path, edition.json with their hashes last. Raises UsageError in an edition."""
    if (course / EDITION).exists():
        raise UsageError("This is a student edition already: hidden checks and solutions are not here.", hint=CLONE)
    home, about = _home(course), set_of(course)
    files = {**dict(_program(home, about)), **_own(course, home)}
    for kata in order.katas:
        files |= _kata(kata, order)
    files |= _documents(home, order, about)
    if order.platform is Platform.GRADESCOPE:
        files |= gradescope_files(order.katas)
    if order.platform is Platform.GITHUB_CLASSROOM:
        files |= classroom_files(order.katas)
    return dict(sorted(files.items())) | {EDITION: _manifest(files, order.hidden)}


def stubs(katas: Sequence[Kata]) -> frozenset[str]:
    """The paths in an edition where a student writes."""
    return frozenset(f"katas/{kata.slug}/{kata.submit}" for kata in katas)


def _home(course: Path) -> Path:
    """Where the grader's own source is: beside the katas, or where this runs from. Raises UsageError for neither."""
    for home in (course, Path(__file__).absolute().parents[3]):
        if (home / "grader" / "__init__.py").is_file() and (home / "pyproject.toml").is_file():
            return home
    raise UsageError("The grader's own source is not beside the katas, so it cannot be released.", hint=CLONE)


def _program(home: Path, about: KataSet) -> Iterator[tuple[str, bytes]]:
    """The grader itself, and what belongs to it."""
    for path in sorted((home / "grader").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(home).as_posix(), path.read_bytes()
    yield "pyproject.toml", pyproject((home / "pyproject.toml").read_text("utf-8"), about).encode()
    for name in COPIED:
        if (home / name).is_file():
            yield name, (home / name).read_bytes()


def _own(course: Path, home: Path) -> dict[str, bytes]:
    """What a set says of itself; its licence lies beside its katas, since the grader has another."""
    paths = {f"katas/{SET}": course / "katas" / SET}
    if course != home:
        paths["katas/LICENSE"] = course / "LICENSE"
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}


def _kata(kata: Kata, order: Order) -> dict[str, bytes]:
    """A kata's folder; the solutions travel sealed, but for the one kata that shows how everything works."""
    course = kata.folder.parents[1]
    home = f"katas/{kata.slug}"
    visible = [kata.folder / "README.md", kata.folder / "kata.yaml", kata.stub, *kata.folder.glob("test_*.py")]
    files = {f"{home}/{path.name}": path.read_bytes() for path in visible}
    hidden = hidden_files(kata.folder)
    if order.hidden is Hidden.PLAIN or kata.id == IN_THE_OPEN:
        files |= {f"{home}/{HIDDEN}/{name}": content for name, content in hidden.items()}
    elif order.hidden is Hidden.SEALED:
        files[f"{home}/{SEALED_HIDDEN}"] = sealed(hidden)
    if order.platform is Platform.GRADESCOPE:
        return files
    solutions = course / "solutions" / kata.slug
    if kata.id == IN_THE_OPEN:
        paths = sorted(path for path in solutions.rglob("*.py"))
        return files | {path.relative_to(course).as_posix(): path.read_bytes() for path in paths}
    correct = solution_files(solutions, kata)
    return files | ({f"{home}/{SEALED_SOLUTIONS}": sealed(correct)} if correct else {})


def _documents(home: Path, order: Order, about: KataSet) -> dict[str, bytes]:
    present = [name for name in GUIDES if (home / name).is_file()]
    editors = [path for path in (home / EDITORS).glob("*.json")]
    files = {path.relative_to(home).as_posix(): path.read_bytes() for path in editors}
    known = {*files, *present, *COPIED, "README.md"}
    for name in present:
        files[name] = unlinked((home / name).read_text("utf-8"), name, known).encode()
    files["README.md"] = readme(order.katas, guide(order.hidden.value), about).encode()
    return files


def _manifest(files: Mapping[str, bytes], hidden: Hidden) -> bytes:
    manifest = {
        "version": EDITION_VERSION,
        "grader": __version__,
        "hidden": str(hidden),
        "files": {path: sha256(content).hexdigest() for path, content in sorted(files.items())},
    }
    return json.dumps(manifest, indent=1).encode() + b"\n"


CLONE = "Run it in the author's clone, where solutions/ is."
