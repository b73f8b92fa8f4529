"""The texts of an edition that are not copies, and the edition as one archive, the same bytes whenever it is made."""

from __future__ import annotations

import gzip
import io
import json
import os
import posixpath
import re
import stat
import tarfile
import tomllib
import unicodedata
import zipfile
from collections.abc import Collection, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from grader.curriculum import KataSet
from grader.errors import UsageError
from grader.model import Kata
from grader.student.edition import mode_of

USUAL = "asyncio-katas"
RIGHTS = "MIT licence, see [LICENSE](LICENSE)."
LICENCES = "The katas: {}. The grader: MIT."
NOBODYS = KataSet()
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
    """Return what this edition's README says about hidden checks."""
    return GUIDE[hidden]


def readme(katas: Sequence[Kata], about_hidden: str, about: KataSet = NOBODYS) -> str:
    """Return the edition's README.md, under the name of the set."""
    text = (files(__package__) / "files" / "README.md").read_text("utf-8")
    text = text.replace("{name}", about.name or USUAL).replace("{rights}", _rights(about))
    rows = "\n".join(f"| {kata.id} | [{kata.title}](katas/{kata.slug}/README.md) | {kata.track} |" for kata in katas)
    return text.replace("{katas}", rows).replace("{hidden}", about_hidden).replace("{first}", katas[0].id)


def _rights(about: KataSet) -> str:
    """Return who made the katas, and under which licence they may be used; the grader has its own."""
    if not about.author and not about.licence:
        return RIGHTS
    by = f" are by {about.author}" if about.author else ""
    under = f"{' and' if by else ''} are under the licence {about.licence}" if about.licence else ""
    return f"The katas{by}{under}. The grader: {RIGHTS}"


def _package(title: str) -> str:
    """Return a set's name as that of a package; empty where no letter of it can stand in one."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", letters))


def pyproject(source: str, about: KataSet = NOBODYS) -> str:
    """Return the author's pyproject.toml reduced to what installing and using the grader takes, under the name of the
    set.
    """
    project = tomllib.loads(source)["project"]
    if about.name:
        project |= {"name": _package(about.name) or project["name"], "description": about.name}
    link_or_text = ("name", "version", "description", "readme", "requires-python", "dependencies")
    lines = ["[build-system]", 'requires = ["hatchling"]', 'build-backend = "hatchling.build"', "", "[project]"]
    lines += [f"{key} = {json.dumps(project[key])}" for key in link_or_text]
    lines += [f"authors = [{{ name = {json.dumps(about.author)} }}]"] if about.author else []
    lines += [f"license = {{ text = {json.dumps(LICENCES.format(about.licence))} }}"] if about.licence else []
    for table, entries in (
        ("project.scripts", project["scripts"]),
        ("project.entry-points.pytest11", project["entry-points"]["pytest11"]),
    ):
        lines += ["", f"[{table}]", *(f"{name} = {json.dumps(target)}" for name, target in entries.items())]
    lines += ["", "[tool.hatch.build.targets.wheel]", 'packages = ["grader"]', ""]
    lines += ["[tool.pytest.ini_options]", 'addopts = "-p no:cacheprovider --import-mode=importlib"', ""]
    return "\n".join(lines)


def unlinked(text: str, path: str, known: Collection[str]) -> str:
    """Return the Markdown text of this path, its links to files that did not come along turned into plain words."""

    def link_or_text(link: re.Match[str]) -> str:
        words, target = link[1], link[2]
        if "://" in target or posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) in known:
            return link[0]
        return words

    return LINK.sub(link_or_text, text)


SAME_TIME = (1980, 1, 1, 0, 0, 0)
SAME_SECOND = 315532800
ARCHIVES = (".zip", ".tar.gz", ".tgz")


def is_archive(path: Path) -> bool:
    """Return whether this name asks for an archive rather than a folder."""
    return path.name.endswith(ARCHIVES)


def write_archive(path: Path, files: Mapping[str, bytes], *, top: str = "") -> None:
    """Write the files below a folder `top` into a zip or tar.gz, by the path's name. Raises UsageError."""
    make = _zip if path.name.endswith(".zip") else _tar
    content = make({f"{top}/{name}" if top else name: content for name, content in files.items()})
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(content)
        os.replace(partial, path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise UsageError(f"{path.name} cannot be written ({error.strerror}).", hint="Name another place.") from None


def _zip(files: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, SAME_TIME)
            entry.create_system = 3  # Unix, whichever system writes it.
            entry.external_attr = (stat.S_IFREG | mode_of(name, content)) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return whole.getvalue()


def _tar(files: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=whole, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(content), SAME_SECOND, mode_of(name, content)
            archive.addfile(entry, io.BytesIO(content))
    return whole.getvalue()
