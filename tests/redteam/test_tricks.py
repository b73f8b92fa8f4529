"""A trick beside a wrong solution earns what that solution earns alone.

Each file is for the kata that its name begins with; the lines that end in "# the trick" are left out of what it is
compared with.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.curriculum import find_course, kata_named
from grader.engine.examiner import examine
from grader.engine.submission import AttemptRequest, submission_of
from grader.model import Verdict
from tests.redteam.arena import why_not
from tests.redteam.worker import launcher

COURSE = find_course(Path(__file__))
SEEDS = ("5eed" * 8, "c0de" * 8)
TRICKS = sorted((Path(__file__).parent / "tricks").glob("*.py"))
TRICK = "  # the trick\n"


@pytest.mark.parametrize("path", TRICKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("level", ["partial", "strong"])
def test_a_trick_earns_nothing(level: str, path: Path) -> None:
    """With each seed it has the points of the same file without the trick, or fewer, and is rejected."""
    if missing := why_not(level):
        pytest.skip(missing)
    kata = kata_named(COURSE, path.name.partition("_")[0], here=COURSE)
    source = path.read_text(encoding="utf-8")
    plain = "".join(line for line in source.splitlines(keepends=True) if not line.endswith(TRICK))

    with launcher(level) as candidates:
        (tricked, base) = examine(
            kata,
            lambda grader: [
                [grader.grade(AttemptRequest(submission_of(kata.submit, text.encode()), seed)) for seed in SEEDS]
                for text in (source, plain)
            ],
            launcher=candidates,
        )

    assert source != plain, f"{path.name} has no line that ends in {TRICK.strip()!r}"
    for with_it, without, seed in zip(tricked, base, SEEDS, strict=True):
        who = f"{path.name} at {level} with seed {seed[:4]}"
        assert without.verdict is Verdict.REJECTED, f"{who} is {without.verdict} even without its trick"
        assert with_it.verdict is not Verdict.ACCEPTED, f"{who} was accepted by its trick"
        earned = f"{with_it.points} of {with_it.max}"
        assert with_it.points <= without.points, f"{who} got {earned}: without its trick it gets {without.points}"
