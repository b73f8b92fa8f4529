"""What a student may call a kata."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.curriculum import find_kata, load_katas
from grader.errors import ExitCode, UnknownKata

MakeKata = Callable[..., Path]


@pytest.mark.parametrize(
    "name",
    [
        "kata02",
        "2",
        "02",
        "KATA02",
        "kata2",
        "kata02_letter",
        "kata02_letter/",
        "katas/kata02_letter",
        "katas/kata02_letter/letter.py",
    ],
)
def test_a_kata_has_many_names(make_kata: MakeKata, tmp_path: Path, name: str) -> None:
    """A number, an id, a folder or a path into it: all mean the kata."""
    make_kata("kata02_letter")
    make_kata("kata11_gather")

    assert find_kata(load_katas(tmp_path), name, here=tmp_path).id == "kata02"


@pytest.mark.parametrize(
    ("name", "meant"), [("kata12", "kata11"), ("gathr", "kata11"), ("leter", "kata02"), ("zzz", "grade list")]
)
def test_an_unknown_name_is_answered_with_the_nearest(
    make_kata: MakeKata, tmp_path: Path, name: str, meant: str
) -> None:
    """A slip of the keyboard is answered with what was probably meant."""
    make_kata("kata02_letter")
    make_kata("kata11_gather")

    with pytest.raises(UnknownKata) as caught:
        find_kata(load_katas(tmp_path), name, here=tmp_path)

    assert meant in caught.value.hint
    assert caught.value.code == ExitCode.USAGE
