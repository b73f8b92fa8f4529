"""Each target's own reader finds the text again, as text and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from grader.text import (
    ci_log,
    csv_cell,
    html,
    is_formula,
    one_line,
    terminal,
    xml,
)
from tests.text.attacks import ALL, COMMANDS, FORMULAS, written

ATTACKS = pytest.mark.parametrize("attack", ALL, ids=ascii)
# Any text at all, and often with what matters to some target.
WILD = some.characters() | some.sampled_from("<>&'\"`\\/=+-@;,\t\r\n \x00\x1b\u202e\ud800|[]()*_#!{}\ufeff")
TEXTS = some.text(WILD, max_size=60) | some.sampled_from(ALL)


class Found(HTMLParser):
    """What an HTML parser makes of a document."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.others: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def parsed(document: str) -> Found:
    """The document as a parser reads it."""
    found = Found()
    found.feed(document)
    found.close()
    return found


def without(text: str, allowed: str) -> str:
    """The text with U+FFFD for each character that is not allowed."""
    return "".join(c if re.fullmatch(allowed, c) else "\ufffd" for c in text)


HTML = "[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
XML = "[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


JOINERS = "\u200c\u200d"


def check_terminal(text: str) -> None:
    said, line = terminal(text), one_line(text)

    for character in said.replace("\n", ""):
        assert character.isprintable() or unicodedata.category(character) == "Zs" or character in JOINERS
        assert unicodedata.category(character) not in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
    assert "\n" not in line
    assert (said, line) == (terminal(said), one_line(line))
    said.encode()


def check_html(text: str) -> None:
    document = f"<p title=\"{html(text)}\" class='{html(text)}'>{html(text)}</p>"

    found = parsed(document)

    expected = without(text, HTML)
    assert (found.tags, found.others) == (["p"], [])
    assert expected == found.text
    assert [("title", expected), ("class", expected)] == found.attributes
    document.encode()


def check_xml(text: str) -> None:
    root = ElementTree.fromstring(f"<a>{xml(text)}</a>".encode())

    assert list(root) == []
    assert without(text, XML) == (root.text or "")


def check_csv(text: str) -> None:
    cell = csv_cell(text)

    text_of_rows = written([["name", cell, 7], [cell, "x", -5]])

    assert [["name", cell, "7"], [cell, "x", "-5"]] == list(
        csv.reader(io.StringIO(text_of_rows, newline=""), strict=True)
    )
    assert text_of_rows.count("\n") == 2
    assert "\r" not in text_of_rows
    assert not is_formula(cell)
    assert not re.search(r'\\("|$)', cell)
    # Whoever splits at another character finds no formula either.
    for line in text_of_rows.splitlines():
        assert not any(part.strip(' "')[:1] in tuple("=@") for part in line.split(";")[1:])
    assert csv_cell(cell) == cell


CHECKS = [check_terminal, check_html, check_xml, check_csv]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__[6:])
@ATTACKS
def test_an_attack_is_only_text(check, attack: str) -> None:  # type: ignore[no-untyped-def]
    """A known attack on any target is found again as text, and does nothing, on every target."""
    check(attack)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__[6:])
def test_any_text_is_only_text(check) -> None:  # type: ignore[no-untyped-def]
    """So is any text at all."""
    given(TEXTS)(check)()


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("\t=1", "' =1"),
        ("\tx", "' x"),
        ("\rx", "' x"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("-5", "-5"),
        ("+5.25", "+5.25"),
        ("-5%", "-5%"),
        ("-", "-"),
        ("-5x", "'-5x"),
        ('Zoë, "Z"', 'Zoë, "Z"'),
        ("a\nb", "a b"),
        ("a\r\nb", "a b"),
        ("a\\", "a\\ "),
        ('a\\"b', 'a\\ "b'),
        ("a;=1", "a;'=1"),
        ("a; b", "a; b"),
        ("a\x1bb", "a\\x1bb"),
        ("6.0 = 2 + 1 + 3", "6.0 = 2 + 1 + 3"),
        ("", ""),
    ],
    ids=ascii,
)
def test_a_cell_reads_as_it_should(text: str, cell: str) -> None:
    """A formula is quoted, a number is left alone, a line end is a space, and nothing else changes."""
    assert cell == csv_cell(text)


@pytest.mark.parametrize("attack", FORMULAS, ids=ascii)
def test_a_formula_survives_no_round(attack: str) -> None:
    """Read by the csv module and written again, a cell is still no formula."""
    once = written([[csv_cell(attack)]])
    read = next(csv.reader(io.StringIO(once, newline="")), [""])[0]

    assert not is_formula(read)
    assert once == written([[csv_cell(read)]])


def commands_in(log: str) -> list[str]:
    """The lines a CI service acts on: two colons after any space (GitHub), or its older sign anywhere in the line."""
    lines = re.split(r"\r\n|[\r\n]", log)
    return [line for line in lines if line.strip().startswith("::") or re.search(r"##\w*\[", line)]


@given(TEXTS | some.text(some.sampled_from(":#[ \n\r\tvx\u3000"), max_size=30))
def test_a_log_holds_no_commands(text: str) -> None:
    """Whatever a student wrote, no CI service finds a command in it; what holds none is unchanged."""
    logged = ci_log(text)

    assert not commands_in(logged)
    assert logged == text or commands_in(text)
    assert ci_log(logged) == logged


@pytest.mark.parametrize("command", COMMANDS, ids=ascii)
def test_a_document_in_a_log_stays_equal(command: str) -> None:
    """The sign of a command is told by its code as JSON writes it, so JSON in a log reads as before."""
    document = json.dumps({"output": command}, ensure_ascii=False)

    assert {"output": command} == json.loads(ci_log(document))


@pytest.mark.parametrize("code", [0x34F, 0x115F, 0x1160, 0x17B4, 0x180B, 0x3164, 0xFE00, 0xFFA0, 0xE0100, 0xE01EF])
def test_a_letter_that_shows_nothing_is_shown(code: int) -> None:
    """What Unicode calls a letter or a mark and nobody sees is told by its number."""
    assert f"a\\x{code:02x}b" == terminal(f"a{chr(code)}b")


def test_emoji_stay_as_they_are() -> None:
    """The selector that makes a sign a picture is part of honest text."""
    assert terminal("❤\ufe0f") == "❤\ufe0f"
