"""What kata.yaml says, as plain values: read as YAML once, and remembered as JSON where the course remembers anything.

PyYAML takes longer to import than a kata takes to be graded. What is remembered holds for the very text it was read
from, and for no other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from grader.errors import BrokenKata, UsageError
from grader.startup import Trick, is_on


class NotYaml(Exception):
    """The text is no YAML; the argument is the line where that shows, or 0."""


@dataclass(frozen=True, slots=True)
class YamlForm:
    """How a file should be: told at a glance by `fits`, and by the schema where it is wrong; `mend` says what to do."""

    fits: Callable[[Any], bool]
    schema: Callable[[], Mapping[str, Any]]
    mend: str


def right_facts(name: str, text: str, kept: Path, form: YamlForm) -> Any:
    """Return what the text says. Raises BrokenKata with every problem of it, a sentence each, after the file's name."""
    try:
        facts = facts_in(text, kept)
    except NotYaml as error:
        place = f":{error.args[0]}" if error.args[0] else ""
        raise BrokenKata(f"{name}{place} is not YAML.", hint=form.mend) from None
    if not form.fits(facts):
        from grader.curriculum.yaml_file import problems

        raise BrokenKata("\n".join(problems(name, text, facts, form.schema())), hint=form.mend)
    return facts


def facts_in(text: str, kept: Path) -> Any:
    """Return what the text says; `kept` is the file it is remembered in, in a folder of its own. Raises NotYaml."""
    digest = sha256(text.encode()).hexdigest()
    if not is_on(Trick.FACTS):
        return _as_json(_read(text))
    with suppress(OSError, ValueError, TypeError, KeyError):
        known = json.loads(kept.read_bytes())
        if known["of"] == digest:
            return known["facts"]
    facts = _as_json(_read(text))
    if kept.parent.parent.is_dir():
        _keep(kept, digest, facts)
    return facts


def _read(text: str) -> Any:
    import yaml

    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise NotYaml(0 if mark is None else mark.line + 1) from None


def _as_json(facts: Any) -> Any:
    """Return the same as it reads back from JSON, whose keys are all text; what JSON cannot hold is left as it is."""
    try:
        return json.loads(json.dumps(facts))
    except (TypeError, ValueError, RecursionError):
        return facts


def _keep(kept: Path, digest: str, facts: Any) -> None:
    """Remember it, where JSON says the same and the file can be written."""
    from grader.files import write_pieces

    with suppress(UsageError, TypeError, ValueError):
        said = json.dumps({"of": digest, "facts": facts})
        if json.loads(said)["facts"] == facts:
            write_pieces(kept, [said])
