"""Submissions wrong in the identical way, and those like nothing known, as an instructor reads them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from grader.report.layout import Ink, Style, folded, fraction, paint

WORDS = (
    "A list to look at, never a verdict. These are wrong, and the same program but for names, comments, annotations"
    " and layout; the kata's own programs are left out. Students of one course are told the same things and make the"
    " same mistakes: ask before you judge."
)
NONE = "No two students are wrong in the identical way."
MOST_PARTIES = 12


@dataclass(frozen=True, slots=True)
class Alike:
    """One program that several handed in, by kata; `parties` are students by id who did so apart from each other.

    `nodes` is the size of its syntax tree, `submissions` are ids of the gradebook, `points` what it earned.
    """

    kata: str
    title: str
    parties: tuple[tuple[str, ...], ...]
    submissions: tuple[int, ...]
    nodes: int
    points: int
    max: int
    misconceptions: tuple[str, ...] = ()
    same_file: bool = False


def similar_text(groups: Sequence[Alike], named: Callable[[str], str], *, most: int, style: Style) -> str:
    """Return the first `most` groups in 80 columns, numbered; `named` says how a student is called, safe to show."""
    if not groups:
        return NONE + "\n"
    lines = [*folded(WORDS, indent=""), ""]
    for number, alike in enumerate(groups[:most], start=1):
        lines += _group(number, alike, named, style)
    if len(groups) > most:
        lines += ["", f"… and {len(groups) - most} more: -v lists them."]
    return "\n".join(lines) + "\n"


def similar_document(groups: Sequence[Alike]) -> dict[str, Any]:
    """Return the same as plain data, students by id."""
    return {"version": 1, "note": WORDS, "groups": [_document(alike) for alike in groups]}


def sources_text(sources: Sequence[tuple[str, str]], *, style: Style) -> str:
    """Return the files of one group one after the other, each under whose it is; they are safe to show."""
    parts = [f"{paint(f'── {who}', Ink.LOUD, style)}\n{source.rstrip()}\n" for who, source in sources]
    return "\n".join(parts)


def _group(number: int, alike: Alike, named: Callable[[str], str], style: Style) -> Iterator[str]:
    points = f"{fraction(alike.points, alike.max)} points"
    facts = [f"{alike.kata} {alike.title}", f"{len(alike.parties)} apart", points]
    facts += [", ".join(alike.misconceptions)] if alike.misconceptions else []
    facts += [f"size {alike.nodes}", *(["the same file"] if alike.same_file else [])]
    head = f"{number:>3}  "
    first, *rest = folded("  ".join(facts), indent=head, hang=" " * len(head))
    yield paint(first, Ink.LOUD, style)
    yield from rest
    for party in alike.parties[:MOST_PARTIES]:
        yield from folded(" and ".join(map(named, party)), indent="       ", hang="         ")
    if len(alike.parties) > MOST_PARTIES:
        yield f"       … and {len(alike.parties) - MOST_PARTIES} more"


def _document(alike: Alike) -> dict[str, Any]:
    return {
        "kata": alike.kata,
        "students": [list(party) for party in alike.parties],
        "submissions": list(alike.submissions),
        "size": alike.nodes,
        "points": alike.points,
        "max": alike.max,
        "misconceptions": list(alike.misconceptions),
        "same_file": alike.same_file,
    }


NOVEL_WORDS = (
    "A list to look at, never a verdict. A shape is a program but for names, comments, annotations and layout. What is"
    " accepted and has a shape of its own may be a way nobody thought of, or a mistake that slipped through; what is"
    " rejected and like no known wrong solution may be one that is worth a file."
)
ACCEPTED = "Accepted, in a shape that no reference, alternative or earlier accepted submission has"
REJECTED = "Rejected, and like no known wrong solution: neither its shape, nor a check and misconception that caught it"
NOTHING_NEW = "Nothing was handed in that looks like nothing known."
KEEP = (
    "One that is worth a file becomes one in the clone where the kata is written: grade dev wrong KATA NAME --from FILE"
)
NO_REFERENCE = "no reference came with this copy of the course: accepted ones are held against each other alone"
NO_WRONG = "no known wrong solutions came with this copy of the course: rejected ones can be held against none"


@dataclass(frozen=True, slots=True)
class Novel:
    """A shape that is new in its kata: whose the first submission with it is, and how many others have it too.

    `submission` is the first one's id in the gradebook, `nodes` the size of its syntax tree. `like` names the known
    wrong solution, or says "a rejected submission", whose shape an accepted one has. `check` is the first that failed.
    """

    kata: str
    title: str
    students: tuple[str, ...]
    submission: int
    others: int
    nodes: int
    points: int
    max: int
    like: str = ""
    check: str = ""
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """What the submissions of a kata were held against: a reference, so many alternatives and wrong solutions."""

    kata: str
    reference: bool
    alternatives: int
    wrong: int


@dataclass(frozen=True, slots=True)
class News:
    """All that is new, what it was held against, and how many files were read or could not be."""

    accepted: tuple[Novel, ...] = ()
    rejected: tuple[Novel, ...] = ()
    held: tuple[Held, ...] = ()
    read: int = 0
    unreadable: int = 0

    @property
    def all(self) -> tuple[Novel, ...]:
        """In the order in which they are numbered."""
        return (*self.accepted, *self.rejected)


def novel_text(news: News, named: Callable[[str], str], *, most: int, style: Style) -> str:
    """Return the first `most` of each kind in 80 columns, numbered; `named` says how a student is called, safe to
    show.
    """
    missing = [line for said in _missing(news.held) for line in folded(said, indent="", hang="  ")]
    if not news.all:
        return "\n".join([NOTHING_NEW, *missing]) + "\n"
    lines = [*folded(NOVEL_WORDS, indent=""), *missing]
    first = 1
    for title, found in ((ACCEPTED, news.accepted), (REJECTED, news.rejected)):
        if found:
            lines += ["", *(paint(line, Ink.LOUD, style) for line in folded(title, indent=""))]
            for number, novel in enumerate(found[:most], start=first):
                lines += _novel(number, novel, named, style)
            if len(found) > most:
                lines.append(f"     … and {len(found) - most} more: -v lists them.")
        first += len(found)
    return "\n".join([*lines, "", *folded(KEEP, indent="")]) + "\n"


def novel_document(news: News) -> dict[str, Any]:
    """Return the same as plain data, students by id."""
    return {
        "version": 1,
        "note": NOVEL_WORDS,
        "accepted": [_novel_document(novel) for novel in news.accepted],
        "rejected": [_novel_document(novel) for novel in news.rejected],
        "held_against": [
            {"kata": one.kata, "reference": one.reference, "alternatives": one.alternatives, "wrong": one.wrong}
            for one in news.held
        ],
    }


def _missing(held: Sequence[Held]) -> Iterator[str]:
    """Yield what could not be compared, the katas of each lack together."""
    for said, lacking in (
        (NO_REFERENCE, [one.kata for one in held if not one.reference]),
        (NO_WRONG, [one.kata for one in held if not one.wrong]),
    ):
        if lacking:
            yield f"{', '.join(lacking)}: {said}."


def _novel(number: int, novel: Novel, named: Callable[[str], str], style: Style) -> Iterator[str]:
    facts = [f"{novel.kata} {novel.title}", f"{fraction(novel.points, novel.max)} points"]
    facts += [", ".join(novel.misconceptions)] if novel.misconceptions else []
    facts += [novel.check] if novel.check else []
    facts += [f"size {novel.nodes}"]
    head = f"{number:>3}  "
    yield from folded("  ".join(facts), indent=head, hang=" " * len(head))
    others = f", and {novel.others} more in this shape" if novel.others else ""
    yield from folded(f"{' and '.join(map(named, novel.students))}{others}", indent="       ", hang="         ")
    if novel.like:
        for line in folded(f"LOOK  it has the shape of {novel.like}", indent="       ", hang="             "):
            yield paint(line, Ink.BAD, style)


def _novel_document(novel: Novel) -> dict[str, Any]:
    return {
        "kata": novel.kata,
        "students": list(novel.students),
        "submission": novel.submission,
        "others": novel.others,
        "size": novel.nodes,
        "points": novel.points,
        "max": novel.max,
        "like": novel.like,
        "check": novel.check,
        "misconceptions": list(novel.misconceptions),
    }
