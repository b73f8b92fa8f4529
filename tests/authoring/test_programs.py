"""The programs that belong to a kata."""

from __future__ import annotations

from pathlib import Path

from grader.authoring.kata_files import Role, read_programs
from grader.model import Kata


def test_programs_come_in_a_fixed_order(kata: Kata, solutions: Path):
    """Stub, reference, alternatives, wrong solutions."""
    programs, problems = read_programs(kata, solutions)

    assert [program.role for program in programs] == [
        Role.STUB,
        Role.REFERENCE,
        Role.ALTERNATIVE,
        Role.WRONG,
        Role.WRONG,
    ]
    assert problems == ()


def test_each_missing_program_is_told(kata: Kata, tmp_path: Path):
    """Without a solutions folder the reference, an alternative and a wrong solution are missed."""
    _, problems = read_programs(kata, tmp_path / "nothing")

    assert problems == (
        "reference doors.py is missing or is not a file of UTF-8 text",
        "has no alternative: at least one belongs into solutions/kata77_two_doors/",
        "has no wrong solution: at least one belongs into solutions/kata77_two_doors/",
    )


def test_a_program_is_not_another_one_with_other_comments(kata: Kata, solutions: Path):
    """An alternative that differs from the reference in its words only is no alternative."""
    home = solutions / kata.slug
    text = (home / "doors.py").read_text().replace("Opens.", "Opens otherwise.")
    (home / "alternatives" / "copied.py").write_text(text + "# indeed\n")

    _, problems = read_programs(kata, solutions)

    assert problems == ("alternative copied.py is the same program as reference doors.py",)


def test_a_wrong_solution_is_not_the_stub(kata: Kata, solutions: Path):
    """A wrong solution that is the stub shows nothing that the stub does not."""
    (solutions / kata.slug / "wrong" / "w3_stub.py").write_text(kata.stub.read_text())

    _, problems = read_programs(kata, solutions)

    assert problems == ("wrong solution w3_stub.py is the same program as stub doors.py",)
