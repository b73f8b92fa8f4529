"""The texts of an edition that are not copies: its README, its pyproject.toml, its guides without dead links. Pure."""

from __future__ import annotations

import json
import posixpath
import re
import tomllib
from collections.abc import Collection, Sequence
from importlib.resources import files

from grader.model import Kata

LINK = re.compile(r"\[([^]\n]*)\]\(([^)#\s]+)(#[^)\s]*)?\)")
GUIDE = {
    "sealed": "Some checks are hidden: they are in this folder, folded up, and `grade` runs them too. They ask nothing"
    " that the kata's README does not say. Opening them is possible and spoils the kata.",
    "withheld": "Some checks are hidden and are not in this folder: the points they are worth are shown as judged by"
    " the instructor. They ask nothing that the kata's README does not say.",
    "plain": "Some checks are hidden from the page of results, and stand in `hidden/` for whoever wants to look. They"
    " ask nothing that the kata's README does not say.",
}


def guide(hidden: str) -> str:
    """What this edition's README says about hidden checks."""
    return GUIDE[hidden]


def readme(katas: Sequence[Kata], about_hidden: str) -> str:
    """The edition's README.md."""
    text = (files(__package__) / "files" / "README.md").read_text("utf-8")
    rows = "\n".join(f"| {kata.id} | [{kata.title}](katas/{kata.slug}/README.md) | {kata.track} |" for kata in katas)
    return text.replace("{katas}", rows).replace("{hidden}", about_hidden).replace("{first}", katas[0].id)


def pyproject(source: str) -> str:
    """The author's pyproject.toml reduced to what installing and using the grader takes."""
    project = tomllib.loads(source)["project"]
    kept = ("name", "version", "description", "readme", "requires-python", "dependencies")
    lines = ["[build-system]", 'requires = ["hatchling"]', 'build-backend = "hatchling.build"', "", "[project]"]
    lines += [f"{key} = {json.dumps(project[key])}" for key in kept]
    for table, entries in (
        ("project.scripts", project["scripts"]),
        ("project.entry-points.pytest11", project["entry-points"]["pytest11"]),
    ):
        lines += ["", f"[{table}]", *(f"{name} = {json.dumps(target)}" for name, target in entries.items())]
    lines += ["", "[tool.hatch.build.targets.wheel]", 'packages = ["grader"]', ""]
    lines += ["[tool.pytest.ini_options]", 'addopts = "-p no:cacheprovider --import-mode=importlib"', ""]
    return "\n".join(lines)


def unlinked(text: str, path: str, known: Collection[str]) -> str:
    """The Markdown text of this path, its links to files that did not come along turned into plain words."""

    def kept(link: re.Match[str]) -> str:
        words, target = link[1], link[2]
        if "://" in target or posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) in known:
            return link[0]
        return words

    return LINK.sub(kept, text)
