"""What the documents promise about themselves."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from grader.cli.commands import A_KATA
from grader.cli.student import root
from tests.support.claims import nonempty

HOME = Path(__file__).parents[2]
README = (HOME / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [*sorted(HOME.glob("*.md")), *sorted((HOME / "docs").glob("*.md"))]


def boxes(text: str) -> list[str]:
    """The fenced sh boxes of a document."""
    return re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_readme_is_short() -> None:
    """The README has at most 100 lines."""
    assert len(README.splitlines()) <= 100


def test_the_first_box_shows_it_working() -> None:
    """The README's first box starts from nothing but Python and ends in the demo."""
    (line,) = boxes(README)[0].splitlines()

    assert line.startswith("python3 -m venv ")
    assert line.endswith(" && grade demo")


def test_the_second_box_runs_the_tests() -> None:
    """The README's second box starts from nothing but Python and ends in the tests."""
    (line,) = boxes(README)[1].splitlines()

    assert line.startswith("python3 -m venv ")
    assert " && pytest" in line


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    """Every link from one document to a file of the project finds it."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


def shown_commands(text: str) -> list[list[str]]:
    """The words after `grade` wherever a document shows a command, without its explanation."""
    code = re.findall(r"^grade .*$|`grade [^`]*`|&& grade .*$", text, re.MULTILINE)
    return [re.split(r"\s{2,}|;", found.strip("`& "))[0].split()[1:] for found in code]


def options(command: click.Command) -> set[str]:
    """Every option a command knows, and those of the commands below it."""
    own = {word for parameter in command.params for word in parameter.opts}
    if not isinstance(command, click.Group):
        return own
    # Asked by name, as some are only imported then.
    context = click.Context(command)
    below = [command.get_command(context, name) for name in command.list_commands(context)]
    return own.union(*(options(one) for one in below if one is not None))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_exist(document: Path) -> None:
    """Every `grade` command that a document shows is there, and so are its options."""
    shown = shown_commands(document.read_text(encoding="utf-8"))

    first_words = {words[0] for words in shown if words and not A_KATA.fullmatch(words[0])}
    named_options = {word for words in shown for word in words if word.startswith("-")}

    assert first_words - set(root.list_commands(click.Context(root))) == set()
    assert named_options - options(root) == set()


def test_help_can_be_had() -> None:
    """`grade --help` works without a course."""
    assert CliRunner().invoke(root, ["--help"]).exit_code == 0


def test_the_walk_names_every_file_of_the_engine() -> None:
    """docs/engine.md leads past each file of engine/ and vtime/, and past none that is not there."""
    engine = (HOME / "docs" / "engine.md").read_text(encoding="utf-8")
    walk = engine[engine.index("## A walk") :].partition("\n## ")[0]
    named = {name.rpartition("/")[2] for name in nonempty(re.findall(r"`([a-z_/]+\.py)`", walk))}
    floors = [HOME / "grader" / floor for floor in ("engine", "vtime")]
    there = {path.name for floor in floors for path in floor.rglob("*.py") if path.name != "__init__.py"}

    assert there - named == set()
    assert {name for name in named if not any((HOME / "grader").rglob(name))} == set()
