"""Marking a class: what is new, once, however often the run was broken off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from grader.course.gradebook import AttemptKind, Gradebook, Kept
from grader.course.marking import How, mark
from grader.history import memory, pristine_stub
from grader.model import Kata, Protections, Report, Verdict


@dataclass(frozen=True, slots=True)
class Selection:
    """Submissions of these katas and students, or of all where none is named; with `force` the marked ones too."""

    katas: Collection[str] = ()
    students: Collection[str] = ()
    force: bool = False

    def of(self, book: Gradebook, katas: Mapping[str, Kata]) -> Iterator[Kept]:
        """Those that are to be marked, kata by kata; of a kata that the course does not have, none."""
        for kata in katas:
            if self.katas and kata not in self.katas:
                continue
            for kept in book.submissions(kata=kata, waiting_only=not self.force):
                if not self.students or not set(self.students).isdisjoint(kept.members):
                    yield kept


@dataclass(slots=True)
class Tally:
    """How far a run is. It counts on while the run goes on, and holds when it is broken off."""

    total: int
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    not_started: int = 0
    unable: list[tuple[Kept, str]] = field(default_factory=list)
    protections: Protections | None = None

    @property
    def marked(self) -> int:
        """How many attempts were made and recorded."""
        return self.verdicts.total()

    @property
    def left(self) -> int:
        """How many submissions are still to be marked."""
        return max(0, self.total - self.marked - self.not_started)


def run_class(
    book: Gradebook,
    katas: Mapping[str, Kata],
    selection: Selection,
    how: How,
    *,
    now: Callable[[], datetime],
    tally: Tally,
    on_step: Callable[[], None] = lambda: None,
) -> None:
    """Mark what is selected; each report is in the gradebook before `tally` counts it and `on_step` is called.

    Stopped at any moment it has lost nothing: run again, it goes on with what is left.
    """
    kind = AttemptKind.FORCED if selection.force else AttemptKind.RUN
    stubs = _Stubs()

    def begun() -> Iterator[Kept]:
        for kept in selection.of(book, katas):
            is_stub = stubs.is_one(katas[kept.kata], book.source(kept.sha256))
            if is_stub != kept.not_started:
                book.set_not_started(kept.id, is_stub)
            if is_stub:
                tally.not_started += 1
                on_step()
            else:
                yield kept

    def keep(kept: Kept, report: Report) -> None:
        book.record(kept.id, report, kind=kind, now=now(), accepted_unconfined=how.unconfined(report))
        tally.verdicts[report.verdict] += 1
        if report.verdict is Verdict.UNABLE_TO_GRADE:
            tally.unable.append((kept, report.reason))
        on_step()

    tally.protections = mark(book, katas, begun(), how, keep)


class _Stubs:
    """The stub of each kata as its students got it, looked up once."""

    def __init__(self) -> None:
        self._known: dict[str, bytes | None] = {}

    def is_one(self, kata: Kata, source: bytes) -> bool:
        if kata.id not in self._known:
            self._known[kata.id] = _stub(kata)
        stub = self._known[kata.id]
        return stub is not None and _lines(source) == stub


def _stub(kata: Kata) -> bytes | None:
    """The stub without its line ends' kind; None where nobody can say what it was.

    The file beside the checks may hold somebody's work by now: without git it only counts while it cannot be work.
    """
    stub = pristine_stub(memory(kata.folder.parent.parent), kata)
    if stub is None:
        try:
            there = kata.stub.read_bytes()
        except OSError:
            return None
        stub = there if b"raise NotImplementedError" in there else None
    return None if stub is None else _lines(stub)


def _lines(source: bytes) -> bytes:
    return source.replace(b"\r\n", b"\n").rstrip()
