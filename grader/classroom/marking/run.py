"""Grade a class: what is new, once, however often the run was broken off."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import chain
from typing import Protocol

from grader.classroom.gradebook import AttemptKind, Gradebook, StoredSubmission
from grader.classroom.marking.batch import Batch, run_batch
from grader.classroom.marking.queue import QueuedSubmission
from grader.curriculum import kata_version
from grader.engine.submission import Submission, submission_of
from grader.errors import NotGradable
from grader.model import Kata, Level, Mode, Protections, Report, Verdict
from grader.student import memory, pristine_stub

SEED_DIGITS = 32


class Runner(Protocol):
    """Whatever grades many submissions: `run_batch` here, or the same over several machines.

    Reports may come in any order, each once, and in the thread that called.
    """

    def __call__(
        self,
        katas: Iterable[Kata],
        submissions: Iterable[QueuedSubmission],
        *,
        jobs: int,
        seed_of: Callable[[QueuedSubmission], str],
        on_report: Callable[[QueuedSubmission, Report], None],
        accept_unconfined: bool = False,
    ) -> Batch: ...


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How submissions are graded: by whom, how many at once, and whether too few protections were accepted."""

    jobs: int = 1
    accept_unconfined: bool = False
    runner: Runner = run_batch

    def unconfined(self, report: Report) -> bool:
        """Was this graded with too few protections, because that was accepted? What never ran needed none."""
        weak = report.protections.level in (Level.WEAK, Level.NONE)
        return self.accept_unconfined and weak and report.protections != Protections()


def seed_of(secret: bytes, kept: StoredSubmission, version: str) -> str:
    """The seed of every attempt at this submission with this version of its kata: 32 digits that nobody can guess."""
    told = "\0".join((kept.owner, kept.kata, kept.sha256, version))
    return hmac.new(secret, told.encode(), sha256).hexdigest()[:SEED_DIGITS]


def mark(
    book: Gradebook,
    katas: Mapping[str, Kata],
    submissions: Iterable[StoredSubmission],
    how: RunOptions,
    on_report: Callable[[StoredSubmission, Report], None],
    *,
    seed: str = "",
) -> Protections | None:
    """Grade each of these submissions, whose katas must all be known, and hand its report on; nothing is recorded here.

    Without `seed` each has its own. What is no readable text is reported at once and reaches no runner. Gives the
    weakest protections that anything was graded under, None when nothing had to be.
    """
    return _Marking(book, katas, how, on_report, seed).all(submissions)


class _Marking:
    """One grading on its way."""

    def __init__(
        self,
        book: Gradebook,
        katas: Mapping[str, Kata],
        how: RunOptions,
        on_report: Callable[[StoredSubmission, Report], None],
        seed: str,
    ) -> None:
        self._book = book
        self._katas = katas
        self._how = how
        self._on_report = on_report
        self._seed = seed
        self._versions: dict[str, str] = {}
        self._under_way: dict[str, StoredSubmission] = {}

    def all(self, submissions: Iterable[StoredSubmission]) -> Protections | None:
        entries = self._entries(submissions)
        first = next(entries, None)
        if first is None:
            return None
        batch = self._how.runner(
            self._katas.values(),
            chain([first], entries),
            jobs=self._how.jobs,
            seed_of=lambda entry: self._seed_of(self._under_way[entry.key]),
            on_report=lambda entry, report: self._on_report(self._under_way.pop(entry.key), report),
            accept_unconfined=self._how.accept_unconfined,
        )
        return batch.protections

    def _entries(self, submissions: Iterable[StoredSubmission]) -> Iterator[QueuedSubmission]:
        for kept in submissions:
            try:
                submission = self._submission(kept)
            except NotGradable as error:
                self._on_report(kept, self._unreadable(kept, error))
                continue
            key = str(kept.id)
            self._under_way[key] = kept
            yield QueuedSubmission(key, kept.kata, submission)

    def _submission(self, kept: StoredSubmission) -> Submission:
        # Under the kata's own name: what a report says must not depend on how an LMS called the file.
        return submission_of(self._katas[kept.kata].submit, self._book.source(kept.sha256))

    def _unreadable(self, kept: StoredSubmission, error: NotGradable) -> Report:
        kata = self._katas[kept.kata]
        return Report(
            kata=kata.id,
            kata_title=kata.title,
            kata_version=self._version(kata),
            submit=kata.submit,
            verdict=Verdict.NOT_GRADABLE,
            mode=Mode.SPLIT,
            seed=self._seed_of(kept),
            sha256=kept.sha256,
            reason=f"{error.message} {error.hint}".strip(),
        )

    def _seed_of(self, kept: StoredSubmission) -> str:
        return self._seed or seed_of(self._book.secret, kept, self._version(self._katas[kept.kata]))

    def _version(self, kata: Kata) -> str:
        if kata.id not in self._versions:
            self._versions[kata.id] = kata_version(kata)
        return self._versions[kata.id]


@dataclass(frozen=True, slots=True)
class Selection:
    """Submissions of these katas and students, or of all where none is named; with `force` the graded ones too."""

    katas: Collection[str] = ()
    students: Collection[str] = ()
    force: bool = False

    def of(self, book: Gradebook, katas: Mapping[str, Kata]) -> Iterator[StoredSubmission]:
        """Those that are to be graded, kata by kata; of a kata that the course does not have, none."""
        for kata in katas:
            if self.katas and kata not in self.katas:
                continue
            for kept in book.submissions(kata=kata, waiting_only=not self.force):
                if not self.students or not set(self.students).isdisjoint(kept.members):
                    yield kept


@dataclass(slots=True)
class RunTally:
    """How far a run is. It counts on while the run goes on, and holds when it is broken off."""

    total: int
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    not_started: int = 0
    unable: list[tuple[StoredSubmission, str]] = field(default_factory=list)
    protections: Protections | None = None

    @property
    def marked(self) -> int:
        """How many attempts were made and recorded."""
        return self.verdicts.total()

    @property
    def left(self) -> int:
        """How many submissions are still to be graded."""
        return max(0, self.total - self.marked - self.not_started)


def run_class(
    book: Gradebook,
    katas: Mapping[str, Kata],
    selection: Selection,
    how: RunOptions,
    *,
    now: Callable[[], datetime],
    tally: RunTally,
    on_step: Callable[[], None] = lambda: None,
) -> None:
    """Grade what is selected; each report is in the gradebook before `tally` counts it and `on_step` is called.

    Stopped at any moment it has lost nothing: run again, it goes on with what is left.
    """
    kind = AttemptKind.FORCED if selection.force else AttemptKind.RUN
    stubs = _Stubs()

    def begun() -> Iterator[StoredSubmission]:
        for kept in selection.of(book, katas):
            is_stub = stubs.is_one(katas[kept.kata], book.source(kept.sha256))
            if is_stub != kept.not_started:
                book.set_not_started(kept.id, is_stub)
            if is_stub:
                tally.not_started += 1
                on_step()
            else:
                yield kept

    def keep(kept: StoredSubmission, report: Report) -> None:
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
