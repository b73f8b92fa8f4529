"""Which names of members are taken, and which are refused whatever is in them."""

from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from grader.student.archives.members import Taken, Unfit, key_of, parts_of
from tests.support.claims import nonempty

OUT = "leads out of its folder (..)"
HIDDEN = "has control or invisible characters in its name"
PATH_IN_DISGUISE = "has characters in its name that turn into a path"
ENDS = "has a name that ends in a dot or a space"
DEVICE = "has a name that Windows keeps for a device"

REFUSED = {
    "": "has no name",
    ".": "has no name",
    "./": "has no name",
    "/etc/passwd": "has an absolute path",
    "//server/share/a.py": "has an absolute path",
    "/": "has an absolute path",
    "C:/a.py": "names a drive",
    "c:a.py": "names a drive",
    " c:/a.py": "names a drive",
    "Ｃ：/a.py": "names a drive",
    "../a.py": OUT,
    "a/../../b.py": OUT,
    "a/..": OUT,
    "a/.. /b.py": OUT,
    "..": OUT,
    "a\\b.py": "has backslashes in its name",
    "..\\a.py": "has backslashes in its name",
    "\\\\server\\a.py": "has backslashes in its name",
    "‥/a.py": PATH_IN_DISGUISE,
    "．．/a.py": PATH_IN_DISGUISE,
    "a／b.py": PATH_IN_DISGUISE,
    "a＼b.py": PATH_IN_DISGUISE,
    "a℀b.py": PATH_IN_DISGUISE,
    "a\0.py": HIDDEN,
    "a\n.py": HIDDEN,
    "a\r.py": HIDDEN,
    "a\t.py": HIDDEN,
    "a\x1b[2J.py": HIDDEN,
    "a\x7f.py": HIDDEN,
    "a\x9b.py": HIDDEN,
    "a\u202eyp.py": HIDDEN,
    "a\u2066.py": HIDDEN,
    "a\u200b.py": HIDDEN,
    "a\ufeff.py": HIDDEN,
    "a\u2028.py": HIDDEN,
    "a\u00ad.py": HIDDEN,
    "a\ue000.py": HIDDEN,
    "a\U000e0041.py": HIDDEN,
    f"a{chr(0xD800)}.py": HIDDEN,
    "a\udcff.py": "has a name that is not UTF-8",
    "a.py.": ENDS,
    "a.py ": ENDS,
    "ada./a.py": ENDS,
    "ada /a.py": ENDS,
    "a.py\u3000": ENDS,
    "a.py．": ENDS,
    "con": DEVICE,
    "CON.py": DEVICE,
    "a/nul.py": DEVICE,
    "Aux/a.py": DEVICE,
    "com1.tar.gz": DEVICE,
    "COM¹.py": DEVICE,
    "lpt9": DEVICE,
    "con .py": DEVICE,
    "ｃｏｎ.py": DEVICE,
    "conin$": DEVICE,
    "a" * 252 + ".py/": "",
    "a" * 253 + ".py": "has a name of more than 255 bytes",
    "é" * 128: "has a name of more than 255 bytes",
    "a/" * 300: "has a name of more than 512 characters",
}
TAKEN = {
    "gather.py": ("gather.py",),
    "./gather.py": ("gather.py",),
    "ada//gather.py": ("ada", "gather.py"),
    "Núñez, Zoë_1234_assignsubmission_file_/gather (1).py": (
        "Núñez, Zoë_1234_assignsubmission_file_",
        "gather (1).py",
    ),
    "山田 太郎/gather.py": ("山田 太郎", "gather.py"),
    "علی\u200cرضا/gather.py": ("علی\u200cرضا", "gather.py"),
    "O'Brien; rm -rf $(x) `y`/gather.py": ("O'Brien; rm -rf $(x) `y`", "gather.py"),
    "12-34 - Ada - Nov 20, 2026 1130 PM/gather.py": ("12-34 - Ada - Nov 20, 2026 1130 PM", "gather.py"),
    "a\u00a0b/gather.py": ("a\u00a0b", "gather.py"),
    "conrad/console.py": ("conrad", "console.py"),
    "a..b/c...py": ("a..b", "c...py"),
    "~root/.bashrc": ("~root", ".bashrc"),
}


