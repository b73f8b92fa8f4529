"""YAML as an instructor writes it, made into plain values whose lines are known.

Only true, false, null, whole numbers and decimals are read as such; all else is text, so that an id such as 0123456, a
time such as 23:59 and the word "no" stay what they are. Keys are always text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from grader.course.plan.problems import Problem, told

Path = tuple[str | int, ...]

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
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of the nearest thing to this path that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def compose(text: str) -> Composed:
    """The one document in this text. What aliases make of it is bounded: in nodes, and in depth."""
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

    def value(self, node: yaml.Node, path: Path, above: tuple[yaml.Node, ...]) -> Any:
        self._count += 1
        if self._count > MOST_NODES or len(above) > DEEPEST or any(node is one for one in above):
            raise _TooMuch
        if isinstance(node, yaml.MappingNode) and node.tag == _MAP:
            return self._mapping(node, path, above)
        if isinstance(node, yaml.SequenceNode) and node.tag == _SEQ:
            return self._sequence(node, path, above)
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path, above: tuple[yaml.Node, ...]) -> dict[str, Any]:
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

    def _sequence(self, node: yaml.SequenceNode, path: Path, above: tuple[yaml.Node, ...]) -> list[Any]:
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
        self._made.problems.append(Problem(node.start_mark.line + 1, said))


def _problem(error: yaml.YAMLError | _TooMuch, text: str) -> Problem:
    if isinstance(error, _TooMuch):
        return Problem(1, "its aliases (*) come to more than a course can hold.")
    if isinstance(error, yaml.reader.ReaderError):
        return Problem(text.count("\n", 0, error.position) + 1, "a character stands here that YAML does not allow.")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return Problem(mark.line + 1 if mark else 1, f"this is not YAML: {told(getattr(error, 'problem', '') or error)}.")
