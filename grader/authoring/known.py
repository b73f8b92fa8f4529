"""What is known of a kata's programs, for what a class hands in to be held against."""

from __future__ import annotations

from pathlib import Path

from grader.authoring.claims import LOCKED, Claim, read_claim
from grader.course.fingerprints import digests, fingerprint
from grader.course.novel import Known
from grader.curriculum import load_set
from grader.curriculum.solutions import solutions_of
from grader.model import Kata
from grader.render.novel import Held


def known_of(course: Path, kata: Kata) -> Known:
    """Reference and alternatives in the open or sealed, and the wrong solutions, which no edition carries."""
    solutions = solutions_of(course, kata)
    right = [solutions.reference, *(source for _, source in solutions.alternatives)] if solutions else []
    wrong = {path.name: path.read_bytes() for path in sorted((course / "solutions" / kata.slug / "wrong").glob("*.py"))}
    claims = _claims(wrong, kata)
    prints = ((fingerprint(source), name) for name, source in wrong.items())
    return Known(
        held=Held(kata.id, solutions is not None, len(solutions.alternatives) if solutions else 0, len(wrong)),
        stub=digests([kata.stub.read_bytes()] if kata.stub.is_file() else []),
        right=digests(right),
        wrong={found.digest: f"the wrong solution {name}" for found, name in prints if found is not None},
        caught=frozenset((claim.caught_by, claim.misconception) for claim in claims),
        locked=any(claim.caught_by == LOCKED for claim in claims),
    )


def _claims(wrong: dict[str, bytes], kata: Kata) -> list[Claim]:
    own = load_set(kata.folder.parent).misconceptions
    read = (read_claim(source.decode("utf-8", "replace"), own)[0] for source in wrong.values())
    return [claim for claim in read if claim is not None]
