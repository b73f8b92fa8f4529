"""A class of two hundred with twelve hostile submissions among them is graded to its end, and nobody pays for another.

The workers, the candidates and the walls are those of `grade class grade`: what one submission does to its neighbours
is seen in real processes only.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from hashlib import sha256

import pytest

from grader.classroom.marking.pool import run_batch
from grader.classroom.marking.queue import Batch, QueuedSubmission
from grader.curriculum import load_katas
from grader.engine.examiner import grade_all
from grader.engine.submission import Submission, submission_of
from grader.model import Kata, Report, Verdict
from tests.redteam.submissions import HERE, tried
from tests.support.sampling import FULL

HOME = HERE.parents[1]
KATAS = {kata.id: kata for kata in load_katas(HOME) if kata.id in ("kata00", "kata01")}
STUDENTS = 200
HOSTILE = (
    "exhausting/closes_every_descriptor",
    "exhausting/crash_in_c",
    "exhausting/exceptions_that_double_at_import",
    "exhausting/exceptions_that_double_in_a_result",
    "exhausting/flood_past_the_wire",
    "exhausting/fork_bomb",
    "exhausting/frame_too_large",
    "exhausting/groups_echoed",
    "exhausting/memory_at_once",
    "exhausting/spins_while_loaded",
    "exhausting/symbol_table",
    "forging/garbage_on_every_descriptor",
)
SEED = "5eed" * 8
EVERY = STUDENTS // len(HOSTILE)


@cache
def solutions() -> tuple[tuple[Kata, bytes, tuple[Verdict, int, int]], ...]:
    """The right and wrong solutions of both katas, each with the grades that it gets alone."""
    found = []
    for kata in KATAS.values():
        paths = sorted((HOME / "solutions" / kata.slug).rglob("*.py"))
        sources = [path.read_bytes() for path in paths]
        handed_in = [submission_of(kata.submit, source) for source in sources]
        reports = grade_all(kata, handed_in, seed=SEED)
        found += [(kata, source, marks(report)) for source, report in zip(sources, reports, strict=True)]
    return tuple(found)


def marks(report: Report) -> tuple[Verdict, int, int]:
    """What a student gets."""
    return report.verdict, report.points, report.max


def attack(name: str, kata: Kata) -> QueuedSubmission:
    """A hostile submission under the names that this kata asks for."""
    source = tried(HERE / "hostile" / f"{name}.py").source({})
    names = b"greet = double = async_double = my_gather\n"
    return entry(f"hostile {name}", kata, source + b"\n" + names)


def entry(key: str, kata: Kata, source: bytes) -> QueuedSubmission:
    """One submission; the key in a comment makes it nobody else's."""
    data = source + f"# {key}\n".encode()
    return QueuedSubmission(key, kata.id, Submission(kata.submit, data, sha256(data).hexdigest()))


def a_class() -> tuple[list[QueuedSubmission], Mapping[str, tuple[Verdict, int, int]]]:
    """Everybody in the order of handing in, hostile ones spread among the others; and what the others should get."""
    known, entries, expected = solutions(), list[QueuedSubmission](), {}
    hostile = iter(HOSTILE)
    for number in range(STUDENTS):
        kata, source, due = known[number % len(known)]
        if number % EVERY == EVERY // 2 and (name := next(hostile, "")):
            entries.append(attack(name, kata))
            continue
        entries.append(entry(f"student {number}", kata, source))
        expected[entries[-1].key] = due
    return entries, expected


@pytest.mark.skipif(sys.platform != "linux", reason="candidates are confined on Linux only")
@pytest.mark.skipif(not FULL, reason="takes half a minute: set REDTEAM_FULL=1")
def test_a_class_with_hostile_submissions_is_marked_to_its_end() -> None:
    """All 188 others get what they get alone, the twelve get no point, and each is reported once."""
    entries, expected = a_class()
    reports: dict[str, Report] = {}

    def keep(one: QueuedSubmission, report: Report) -> None:
        assert one.key not in reports, f"{one.key} was reported twice"
        reports[one.key] = report

    done = run_batch(Batch(KATAS, entries, lambda one: SEED, keep, jobs=2, accept_unconfined=True))

    assert (done.graded, done.failed, len(expected)) == (STUDENTS, 0, STUDENTS - len(HOSTILE))
    changed = {key: (marks(reports[key]), due) for key, due in expected.items() if marks(reports[key]) != due}
    assert changed == {}, f"{len(changed)} honest students got something else than they get alone"
    assert len({verdict for verdict, *_ in expected.values()}) > 1, "the class has one kind of verdict only"
    for key, report in reports.items():
        if key not in expected:
            assert report.points == 0, f"{key} got {report.points} of {report.max} in a class: expected 0"
            assert report.verdict in (Verdict.REJECTED, Verdict.NOT_GRADABLE), f"{key} was {report.verdict} in a class"
