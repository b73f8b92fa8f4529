"""The kit's public face is frozen: names, arguments, attributes and the default sentences."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import grader.testing
from grader.testing import BY_CODE, Connection, Diary, Gate, Job, Log, Misconception, Probe, Source

FROZEN = Path(__file__).with_name("public.txt")
PAGE = Path(__file__).parents[2] / "docs" / "kit.md"
# What these note stands on the objects, not on their classes.
MADE = {type(one): one for one in (Job(1, "value"), Probe(), Log(), Gate(), Source([]), Connection(), Diary())}


def _lines(name: str, one: Any) -> list[str]:
    if isinstance(one, Misconception):
        return [f"{name} {one.sentence}"]
    if isinstance(one, type):
        arguments = f"({one.__base__.__name__})" if issubclass(one, BaseException) else _arguments(one)
        return [f"class {name}{arguments}", *(f"    {told}" for told in _attributes(one))]
    return [f"def {name}{_arguments(one)}" if callable(one) else f"{name} = {one!r}"]


def _attributes(cls: type) -> list[str]:
    noted = vars(MADE[cls]) if cls in MADE else {}
    base = next((base for base in (tuple, list, BaseException) if issubclass(cls, base)), object)
    public = {name for name in (*dir(cls), *noted) if not name.startswith("_")}
    public = {name for name in public if getattr(cls, name, None) is not getattr(base, name, cls)}
    return [_attribute(name, getattr(cls, name, None)) for name in sorted(public)]


def _attribute(name: str, one: Any) -> str:
    return f"{name}{_arguments(one)}" if inspect.isfunction(one) else name


def _arguments(function: Any) -> str:
    """Names and defaults; the types are the type checker's to watch."""
    told = inspect.signature(function).parameters.values()
    plain = inspect.Signature([one.replace(annotation=inspect.Parameter.empty) for one in told])
    return re.sub(r"<function .*?> at 0x\w+>|<function .*>", "…", str(plain))


def test_the_public_face_is_frozen() -> None:
    """Every public name, with its arguments, attributes or default sentence, is the one that katas were written for."""
    names = sorted(set(grader.testing.__all__) - {"BY_CODE"})

    lines = [line for name in names for line in _lines(name, getattr(grader.testing, name))]

    assert lines == FROZEN.read_text(encoding="utf-8").splitlines()


def test_every_misconception_is_found_by_its_code() -> None:
    """BY_CODE holds M00 to M41, each under its own code, and each is a name of the kit."""
    codes = [f"M{number:02}" for number in range(42)]

    assert list(BY_CODE) == codes
    assert [BY_CODE[code] for code in codes] == [getattr(grader.testing, code) for code in codes]
    assert [found.code for found in BY_CODE.values()] == codes


def test_the_page_has_every_default_sentence() -> None:
    """The table of docs/kit.md says of each code what the kit says."""
    rows = re.findall(r"^\| (M\d\d) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert rows == [(found.code, found.sentence) for found in BY_CODE.values()]
