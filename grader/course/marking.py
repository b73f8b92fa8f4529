"""Marking what a gradebook holds: submissions go through a runner, and each report is handed on as it comes."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Protocol

from grader.course.batch import Batch, run_batch
from grader.course.entries import Entry
from grader.course.gradebook import Gradebook, Kept
from grader.curriculum import kata_version
from grader.errors import NotGradable
from grader.intake import Submission, submission_of
from grader.model import Kata, Level, Mode, Protections, Report, Verdict

SEED_DIGITS = 32


class Runner(Protocol):
    """Whatever marks many submissions: `run_batch` here, or the same over several machines.

    Reports may come in any order, each once, and in the thread that called.
    """

    def __call__(
        self,
        katas: Iterable[Kata],
        submissions: Iterable[Entry],
        *,
        jobs: int,
        seed_of: Callable[[Entry], str],
        on_report: Callable[[Entry, Report], None],
        accept_unconfined: bool = False,
    ) -> Batch: ...


@dataclass(frozen=True, slots=True)
class How:
    """How submissions are marked: by whom, how many at once, and whether too few protections were accepted."""

    jobs: int = 1
    accept_unconfined: bool = False
    runner: Runner = run_batch

    def unconfined(self, report: Report) -> bool:
        """Was this marked with too few protections, because that was accepted? What never ran needed none."""
        weak = report.protections.level in (Level.WEAK, Level.NONE)
        return self.accept_unconfined and weak and report.protections != Protections()


def seed_of(secret: bytes, kept: Kept, version: str) -> str:
    """The seed of every attempt at this submission with this version of its kata: 32 digits that nobody can guess."""
    told = "\0".join((kept.owner, kept.kata, kept.sha256, version))
    return hmac.new(secret, told.encode(), sha256).hexdigest()[:SEED_DIGITS]


def mark(
    book: Gradebook,
    katas: Mapping[str, Kata],
    submissions: Iterable[Kept],
    how: How,
    on_report: Callable[[Kept, Report], None],
    *,
    seed: str = "",
) -> Protections | None:
    """Mark each of these submissions, whose katas must all be known, and hand its report on; nothing is recorded here.

    Without `seed` each has its own. What is no readable text is reported at once and reaches no runner. Gives the
    weakest protections that anything was marked under, None when nothing had to be.
    """
    return _Marking(book, katas, how, on_report, seed).all(submissions)


class _Marking:
    """One marking on its way."""

    def __init__(
        self,
        book: Gradebook,
        katas: Mapping[str, Kata],
        how: How,
        on_report: Callable[[Kept, Report], None],
        seed: str,
    ) -> None:
        self._book = book
        self._katas = katas
        self._how = how
        self._on_report = on_report
        self._seed = seed
        self._versions: dict[str, str] = {}
        self._under_way: dict[str, Kept] = {}

    def all(self, submissions: Iterable[Kept]) -> Protections | None:
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

    def _entries(self, submissions: Iterable[Kept]) -> Iterator[Entry]:
        for kept in submissions:
            try:
                submission = self._submission(kept)
            except NotGradable as error:
                self._on_report(kept, self._unreadable(kept, error))
                continue
            key = str(kept.id)
            self._under_way[key] = kept
            yield Entry(key, kept.kata, submission)

    def _submission(self, kept: Kept) -> Submission:
        # Under the kata's own name: what a report says must not depend on how an LMS called the file.
        return submission_of(self._katas[kept.kata].submit, self._book.source(kept.sha256))

    def _unreadable(self, kept: Kept, error: NotGradable) -> Report:
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

    def _seed_of(self, kept: Kept) -> str:
        return self._seed or seed_of(self._book.secret, kept, self._version(self._katas[kept.kata]))

    def _version(self, kata: Kata) -> str:
        if kata.id not in self._versions:
            self._versions[kata.id] = kata_version(kata)
        return self._versions[kata.id]
