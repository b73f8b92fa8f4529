"""Who stands where, by name or by a name that only the course can trace back. Pure."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from grader.classroom.scores.model import ScoreRow, ScoreTable, Student

Points = Decimal | None


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """One line to rank: a name and the points earned for each kata, in the board's order; None is blank.

    `unconfined` are the places of points that come from a file run with too little around it; `whole` is the total
    where the course does not simply add points.
    """

    name: str
    points: tuple[Points, ...]
    unconfined: frozenset[int] = frozenset()
    whole: Points = None

    @property
    def total(self) -> Decimal:
        """All points together; blank counts nothing."""
        if self.whole is not None:
            return self.whole
        return sum((points for points in self.points if points is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class RankedEntry:
    """An entry and its place; equal totals share a place, and the next one counts them all."""

    rank: int
    entry: BoardEntry


@dataclass(frozen=True, slots=True)
class Standings:
    """Everyone with points in these katas, ranked by all of them together; `unranked` have none, not even zero.

    `told` says how the total is made, where it is not all points.

    `places` holds each row's place in every single kata, blank where there are no points.
    """

    katas: tuple[str, ...]
    rows: tuple[RankedEntry, ...]
    places: tuple[tuple[int | None, ...], ...]
    unranked: int
    told: str = ""

    @property
    def unconfined(self) -> int:
        """How many of the points on it come from a file that was run with too little around it."""
        return sum(len(row.entry.unconfined) for row in self.rows)


def scoreboard(entries: Iterable[BoardEntry]) -> tuple[RankedEntry, ...]:
    """Rank by total, the highest first; those who share a place stand in order of their names."""
    ordered = sorted(entries, key=lambda entry: (-entry.total, entry.name))
    rows: list[RankedEntry] = []
    for place, entry in enumerate(ordered, start=1):
        shared = rows and rows[-1].entry.total == entry.total
        rows.append(RankedEntry(rows[-1].rank if shared else place, entry))
    return tuple(rows)


def standings(
    table: ScoreTable, *, name_of: Callable[[Student], str], only: Collection[str] = frozenset()
) -> Standings:
    """Rank a class in all katas, or in `only` these; nobody is on it by another name than `name_of` gives."""
    chosen = [place for place, column in enumerate(table.columns) if not only or column.kata in only]
    # Of some katas the points alone are added.
    entries = [_entry(replace(row, whole=None) if only else row, chosen, name_of) for row in table.rows()]
    ranked = [entry for entry in entries if any(points is not None for points in entry.points)]
    rows = scoreboard(ranked)
    by_kata = [_places([row.entry.points[number] for row in rows]) for number in range(len(chosen))]
    return Standings(
        katas=tuple(table.columns[place].kata for place in chosen),
        rows=rows,
        places=tuple(tuple(places[number] for places in by_kata) for number in range(len(rows))),
        unranked=len(entries) - len(ranked),
        told="" if only else table.told,
    )


def pseudonyms(secret: bytes, ids: Iterable[str]) -> Mapping[str, str]:
    """Return a name for each student id, such as "calm heron 271": the same as long as the secret is, and unlike any
    other.

    Who does not have the secret cannot tell whose it is. Two that would be alike both get more digits.
    """
    digests = {id_: hmac.digest(secret, b"board\0" + id_.encode(), "sha256") for id_ in ids}
    short = {id_: _name(digest, digits=3) for id_, digest in digests.items()}
    seen: dict[str, int] = {}
    for name in short.values():
        seen[name] = seen.get(name, 0) + 1
    return {id_: name if seen[name] == 1 else _name(digests[id_], digits=9) for id_, name in short.items()}


def _entry(row: ScoreRow, chosen: Sequence[int], name_of: Callable[[Student], str]) -> BoardEntry:
    scores = [row.scores[place] for place in chosen]
    return BoardEntry(
        name_of(row.student),
        tuple(score.points for score in scores),
        frozenset(place for place, score in enumerate(scores) if score.unconfined),
        None if row.whole is None else row.whole.points,
    )


def _places(points: Sequence[Points]) -> list[int | None]:
    ordered = sorted((one for one in points if one is not None), reverse=True)
    first: dict[Points, int] = {}
    for place, one in enumerate(ordered, start=1):
        first.setdefault(one, place)
    return [None if one is None else first[one] for one in points]


def _name(digest: bytes, *, digits: int) -> str:
    manners, animals = MANNERS.split(), ANIMALS.split()
    number = int.from_bytes(digest[2:10], "big") % 10**digits
    return f"{manners[digest[0] % len(manners)]} {animals[digest[1] % len(animals)]} {number:0{digits}}"


# 64 of each, so that a byte chooses evenly; kind ones, and short enough for a column.
MANNERS = (
    "able agile alert awake bold brave breezy bright brisk calm candid cheery civil clear clever cosy daring deft "
    "eager early easy fair fleet fond frank free fresh gentle glad golden grand happy hardy honest jolly jovial keen "
    "kind lively loyal lucid lucky mellow merry mild modest neat nimble noble patient placid plucky polite proud "
    "quick quiet ready robust serene sincere sober steady sunny witty"
)
ANIMALS = (
    "badger beaver bison bittern camel caribou cheetah chough condor coyote crane curlew dolphin dunlin eagle egret "
    "falcon ferret finch gannet gazelle gecko gibbon grebe hare heron hoopoe ibex ibis iguana impala jackdaw jaguar "
    "kestrel koala lapwing lemur linnet lynx marmot marten merlin newt ocelot oriole osprey otter panda pelican "
    "petrel plover puffin puma quail raven robin salmon seal stork swift tern turtle walrus wombat"
)