def why(name: str) -> str:
    """Why this name is refused, or nothing."""
    try:
        parts_of(name)
    except Unfit as unfit:
        return str(unfit)
    return ""


@pytest.mark.parametrize(("name", "reason"), REFUSED.items(), ids=map(ascii, REFUSED))
def test_a_name_that_is_more_than_a_name_is_refused(name: str, reason: str) -> None:
    """A path out, a path in disguise, a device, and characters nobody sees are each refused in their own words."""
    assert reason == why(name)


@pytest.mark.parametrize(("name", "parts"), TAKEN.items(), ids=map(ascii, TAKEN))
def test_names_that_students_have_are_taken(name: str, parts: tuple[str, ...]) -> None:
    """People's names in every script, and what an LMS makes of them, are taken as they are."""
    assert parts == parts_of(name)


ODD = some.text(
    some.sampled_from([*"/\\.: \0\n", *"../", "‥", "．", "／", "\u202e", "\ud800", "é", *string.ascii_letters])
    | some.characters(),
    max_size=40,
)


@given(ODD)
def test_no_name_that_is_taken_leads_anywhere(name: str) -> None:
    """Whatever is taken stays inside, in each Unicode form, and each of its parts is a plain name."""
    if why(name):
        return

    parts = parts_of(name)

    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        for part in nonempty(parts):
            shown = unicodedata.normalize(form, part)
            assert shown.strip(" .")
            assert not {"/", "\\", "\0", "\n"} & set(shown)


@given(ODD)
def test_reading_what_was_read_is_the_same(name: str) -> None:
    """The parts of a name, put together, are the parts of that."""
    if not why(name):
        assert parts_of(name) == parts_of("/".join(parts_of(name)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.py", "A.PY"),
        ("a.py", "ａ.py"),
        ("é.py", "e\u0301.py"),
        ("ß.py", "SS.py"),
        ("ﬁ.py", "fi.py"),
        ("ſ.py", "S.py"),
        ("Å.py", "\u212b.py"),
        ("x².py", "x2.py"),
        ("a\u200db.py", "ab.py"),
        ("Ǆ.py", "ǆ.py"),
    ],
    ids=ascii,
)
def test_names_that_collide_are_one(first: str, second: str) -> None:
    """What some disk takes for one name is one name, and the first one counts."""
    taken = Taken()
    taken.add(("ada", first))

    with pytest.raises(Unfit, match="only in capitals or spelling: only the first one counts"):
        taken.add(("ada", second))


def test_a_name_that_is_there_twice_counts_once() -> None:
    """A second member of the same name is refused in other words than one that only looks the same."""
    taken = Taken()
    taken.add(("a.py",))

    with pytest.raises(Unfit, match=r"^is there twice"):
        taken.add(("a.py",))


@pytest.mark.parametrize(("first", "second"), [("a.py", "A.py/b.py"), ("a.py/b.py", "a.py")])
def test_a_file_is_no_folder(first: str, second: str) -> None:
    """One name cannot be a file and a folder."""
    taken = Taken()
    taken.add(tuple(first.split("/")))

    with pytest.raises(Unfit, match="both a file and a folder"):
        taken.add(tuple(second.split("/")))


def test_folders_collide_too() -> None:
    """Two folders that differ in capitals would be one student on some disks."""
    taken = Taken()
    taken.add(("ada", "a.py"))
    taken.add(("ada", "b.py"))

    with pytest.raises(Unfit, match="lies in a folder that differs"):
        taken.add(("Ada", "c.py"))


@given(some.text(max_size=8))
def test_a_key_is_the_same_in_every_form(text: str) -> None:
    """However a name is normalised or folded, it has the same key."""
    keys = {key_of((unicodedata.normalize(form, text),)) for form in ("NFC", "NFD", "NFKC", "NFKD")}

    assert keys == {key_of((text,))}
