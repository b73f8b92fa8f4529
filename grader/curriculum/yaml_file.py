"""A YAML file as a person writes it: values with their lines, and every problem a sentence with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from grader.cleaning import clean

if TYPE_CHECKING:
    from jsonschema import ValidationError


@dataclass(frozen=True, slots=True, order=True)
class FileProblem:
    """One thing to mend, at a line counted from 1."""

    line: int
    said: str


Place = tuple[str | int, ...]

MOST_NODES = 50_000
DEEPEST = 16
_TAG = "tag:yaml.org,2002:"
_STR, _SEQ, _MAP = _TAG + "str", _TAG + "seq", _TAG + "map"
_SCALARS = {
    _TAG + "null": re.compile(r"(?:~|null|)\Z"),
    _TAG + "bool": re.compile(r"(?:true|false)\Z"),
    _TAG + "int": re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z"),
    _TAG + "float": re.compile(r"-?(?:0|[1-9][0-9]{0,8})\.[0-9]{1,8}\Z"),
}


@dataclass(slots=True)
class Composed:
    """A document's value, the line of each key and list item (from 1), and what is wrong with the YAML itself."""

    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)

    def line(self, path: Place) -> int:
        """Return the line of the nearest thing to this path that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def compose(text: str) -> Composed:
    """Return the one document in this text. What aliases make of it is bounded: in nodes, and in depth."""
    made = Composed()
    try:
        root = _Loader(text).get_single_node()
        if root is not None:
            made.value = _Making(made).value(root, (), ())
    except (yaml.YAMLError, _TooMuch) as error:
        made.value = None
        made.problems.append(_problem(error, text))
    return made


class _TooMuch(Exception):
    """What aliases say again and again comes to more than a course can hold."""


class _Loader(yaml.SafeLoader):
    """Composes nodes, not deeper than a course goes."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """As PyYAML does, which would follow a thousand brackets until Python's stack ends."""
        self.depth += 1
        if self.depth > DEEPEST:
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "one thing stands in another too many times", mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern in _SCALARS.items():
    _Loader.add_implicit_resolver(_tag, _pattern, ["", *"~ntf-0123456789"])


class _Making:
    """Values of nodes on their way."""

    def __init__(self, made: Composed) -> None:
        self._made = made
        self._count = 0

    def value(self, node: yaml.Node, path: Place, above: tuple[yaml.Node, ...]) -> Any:
        self._count += 1
        if self._count > MOST_NODES or len(above) > DEEPEST or any(node is one for one in above):
            raise _TooMuch
        if isinstance(node, yaml.MappingNode) and node.tag == _MAP:
            return self._mapping(node, path, above)
        if isinstance(node, yaml.SequenceNode) and node.tag == _SEQ:
            return self._sequence(node, path, above)
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Place, above: tuple[yaml.Node, ...]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._say(key, "a key should be a word, and this one is a list or a mapping.")
                continue
            here = (*path, key.value)
            if key.value in values:
                self._say(key, f"{told(key.value)} stands twice: the first is on line {self._made.lines[here]}.")
                continue
            self._made.lines[here] = key.start_mark.line + 1
            values[key.value] = self.value(item, here, (*above, node))
        return values

    def _sequence(self, node: yaml.SequenceNode, path: Place, above: tuple[yaml.Node, ...]) -> list[Any]:
        values = []
        for position, item in enumerate(node.value):
            self._made.lines[(*path, position)] = item.start_mark.line + 1
            values.append(self.value(item, (*path, position), (*above, node)))
        return values

    def _scalar(self, node: yaml.Node) -> Any:
        if node.tag == _STR:
            return node.value
        known = _SCALARS.get(node.tag)
        if known is None or not known.match(node.value):
            self._say(node, f"the tag {told(node.tag)} is not understood here.")
            return None
        match node.tag.removeprefix(_TAG):
            case "bool":
                return node.value == "true"
            case "int":
                return int(node.value)
            case "float":
                return float(node.value)
        return None

    def _say(self, node: yaml.Node, said: str) -> None:
        self._made.problems.append(FileProblem(node.start_mark.line + 1, said))


