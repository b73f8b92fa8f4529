"""Text of every script arrives as it was written; what can deceive does not."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest

from grader.cleaning import clean
from grader.text import NotAllowed, csv_cell, html, identity_key, terminal, xml
from tests.text.attacks import written

INTACT = [
    "علی\u200cرضا",
    "می\u200cخواهم",
    "ශ්\u200dරී",
    "മോഹന്\u200d",
    "क्\u200dष",
    "山田\u3000太郎",
    "Jean\u00a0Dupont",
    "1\u202f000",
    "👩\u200d💻",
    "🏳\ufe0f\u200d🌈",
    "👩🏽\u200d🚀",
    "👨\u200d👩\u200d👧\u200d👦",
    "สมชาย ใจดี",
    "अनिल कुमार",
    "İsmail Çağrı",
    unicodedata.normalize("NFD", "Zoë Núñez"),
]
DECEIVING = [
    "ad\u200ca",
    "ad\u200da",
    "\u200dada",
    "ada\u200d",
    "a\u202eb",
    "a\u2066b\u2069",
    "a\u200bb",
    "a\ufeffb",
    "a\x1b[2J",
    "a\u2028b",
    "عل\u200c\u200cی",
    "👩\u200da",
    "a\u3164b",
]


@pytest.mark.parametrize("text", INTACT, ids=ascii)
def test_a_name_arrives_as_it_was_written(text: str) -> None:
    """On a terminal, in a page, in a table and in XML."""
    ((cell,),) = csv.reader(io.StringIO(written([[csv_cell(text)]])))

    assert [text] * 5 == [clean(text), terminal(text), html(text), cell, xml(text)]


@pytest.mark.parametrize("text", DECEIVING, ids=ascii)
def test_what_can_deceive_is_shown_as_its_code(text: str) -> None:
    """A joiner that joins nothing, what turns the direction, what shows nothing."""
    assert clean(text) != text
    assert "\\x" in clean(text)
    assert clean(text) == clean(clean(text))


@pytest.mark.parametrize("key", ["علی\u200cرضا", "00\u00a042", "00\u300042"], ids=ascii)
def test_a_key_holds_only_what_is_seen(key: str) -> None:
    """Two keys that look alike would be two people."""
    with pytest.raises(NotAllowed, match="invisible"):
        identity_key(key)
