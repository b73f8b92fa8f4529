"""`grade pack`: the file a student hands in."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from grader.cli import grading
from grader.cli.commands import kata_names
from grader.cli.world import World
from grader.curriculum import kata_version, load_katas
from grader.engine.submission import Submission, read_submission
from grader.errors import ExitCode, GraderError
from grader.files import write_output
from grader.model import Kata
from grader.student import is_untouched, memory

PACK_VERSION = 1
MANIFEST = "manifest.json"
SAME_TIME = (1980, 1, 1, 0, 0, 0)
DEFAULT_NAME = "handin.zip"


class NothingToPack(GraderError):
    """No kata has been begun."""

    code = ExitCode.NOTHING_TO_GRADE


@click.command()
@kata_names
@click.option("--to", type=click.Path(path_type=Path), help="The file to write.  [default: handin.zip]")
@click.pass_obj
def pack(world: World, katas: tuple[str, ...], to: Path | None) -> ExitCode:
    """Write the file to hand in, with every kata you began."""
    course = world.course()
    chosen = grading.named(world, course, katas) if katas else load_katas(course)
    packed = [(kata, read_submission(kata.stub)) for kata in chosen if katas or kata.stub.exists()]
    begun = [(kata, file) for kata, file in packed if not is_untouched(memory(course), kata, file.source)]
    for kata, _ in packed if katas else ():
        if kata not in [one for one, _ in begun]:
            world.complain(f"{kata.id} is left out: {kata.submit} is still the stub.")
    if not begun:
        raise NothingToPack("There is nothing to pack: no kata is begun.", hint="Begin one: grade next")
    path = world.here / (to or DEFAULT_NAME)
    packed_zip = packed_bytes(begun, when=world.now().isoformat(timespec="seconds"))
    write_output(path, packed_zip, hint="Name another: --to FILE")
    world.say(f"{world.shown(path)}: {', '.join(kata.id for kata, _ in begun)}")
    return ExitCode.ACCEPTED


def packed_bytes(files: Sequence[tuple[Kata, Submission]], *, when: str) -> bytes:
    """Return the zip: manifest.json and each file under its own name; the same bytes for the same files and moment."""
    manifest: dict[str, Any] = {
        "version": PACK_VERSION,
        "when": when,
        "katas": [
            {"kata": kata.id, "kata_version": kata_version(kata), "submit": kata.submit, "sha256": file.sha256}
            for kata, file in files
        ],
    }
    contents = {MANIFEST: json.dumps(manifest, indent=2).encode() + b"\n"}
    contents |= {kata.submit: file.source for kata, file in files}
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, SAME_TIME)
            entry.create_system = 3  # Unix, whichever system packs.
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 6)
    return whole.getvalue()