def _problem(error: yaml.YAMLError | _TooMuch, text: str) -> FileProblem:
    if isinstance(error, _TooMuch):
        return FileProblem(1, "its aliases (*) come to more than a course can hold.")
    if isinstance(error, yaml.reader.ReaderError):
        return FileProblem(text.count("\n", 0, error.position) + 1, "a character stands here that YAML does not allow.")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return FileProblem(
        mark.line + 1 if mark else 1, f"this is not YAML: {told(getattr(error, 'problem', '') or error)}."
    )


FEW = 6
NOT_EMPTY = r"\S"
KINDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


def against_schema(made: Composed, schema: Mapping[str, Any]) -> list[FileProblem]:
    """Return every problem that the schema finds.

    What is wrong is taken out of `made.value`, so that the rest can be read.
    """
    # Slow to import, and this package is imported for its values too.
    from grader.curriculum.json_schema import Draft202012Validator

    errors = list(Draft202012Validator(schema).iter_errors(made.value))
    problems: list[FileProblem] = []
    culprits: list[Place] = []
    for error in errors:
        path: Place = tuple(error.absolute_path)
        for key, said in _said(error):
            culprits.append((*path, *key))
            # The sentence names the key itself.
            named = path if key else culprits[-1]
            name = ".".join(str(part + 1) if isinstance(part, int) else told(part) for part in named)
            problems.append(FileProblem(made.line(culprits[-1]), f"{name}: {said}" if name else said))
    for culprit in culprits:
        _take_out(made, culprit)
    return problems


def _said(error: ValidationError) -> Iterator[tuple[Place, str]]:
    """Yield what is wrong, with the key below the error's place that it is about."""
    value: Any = error.instance
    wanted: Any = error.validator_value
    schema: Any = error.schema
    match error.validator:
        case "required":
            yield from (((key,), f"{key} is missing.") for key in wanted if key not in value)
        case "additionalProperties":
            known, forms = list(schema.get("properties", ())), schema.get("patternProperties", ())
            for key in value:
                if key not in known and not any(re.search(form, str(key)) for form in forms):
                    hint = f" It should be as {', '.join(forms)}." if forms else near(str(key), known) or _all_of(known)
                    yield (key,), f"there is no key {told(key)} here.{hint}"
        case "type":
            kinds = [KINDS[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted) if kind != "null"]
            yield (), f"it should be {' or '.join(kinds)}, and is {_kind(value)}."
        case "enum":
            said = told(value) if isinstance(value, str) else _kind(value)
            key = (value,) if _is_key(error) else ()
            choices = list(map(str, wanted))
            yield key, f"{said} is not one of: {', '.join(choices)}.{near(str(value), choices)}"
        case _:
            yield (value,) if _is_key(error) else (), _bound(error, value, wanted)


def _bound(error: ValidationError, value: Any, wanted: Any) -> str:
    match error.validator:
        case "minimum" | "maximum":
            return f"{told(value)} should be {'at least' if error.validator == 'minimum' else 'at most'} {wanted}."
        case "pattern" if wanted != NOT_EMPTY:
            return f"{told(value)} does not fit {wanted}."
        case "minItems" | "maxItems" if value:
            return f"there are {len(value)}, and there should be {wanted}."
        case "maxLength":
            return f"it has more than {wanted} characters."
    return "it is empty."


def _all_of(known: Sequence[str]) -> str:
    """Return what there is, where that is little: who means something else than a slip sees it."""
    if not known:
        return " Nothing can be set here."
    return f" There is {', '.join(known)}." if len(known) <= FEW else ""


def _is_key(error: ValidationError) -> bool:
    return "propertyNames" in error.absolute_schema_path


def _kind(value: object) -> str:
    for python, kind in ((bool, "true or false"), (dict, "a mapping"), (list, "a list"), (str, "text")):
        if isinstance(value, python):
            return kind if python is not str else f"text ({told(value)})"
    return (
        "empty"
        if value is None
        else f"{'a number' if isinstance(value, int | float) else 'something else'} ({told(value)})"
    )


def _take_out(made: Composed, path: Place) -> None:
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


def near(wanted: str, known: Sequence[str]) -> str:
    """Return a question that names the nearest of what is known; empty where nothing is near."""
    found = get_close_matches(wanted, known, n=1, cutoff=0.7)
    return f" Did you mean {told(found[0])}?" if found else ""


def told(value: object) -> str:
    """Return a value from the file as a sentence can hold it: cleaned, short, on one line."""
    return clean(str(value), 60).replace("\n", " ")


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
