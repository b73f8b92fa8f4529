"""A wrong solution begun: the reference, or a program met in a class, below a header that is to be filled in."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from grader.authoring.claims import KEYS
from grader.authoring.new.beginning import stem
from grader.errors import UsageError
from grader.model import Kata
from grader.writing import write_pieces

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
    """The source with the header of a wrong solution in the place of its docstring."""
    header = [f'"""{BELIEF}"""', *(f"# {key}: {WANTED[key]}" for key in KEYS)]
    body = _body(source)
    # As the formatter wants it.
    gap = [""] * (2 if body and body[0].startswith(("def ", "async def ", "class ", "@")) else 1)
    return "\n".join([*header, *gap, *body]) + "\n"


def _body(source: str) -> list[str]:
    """The lines below the docstring; all of them where the source is no Python."""
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
    taken = (NUMBERED.match(path.name) for path in folder.glob("w*.py"))
    return f"w{max((int(found[1]) for found in taken if found), default=0) + 1}_{whole}"


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
