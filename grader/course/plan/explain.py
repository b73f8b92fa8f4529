"""What of a course.yaml is not as its schema wants it: every problem, a sentence each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from grader.course.plan.nodes import Composed, Path
from grader.course.plan.problems import Problem, near, told

SCHEMA = "course.schema.json"
KINDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


def schema_text() -> str:
    """The published schema of course.yaml."""
    return files("grader.course.plan").joinpath(SCHEMA).read_text(encoding="utf-8")


def against_schema(made: Composed) -> list[Problem]:
    """Every problem that the schema finds. What is wrong is taken out of `made.value`, so that the rest can be read."""
    schema: dict[str, Any] = json.loads(schema_text())
    errors = list(Draft202012Validator(schema).iter_errors(made.value))
    problems: list[Problem] = []
    culprits: list[Path] = []
    for error in errors:
        path: Path = tuple(error.absolute_path)
        for key, said in _said(error):
            culprits.append((*path, *key))
            # The sentence names the key itself.
            named = path if key else culprits[-1]
            name = ".".join(str(part + 1) if isinstance(part, int) else told(part) for part in named)
            problems.append(Problem(made.line(culprits[-1]), f"{name}: {said}" if name else said))
    for culprit in culprits:
        _take_out(made, culprit)
    return problems


def _said(error: ValidationError) -> Iterator[tuple[Path, str]]:
    """What is wrong, with the key below the error's place that it is about."""
    value: Any = error.instance
    wanted: Any = error.validator_value
    schema: Any = error.schema
    match error.validator:
        case "required":
            yield from (((key,), f"{key} is missing.") for key in wanted if key not in value)
        case "additionalProperties":
            known = list(schema.get("properties", ()))
            for key in value:
                if key not in known:
                    yield (key,), f"there is no key {told(key)} here.{near(key, known)}"
        case "type":
            kinds = [KINDS[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted) if kind != "null"]
            yield (), f"it should be {' or '.join(kinds)}, and is {_kind(value)}."
        case "enum":
            said = told(value) if isinstance(value, str) else _kind(value)
            key = (value,) if _is_key(error) else ()
            yield key, f"{said} is not one of: {', '.join(wanted)}.{near(str(value), wanted)}"
        case "minimum" | "maximum":
            yield (), f"{told(value)} should be {'at least' if error.validator == 'minimum' else 'at most'} {wanted}."
        case "maxLength":
            yield (), f"it has more than {wanted} characters."
        case _:
            yield (), "it is empty."


def _is_key(error: ValidationError) -> bool:
    return "propertyNames" in error.absolute_schema_path


def _kind(value: object) -> str:
    for python, kind in ((bool, "true or false"), (dict, "a mapping"), (list, "a list"), (str, "text")):
        if isinstance(value, python):
            return kind if python is not str else f"text ({told(value)})"
    return "empty" if value is None else f"a number ({told(value)})"


def _take_out(made: Composed, path: Path) -> None:
    """Take the value at this path out, if it is still there; its place in a list stays, empty."""
    if not path:
        made.value = made.value if isinstance(made.value, dict) else None
        return
    holder = made.value
    for part in path[:-1]:
        holder = None if holder is None else _at(holder, part)
    if isinstance(holder, dict):
        holder.pop(path[-1], None)
    elif isinstance(holder, list):
        holder[int(path[-1])] = None


def _at(holder: Any, part: str | int) -> Any:
    return holder.get(part) if isinstance(holder, dict) else holder[part]
