"""What `grade notebooks build` does: each kata's notebook into nbgrader's folder, and a configuration where none is."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from grader.cli import choosing
from grader.cli.world import World
from grader.curriculum import load_katas
from grader.errors import ExitCode, UsageError
from grader.escaping import one_line
from grader.writing import write_pieces

# nbgrader's own rule is narrower than a folder's: no +, nothing that a path is made of.
ASSIGNMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,99}")
EXTRA = "nbgrader"


def build_notebooks(world: World, course: Path, names: tuple[str, ...], *, assignment: str, sure: bool) -> ExitCode:
    """Write the notebooks of these katas, or of all. Raises UsageError where that cannot be."""
    need_nbgrader()
    from grader.notebooks.building import notebook, parts_of

    if assignment and not ASSIGNMENT.fullmatch(assignment):
        raise UsageError(f"{one_line(assignment)} cannot be an assignment's name.", hint="Try: --assignment week1")
    folder = world.here / course
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{world.shown(folder)} is a file.", hint="Name nbgrader's course folder.")
    home = world.course()
    katas = choosing.named(world, home, names) if names else load_katas(home)
    for kata in katas:
        path = folder / "source" / (assignment or kata.id) / f"{kata.id}.ipynb"
        world.say(f"{world.shown(path)}  {_written(world, path, notebook(parts_of(home, kata)), sure=sure)}")
    _configure(world, folder, home)
    example = assignment or katas[0].id
    world.say(f"Next, in {world.shown(folder)}: nbgrader generate_assignment {example!r}")
    return ExitCode.ACCEPTED


def need_nbgrader() -> None:
    """Raise UsageError where the extra is not installed."""
    if find_spec(EXTRA) is None:
        raise UsageError("nbgrader is not installed here.", hint="Install it: pip install 'asyncio-katas[nbgrader]'")


def _written(world: World, path: Path, text: str, *, sure: bool) -> str:
    """What became of the file."""
    try:
        there = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read ({error.strerror}).", hint="Move it away.") from None
    if there == text.encode("utf-8"):
        return "is the same already"
    if there is not None and not (sure or world.ask(f"{world.shown(path)} is another one. Replace it?")):
        return "was kept as it is"
    write_pieces(path, [text])
    return "written" if there is None else "replaced"


def _configure(world: World, folder: Path, home: Path) -> None:
    from grader.notebooks.settings import CONFIG, config_text, guard_lines

    path = folder / CONFIG
    if not path.exists():
        write_pieces(path, [config_text(folder, home)])
        world.say(f"{world.shown(path)}  written")
    elif "grader.notebooks.settings" not in path.read_text("utf-8", errors="replace"):
        world.complain(
            f"{world.shown(path)} does not keep students' own cells from running where nbgrader marks.",
            f"Add to it:\n{guard_lines(home)}",
        )
