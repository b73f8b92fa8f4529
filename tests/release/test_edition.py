"""What an edition holds, and what it does not."""

from __future__ import annotations

import json
import tomllib
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from grader.authoring.release import Hidden, ReleasePlatform, write_archive
from grader.curriculum import kata_version, load_kata
from grader.curriculum.kata_files import EDITION, hidden_files, sealed, solutions_of, unsealed
from grader.errors import BrokenKata
from grader.model import Kata
from tests.release.editions import COURSE, KATAS, OPEN, Texts, edition, found_in
from tests.support.claims import nonempty

CLOSED = [kata for kata in KATAS if kata.id != OPEN]


@pytest.fixture(scope="module")
def editions() -> dict[str, dict[str, bytes]]:
    """Every edition a student may hold."""
    return {
        "sealed": edition(),
        "withheld": edition(Hidden.WITHHELD),
        "classroom": edition(Hidden.WITHHELD, ReleasePlatform.GITHUB_CLASSROOM),
    }


@pytest.fixture(scope="module")
def texts(editions: dict[str, dict[str, bytes]]) -> Texts:
    """All that stands in them."""
    return Texts.of(*editions.values())


@pytest.mark.parametrize("kata", CLOSED, ids=lambda kata: kata.id)
def test_nothing_hidden_can_be_read_by_accident(kata: Kata, texts: Texts) -> None:
    """No file has a hidden check's name or lines, nor a line of a solution, nor the name of a wrong one."""
    assert found_in(texts, kata) == []


def test_the_search_finds_what_is_there() -> None:
    """In the edition that hides nothing the same search finds hidden checks: it can fail."""
    assert found_in(Texts.of(edition(Hidden.PLAIN)), CLOSED[-1]) != []


def test_an_edition_has_no_solutions_but_those_of_the_first_kata(editions: dict[str, dict[str, bytes]]) -> None:
    """kata00 comes whole, as the demo needs it; of all others there is no solution, no test of ours, no wrong one."""
    for files in nonempty(editions.values()):
        tops = {path.split("/")[0] for path in files}
        homes = {path.split("/")[1] for path in files if path.startswith("solutions/")}

        assert tops - {".github"} == {
            ".gitignore", "LICENSE", "README.md", "docs", EDITION, "grader", "katas", "pyproject.toml", "solutions",
        }  # fmt: skip
        assert homes == {kata.slug for kata in KATAS if kata.id == OPEN}


def test_withheld_checks_are_not_there_at_all(editions: dict[str, dict[str, bytes]]) -> None:
    """Neither sealed nor plain; the one kata in the open keeps its own."""
    hidden = [path for path in editions["withheld"] if "/hidden" in path]

    assert {path.split("/")[1] for path in hidden} == {kata.slug for kata in KATAS if kata.id == OPEN}


def test_the_same_clone_gives_the_same_archive(tmp_path: Path) -> None:
    """Byte for byte, as zip and as tar.gz."""
    for name in ("a.zip", "a.tar.gz"):
        write_archive(tmp_path / name, edition(), top="course")
        first = (tmp_path / name).read_bytes()
        write_archive(tmp_path / name, edition(), top="course")

        assert (tmp_path / name).read_bytes() == first


def test_an_archive_gives_back_every_file(tmp_path: Path) -> None:
    """What is unpacked is what was meant, with scripts that can be run."""
    files = edition(Hidden.PLAIN, ReleasePlatform.GRADESCOPE)

    write_archive(tmp_path / "a.zip", files)

    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files
        assert archive.getinfo("run_autograder").external_attr >> 16 & 0o111


def test_edition_json_tells_every_file() -> None:
    """Each path but its own, with the hash of its content."""
    files = edition()

    told = json.loads(files[EDITION])["files"]

    assert told == {path: sha256(content).hexdigest() for path, content in files.items() if path != EDITION}


def test_its_pyproject_installs_the_same_grader() -> None:
    """The same name, version, dependencies and entry points as the author's."""
    ours = tomllib.loads((COURSE / "pyproject.toml").read_text("utf-8"))["project"]

    theirs = tomllib.loads(edition()["pyproject.toml"].decode())["project"]

    for key in ("name", "version", "requires-python", "dependencies", "scripts", "entry-points"):
        assert theirs[key] == ours[key]


def test_its_guides_link_to_what_came_along() -> None:
    """No relative link of a README or a guide leads nowhere."""
    import posixpath

    from grader.authoring.release.documents import LINK

    files = edition()
    folders = {posixpath.dirname(path) for path in files}
    guides = [path for path in files if path.endswith(".md") and not path.startswith(("katas/", "grader/"))]

    dead = [
        (path, link[2])
        for path in nonempty(guides)
        for link in LINK.finditer(files[path].decode())
        if "://" not in link[2]
        and posixpath.normpath(posixpath.join(posixpath.dirname(path), link[2])) not in {*files, *folders}
    ]

    assert dead == []


def test_sealing_changes_no_version(tmp_path: Path) -> None:
    """A report from an edition names the same version of the kata as the instructor's."""
    kata = CLOSED[0]
    folder = tmp_path / "katas" / kata.slug
    for path, content in edition().items():
        if path.startswith(f"katas/{kata.slug}/"):
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    theirs = load_kata(folder)

    assert kata_version(theirs) == kata_version(kata)
    assert hidden_files(folder) == hidden_files(kata.folder)
    mine, ours = solutions_of(tmp_path, theirs), solutions_of(COURSE, kata)
    assert mine is not None
    assert ours is not None
    assert (mine.reference, mine.alternatives) == (ours.reference, ours.alternatives)
    assert (mine.in_the_open, ours.in_the_open) == (False, True)


@pytest.mark.parametrize("spoil", [lambda content: content[:-9], lambda content: b"x" + content, lambda content: b""])
def test_a_damaged_seal_is_said(tmp_path: Path, spoil: object) -> None:
    """Cut short, overwritten or emptied: a sentence, and no traceback."""
    assert callable(spoil)
    path = tmp_path / "hidden.sealed"
    path.write_bytes(spoil(sealed({"test_a.py": b"x = 1\n"})))

    with pytest.raises(BrokenKata, match="cannot be opened"):
        unsealed(path)
