"""Text made safe for where it goes: a terminal, a log, HTML, CSV, XML. Pure."""

from __future__ import annotations

import re

from grader.cleaning import clean
from grader.errors import UsageError

REPLACEMENT = "\ufffd"
LONGEST_KEY = 255
# What a spreadsheet takes for the beginning of a formula, also in the wide and small forms of East Asian keyboards.
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
FORMULA_STARTS = frozenset(f"{SIGNS}\t\r")
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?%?|-")

_NOT_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_NOT_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BEFORE_QUOTE = re.compile(r'\\(?="|$)')
# A spreadsheet in half of Europe splits at the semicolon, quotes or not, when the file's separator is another.
_NEXT_FORMULA = re.compile(rf'(;["\s]*)(?=[{re.escape(SIGNS)}])')
# A key goes into files with any separator, and some programs write it without quotes.
_HELD_FORMULA = re.compile(rf'(?:\A|[;,|\t])["\s]*[{re.escape(SIGNS)}]')
# What CI services take for commands in a log: GitHub's at the start of a line, older ones and those of others anywhere.
_COMMAND = re.compile(r"(?:(?<=[\r\n])|\A)([^\S\r\n]*):(?=:)|#(?=#\w*\[)")


class NotAllowed(UsageError):
    """A key that tells who somebody is can be neither sent as it is nor changed."""


def terminal(text: str) -> str:
    """Without anything that moves the cursor, colours, hides or reorders; line ends stay."""
    return clean(text, max(1, len(text)))


def one_line(text: str) -> str:
    """As for a terminal, with line ends shown as codes, so that no text can begin a line of its own."""
    return terminal(text).replace("\n", "\\x0a")


def count_of(number: int | str, noun: str, plural: str = "") -> str:
    """Return how many of something: "1 point", "0 points", "2.5 points", "2 copies"; a number may be written
    already.
    """
    return f"{number} {noun if str(number) == '1' else plural or f'{noun}s'}"


def ci_log(text: str) -> str:
    """For the log of a CI service: what the service would take for a command is spelt so that it is none.

    The first sign of it becomes its code, as JSON may write it: a JSON document stays equal.
    """
    return _COMMAND.sub(lambda found: r"\u0023" if found[1] is None else rf"{found[1]}\u003a", text)


def html(text: str) -> str:
    """For text between tags and for attributes in quotes; what HTML cannot hold becomes U+FFFD."""
    return _escaped(_NOT_HTML.sub(REPLACEMENT, text)).replace("\r", "&#13;")


def csv_cell(text: str) -> str:
    """Return a text cell on one line that no spreadsheet takes for a formula: such a one gets a leading '.

    Plain numbers such as -5 are none. A backslash never stands before a quote or at the end, where some readers take
    it for an escape and swallow the next row; nor a semicolon before a formula, where some split the cell.
    Never for a key: see identity_key.
    """
    line = _LINE_ENDS.sub(" ", text)
    told = _BEFORE_QUOTE.sub(r"\\ ", terminal(line.replace("\t", " ")))
    told = _NEXT_FORMULA.sub(r"\1'", told)
    return "'" + told if is_formula(text) or is_formula(told) else told


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet may take this cell for a formula: it looks past spaces, and plain numbers are
    none.
    """
    if NUMBER.fullmatch(text):
        return False
    return text[:1] in FORMULA_STARTS or text.lstrip()[:1] in FORMULA_STARTS


def identity_key(text: str, *, what: str = "identity key") -> str:
    """Return the same key, unchanged: a changed one would match nobody, or somebody else.

    Raises NotAllowed, naming the key, for one that is empty, overlong, looks like a formula, also where a spreadsheet
    would split it, or hides characters.
    """
    why = _unfit(text)
    if why:
        raise NotAllowed(
            f"The {what} {_quoted(text)} {why}.",
            hint="Correct it where it comes from: a key is never changed here, so it cannot be sent.",
        )
    return text


def xml_characters(text: str) -> str:
    """For a library that escapes by itself: what XML 1.0 cannot hold at all becomes U+FFFD."""
    # Compiled when it is first needed: it takes longer than all the others, and a terminal never needs it.
    return re.sub(_NOT_XML, REPLACEMENT, text)


def xml(text: str) -> str:
    """For text between XML 1.0 tags; what XML cannot hold becomes U+FFFD."""
    return _escaped(xml_characters(text)).replace("\r", "&#13;")


def _escaped(text: str) -> str:
    # Imported late, as csv is: a terminal needs neither.
    from html import escape

    return escape(text, quote=True)


def _unfit(key: str) -> str:
    if not key:
        return "is empty"
    if len(key) > LONGEST_KEY:
        return f"has more than {LONGEST_KEY} characters"
    if is_formula(key):
        return "looks like a formula to a spreadsheet"
    if _HELD_FORMULA.search(key) and not NUMBER.fullmatch(key):
        return "holds what looks like a formula to a spreadsheet"
    if "\n" in key or clean(key, LONGEST_KEY) != key or not all(map(_is_plain, key)):
        return "has control or invisible characters"
    return "begins or ends with a space" if key != key.strip() else ""


def _is_plain(character: str) -> bool:
    """Return whether it looks like nothing else: a joiner and a wide space are for names, and deceive in keys."""
    return character.isprintable()


def _quoted(text: str) -> str:
    shown = one_line(clean(text, 80))
    return f"'{''.join(one if _is_plain(one) else f'{chr(92)}x{ord(one):02x}' for one in shown)}'"
