"""A kata begun, or a wrong solution of one: nothing that is there already is touched."""

from __future__ import annotations

import ast
import keyword
import os
import re
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.authoring.kata_files import KEYS
from grader.authoring.new.templates import Facts, Written, kata_texts, solution_texts
from grader.curriculum import kata_folders, set_of
from grader.curriculum.kata_yaml import SUBMIT, TRACKS
from grader.curriculum.names import NUMBER, kata_id
from grader.errors import UsageError
from grader.files import write_pieces
from grader.model import Kata, KataKind

LONGEST_NAME = 60
LAST = 99


@dataclass(frozen=True, slots=True)
class NewKata:
    """A kata to begin; what is empty is taken from the kata before it, or from the title."""

    number: str
    title: str
    track: str = ""
    kind: KataKind = KataKind.IMPLEMENT
    difficulty: int = 2
    submit: str = ""
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """A kata that was begun: its id, its folders, and its files from the course down, each with what it is for."""

    kata: str
    folders: tuple[str, ...]
    files: tuple[tuple[str, str], ...]


def begin_kata(course: Path, katas: Sequence[Kata], wanted: NewKata) -> Begun:
    """Write every file of the kata below `course`; `katas` are those that are there. Raises UsageError."""
    facts = _facts(course, katas, wanted)
    folders = {f"katas/{facts.slug}": kata_texts(facts), f"solutions/{facts.slug}": solution_texts(facts)}
    for name in folders:
        if (course / name).exists():
            raise UsageError(
                f"There is a folder {name} already.",
                hint=f"Give another title; or, to start over, delete {' and '.join(folders)}.",
            )
    try:
        # The kata's folder last: where it is, its solutions are.
        for name, files in reversed(folders.items()):
            _write(course / name, files)
    except OSError as error:
        raise UsageError(f"The kata cannot be written ({error.strerror}).", hint="Mend that and try again.") from None
    described = [(f"{name}/{file}", one.purpose) for name, files in folders.items() for file, one in files.items()]
    return Begun(facts.id, tuple(folders), tuple(described))


def next_number(course: Path) -> str:
    """Return the id after the last kata's, such as "kata62"; "kata01" in a new set, and "" where all are taken."""
    numbers = [int(kata_id(folder.name)[4:]) for folder in kata_folders(course)]
    number = max(numbers, default=0) + 1
    return f"kata{number:02d}" if number <= LAST else ""


def _facts(course: Path, katas: Sequence[Kata], wanted: NewKata) -> Facts:
    kata = _id(course, wanted.number)
    title = " ".join(wanted.title.split())
    if not title or not title.isprintable():
        raise UsageError("A kata has a title, on one line.", hint=f'Give one: grade dev new {kata} "Graceful shutdown"')
    name = stem(title)
    submit = wanted.submit or f"{name if name[:1].isalpha() else f'kata_{name}'}.py"
    if not name or not SUBMIT.match(submit) or submit.startswith("test_"):
        raise UsageError(f"{submit} is no name for a file to hand in.", hint="Name it: --submit graceful.py")
    existing = next((other for other in katas if (other.folder / submit).exists()), None)
    if existing is not None:
        raise UsageError(f"{submit} is a file of {existing.slug} already.", hint="Name another: --submit FILE")
    before = next((other for other in reversed(katas) if other.id < kata), None)
    own = set_of(course).tracks
    track = wanted.track or (before.track if before else (*own, *TRACKS)[0])
    if track not in (*TRACKS, *own):
        raise UsageError(f"'--track': there is no track {track!r}.", hint=f"There are {', '.join((*TRACKS, *own))}.")
    after = wanted.after if wanted.after else (before.id,) if before else ()
    function = submit.removesuffix(".py")
    function = f"{function}_" if keyword.iskeyword(function) else function
    return Facts(kata, f"{kata}_{name}", title, track, wanted.kind, wanted.difficulty, submit, after, function)


def _id(course: Path, number: str) -> str:
    found = NUMBER.fullmatch(number.strip())
    kata = f"kata{int(found[1]):02d}" if found else ""
    if not re.fullmatch(r"kata[0-9]{2}", kata):
        raise UsageError(f"{number!r} is no kata's number.", hint="Name it as kata61, up to kata99.")
    existing = next((folder for folder in kata_folders(course) if kata_id(folder.name) == kata), None)
    if existing is not None:
        free = next_number(course)
        raise UsageError(
            f"{kata} is there already: {existing.name}.", hint=f"Free is {free}." if free else "All are taken."
        )
    return kata


def stem(title: str) -> str:
    """Return the title as the name of a file: "The lost update!" is the_lost_update."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "_".join(re.findall(r"[a-z0-9]+", letters))[:LONGEST_NAME].strip("_")


def _write(folder: Path, files: Mapping[str, Written]) -> None:
    """The folder with its files, whole or not at all."""
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    for name, one in files.items():
        path = partial / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one.text, encoding="utf-8", newline="\n")
    os.replace(partial, folder)


NUMBERED = re.compile(r"w([0-9]+)_")
BELIEF = "TODO: what somebody believes who writes this, in one sentence. One misconception a file."
WANTED = {
    "misconception": "TODO: M02; M00 where it is a slip of this kata only",
    "breaks": "TODO: rule 1",
    "caught by": "TODO: the check that must fail it",
    "student reads": "TODO: words of what this check says",
}


def begin_wrong(solutions: Path, kata: Kata, name: str, source: bytes | None = None) -> Path:
    """Write the file, which gets the next number where `name` has none; `source` is in the place of the reference.

    Raises UsageError where it cannot be made, and writes over nothing.
    """
    home = solutions / kata.slug
    file = home / "wrong" / f"{_numbered(home / 'wrong', name)}.py"
    if file.exists():
        raise UsageError(f"{file.name} is there already.", hint="Give another name, or delete it to start over.")
    write_pieces(file, [with_header(_text(source if source is not None else _reference(home, kata)))])
    return file


def with_header(source: str) -> str:
    """Return the source with the header of a wrong solution in the place of its docstring."""
    header = [f'"""{BELIEF}"""', *(f"# {key}: {WANTED[key]}" for key in KEYS)]
    body = _body(source)
    # As the formatter wants it.
    gap = [""] * (2 if body and body[0].startswith(("def ", "async def ", "class ", "@")) else 1)
    return "\n".join([*header, *gap, *body]) + "\n"


def _body(source: str) -> list[str]:
    """Return the lines below the docstring; all of them where the source is no Python."""
    lines = source.splitlines()
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return lines
    match body[:1]:
        case [ast.Expr(value=ast.Constant(value=str()), end_lineno=int(last))]:
            lines = lines[last:]
    while lines and not lines[0].strip():
        lines = lines[1:]
    return lines


def _numbered(folder: Path, name: str) -> str:
    whole = stem(name.removesuffix(".py"))
    if not whole:
        raise UsageError(f"{name!r} is no name for a file.", hint="Name the belief: forgets_to_cancel")
    if NUMBERED.match(whole):
        return whole
    existing = (NUMBERED.match(path.name) for path in folder.glob("w*.py"))
    return f"w{max((int(found[1]) for found in existing if found), default=0) + 1}_{whole}"


def _reference(home: Path, kata: Kata) -> bytes:
    try:
        return (home / kata.submit).read_bytes()
    except OSError:
        raise UsageError(
            f"There is no reference in solutions/{kata.slug}/ to begin from.",
            hint="Run it where the kata is written, or name a file: --from FILE",
        ) from None


def _text(source: bytes) -> str:
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError("The file is not UTF-8 text.", hint="Save it as UTF-8 and try again.") from None
