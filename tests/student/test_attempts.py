"""What a clone remembers of attempts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.model import Verdict
from grader.student import Attempt, attempts, hints_shown, progress, remember, remember_hints

FIRST = Attempt("2026-01-02T03:04:05+00:00", "kata11", "ab", Verdict.REJECTED, 7, 25, "0" * 32, "v1", ("M02",))
ACCEPTED = replace(FIRST, verdict=Verdict.ACCEPTED, points=25, misconceptions=())


def test_what_was_remembered_is_read_again(tmp_path: Path) -> None:
    """Attempts come back as they were, the oldest first."""
    remember(tmp_path / ".grade", FIRST)
    remember(tmp_path / ".grade", ACCEPTED)

    assert attempts(tmp_path / ".grade") == (FIRST, ACCEPTED)


def test_a_torn_line_costs_only_itself(tmp_path: Path) -> None:
    """A line cut off by a crash is passed over, and the next attempt starts on a line of its own."""
    remember(tmp_path, FIRST)
    book = tmp_path / "attempts.jsonl"
    book.write_bytes(book.read_bytes() + book.read_bytes()[:40])

    remember(tmp_path, ACCEPTED)

    assert attempts(tmp_path) == (FIRST, ACCEPTED)


@pytest.mark.parametrize(
    "line", [b"", b"{}", b"[]", b"\xff\xfe", b"null", b'{"when": 1}', b"[" * 100_000, b'{"points": true}']
)
def test_nonsense_is_passed_over(tmp_path: Path, line: bytes) -> None:
    """A line that is no attempt, whatever it is, is not read as one."""
    remember(tmp_path, FIRST)
    book = tmp_path / "attempts.jsonl"
    book.write_bytes(line + b"\n" + book.read_bytes())

    assert attempts(tmp_path) == (FIRST,)


def test_a_fresh_clone_remembers_nothing(tmp_path: Path) -> None:
    """Without a book there are no attempts, and nothing is made by looking."""
    assert attempts(tmp_path / ".grade") == ()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Where `.grade` cannot be made, an OSError says why."""
    (tmp_path / ".grade").write_text("in the way\n", encoding="utf-8")

    with pytest.raises(OSError, match=r"\.grade"):
        remember(tmp_path / ".grade", FIRST)


def test_done_stays_done() -> None:
    """A kata accepted once is done, whatever is tried after; the best attempt counts."""
    made = progress([FIRST, ACCEPTED, FIRST])["kata11"]

    assert (made.attempts, made.best, made.max, made.done) == (3, 25, 25, True)


def test_hints_are_counted_for_each_kata(tmp_path: Path) -> None:
    """How many hints were shown is remembered for each kata alone."""
    remember_hints(tmp_path, "kata11", 2)
    remember_hints(tmp_path, "kata12", 1)

    assert tuple(hints_shown(tmp_path, name) for name in ("kata11", "kata12", "kata13")) == (2, 1, 0)


@pytest.mark.parametrize("known", ["", "[]", '{"kata11": "two"}', '{"kata11": -1}', '{"kata11": true}'])
def test_nonsense_about_hints_is_none(tmp_path: Path, known: str) -> None:
    """A spoiled hints.json starts again from the first hint."""
    (tmp_path / "hints.json").write_text(known, encoding="utf-8")

    assert hints_shown(tmp_path, "kata11") == 0
