"""Grade a class: what is new, once, however often the run was broken off."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import chain

from grader.classroom.gradebook import AttemptKind, Gradebook, StoredSubmission
from grader.classroom.marking.pool import run_batch
from grader.classroom.marking.queue import Batch, QueuedSubmission, Runner
from grader.curriculum import kata_version
from grader.engine.submission import submission_of
from grader.errors import NotGradable
from grader.model import Kata, Level, Mode, Protections, Report, Verdict
from grader.student import memory, pristine_stub

SEED_DIGITS = 32


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How submissions are graded: by whom, how many at once, and whether too few protections were accepted."""

    jobs: int = 1
    accept_unconfined: bool = False
    runner: Runner = run_batch

    def unconfined(self, report: Report) -> bool:
        """Return whether it ran with too few protections because that was accepted; what never ran needed none."""
        weak = report.protections.level in (Level.WEAK, Level.NONE)
        return self.accept_unconfined and weak and report.protections != Protections()


def seed_of(secret: bytes, kept: StoredSubmission, version: str) -> str:
    """Return the seed of every attempt at this submission with this version of its kata: 32 digits that nobody can
    guess.
    """
    told = "\0".join((kept.owner, kept.kata, kept.sha256, version))
    return hmac.new(secret, told.encode(), sha256).hexdigest()[:SEED_DIGITS]


@dataclass(frozen=True, slots=True)
class CourseGrader:
    """Grades submissions of a gradebook, whose katas must all be known."""

    book: Gradebook
    katas: Mapping[str, Kata]
    now: Callable[[], datetime]
    options: RunOptions = RunOptions()

    def record(self, kept: StoredSubmission, report: Report, kind: AttemptKind) -> None:
        """Keep a report as an attempt made now."""
        accepted = self.options.unconfined(report)
        self.book.record(kept.id, report, kind=kind, now=self.now(), accepted_unconfined=accepted)

    def grade(
        self,
        submissions: Iterable[StoredSubmission],
        on_report: Callable[[StoredSubmission, Report], None],
        *,
        seed: str = "",
    ) -> Protections | None:
        """Grade each of these submissions and hand its report on; nothing is recorded here.

        Without `seed` each has its own. What is no readable text is reported at once and reaches no runner. Gives the
        weakest protections that anything was graded under, None when nothing had to be.
        """
        versions = {kata: kata_version(self.katas[kata]) for kata in self.katas}
        under_way: dict[str, StoredSubmission] = {}

        def seed_for(kept: StoredSubmission) -> str:
            return seed or seed_of(self.book.secret, kept, versions[kept.kata])

        def entries() -> Iterator[QueuedSubmission]:
            for kept in submissions:
                kata = self.katas[kept.kata]
                try:
                    # Under the kata's own name: what a report says must not depend on how an LMS called the file.
                    submission = submission_of(kata.submit, self.book.source(kept.sha256))
                except NotGradable as error:
                    on_report(kept, _unreadable(kept, kata, versions[kata.id], seed_for(kept), error))
                    continue
                under_way[str(kept.id)] = kept
                yield QueuedSubmission(str(kept.id), kept.kata, submission)

        waiting = entries()
        first = next(waiting, None)
        if first is None:
            return None
        batch = Batch(
            self.katas,
            chain([first], waiting),
            seed_of=lambda entry: seed_for(under_way[entry.key]),
            on_report=lambda entry, report: on_report(under_way.pop(entry.key), report),
            jobs=self.options.jobs,
            accept_unconfined=self.options.accept_unconfined,
        )
        return self.options.runner(batch).protections


def _unreadable(kept: StoredSubmission, kata: Kata, version: str, seed: str, error: NotGradable) -> Report:
    return Report(
        kata=kata.id,
        kata_title=kata.title,
        kata_version=version,
        submit=kata.submit,
        verdict=Verdict.NOT_GRADABLE,
        mode=Mode.SPLIT,
        seed=seed,
        sha256=kept.sha256,
        reason=f"{error.message} {error.hint}".strip(),
    )


@dataclass(frozen=True, slots=True)
class Selection:
    """Submissions of these katas and students, or of all where none is named; with `force` the graded ones too."""

    katas: Collection[str] = ()
    students: Collection[str] = ()
    force: bool = False

    def of(self, book: Gradebook, katas: Mapping[str, Kata]) -> Iterator[StoredSubmission]:
        """Yield those that are to be graded, kata by kata; of a kata that the course does not have, none."""
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
    def graded(self) -> int:
        """How many attempts were made and recorded."""
        return self.verdicts.total()

    @property
    def left(self) -> int:
        """How many submissions are still to be graded."""
        return max(0, self.total - self.graded - self.not_started)


def run_class(
    grader: CourseGrader, selection: Selection, tally: RunTally, on_step: Callable[[], None] = lambda: None
) -> None:
    """Grade what is selected; each report is in the gradebook before `tally` counts it and `on_step` is called.

    Stopped at any moment it has lost nothing: run again, it goes on with what is left.
    """
    kind = AttemptKind.FORCED if selection.force else AttemptKind.RUN
    book, stubs = grader.book, _Stubs()

    def begun() -> Iterator[StoredSubmission]:
        for kept in selection.of(book, grader.katas):
            is_stub = stubs.is_one(grader.katas[kept.kata], book.source(kept.sha256))
            if is_stub != kept.not_started:
                book.set_not_started(kept.id, is_stub)
            if is_stub:
                tally.not_started += 1
                on_step()
            else:
                yield kept

    def keep(kept: StoredSubmission, report: Report) -> None:
        grader.record(kept, report, kind)
        tally.verdicts[report.verdict] += 1
        if report.verdict is Verdict.UNABLE_TO_GRADE:
            tally.unable.append((kept, report.reason))
        on_step()

    tally.protections = grader.grade(begun(), keep)


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
    """Return the stub without its line ends' kind; None where nobody can say what it was.

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
