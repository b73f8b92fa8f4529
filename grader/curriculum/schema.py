"""What is wrong with a kata.yaml or a set.yaml: every problem, a sentence each, with its line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from grader.curriculum.yaml_file import against_schema, compose


def schema(tracks: Sequence[str] = ()) -> dict[str, Any]:
    """Return the published schema of kata.yaml; `tracks` are those of the kata's set, where it has some of its own."""
    loaded = _schema("kata.schema.json")
    if tracks:
        loaded["properties"]["track"]["enum"] = list(tracks)
    return loaded


def set_schema() -> dict[str, Any]:
    """Return the published schema of set.yaml."""
    return _schema("set.schema.json")


def problems(file: str, text: str, facts: Any, schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Say each problem in a sentence, such as `kata.yaml:7: there is no key titel here. Did you mean title?`"""
    made = compose(text)
    # Judged is what was read, in the way of YAML 1.1; what was composed has the lines.
    made.value = facts
    found = sorted(set(against_schema(made, schema)))
    return tuple(f"{file}:{one.line}: {one.said}" for one in found) or (f"{file}{UNSAID}",)


def _schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("grader.curriculum").joinpath(name).read_text(encoding="utf-8"))
    return loaded


# Equal to JSON Schema and not to us: 3.0 for 3, or a line break at the end of a name.
UNSAID = ":1: a value is nearly right: write whole numbers as 3 and names without a line break."
