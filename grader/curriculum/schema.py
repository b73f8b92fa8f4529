"""What is wrong with a kata.yaml or a set.yaml: every problem, a sentence each, with its line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import yaml

from grader.curriculum.json_schema import Draft202012Validator, ValidationError


def schema(tracks: Sequence[str] = ()) -> dict[str, Any]:
    """The published schema of kata.yaml; `tracks` are those of the kata's set, where it has some of its own."""
    loaded = _schema("kata.schema.json")
    if tracks:
        loaded["properties"]["track"]["enum"] = list(tracks)
    return loaded


def set_schema() -> dict[str, Any]:
    """The published schema of set.yaml."""
    return _schema("set.schema.json")


def problems(text: str, facts: Any, tracks: Sequence[str] = ()) -> tuple[str, ...]:
    """One sentence for each problem, such as `kata.yaml:4: difficulty: 9 is not one of [1, 2, 3, 4, 5].`"""
    return _problems("kata.yaml", schema(tracks), text, facts) or (f"kata.yaml{UNSAID}",)


def problems_of_set(text: str, facts: Any) -> tuple[str, ...]:
    """The same of a set.yaml."""
    return _problems("set.yaml", set_schema(), text, facts) or (f"set.yaml{UNSAID}",)


def _schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("grader.curriculum").joinpath(name).read_text(encoding="utf-8"))
    return loaded


def _problems(file: str, schema: dict[str, Any], text: str, facts: Any) -> tuple[str, ...]:
    found = sorted(Draft202012Validator(schema).iter_errors(facts), key=lambda error: list(map(str, error.path)))
    lines = _lines(text)
    return tuple(f"{file}:{_sentence(list(error.path), _said(error), lines)}" for error in found)


def _said(error: ValidationError) -> str:
    if error.validator in ("minItems", "maxItems") and isinstance(error.instance, list):
        return f"there are {len(error.instance)}, and there should be {error.validator_value}"
    return error.message


def _sentence(path: Sequence[str | int], message: str, lines: dict[tuple[str | int, ...], int]) -> str:
    where = lines.get(tuple(path), lines.get(tuple(path[:1]), 1))
    name = ".".join(map(str, path))
    return f"{where}: {name}: {message}." if name else f"{where}: {message}."


def _lines(text: str) -> dict[tuple[str | int, ...], int]:
    """The line of each key and each list item, counted from 1."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    lines: dict[tuple[str | int, ...], int] = {}
    if not isinstance(root, yaml.MappingNode):
        return lines
    for key, value in root.value:
        lines[(key.value,)] = key.start_mark.line + 1
        if isinstance(value, yaml.SequenceNode):
            for position, item in enumerate(value.value):
                lines[(key.value, position)] = item.start_mark.line + 1
    return lines


# Equal to JSON Schema and not to us: 3.0 for 3, or a line break at the end of a name.
UNSAID = ":1: a value is nearly right: write whole numbers as 3 and names without a line break."
