"""What an edition holds: every file by its path, made from the author's clone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import yaml

from grader import __version__
from grader.authoring.release.documents import guide, pyproject, readme, unlinked
from grader.curriculum import KataSet, set_of
from grader.curriculum.kata_files import (
    EDITION,
    HIDDEN,
    SEALED_HIDDEN,
    SEALED_SOLUTIONS,
    WITHHELD_HIDDEN,
    hidden_files,
    sealed,
    solution_files,
)
from grader.curriculum.sets import FILE as SET
from grader.errors import UsageError
from grader.model import Kata
from grader.student.edition import EDITION_VERSION

WORKFLOW = ".github/workflows/classroom.yml"
REPORTER = "classroom-resources/autograding-grading-reporter@v1"


def classroom_files(katas: Sequence[Kata]) -> dict[str, bytes]:
    """GitHub Classroom: a workflow with a step for each kata, whose results its reporter sums up.

    The reporter reads the ids in `runners` and, for each, the variable <ID>_RESULTS (autograding-grading-reporter).
    """
    steps: list[dict[str, object]] = [
        {"uses": "actions/checkout@v4"},
        {"uses": "actions/setup-python@v5", "with": {"python-version": "3.12"}},
        {"name": "Install", "run": "python -m pip install --quiet -e ."},
    ]
    steps += [
        {"name": f"{kata.id} {kata.title}", "id": kata.id, "run": f"python -m grader ci github-classroom {kata.id}"}
        for kata in katas
    ]
    results = {f"{kata.id.upper()}_RESULTS": f"${{{{ steps.{kata.id}.outputs.result }}}}" for kata in katas}
    steps.append(
        {
            "name": "Report",
            "if": "${{ !cancelled() }}",
            "uses": REPORTER,
            "env": results,
            "with": {"runners": ",".join(kata.id for kata in katas)},
        }
    )
    workflow = {
        "name": "Autograding",
        "on": ["push", "workflow_dispatch"],
        "permissions": {"checks": "write", "actions": "read", "contents": "read"},
        "jobs": {
            "run-autograding-tests": {
                "runs-on": "ubuntu-latest",
                "if": "github.actor != 'github-classroom[bot]'",
                "timeout-minutes": 10,
                "steps": steps,
            }
        },
    }
    return {WORKFLOW: yaml.safe_dump(workflow, sort_keys=False, width=120).encode()}


def gradescope_files(katas: Sequence[Kata]) -> dict[str, bytes]:
    """Gradescope: setup.sh and run_autograder at the root, as its autograder specification wants them."""
    here = files(__package__) / "files"
    run = (here / "run_autograder").read_text("utf-8").replace("{katas}", " ".join(kata.id for kata in katas))
    return {"setup.sh": (here / "setup.sh").read_bytes(), "run_autograder": run.encode()}


IN_THE_OPEN = "kata00"
KEPT_BACK = b"This kata has more checks: your instructor judges them.\n"
COPIED = ("LICENSE", ".gitignore", "docs/report.schema.json")
GUIDES = ("docs/student.md", "docs/security.md", "docs/editors/README.md")
EDITORS = "docs/editors"
# What only an instructor or an author runs.
NOT_FOR_STUDENTS = (
    "grader/authoring/",
    "grader/classroom/",
    "grader/cli/ci.py",
    "grader/cli/classroom/",
    "grader/cli/dev/",
    "grader/cli/notebooks.py",
)


class Hidden(StrEnum):
    """How hidden checks travel: folded up, not at all, or in the open."""

    SEALED = "sealed"
    WITHHELD = "withheld"
    PLAIN = "plain"


class ReleasePlatform(StrEnum):
    """A platform that grades by itself what is handed in there."""

    GITHUB_CLASSROOM = "github-classroom"
    GRADESCOPE = "gradescope"


@dataclass(frozen=True, slots=True)
class ReleaseOptions:
    """What to release: which katas, how their hidden checks travel, and for which platform, if any."""

    katas: tuple[Kata, ...]
    hidden: Hidden
    platform: ReleasePlatform | None = None


def edition_files(course: Path, order: ReleaseOptions) -> dict[str, bytes]:
    """Return every file of the edition by its path, edition.json with their hashes last.

    Raises UsageError in an edition.
    """
    if (course / EDITION).exists():
        raise UsageError("This is a student edition already: hidden checks and solutions are not here.", hint=CLONE)
    home, about = _home(course), set_of(course)
    files = {**dict(_program(home, about, order.platform)), **_own(course, home)}
    for kata in order.katas:
        files |= _kata(kata, order)
    files |= _documents(home, order, about)
    if order.platform is ReleasePlatform.GRADESCOPE:
        files |= gradescope_files(order.katas)
    if order.platform is ReleasePlatform.GITHUB_CLASSROOM:
        files |= classroom_files(order.katas)
    return dict(sorted(files.items())) | {EDITION: _manifest(files, order.hidden)}


def stubs(katas: Sequence[Kata]) -> frozenset[str]:
    """Return the paths in an edition where a student writes."""
    return frozenset(f"katas/{kata.slug}/{kata.submit}" for kata in katas)


def _home(course: Path) -> Path:
    """Return where the grader's own source is: beside the katas, or where this runs from.

    Raises UsageError for neither.
    """
    for home in (course, Path(__file__).absolute().parents[3]):
        if (home / "grader" / "__init__.py").is_file() and (home / "pyproject.toml").is_file():
            return home
    raise UsageError("The grader's own source is not beside the katas, so it cannot be released.", hint=CLONE)


def _program(home: Path, about: KataSet, platform: ReleasePlatform | None) -> Iterator[tuple[str, bytes]]:
    """Yield the grader itself, and what belongs to it; where a platform runs it, with what writes for platforms."""
    for path in sorted((home / "grader").rglob("*")):
        name = path.relative_to(home).as_posix()
        is_left_out = name.startswith(NOT_FOR_STUDENTS) and platform is None
        if path.is_file() and "__pycache__" not in path.parts and not is_left_out:
            yield name, path.read_bytes()
    yield "pyproject.toml", pyproject((home / "pyproject.toml").read_text("utf-8"), about).encode()
    for name in COPIED:
        if (home / name).is_file():
            yield name, (home / name).read_bytes()


def _own(course: Path, home: Path) -> dict[str, bytes]:
    """Return what a set says of itself; its licence lies beside its katas, since the grader has another."""
    paths = {f"katas/{SET}": course / "katas" / SET}
    if course != home:
        paths["katas/LICENSE"] = course / "LICENSE"
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}


def _kata(kata: Kata, order: ReleaseOptions) -> dict[str, bytes]:
    """Return a kata's folder; the solutions travel sealed, but for the one kata that shows how everything works."""
    course = kata.folder.parents[1]
    home = f"katas/{kata.slug}"
    visible = [kata.folder / "README.md", kata.folder / "kata.yaml", kata.stub, *kata.folder.glob("test_*.py")]
    files = {f"{home}/{path.name}": path.read_bytes() for path in visible}
    hidden = hidden_files(kata.folder)
    if order.hidden is Hidden.PLAIN or kata.id == IN_THE_OPEN:
        files |= {f"{home}/{HIDDEN}/{name}": content for name, content in hidden.items()}
    elif order.hidden is Hidden.SEALED:
        files[f"{home}/{SEALED_HIDDEN}"] = sealed(hidden)
    elif hidden:
        files[f"{home}/{WITHHELD_HIDDEN}"] = KEPT_BACK
    if order.platform is ReleasePlatform.GRADESCOPE:
        return files
    solutions = course / "solutions" / kata.slug
    if kata.id == IN_THE_OPEN:
        paths = sorted(path for path in solutions.rglob("*.py"))
        return files | {path.relative_to(course).as_posix(): path.read_bytes() for path in paths}
    correct = solution_files(solutions, kata)
    return files | ({f"{home}/{SEALED_SOLUTIONS}": sealed(correct)} if correct else {})


def _documents(home: Path, order: ReleaseOptions, about: KataSet) -> dict[str, bytes]:
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
