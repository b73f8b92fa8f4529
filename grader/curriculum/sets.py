"""What a set of katas says of itself in katas/set.yaml, which a set of one's own may have.

A file that is right is accepted by a short check of our own, as kata.yaml is; jsonschema explains one that is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.curriculum.yaml_facts import YamlForm, right_facts
from grader.errors import BrokenKata

FILE = "set.yaml"
LINES = ("name", "author", "licence")
KEYS = {*LINES, "tracks", "misconceptions"}
TRACK = re.compile(r"[a-z][a-z0-9-]*\Z")
CODE = re.compile(r"X[0-9]{2}\Z")


@dataclass(frozen=True, slots=True)
class KataSet:
    """A set's own words; `tracks` and `misconceptions` (sentences by code) come beside those of every set."""

    name: str = ""
    author: str = ""
    licence: str = ""
    tracks: tuple[str, ...] = ()
    misconceptions: Mapping[str, str] = field(default_factory=dict)


def load_set(katas: Path) -> KataSet:
    """Return what the folder `katas/` says of its set; nothing where it has no set.yaml.

    Raises BrokenKata with every problem of the file, a sentence each.
    """
    try:
        text = (katas / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return KataSet()
    except (OSError, UnicodeDecodeError):
        raise BrokenKata(f"{katas.name}/{FILE} cannot be read as UTF-8 text.", hint=MEND) from None
    kept = katas.absolute().parent / ".grade" / "facts" / "set.json"
    form = YamlForm(lambda facts: facts is None or is_right(facts), _schema, MEND)
    facts = right_facts(f"{katas.name}/{FILE}", text, kept, form) or {}
    return KataSet(
        **{key: " ".join(facts.get(key, "").split()) for key in LINES},
        tracks=tuple(facts.get("tracks", ())),
        misconceptions=dict(facts.get("misconceptions", {})),
    )


def _schema() -> Mapping[str, Any]:
    from grader.curriculum.yaml_file import set_schema

    return set_schema()


def is_right(facts: Any) -> bool:
    """Return whether set.yaml's content is as set.schema.json wants it."""
    return (
        isinstance(facts, dict)
        and facts.keys() <= KEYS
        and all(_is_line(facts.get(key, "-")) for key in LINES)
        and _is_tracks(facts.get("tracks", []))
        and _is_sentences(facts.get("misconceptions", {}))
    )


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_tracks(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and TRACK.match(one) for one in value)


def _is_sentences(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(code, str) and CODE.match(code) and _is_line(sentence) for code, sentence in value.items()
    )


MEND = "docs/authoring.md, “A set of your own”, says what it may hold."
